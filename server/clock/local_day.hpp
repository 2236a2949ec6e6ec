#pragma once
// The force's own day: incident numbers begin anew at local midnight (domain.md Annex A).

#include <cstdint>
#include <string>

#include "triage/time.hpp"

namespace frontdoor::clock {

// "2026-03-01" for the day `at` lies in, in Europe/London. Uses the machine's time zone database; throws
// std::runtime_error where there is none. Safe from any thread.
std::string london_day(triage::timestamp at);

// The hour of that day, 0 to 23; as london_day.
std::uint32_t london_hour(triage::timestamp at);

// What a person reads of it there: "Saturday 7 March, 22:00"; as london_day.
std::string london_words(triage::timestamp at);

} // namespace frontdoor::clock
