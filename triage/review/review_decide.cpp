#include "triage/review/review_decide.hpp"

#include <algorithm>
#include <set>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::review {

namespace {

using nlohmann::json;
using outcome = std::expected<review_decision, refusal>;

std::unexpected<refusal> refuse(refusal_kind kind, const char* code, std::string detail, std::string remedy) {
  return std::unexpected(refusal{kind, code, std::move(detail), std::move(remedy), {}});
}

std::unexpected<refusal>
refuse_member(const std::string& pointer, const char* code, const std::string& detail, const std::string& remedy) {
  return std::unexpected(refusal{refusal_kind::invalid, code, detail, remedy, {{pointer, code, detail, remedy, {}}}});
}

bool has(const std::vector<std::string>& list, const std::string& one) {
  return std::ranges::find(list, one) != list.end();
}

event_head head_for(const uuid& stream, const review_context& context) {
  return {stream, context.now, context.actor.name};
}

review_decision recorded(const std::optional<work_review>& held, review_event event) {
  auto after = review::apply(held.value_or(work_review{}), event);
  return {std::move(event), std::move(after)};
}

std::optional<refusal> check_words(const std::string& pointer, const std::string& text, const review_context& context) {
  if (own_words(context.rules.words, text)) return std::nullopt;
  const std::string detail = "This needs the person's own words.";
  const std::string remedy = "Say what you saw in this record, in a sentence.";
  return refusal{
      refusal_kind::invalid, "own_words_required", detail, remedy, {{pointer, "own_words_required", detail, remedy, {}}}
  };
}

std::optional<refusal> check_reviewer(const reviewed_record& record, const review_context& context) {
  if (context.actor.kind != actor_kind::person) {
    return refusal{refusal_kind::forbidden, "named_person_required", "A review is a person's.", "Sign in by name.", {}};
  }
  if (has(record.deciders, context.actor.name)) {
    return refusal{
        refusal_kind::forbidden,
        "own_decision",
        "Whoever decided something on an incident does not review it.",
        "Leave it to another reviewer.",
        {}
    };
  }
  return std::nullopt;
}

// Answers that fail the whole review are explained.
std::optional<refusal>
check_answers(const form& with, const std::vector<answer>& answers, const review_words& words, bool all) {
  if (auto found = check(with, answers, all); !found.empty()) {
    return refusal{
        refusal_kind::invalid, "answers_wrong", "The answers do not fit the form.", "Each is listed in errors.",
        std::move(found)
    };
  }
  faults missing;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto* chosen = with.find(answers[i].item)->find(answers[i].code);
    const auto comment = words.comments.find(answers[i].item);
    if (!chosen->fails || (comment != words.comments.end() && !comment->second.empty())) continue;
    missing.push_back(
        {"/answers/" + std::to_string(i) + "/comment",
         "comment_needed",
         "This answer fails the whole review.",
         "Say why in a comment.",
         {}}
    );
  }
  if (missing.empty()) return std::nullopt;
  return refusal{
      refusal_kind::invalid, "comment_needed", "An answer that fails the review is explained.",
      "Say why in a comment of its item.", std::move(missing)
  };
}

std::vector<answer> in_order(const form& with, const std::vector<answer>& answers) {
  std::vector<answer> out;
  for (const auto& item : with.items) {
    const auto found = std::ranges::find(answers, item.code, &answer::item);
    if (found != answers.end()) out.push_back(*found);
  }
  return out;
}

// A second scoring, unseen, of a review of this record by somebody else.
std::optional<refusal> check_calibration(
    const reviewed_record& record, const score_review& command, const form& with, const review_context& context
) {
  const auto first = std::ranges::find(record.earlier, *command.calibrates, &work_review::id);
  if (first == record.earlier.end()) {
    return refusal{refusal_kind::not_found, "unknown_review", "This incident has no such review.", "Check the id.", {}};
  }
  if (first->reviewer() == context.actor.name || first->scoring.subject == context.actor.name) {
    return refusal{
        refusal_kind::forbidden,
        "own_review",
        "Another reviewer scores it the second time.",
        "Leave it to somebody else.",
        {}
    };
  }
  if (first->scoring.calibrates || first->scoring.form != with.name || first->scoring.subject != command.subject ||
      first->scoring.form_version != with.version) {
    return refusal{
        refusal_kind::conflict,
        "form_changed",
        "A second scoring is of the same work with the same version of the same form.",
        "Score a review that was made with the form in force.",
        {}
    };
  }
  for (const auto& one : record.earlier) {
    if (one.scoring.calibrates == command.calibrates) {
      return refusal{
          refusal_kind::conflict,
          "already_calibrated",
          "It was scored a second time already.",
          "Take another review.",
          {}
      };
    }
  }
  return std::nullopt;
}

std::optional<refusal> check_first(const reviewed_record& record, const score_review& command) {
  for (const auto& one : record.earlier) {
    const auto& made = one.scoring;
    if (made.calibrates || made.subject != command.subject || made.form != command.form) continue;
    return refusal{
        refusal_kind::conflict,
        "already_reviewed",
        "This work was reviewed with this form already.",
        "Score it a second time as a calibration.",
        {}
    };
  }
  return std::nullopt;
}

outcome decide_score(const reviewed_record& record, const score_review& command, const review_context& context) {
  if (auto no = check_reviewer(record, context)) return std::unexpected(*std::move(no));
  const auto* with = context.rules.find_form(command.form);
  if (with == nullptr)
    return refuse_member("/form", "unknown_form", "There is no such form.", "Take one of GET /v1/review-forms.");
  if (command.queue && context.rules.find_queue(*command.queue) == nullptr && *command.queue != "calibration")
    return refuse_member("/queue", "unknown_queue", "There is no such queue.", "Take one of GET /v1/review-forms.");
  if (!has(record.deciders, command.subject)) {
    return refuse_member(
        "/subject", "not_their_work", "That person has decided nothing on this incident.",
        "Name one of those who decided on it; its audit page lists them."
    );
  }
  if (auto no = check_answers(*with, command.answers, command.words, true)) return std::unexpected(*std::move(no));
  if (auto no = check_words("/feedback", command.words.text, context)) return std::unexpected(*std::move(no));
  auto no = command.calibrates ? check_calibration(record, command, *with, context) : check_first(record, command);
  if (no) return std::unexpected(*std::move(no));
  review_scored e;
  e.head = head_for(context.next_id(), context);
  e.incident = record.incident;
  e.incident_version = record.version;
  e.district = record.district;
  e.subject = command.subject;
  e.form = with->name;
  e.form_version = with->version;
  e.queue = command.queue;
  e.calibrates = command.calibrates;
  e.answers = in_order(*with, command.answers);
  e.result = score_of(*with, e.answers);
  e.personal = command.words;
  return recorded(std::nullopt, std::move(e));
}

outcome decide_disputing(const work_review& held, const dispute_review& command, const review_context& context) {
  if (held.scoring.subject != context.actor.name) {
    return refuse(
        refusal_kind::forbidden, "not_your_review", "Only the person reviewed disputes a review.",
        "Speak with the reviewer."
    );
  }
  if (held.scoring.calibrates) {
    return refuse(
        refusal_kind::conflict, "calibration_is_final", "A second scoring does not count for the person reviewed.",
        "Dispute the review itself."
    );
  }
  if (held.state != review_state::scored)
    return refuse(refusal_kind::conflict, "already_disputed", "It was disputed already.", "Wait for the decision.");
  if (context.now > held.scoring.head.occurred_at + context.rules.dispute_within) {
    return refuse(
        refusal_kind::conflict, "dispute_too_late", "The time to dispute this review is over.",
        "Speak with the reviewer's supervisor."
    );
  }
  std::set<std::string> named;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    const auto& item = command.items[i];
    if (std::ranges::find(held.answers, item, &answer::item) == held.answers.end() || !named.insert(item).second) {
      return refuse_member(
          "/items/" + std::to_string(i), "unknown_item", "The review has no such item, or it is named twice.",
          "Name items of the review, each once."
      );
    }
  }
  if (auto no = check_words("/reason", command.reason, context)) return std::unexpected(*std::move(no));
  review_disputed e{head_for(held.id, context), command.items, review_disputed::reason{command.reason}};
  return recorded(held, std::move(e));
}

outcome decide_on_dispute(
    const reviewed_record& record, const work_review& held, const decide_dispute& command, const review_context& context
) {
  if (auto no = check_reviewer(record, context)) return std::unexpected(*std::move(no));
  if (held.state != review_state::disputed)
    return refuse(refusal_kind::conflict, "no_dispute", "No dispute waits on this review.", "Look at its state.");
  if (held.reviewer() == context.actor.name) {
    return refuse(
        refusal_kind::forbidden, "own_review", "Another than the reviewer decides on the dispute.",
        "Leave it to somebody else."
    );
  }
  if (auto no = check_words("/rationale", command.words.text, context)) return std::unexpected(*std::move(no));
  review_dispute_decided e;
  e.head = head_for(held.id, context);
  e.changed = command.changed;
  e.answers = held.answers;
  e.result = held.result;
  e.personal = command.words;
  if (command.changed) {
    const auto* with = context.rules.find_form(held.scoring.form, held.scoring.form_version);
    if (with == nullptr) {
      return refuse(
          refusal_kind::conflict, "form_changed", "The version of the form that it was scored with is gone.",
          "Put that version back into the forms; none is ever taken out."
      );
    }
    if (auto no = check_answers(*with, command.answers, command.words, false)) return std::unexpected(*std::move(no));
    for (const auto& one : command.answers)
      std::ranges::find(e.answers, one.item, &answer::item)->code = one.code; // a review answers every item
    if (e.answers == held.answers) {
      return refuse_member(
          "/answers", "nothing_changes", "These are the answers the review has.",
          "Name what is answered otherwise, or let it stand."
      );
    }
    e.result = score_of(*with, e.answers);
  } else if (!command.answers.empty()) {
    return refuse_member(
        "/answers", "nothing_changes", "A review that stands keeps its answers.",
        "Leave answers out, or decide changed."
    );
  }
  return recorded(held, std::move(e));
}

std::vector<answer> answers_of(const json& body, std::map<std::string, std::string>& comments) {
  std::vector<answer> out;
  const json* list = member_of(body, "answers");
  if (list == nullptr) return out;
  for (const auto& one : *list) {
    answer entry{one.at("item").get<std::string>(), one.at("answer").get<std::string>()};
    if (auto comment = text_of(one, "comment")) comments[entry.item] = *std::move(comment);
    out.push_back(std::move(entry));
  }
  return out;
}

} // namespace

std::expected<review_decision, refusal> decide(
    const reviewed_record& record, const std::optional<work_review>& held, const review_command& command,
    const review_context& context
) {
  if (const auto* scoring = get_if<score_review>(&command)) return decide_score(record, *scoring, context);
  if (!held) return refuse(refusal_kind::not_found, "unknown_review", "There is no such review.", "Check the id.");
  if (const auto* dispute = get_if<dispute_review>(&command)) return decide_disputing(*held, *dispute, context);
  return decide_on_dispute(record, *held, get<decide_dispute>(command), context);
}

score_review score_review_from_json(const json& body) {
  score_review out;
  out.form = body.at("form").get<std::string>();
  out.subject = body.at("subject").get<std::string>();
  out.queue = text_of(body, "queue");
  out.calibrates = uuid_of(body, "calibrates");
  out.answers = answers_of(body, out.words.comments);
  out.words.text = body.at("feedback").get<std::string>();
  return out;
}

dispute_review dispute_review_from_json(const json& body) {
  return {body.at("items").get<std::vector<std::string>>(), body.at("reason").get<std::string>()};
}

decide_dispute decide_dispute_from_json(const json& body) {
  decide_dispute out;
  out.changed = body.at("decision") == "changed";
  out.answers = answers_of(body, out.words.comments);
  out.words.text = body.at("rationale").get<std::string>();
  return out;
}

} // namespace frontdoor::triage::review
