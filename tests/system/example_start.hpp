#pragma once
// What must have happened before an example of the contract can be replayed.

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/http_caller.hpp"

namespace frontdoor::tests {

struct example_start {
  std::string id;                               // for {id} of the path
  header_list headers;                          // If-Match, where the call needs it
  std::map<std::string, std::string> more = {}; // for the path's other parameters, by name
};

// Brings about, as that caller, what the example of that operation starts from. Ids and times in `body` that stand for
// something of this run are replaced.
example_start given_for(
    const http_caller& caller, const std::string& operation, const std::string& path, const std::string& example,
    nlohmann::json& body
);

// Does what the closing gate asks, item by item, until it lets the incident close with that outcome. Gives the last
// answer of POST .../closure.
reply satisfy_gate(const http_caller& caller, const std::string& incident, const std::string& outcome);

} // namespace frontdoor::tests
