#pragma once
// What is recorded of other organisations: what was asked of them, what they said, that they said nothing; and of
// putting an incident off. A hand-off is a transaction, not a remark (lessons.md R11).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "triage/incident/event_head.hpp"
#include "triage/policy/partner_rules.hpp"

namespace frontdoor::triage {

// requested: no answer yet. taken_back: police have ended it themselves. The others are the answers.
enum class handoff_state : std::uint8_t {
  requested,
  accepted,
  declined,
  attending,
  arrived,
  could_not_locate,
  completed,
  taken_back
};

std::string_view to_string(handoff_state value);
std::optional<handoff_state> parse_handoff_state(std::string_view text);

// The words of a request or an answer, and the other organisation's reference, which leads to a person's record.
struct handoff_words {
  std::optional<std::string> text;
  std::optional<std::string> reference;

  friend bool operator==(const handoff_words&, const handoff_words&) = default;
};

// Police hold the incident and watch until `answer_by`.
struct handoff_requested {
  event_head head;
  uuid handoff;
  std::string partner; // code of the pack
  partner_kind kind = partner_kind::agency;
  timestamp answer_by;
  std::optional<grade_target> grade; // what goes with a transfer: the grade and its clock
  timestamp clock_from;
  std::optional<handoff_words> personal;

  friend bool operator==(const handoff_requested&, const handoff_requested&) = default;
};

// The answer, and in so many words who attends from now on.
struct handoff_answered {
  event_head head;
  uuid handoff;
  handoff_state answer = handoff_state::accepted;
  bool police_attending = true;
  bool partner_attending = false;
  bool returned = false; // it is back with police at its grade
  bool disputed = false; // police think it is the partner's
  std::optional<timestamp> eta;
  std::optional<timestamp> watch_until; // police watch for the next word until then
  std::optional<handoff_words> personal;

  friend bool operator==(const handoff_answered&, const handoff_answered&) = default;
};

// Nothing was heard in time: it is back with police at its grade.
struct handoff_silent {
  event_head head;
  uuid handoff;

  friend bool operator==(const handoff_silent&, const handoff_silent&) = default;
};

// Another organisation's contact keeps the grade and the clock it came with (lessons.md R24).
struct sender_grade_kept {
  event_head head;
  uuid contact;
  std::string partner;
  grade_target sent;   // its grade on this scale
  grade_target target; // the incident's from now on
  bool raised = false;
  timestamp clock_from;
  timestamp held_until; // not lowered below `sent` before
  std::optional<std::string> pathway;
  std::optional<std::string> promise = {}; // as in assessed

  friend bool operator==(const sender_grade_kept&, const sender_grade_kept&) = default;
};

// Put off, with grade and clock unchanged (lessons.md R02).
struct incident_deferred {
  event_head head;
  std::string reason_code;
  timestamp review_at;
  std::uint32_t count = 0; // with this one

  friend bool operator==(const incident_deferred&, const incident_deferred&) = default;
};

} // namespace frontdoor::triage
