#include "triage/incident/events.hpp"

namespace frontdoor::triage {

event::event(const event& other) = default;
event::event(event&& other) noexcept = default;
event& event::operator=(const event& other) = default;
event& event::operator=(event&& other) noexcept = default;
event::~event() = default;

bool operator==(const event& one, const event& other) {
  return static_cast<const event_kinds&>(one) == static_cast<const event_kinds&>(other);
}

} // namespace frontdoor::triage
