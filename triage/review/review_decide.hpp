#pragma once
// The rules of a review: who may score, dispute and decide, and on what (domain.md 2.6, practice.md 18).

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/incident/decide.hpp"
#include "triage/review/review.hpp"
#include "triage/review/rules.hpp"

namespace frontdoor::triage::review {

struct score_review {
  std::string form;
  std::string subject; // "user:jsmith"
  std::optional<std::string> queue;
  std::optional<uuid> calibrates;
  std::vector<answer> answers;
  review_words words;
};

struct dispute_review {
  std::vector<std::string> items;
  std::string reason;
};

struct decide_dispute {
  bool changed = false;
  std::vector<answer> answers; // those that are answered otherwise
  review_words words;
};

using review_command = std::variant<score_review, dispute_review, decide_dispute>;

// The incident that is reviewed, as it stands.
struct reviewed_record {
  uuid incident;
  std::uint32_t version = 0;
  std::optional<std::string> district;
  std::vector<std::string> deciders; // who decided anything on it
  std::vector<work_review> earlier;  // all its reviews
};

// What a decision may know. `rules` must outlive the call.
struct review_context {
  timestamp now;
  std::function<uuid()> next_id;
  triage::actor actor;
  const review::rules& rules;
};

struct review_decision {
  review_event event;
  work_review after;
};

// `held` is the review the command is for; none for a scoring. Nobody reviews, or decides the dispute on, a record in
// which they decided something themselves; the decision on a dispute is never the reviewer's. A calibration is scored
// by another reviewer with the same form, and is not disputed. Refusals by code:
//   unknown_form, unknown_queue, not_their_work, answers_wrong, comment_needed, own_words_required, unknown_item,
//   nothing_changes                                                             (invalid)
//   named_person_required, own_decision, not_your_review, own_review            (forbidden)
//   unknown_review                                                              (not_found)
//   already_reviewed, already_calibrated, form_changed, already_disputed, dispute_too_late, calibration_is_final,
//   no_dispute                                                                  (conflict)
std::expected<review_decision, refusal> decide(
    const reviewed_record& record, const std::optional<work_review>& held, const review_command& command,
    const review_context& context
);

// Read bodies that have passed their schemas.
score_review score_review_from_json(const nlohmann::json& body);
dispute_review dispute_review_from_json(const nlohmann::json& body);
decide_dispute decide_dispute_from_json(const nlohmann::json& body);

} // namespace frontdoor::triage::review
