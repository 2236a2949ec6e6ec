#pragma once
// A contact from a registered test line of the force (practice.md 17).

#include "triage/incident/event_head.hpp"

namespace frontdoor::triage {

struct test_line_recognised {
  event_head head;
  uuid contact;

  friend bool operator==(const test_line_recognised&, const test_line_recognised&) = default;
};

} // namespace frontdoor::triage
