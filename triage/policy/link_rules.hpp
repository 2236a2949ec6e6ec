#pragma once
// What makes two incidents likely to be the same one, in points: the member "links" of working.json. All numbers are
// the force's to set.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace frontdoor::triage {

struct link_rules {
  std::chrono::microseconds within{0};        // open incidents received so far apart are compared
  std::chrono::microseconds closed_within{0}; // closed ones received so long before are, too
  std::chrono::microseconds shared_within{0}; // and those that share a number, person, place or vehicle
  std::chrono::microseconds close_in_time{0}; // apart by no more than this counts as the same time
  std::uint32_t near_m = 0;                   // metres: the same place
  std::uint32_t far_m = 0;                    // metres: the neighbourhood
  std::uint32_t same_address = 0;             // points, as all that follow; by property reference
  std::uint32_t same_place = 0;
  std::uint32_t neighbourhood = 0;
  std::uint32_t same_postcode = 0;
  std::uint32_t same_words_of_place = 0;
  std::uint32_t same_time = 0;
  std::uint32_t same_kind = 0;
  std::uint32_t same_number = 0;
  std::uint32_t same_person = 0;
  std::uint32_t same_vehicle = 0;
  std::uint32_t proposed_from = 0;     // points; 0: nothing is proposed
  std::uint32_t cluster_from = 0;      // contacts; 0: there are no clusters
  std::vector<std::string> kind_facts; // facts that tell one kind of event from another
};

// While a major incident is declared (practice.md 14): the member "major_incident" of working.json.
struct major_incident_rules {
  std::uint32_t questions_max = 0; // asked of a caller about it; 0: as always
};

} // namespace frontdoor::triage
