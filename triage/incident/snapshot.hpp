#pragma once
// The stored form of an incident's state.

#include <optional>

#include <nlohmann/json.hpp>

#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

struct snapshot {
  nlohmann::json body;                    // holds "fold_version"
  std::optional<nlohmann::json> personal; // empty: erased
};

} // namespace frontdoor::triage
