#pragma once
// How like each other two incidents are: by place, time, kind, people, numbers and vehicles. Every point is explained,
// and nothing is joined by itself: a person decides (lessons.md R08).

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "triage/incident/contact.hpp"
#include "triage/incident/incident.hpp"
#include "triage/policy/link_rules.hpp"

namespace frontdoor::triage {

// One incident as it is compared. Holds personal data: for the comparison only, never for an answer.
struct appearance {
  uuid incident;
  bool open = true;
  timestamp received_at;
  std::size_t contacts = 0;
  std::vector<location> places;
  std::set<std::string> numbers;                                   // digits, without the country's prefix
  std::set<std::string> people;                                    // names, small letters
  std::set<std::string> vehicles;                                  // registration marks, capitals
  std::map<std::string, std::set<std::string>, std::less<>> kinds; // what was said of the facts that tell kinds apart
};

// The incident without its contacts' personal parts; add each with `add`.
appearance appearance_of(const link_rules& rules, const incident& state);

// Adds what one contact says of place, people, numbers and vehicles.
void add(
    appearance& into, const caller& caller, const location& location, std::span<const subject> subjects,
    std::string_view narrative
);

// The registration marks of the present British form in a text, in capitals without spaces.
std::vector<std::string> registration_marks(std::string_view text);

// The distance over ground in metres between two points in degrees.
double metres_between(double lat_a, double lon_a, double lat_b, double lon_b);

struct likeness {
  struct reason {
    std::string code; // "same_number"
    std::string text; // "60 m away"; never personal data
    std::uint32_t points = 0;

    friend bool operator==(const reason&, const reason&) = default;
  };

  uuid incident;
  std::uint32_t score = 0;
  bool duplicate = true; // false: another kind of event, so at most related
  std::vector<reason> reasons;

  friend bool operator==(const likeness&, const likeness&) = default;
};

// How like `other` is to `one`.
likeness compare(const link_rules& rules, const appearance& one, const appearance& other);

// Those like enough to be proposed, the likest first.
std::vector<likeness> candidates(const link_rules& rules, const appearance& one, std::span<const appearance> others);

// A burst of contacts about one event (practice.md, edge cases): all contacts of the incident and of the open ones that
// are proposed as the same, and the incident that most of them are on.
struct cluster {
  std::size_t size = 0;
  uuid incident;

  friend bool operator==(const cluster&, const cluster&) = default;
};

// None where there are fewer contacts than the rules call a cluster.
std::optional<cluster> find_cluster(
    const link_rules& rules, const appearance& one, std::span<const appearance> others, std::span<const likeness> found
);

} // namespace frontdoor::triage
