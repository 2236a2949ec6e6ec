#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/tasks.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::chrono::hours one_day{24};

asio::awaitable<http::response> read_reconciliation(services& s, http::request request, auth::principal) {
  query_parameters query(request, {"since"});
  const auto now = s.clock.now();
  const auto since = query.time("since").value_or(now - one_day);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto sum = co_await s.queries.reconciliation(since);
  if (!sum) co_return to_response(unavailable(), request.request_id);
  json out{
      {"since", triage::to_rfc3339(since)},
      {"as_at", triage::to_rfc3339(now)},
      {"in", sum->in},
      {"resolved", sum->resolved},
      {"open", sum->open},
      {"linked", sum->linked},
      {"difference", sum->difference()}
  };
  co_return json_response(200, out);
}

} // namespace

http::endpoints reconciliation_endpoints(services& s) {
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/reconciliation",
       auth::access::needs(auth::permission::events_read),
       [&s](http::request r, auth::principal p) { return read_reconciliation(s, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
