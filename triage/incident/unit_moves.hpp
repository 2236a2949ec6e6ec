#pragma once
// Units go with a duplicate to its survivor, and come back when the two are parted (lessons.md R08).

#include <optional>
#include <vector>

#include "triage/incident/event_head.hpp"
#include "triage/incident/units_on_incident.hpp"

namespace frontdoor::triage {

struct incident;

// Stream of the survivor: these units of the duplicate `other` are on it now.
struct units_taken_over {
  event_head head;
  uuid other;
  std::vector<unit_on_incident> units;

  friend bool operator==(const units_taken_over&, const units_taken_over&) = default;
};

// Stream of the survivor: the units that came with `other` go back.
struct units_parted {
  event_head head;
  uuid other;

  friend bool operator==(const units_parted&, const units_parted&) = default;
};

// Stream of the duplicate: its units as they are now.
struct units_returned {
  event_head head;
  uuid other; // the survivor
  std::vector<unit_on_incident> units;

  friend bool operator==(const units_returned&, const units_returned&) = default;
};

void fold(incident& state, const units_taken_over& e);
void fold(incident& state, const units_parted& e);
void fold(incident& state, const units_returned& e);

// The units of `duplicate` that its survivor takes over: those on it or that were there, unless the survivor has a unit
// of that call sign itself.
std::vector<unit_on_incident> units_to_take_over(const incident& duplicate, const incident& survivor);

// The units that came to `survivor` with `duplicate`, as they are now.
std::vector<unit_on_incident> units_to_return(const incident& survivor, const uuid& duplicate);

} // namespace frontdoor::triage
