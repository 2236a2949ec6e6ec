#pragma once
// The open incidents as the log leaves them, kept in memory by folding every event that is published. What consoles get
// comes from here; what decisions are made on comes from the database. On the I/O thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "server/auth/visibility.hpp"
#include "server/db/log_queries.hpp"
#include "server/observe/log.hpp"
#include "triage/incident/incident.hpp"

namespace frontdoor::dispatch {

struct board_entry {
  triage::incident state;
  std::string number;
  triage::uuid owner; // API key that opened it; nil: a person
};

// An event on its way to consoles: where the incident stood before and after, and the text for each detail.
struct published_event {
  std::uint64_t position = 0;
  triage::uuid stream;
  bool on_board = false; // events of contacts' streams only count; consoles see incidents
  std::optional<triage::uuid> owner;
  std::optional<std::string> district_before, district_after;
  std::optional<std::string> grade_before, grade_after;
  bool existed_before = false;
  std::shared_ptr<const std::string> full;  // null: not written, since nobody was connected
  std::shared_ptr<const std::string> plain; // without personal data

  auth::event_scope scope() const;
  std::size_t bytes() const { return 256 + (full ? full->size() : 0) + (plain ? plain->size() : 0); }
};

using published_events = std::vector<std::shared_ptr<const published_event>>;

class board {
 public:
  explicit board(observe::log& log) : log_(log) {}

  // Fills the board from the database at start. Rows of another fold are left out and their ids returned, to be read
  // from the log and given to put().
  std::vector<triage::uuid> load(const db::board_at& rows);
  void put(board_entry entry);

  // Folds events in; `write_texts` false spares the texts. Only the last event of an incident within the call carries
  // its card: the ones before it are told, too, but a card in between would be overwritten at once. An incident that
  // is closed at the end of the call leaves the board.
  published_events fold(const db::committed_events& events, bool write_texts);

  const board_entry* find(const triage::uuid& incident) const;
  // Incidents that these events go on with and that are not here, since they were closed: to be read and put() first.
  std::vector<triage::uuid> missing_in(const db::committed_events& events) const;
  // The incident that a dispatch, current or superseded, is of.
  std::optional<triage::uuid> incident_of_dispatch(const triage::uuid& dispatch) const;

  // How many are open at each grade: {"open_by_grade": {"1": 3, "ungraded": 1}}.
  triage::document open_by_grade() const;

  std::size_t size() const { return entries_.size(); }
  // Every entry, in no order; entries put in or folded during the walk may or may not be seen.
  void for_each(const std::function<void(const board_entry&)>& visit) const;
  // Those of which a post was told something that still stands, answered or not: few of many.
  void for_each_escalated(const std::function<void(const board_entry&)>& visit) const;
  // The ids, for walking the board in parts.
  std::vector<triage::uuid> ids() const;

 private:
  void remember(const triage::incident& state);
  void fold_one(const db::committed_event& row, published_event& out, bool last_of_stream, bool write_texts);
  void show_new_ones_as_they_end(std::vector<std::shared_ptr<published_event>>& published) const;
  void drop_if_closed(const triage::uuid& incident);

  observe::log& log_;
  std::unordered_map<triage::uuid, board_entry> entries_;
  std::unordered_map<triage::uuid, triage::uuid> dispatches_;
  std::unordered_set<triage::uuid> escalated_;
};

// The card as JSON text, with or without its personal member.
std::string card_text(const board_entry& entry, auth::detail shown);

} // namespace frontdoor::dispatch
