#pragma once
// What an incident is asked when the record is back after an outage in which something was decided on it.

#include "triage/incident/document.hpp"

namespace frontdoor::triage {

// Assesses all that was said once more, with the pack in force now and with what is known now: during the outage
// nothing could be looked up (lessons.md R21, "triage on entry"). A rise takes effect, a fall is a suggestion.
struct return_from_outage {
  // Others decided on the incident too, or it was taken twice: the more urgent grade stands, and a supervisor owes a
  // look at both.
  bool both_sides = false;
  document history = {}; // as in take_contact; null: nothing was looked up

  friend bool operator==(const return_from_outage&, const return_from_outage&) = default;
};

} // namespace frontdoor::triage
