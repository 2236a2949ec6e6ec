#pragma once
// For the folds of this folder only.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "triage/incident/incident.hpp"

namespace frontdoor::triage {

inline void fill(std::optional<std::string>& into, const std::optional<std::string>& from) {
  if (!into) into = from;
}

template <typename Told> void keep_told(std::vector<Told>& into, const std::vector<Told>& from) {
  for (const auto& one : from) {
    if (into.size() < told_max && std::ranges::find(into, one) == into.end()) into.push_back(one);
  }
}

// Whoever joins later may know what the first caller did not say; what is known already stays.
inline void fill_personal(incident& state, const std::optional<incident_personal>& from) {
  if (!from || !state.personal) return;
  fill(state.personal->location_text, from->location_text);
  fill(state.personal->summary, from->summary);
  fill(state.personal->caller_name, from->caller_name);
  fill(state.personal->caller_phone, from->caller_phone);
  keep_told(state.personal->places, from->places);
  keep_told(state.personal->births, from->births);
}

} // namespace frontdoor::triage
