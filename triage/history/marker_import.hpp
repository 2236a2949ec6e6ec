#pragma once
// Markers from a spreadsheet of another record: each with its dates, and with what it is found under.

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/fault.hpp"
#include "triage/history/keys.hpp"
#include "triage/time.hpp"

namespace frontdoor::triage::history {

struct imported_marker {
  std::string code; // snake_case
  std::string why;
  timestamp valid_from;
  std::optional<timestamp> review_at;
  std::optional<timestamp> valid_until;
  traces about;
};

// Reads CSV with a first row of column names, in any order: marker, why and valid_from are needed; review_at,
// valid_until, phone, name, date_of_birth, uprn, postcode, address, vrm may be left out or empty, but each row needs
// one that it can be found under for sure: a telephone number, a name with a whole date of birth, a UPRN, an address
// with a number, a registration mark. Dates are 2026-03-01 (UTC, its beginning) or RFC 3339. All faults found, with
// their places: of the file as read_csv, and unknown_column, missing_column, given_twice, missing, wrong_format,
// no_key, ends_before_it_begins.
std::expected<std::vector<imported_marker>, faults> import_markers(std::string_view text);

} // namespace frontdoor::triage::history
