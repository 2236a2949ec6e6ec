#pragma once
// What stands for something else in a case: answers of earlier steps, instants, numbers and places of the case's own.

#include <map>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "triage/time.hpp"

namespace frontdoor::cases {

// A name that no answer goes by, or a part that the answer has not.
struct unresolved : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct surroundings {
  std::map<std::string, nlohmann::json> answers; // by the name of their step
  triage::timestamp start;                       // minute 0
  int number = 0;                                // of the case in this run: its numbers and places are its own
};

// `value` with every reference in its texts put in:
//   "$first"                 the id of the incident of that answer, or of what it holds
//   "$first.task.id"         a part of it; a list's element by its place, or "tasks[kind=tell_caller].id": the last
//   such
//   "@+90"                   the instant of minute 90
//   "#phone1" "#uprn1" "#ref1" "#lat1" "#lon1"   of this case alone
// A text that is one reference becomes what it stands for; inside a longer text it is written in. "$" of answers may
// stand anywhere, "@" and "#" only alone. Throws `unresolved`.
nlohmann::json put_in(const nlohmann::json& value, const surroundings& around);
std::string put_in_text(const std::string& text, const surroundings& around);

} // namespace frontdoor::cases
