#pragma once
// What is recorded of a crime. The words of people are sealed beside the event and can be erased.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "triage/incident/event_codec.hpp"

namespace frontdoor::triage::crime {

// domain.md 4.2. An undecided crime has no record yet: it is a duty of its incident.
enum class state : std::uint8_t { crime_related, recorded, reclassified, n100, not_crime, cancelled, transferred };

std::string_view to_string(state value);
std::optional<state> parse_state(std::string_view text);

struct record_words {
  std::optional<std::string> victim_name;
  std::optional<std::string> victim_wishes;
  std::string account; // why it was decided so, in the decider's own words

  friend bool operator==(const record_words&, const record_words&) = default;
};

// A decision on what was told: crime-related, recorded, reported incident of rape or no crime.
struct decided {
  event_head head;
  uuid incident;
  std::string key; // of the proposal it settles
  crime::state state = crime::state::recorded;
  std::optional<std::string> number; // given to recorded crimes and reported incidents of rape
  std::string code;                  // empty: no crime, and none alleged
  std::string title;
  std::string group;
  std::vector<std::string> included; // the other offences, kept inside
  std::vector<std::string> flags;    // of the incident
  std::optional<std::string> reason_code;
  std::optional<std::string> reference; // of another force or record, where the reason asks for one
  std::optional<std::string> district;
  bool registrar_cancels = false;
  timestamp reported_at;
  timestamp due_at;
  bool late = false;       // decided after it was due
  bool supervised = false; // by a supervisor
  std::optional<record_words> personal;

  friend bool operator==(const decided&, const decided&) = default;
};

struct reclassified {
  event_head head;
  std::string from;
  std::string code;
  std::string title;
  std::string group;
  std::vector<std::string> included;
  bool registrar_cancels = false;
  std::optional<record_words> personal;

  friend bool operator==(const reclassified&, const reclassified&) = default;
};

struct cancelled {
  struct proof {
    std::string account;                    // the information, the error, the claim
    std::optional<std::string> verified_by; // C2
    std::optional<std::string> verified_how;

    friend bool operator==(const proof&, const proof&) = default;
  };

  event_head head;
  std::string code;                     // C1 to C5
  std::optional<std::string> force;     // C1
  std::optional<std::string> reference; // C1: the receiving force's; C3: the other crime's number
  std::optional<proof> personal;

  friend bool operator==(const cancelled&, const cancelled&) = default;
};

struct transferred {
  event_head head;
  std::string force;
  std::string reference; // its receipt

  friend bool operator==(const transferred&, const transferred&) = default;
};

struct officer_set {
  event_head head;
  std::string officer;

  friend bool operator==(const officer_set&, const officer_set&) = default;
};

struct victim_told {
  event_head head;
  std::string how; // told, or no_safe_contact

  friend bool operator==(const victim_told&, const victim_told&) = default;
};

using record_event = std::variant<decided, reclassified, cancelled, transferred, officer_set, victim_told>;

const event_head& head_of(const record_event& e);

// "crime.decided", "crime.reclassified", ...
std::string_view type_of(const record_event& e);

event_text encode(const record_event& e);

// Reads a row back; faults as triage::decode.
std::expected<record_event, faults> decode_record(const encoded_event& row);

} // namespace frontdoor::triage::crime
