#pragma once
// What is recorded of a review. What was said to the handler and by the handler is sealed beside the event.

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "triage/incident/event_codec.hpp"
#include "triage/incident/event_head.hpp"
#include "triage/review/scoring.hpp"

namespace frontdoor::triage::review {

// The words of a scoring, or of the decision on a dispute.
struct review_words {
  std::string text;                            // the feedback, or the rationale
  std::map<std::string, std::string> comments; // by item

  friend bool operator==(const review_words&, const review_words&) = default;
};

// The head's actor has scored somebody's work on an incident.
struct review_scored {
  event_head head;
  uuid incident;
  std::uint32_t incident_version = 0; // as the reviewer found it
  std::optional<std::string> district;
  std::string subject; // whose work: "user:jsmith"
  std::string form;
  std::uint32_t form_version = 1;
  std::optional<std::string> queue;
  std::optional<uuid> calibrates; // a second scoring of that review, unseen
  std::vector<answer> answers;    // in the form's order
  score result;
  std::optional<review_words> personal;

  friend bool operator==(const review_scored&, const review_scored&) = default;
};

// The person reviewed does not agree.
struct review_disputed {
  struct reason {
    std::string text;

    friend bool operator==(const reason&, const reason&) = default;
  };

  event_head head;
  std::vector<std::string> items;
  std::optional<reason> personal;

  friend bool operator==(const review_disputed&, const review_disputed&) = default;
};

// Somebody else has looked at it: the review stands, or these are the answers from now on.
struct review_dispute_decided {
  event_head head;
  bool changed = false;
  std::vector<answer> answers;
  score result;
  std::optional<review_words> personal;

  friend bool operator==(const review_dispute_decided&, const review_dispute_decided&) = default;
};

using review_event = std::variant<review_scored, review_disputed, review_dispute_decided>;

const event_head& head_of(const review_event& e);

// "review.scored", "review.disputed", "review.dispute_decided".
std::string_view type_of(const review_event& e);

event_text encode(const review_event& e);

// Reads a row back; faults as triage::decode.
std::expected<review_event, faults> decode_review(const encoded_event& row);

} // namespace frontdoor::triage::review
