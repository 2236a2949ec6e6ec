#pragma once
// What an outage has left in memory beside the board of the log: incidents taken or decided on while the record is
// away. It hides the board's own entry of the same incident, has no positions, and is forgotten when all of it is in
// the record. On the I/O thread.

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

#include "server/dispatch/board.hpp"

namespace frontdoor::dispatch {

class outage_board {
 public:
  explicit outage_board(const board& record) : record_(record) {}

  void put(board_entry entry);
  void clear();

  // As the outage left it, else as the record has it; nullptr where neither knows it.
  const board_entry* find(const triage::uuid& incident) const;
  std::optional<triage::uuid> incident_of_dispatch(const triage::uuid& dispatch) const;

  // The incidents that were put, in order, again at each change: a console is a cursor into this list.
  const std::vector<triage::uuid>& changes() const { return changes_; }
  // Every entry that the outage changed.
  const std::unordered_map<triage::uuid, board_entry>& entries() const { return entries_; }
  // The incidents of both, each once.
  std::vector<triage::uuid> ids() const;

 private:
  const board& record_;
  std::unordered_map<triage::uuid, board_entry> entries_;
  std::unordered_map<triage::uuid, triage::uuid> dispatches_;
  std::vector<triage::uuid> changes_;
};

} // namespace frontdoor::dispatch
