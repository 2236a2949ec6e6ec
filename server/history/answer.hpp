#pragma once
// What was found, as the contract writes it and as the log keeps it.

#include <functional>

#include <nlohmann/json_fwd.hpp>

#include "server/db/history_queries.hpp"
#include "server/history/lookup.hpp"

namespace frontdoor::history {

// For the caller that asked: everything, but of incidents that `may_see` refuses only that they are there.
struct shown {
  const std::vector<db::incident_head>& heads;
  std::function<bool(const db::incident_head&)> may_see;
  bool reasons_of_markers = false; // their words, which tell of people
  std::size_t results_max = 20;    // of each source; the counts are of all
};

// {"status","sources":[{"source","status","as_of","results":[]}],"counts":[],"cluster","facts"}.
nlohmann::json to_json(const answers& found, triage::timestamp now, const shown& how);

// The same before anything is asked: {"status": "not_searched", ...}.
nlohmann::json not_searched();

// For contact.received: {"sources":[{"source","status","as_of","found"}],"facts":{}}.
nlohmann::json record_of(const answers& found, triage::timestamp now);

// The incidents of the latest contacts, each once.
std::vector<triage::uuid> incidents_of(const answers& found, std::size_t results_max);

} // namespace frontdoor::history
