#pragma once
// Comma-separated values as spreadsheets export them: RFC 4180, read strictly, each cell with its line and column.

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "triage/fault.hpp"

namespace frontdoor::triage::crime {

struct csv_cell {
  std::string text;
  std::size_t line = 0;   // of its first character, from 1
  std::size_t column = 0; // in bytes, from 1

  friend bool operator==(const csv_cell&, const csv_cell&) = default;
};

using csv_row = std::vector<csv_cell>;

// The most bytes a file may have.
inline constexpr std::size_t csv_bytes_max = std::size_t{8} << 20U;

// Reads a whole file: a UTF-8 mark at the start is passed over, rows end with LF or CRLF, empty lines are left out.
// Faults, each with its place: too_large, not_utf8, nul_byte, bare_carriage_return, quote_inside_cell (a quote in a
// cell that does not begin with one), text_after_quote, open_quote.
std::expected<std::vector<csv_row>, faults> read_csv(std::string_view text);

// "line 3, column 17": how faults name a place.
std::string place_of(std::size_t line, std::size_t column);

} // namespace frontdoor::triage::crime
