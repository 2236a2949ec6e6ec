#pragma once
// Events as the outside sees them: CloudEvents 1.0 in JSON (domain.md 8.4), the same for consoles, the event feed and
// the incident's log.

#include <string>
#include <string_view>

#include "server/db/append.hpp"

namespace frontdoor::dispatch {

// One CloudEvent as JSON text. `data` is the event's body; with a non-empty `card` (JSON text of the incident's state
// after the event) it holds that as "incident". `personal` is written only when asked for and not erased.
std::string cloud_event(const db::committed_event& event, std::string_view card, bool with_personal);

} // namespace frontdoor::dispatch
