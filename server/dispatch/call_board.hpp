#pragma once
// The calls that ring or are on the line, as the log leaves them, kept in memory by folding every event that is
// published. For the consoles of those whose calls they are. On the I/O thread.

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "server/db/append.hpp"
#include "server/observe/log.hpp"
#include "triage/incident/call.hpp"

namespace frontdoor::dispatch {

class call_board {
 public:
  explicit call_board(observe::log& log) : log_(log) {}

  // A call as it was read from the record at start; one that is over is left out.
  void put(triage::call_record call);

  // Folds events in; the calls that they changed, those that are over now among them. What goes on with a call that is
  // not here, since it was over before, changes nothing.
  std::vector<triage::uuid> fold(const db::committed_events& events);

  // nullptr: there is no such call, or it is over.
  const triage::call_record* find(const triage::uuid& call) const;
  const std::unordered_map<triage::uuid, triage::call_record>& live() const { return live_; }

 private:
  observe::log& log_;
  std::unordered_map<triage::uuid, triage::call_record> live_;
};

} // namespace frontdoor::dispatch
