#pragma once
// What somebody who made contact may be told of it at any time, with the reference they were given (lessons.md R04;
// domain.md 1.1, the citizen contract). Plain words and nothing that could harm anybody if another person reads it: no
// grade, no flag, no unit, no name, no pathway.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

enum class caller_standing : std::uint8_t {
  recorded,   // the contact is kept, and made no incident
  in_hand,    // its incident is worked on
  to_be_told, // so is it, and what was promised no longer holds: somebody will say so
  ended
};

// "recorded", "in_hand", "to_be_told", "ended".
std::string_view to_string(caller_standing value);

struct caller_status {
  caller_standing standing = caller_standing::recorded;
  std::string text;                      // for the person, in full sentences
  std::optional<caller_promise> promise; // what was last promised, while it holds; none where a flag protects somebody
};

// `own` is the incident of the contact, or nullptr where it made none; `survivor` the one that it was joined to as a
// duplicate, or nullptr.
caller_status status_for_caller(const incident* own, const incident* survivor);

// {"status", "text", "promise": {"text", "at"} or null}
nlohmann::json to_json(const caller_status& status);

} // namespace frontdoor::triage
