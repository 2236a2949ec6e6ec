#pragma once
// What an incident's state holds of early resolution, and what is read from it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/screening_events.hpp"
#include "triage/policy/screening_rules.hpp"

namespace frontdoor::triage {

struct incident;
struct policy_pack;

// What an authority last said.
struct pathway_agreement {
  std::string subject;
  bool agreed = false;
  std::vector<std::string> exclusions;
  std::string post;
  std::string by;
  bool recorded = false; // for an officer on call
  timestamp at;

  friend bool operator==(const pathway_agreement&, const pathway_agreement&) = default;
};

// The early resolution that was recorded last.
struct early_resolution {
  std::string pathway;
  std::string by;
  timestamp at;
  std::vector<std::string> exclusions;
  std::string person;
  history_search history = history_search::not_searched;
  std::optional<std::string> owner;
  std::optional<timestamp> due_at;
  std::optional<uuid> handoff;
  std::optional<uuid> appointment;
  std::optional<uuid> problem;

  friend bool operator==(const early_resolution&, const early_resolution&) = default;
};

struct earlier_resolution {
  uuid incident;
  uuid contact;
  std::string pathway;
  std::uint32_t within_days = 0;

  friend bool operator==(const earlier_resolution&, const earlier_resolution&) = default;
};

enum class appointment_state : std::uint8_t { booked, reminded, cancelled, kept, missed };
std::string_view to_string(appointment_state value);

struct appointment {
  uuid id;
  booked_slot slot;
  appointment_state state = appointment_state::booked;
  timestamp remind_at;
  timestamp missed_at;
  std::uint32_t generation = 0;

  friend bool operator==(const appointment&, const appointment&) = default;
};

struct screening_work {
  std::vector<pathway_agreement> agreements; // one for each subject
  std::optional<early_resolution> resolution;
  std::vector<earlier_resolution> returns;
  std::vector<appointment> appointments;
  std::vector<uuid> problems;

  bool empty() const;
  friend bool operator==(const screening_work&, const screening_work&) = default;
};

// Whether the appointment is still to come.
bool standing(const appointment& one);
// nullptr where there is none.
const appointment* find_appointment(const incident& state, const uuid& id);

// An exclusion that holds on what is known, with the posts that may agree otherwise.
struct held_exclusion {
  std::string code;
  std::string text;
  std::vector<std::string> posts; // empty: nobody
};

std::vector<held_exclusion> held_exclusions(const policy_pack& pack, const incident& state);

// Whether the authority has agreed to this subject although the exclusion holds, and nothing has been said of the
// incident since (as an approval lapses with something new, lessons.md R03).
bool exclusion_agreed(const incident& state, std::string_view exclusion, std::string_view subject);

// Whether it has agreed to a pathway that is taken at that grade.
bool exclusion_agreed_at(
    const policy_pack& pack, const incident& state, std::string_view exclusion, std::string_view grade
);

// How a pathway stands on an incident: to be taken, barred by what is listed, or open to the authorities named.
enum class pathway_standing : std::uint8_t { offered, barred, needs_authority };
std::string_view to_string(pathway_standing value);

struct pathway_option {
  const pathway_rule* rule = nullptr; // of the pack
  pathway_standing standing = pathway_standing::offered;
  faults because;                 // each with what ends it
  std::vector<std::string> posts; // that may agree
};

// Every pathway of the pack that an incident can be resolved by, in the pack's order (domain.md 3.2 to 3.4).
std::vector<pathway_option> pathway_options(const policy_pack& pack, const incident& state);
pathway_option option_of(const policy_pack& pack, const incident& state, const pathway_rule& rule);

// Whether the early resolution recorded last still holds: made in this life of the incident, and not barred by what is
// known now.
bool resolution_holds(const policy_pack& pack, const incident& state);

nlohmann::json to_json(const appointment& value);
nlohmann::json to_json(const pathway_option& value, const policy_pack& pack);
// The members of the incident's detail: resolution, authorities, returns, appointments, problems.
void add_screening_detail(const incident& state, nlohmann::json& detail);

} // namespace frontdoor::triage
