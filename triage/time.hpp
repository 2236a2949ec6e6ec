#pragma once
// Instants and durations as the record writes them. Nothing here reads a clock: time is always an argument.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace frontdoor::triage {

// UTC, microseconds since 1970-01-01T00:00:00Z (what PostgreSQL's timestamptz holds).
using timestamp = std::chrono::sys_time<std::chrono::microseconds>;

// "2026-03-01T21:04:11.120000Z": UTC, always six decimals, so that texts sort as instants do.
std::string to_rfc3339(timestamp at);

// Reads RFC 3339 with any offset and up to six decimals. Leap seconds and anything else: nullopt.
std::optional<timestamp> parse_rfc3339(std::string_view text);

// "2026-03-01": the beginning of that day of the calendar in UTC. Anything else: nullopt.
std::optional<timestamp> parse_day(std::string_view text);

// ISO 8601 durations of days and less ("PT40M", "P1DT2H", "PT0.5S"), the form used in policies and for the manual
// clock. Years, months and negative durations: nullopt.
std::optional<std::chrono::microseconds> parse_duration(std::string_view text);

// The shortest such text: "PT40M", "P1D", "PT0S".
std::string to_iso8601(std::chrono::microseconds duration);

} // namespace frontdoor::triage
