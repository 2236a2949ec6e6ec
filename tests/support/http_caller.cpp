#include "tests/support/http_caller.hpp"

#include <stdexcept>

namespace frontdoor::tests {

using nlohmann::json;

std::string reply::code() const {
  return body_json.is_object() ? body_json.value("code", std::string()) : std::string();
}

std::string http_caller::text_of(
    const std::string& verb, const std::string& path, const std::string& body, const header_list& headers
) const {
  std::string text = verb + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n";
  for (const auto* list : {&credentials_, &headers}) {
    for (const auto& [name, value] : *list)
      text += name + ": " + value + "\r\n";
  }
  if (!body.empty()) {
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text + "Connection: close\r\n\r\n" + body;
}

reply http_caller::call(
    const std::string& verb, const std::string& path, const std::string& body, const header_list& headers
) const {
  return reply(ask(port_, text_of(verb, path, body, headers)));
}

reply http_caller::post(const std::string& path, const json& body, const header_list& headers) const {
  return call("POST", path, body.dump(), headers);
}

json whole_log(const http_caller& reader) {
  json all = json::array();
  for (std::uint64_t after = 0;;) {
    const auto page = reader.get("/v1/events?limit=1000&after=" + std::to_string(after));
    if (page.status != 200) throw std::runtime_error("the log cannot be read: " + page.body);
    for (const auto& event : page.body_json.at("items"))
      all.push_back(event);
    const auto next = page.body_json.at("next_after").get<std::uint64_t>();
    if (next == after) return all;
    after = next;
  }
}

} // namespace frontdoor::tests
