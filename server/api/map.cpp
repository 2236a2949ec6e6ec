#include "server/api/map.hpp"

#include <memory>

#include "server/api/json_body.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

asio::awaitable<http::response> read_map(std::shared_ptr<const std::string> text) {
  auto answer = json_text_response(200, *text);
  answer.headers.emplace_back("Cache-Control", "no-cache");
  co_return answer;
}

} // namespace

http::endpoints map_endpoints(const json& districts, const map_tiles& tiles) {
  json out{{"districts", districts}, {"tiles", nullptr}};
  if (!tiles.address.empty()) out["tiles"] = {{"address", tiles.address}, {"attribution", tiles.attribution}};
  const auto text = std::make_shared<const std::string>(out.dump());
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/map",
       auth::access::signed_in(),
       [text](http::request, auth::principal) { return read_map(text); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
