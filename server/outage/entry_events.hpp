#pragma once
// The events of an entry as the domain's.

#include <optional>
#include <vector>

#include "server/journal/entry.hpp"
#include "triage/incident/events.hpp"

namespace frontdoor::outage {

// None where one of them cannot be read.
std::optional<std::vector<triage::event>> events_of(const journal::entry& entry);

} // namespace frontdoor::outage
