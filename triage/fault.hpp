#pragma once
// What is wrong with an input, said so that the sender can mend it.

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace frontdoor::triage {

// One fault of an input. Values, not exceptions; a reader collects all of them before it refuses.
struct fault {
  std::string pointer; // JSON Pointer (RFC 6901) of the value at fault, or the path of an element in a policy file
  std::string code;    // stable, snake_case: "unknown_fact", "wrong_type", "out_of_range", ...
  std::string detail;  // what is wrong, in plain words; never holds personal data
  std::string remedy;  // what to do about it, in plain words; may be empty
  std::string file;    // the policy file it was found in; empty for requests

  friend bool operator==(const fault&, const fault&) = default;
};

using faults = std::vector<fault>;

// What a reader ends with: the value, or every fault it found on the way.
template <typename Value> std::expected<Value, faults> unless_faulty(Value value, faults found) {
  if (!found.empty()) return std::unexpected(std::move(found));
  return value;
}

} // namespace frontdoor::triage
