#include "server/dispatch/outage_board.hpp"

namespace frontdoor::dispatch {

void outage_board::put(board_entry entry) {
  const auto id = entry.state.id;
  if (entry.state.dispatch) dispatches_.insert_or_assign(entry.state.dispatch->id, id);
  entries_.insert_or_assign(id, std::move(entry));
  changes_.push_back(id);
}

void outage_board::clear() {
  entries_.clear();
  dispatches_.clear();
  changes_.clear();
}

const board_entry* outage_board::find(const triage::uuid& incident) const {
  const auto found = entries_.find(incident);
  return found == entries_.end() ? record_.find(incident) : &found->second;
}

std::optional<triage::uuid> outage_board::incident_of_dispatch(const triage::uuid& dispatch) const {
  const auto found = dispatches_.find(dispatch);
  return found == dispatches_.end() ? record_.incident_of_dispatch(dispatch) : std::optional(found->second);
}

std::vector<triage::uuid> outage_board::ids() const {
  auto all = record_.ids();
  for (const auto& [id, entry] : entries_) {
    if (record_.find(id) == nullptr) all.push_back(id);
  }
  return all;
}

} // namespace frontdoor::dispatch
