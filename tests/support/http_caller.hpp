#pragma once
// Calls of the HTTP contract, as one caller makes them.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/raw_client.hpp"

namespace frontdoor::tests {

using header_list = std::vector<std::pair<std::string, std::string>>;

// An answer with its body read.
struct reply : answer {
  nlohmann::json body_json; // discarded when the body is not JSON

  explicit reply(answer plain) : answer(std::move(plain)), body_json(nlohmann::json::parse(body, nullptr, false)) {}
  // The code of a problem, or "".
  std::string code() const;
};

// Every call on a connection of its own. Throws when the server cannot be reached, or is silent.
class http_caller {
 public:
  // `credentials` go with every call.
  http_caller(std::uint16_t port, header_list credentials) : port_(port), credentials_(std::move(credentials)) {}

  reply get(const std::string& path) const { return call("GET", path); }
  reply post(const std::string& path, const nlohmann::json& body, const header_list& headers = {}) const;
  reply call(
      const std::string& verb, const std::string& path, const std::string& body = "", const header_list& headers = {}
  ) const;
  // The bytes of such a call.
  std::string
  text_of(const std::string& verb, const std::string& path, const std::string& body, const header_list& headers) const;

  std::uint16_t port() const { return port_; }
  const header_list& credentials() const { return credentials_; }

 private:
  std::uint16_t port_;
  header_list credentials_;
};

// Every event that `reader` may see, in order, by walking the whole log.
nlohmann::json whole_log(const http_caller& reader);

} // namespace frontdoor::tests
