#pragma once
// The part of an incident's state that links leave.

#include <string>
#include <vector>

#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// Another incident, and who linked it when.
struct incident_link {
  uuid other;
  std::string by;
  timestamp at;

  friend bool operator==(const incident_link&, const incident_link&) = default;
};

// A duplicate that this incident has taken over, and what came from it.
struct absorbed_incident {
  uuid other;
  std::string by;
  timestamp at;
  std::vector<uuid> sources; // contacts and other sources
  std::vector<uuid> tasks;

  friend bool operator==(const absorbed_incident&, const absorbed_incident&) = default;
};

} // namespace frontdoor::triage
