#pragma once
// The stored form of an incident's state.

#include <optional>
#include <string>

#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

struct snapshot {
  std::string body;                    // JSON text; holds "fold_version"
  std::optional<std::string> personal; // the same, empty: erased
};

} // namespace frontdoor::triage
