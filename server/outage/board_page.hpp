#pragma once
// The board as a page to print and to work from with pen and radio when every screen is dark (lessons.md R21). Pure.

#include <string>
#include <vector>

#include "server/dispatch/board.hpp"

namespace frontdoor::outage {

struct board_line {
  std::string grade;
  std::uint32_t rank = 0; // by urgency, most urgent first; ungraded before all
  std::string number;
  std::string where;
  triage::timestamp received_at{};
  std::optional<triage::timestamp> arrive_by;
  std::vector<std::string> units;
  std::string acknowledgement; // "owed since 21:04:11", "by user:jsmith", "-"
  bool owed = false;
};

// One line an incident, with the district and the place, and no more of any person.
board_line line_of(const dispatch::board_entry& entry);

// HTML that needs nothing else, with a style for paper. Lines come by urgency, then by time to the target.
std::string
board_page(std::vector<board_line> lines, const std::string& node, const std::string& mode, triage::timestamp now);

} // namespace frontdoor::outage
