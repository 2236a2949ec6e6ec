#pragma once
// What of the board a console asked for, besides what its user may see. Pure.

#include <optional>
#include <string>
#include <vector>

#include "server/dispatch/board.hpp"

namespace frontdoor::console {

struct board_filter {
  std::vector<std::string> districts; // empty: all
  std::vector<std::string> grades;    // empty: all

  // Incidents without a district or without a grade pass every filter: what nobody has placed or graded yet must not
  // be nobody's.
  bool passes(const std::optional<std::string>& district, const std::optional<std::string>& grade) const;

  friend bool operator==(const board_filter&, const board_filter&) = default;
};

// What becomes of an event for one console.
enum class delivery : std::uint8_t {
  hidden,         // not told
  shown,          // told
  shown_then_left // told, and then that the incident has left its board
};

delivery deliver(const auth::principal& who, const board_filter& filter, const dispatch::published_event& event);

// Whether an incident at rest is on this console's board.
bool on_board(const auth::principal& who, const board_filter& filter, const dispatch::board_entry& entry);

} // namespace frontdoor::console
