#include "server/api/refuse_while.hpp"

namespace frontdoor::api {

namespace {

boost::asio::awaitable<http::response> answer_problem(http::problem why, std::string request_id) {
  co_return http::to_response(why, request_id);
}

} // namespace

http::handler refuse_while(std::function<bool()> closed, std::function<http::problem()> why, http::handler inner) {
  return [closed = std::move(closed), why = std::move(why),
          inner = std::move(inner)](http::request request, auth::principal who) {
    if (closed()) return answer_problem(why(), request.request_id);
    return inner(std::move(request), std::move(who));
  };
}

} // namespace frontdoor::api
