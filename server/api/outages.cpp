#include "server/api/outages.hpp"

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::uint64_t reports_default = 10;
constexpr std::uint64_t reports_max = 50;

asio::awaitable<http::response> list_outages(services& s, http::request request, auth::principal) {
  query_parameters query(request, {"limit"});
  const auto limit = query.number("limit", reports_default, 1, reports_max);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto reports = co_await s.queries.outage_reports(limit);
  if (!reports) co_return to_response(unavailable(), request.request_id);
  std::string out = R"({"items":[)";
  for (const auto& report : *reports) {
    if (&report != &reports->front()) out += ',';
    out += report;
  }
  co_return json_text_response(200, out + "]}");
}

} // namespace

http::endpoints outage_endpoints(services& s) {
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/outages",
       auth::access::needs(auth::permission::audit_read),
       [&s](http::request r, auth::principal p) { return list_outages(s, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
