// A less urgent grade is a controlled act (lessons.md R03, domain.md 2.4): own words, a coded reason that is about the
// risk, and somebody else's approval as the pack's matrix says. Until then nothing changes but the response.

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/incident/assessing.hpp"
#include "triage/incident/partners.hpp"
#include "triage/incident/recording.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage {

namespace {

using outcome = outcome_of_decision;

// The line of the matrix, where the actor may ask by it.
std::expected<const lowering_rule*, refusal>
find_rule(const std::string& from, const std::string& to, const context& context) {
  const auto* rule = context.policy.working.find_lowering(from, to);
  if (rule == nullptr) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "lowering_not_allowed",
        "The policy has no way from grade " + from + " to grade " + to + ".",
        "Keep grade " + from + ".",
        {}
    });
  }
  if (!contains(rule->may_ask, context.actor.role)) {
    return std::unexpected(refusal{
        refusal_kind::forbidden,
        "lowering_not_yours",
        "Your role does not ask for grade " + to + " in place of grade " + from + ".",
        "Tell the dispatcher or the supervisor what you know; raising is always yours.",
        {}
    });
  }
  return rule;
}

void check_reason(const grade_choice& choice, const working_rules& rules, faults& found) {
  const std::string remedy = "Take one of: " + listed(rules.lowering_reasons, &coded_text::code) + ".";
  if (!choice.reason_code) {
    found.push_back({"/reason_code", "missing", "A lower grade needs a coded reason.", remedy, {}});
  } else if (has_code(rules.refused_reasons, *choice.reason_code)) {
    found.push_back(
        {"/reason_code",
         "reason_not_accepted",
         "The grade is about the risk. Demand, lateness and want of resources do not lower it.",
         remedy,
         {}}
    );
  } else if (!has_code(rules.lowering_reasons, *choice.reason_code)) {
    found.push_back({"/reason_code", "unknown_reason_code", "The policy has no such reason.", remedy, {}});
  }
}

void check_words(const lowering_case& given, const grade_choice& choice, const working_rules& rules, faults& found) {
  const std::string detail = "This needs your own words: what is known here, not a stock phrase.";
  const std::string remedy = "Write in a sentence what you know and why.";
  if (!choice.rationale || !own_words(rules.words, *choice.rationale))
    found.push_back({"/rationale", "own_words_required", detail, remedy, {}});
  if (!given.thrive) {
    found.push_back(
        {"/thrive",
         "missing",
         "A lower grade needs a new THRIVE assessment.",
         "Give all six parts, each level and text.",
         {}}
    );
    return;
  }
  constexpr std::array<std::string_view, 4> levels{"none", "low", "medium", "high"};
  for (std::size_t i = 0; i < thrive_count; ++i) {
    const auto& part = given.thrive->at(i);
    const std::string pointer = std::string("/thrive/") + thrive_parts.at(i);
    if (std::ranges::find(levels, part.level) == levels.end())
      found.push_back({pointer + "/level", "unknown_code", "This is no level.", "Use none, low, medium or high.", {}});
    if (!own_words(rules.words, part.text))
      found.push_back({pointer + "/text", "own_words_required", detail, remedy, {}});
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (given.thrive->at(earlier).text != part.text) continue;
      found.push_back({pointer + "/text", "own_words_required", "Two parts have the same words.", remedy, {}});
      break;
    }
  }
}

void check_condition(const lowering_case& given, const context& context, faults& found) {
  if (!given.check_by) return;
  const auto& rules = context.policy.working;
  if (!given.condition || !own_words(rules.words, *given.condition))
    found.push_back({"/condition/text", "own_words_required", "Say what has to hold.", "Write it in a sentence.", {}});
  if (*given.check_by <= context.now || *given.check_by > context.now + rules.condition_within) {
    found.push_back(
        {"/condition/check_by",
         "out_of_range",
         "It is not a time at which this can be checked.",
         "Take one from now to " + to_iso8601(rules.condition_within) + " ahead.",
         {}}
    );
  }
}

refused check_case(const set_grade& command, const context& context) {
  faults found;
  check_reason(command.choice, context.policy.working, found);
  check_words(command.lowering, command.choice, context.policy.working, found);
  check_condition(command.lowering, context, found);
  if (found.empty()) return std::nullopt;
  return refusal{
      refusal_kind::invalid, "lowering_incomplete", "What a lower grade needs is not all there.",
      "Mend what is listed; the grade stays until then.", std::move(found)
  };
}

refused check_call(const context& context, const incident& state) {
  if (!call_is_live(context, state)) return std::nullopt;
  return refusal{
      refusal_kind::conflict,
      "call_is_live",
      "The caller is still on the line: what is known may change at any moment.",
      "Wait for the end of the call, and record it.",
      {}
  };
}

refused check_not_waiting(const incident& state) {
  const auto* waiting = waiting_approval(state);
  if (waiting == nullptr) return std::nullopt;
  return refusal{
      refusal_kind::conflict,
      "approval_waiting",
      "Grade " + waiting->to.grade + " is asked for already and waits for approval.",
      "Decide on approval " + waiting->id.to_string() + " first.",
      {}
  };
}

void take_effect(recording& record, const approval& granted) {
  const auto& pack = record.context().policy;
  const auto& state = record.state();
  grade_lowered e;
  e.head = record.head(state.id);
  e.target = granted.to;
  e.previous = *state.grade;
  e.reason_code = granted.reason_code;
  e.approval = granted.id;
  e.pathway = granted.pathway;
  e.check_by = granted.check_by;
  const auto check_by = e.check_by;
  const auto id = e.approval;
  record.add(std::move(e));
  record_lesser_dispatch(record, "grade_lowered");
  record_task(record, task_kind::tell_caller);
  if (check_by && pack.working.find_task(task_kind::check_condition) != nullptr)
    record_task(record, task_kind::check_condition, id, check_by);
}

lowering_requested
request_of(const incident& state, const set_grade& command, const lowering_rule& rule, const context& context) {
  const auto& pack = context.policy;
  const auto wanted = *pack.find_grade(command.choice.grade);
  lowering_requested e;
  e.head = {state.id, context.now, context.actor.name};
  e.approval = context.next_id();
  e.from = *state.grade;
  e.to = target_of(pack, wanted, state.clock_from);
  if (const auto pathway = pathway_at(pack, latest_facts(pack.facts, state.facts), wanted))
    e.pathway = pack.pathways[*pathway].code;
  e.reason_code = *command.choice.reason_code;
  e.assessed_version = state.version;
  e.approvals_needed = rule.approvals;
  e.posts = rule.posts;
  e.check_by = command.lowering.check_by;
  if (context.resource_position) e.position = context.resource_position();
  lowering_requested::personal_part words;
  words.rationale = *command.choice.rationale;
  words.condition = command.lowering.condition;
  for (std::size_t i = 0; i < thrive_count; ++i) {
    e.thrive.at(i) = command.lowering.thrive->at(i).level;
    words.thrive.at(i) = command.lowering.thrive->at(i).text;
  }
  e.personal = std::move(words);
  return e;
}

} // namespace

outcome decide_lowering(const incident& state, const set_grade& command, const context& context) {
  const auto& pack = context.policy;
  if (auto no = check_version(state, command.expected_version)) return std::unexpected(*std::move(no));
  const auto rule = find_rule(state.grade->grade, command.choice.grade, context);
  if (!rule) return std::unexpected(rule.error());
  if (auto no = check_call(context, state)) return std::unexpected(*std::move(no));
  if (auto no = check_sender_grade(context, state, *pack.find_grade(command.choice.grade)))
    return std::unexpected(*std::move(no));
  if (auto no = check_not_waiting(state)) return std::unexpected(*std::move(no));
  if (auto no = check_without_deployment(context, state, *pack.find_grade(command.choice.grade)))
    return std::unexpected(*std::move(no));
  if (auto no = check_case(command, context)) return std::unexpected(*std::move(no));
  recording record(context, state);
  record.add(request_of(state, command, **rule, context));
  const auto asked = record.state().approvals.back();
  if (asked.state == approval_state::approved)
    take_effect(record, asked);
  else
    record_task(record, task_kind::decide_approval, asked.id);
  return std::move(record).finish();
}

namespace {

// The post that the actor acts for, or for which the actor records what its officer said.
std::expected<std::string, refusal>
post_of(const approval& asked, const decide_approval& command, const context& context) {
  const auto& rules = context.policy.working;
  if (command.officer) {
    const auto& officer = *command.officer;
    const auto* post = rules.find_post(officer.post);
    if (post == nullptr || !post->on_call || !contains(asked.posts, post->code) ||
        (officer.means != "radio" && officer.means != "phone")) {
      const std::string detail = "A decision can be recorded for an officer on call whose approval counts here.";
      return std::unexpected(refusal{
          refusal_kind::invalid,
          "unknown_post",
          detail,
          "Name a post on call, the officer, and radio or phone.",
          {{"/officer/post", "unknown_post", detail, {}, {}}}
      });
    }
    if (contains(rules.recorders, context.actor.role)) return post->code;
    return std::unexpected(refusal{
        refusal_kind::forbidden,
        "recording_not_yours",
        "Your role does not record an officer's decision.",
        "Ask somebody at a console to record it.",
        {}
    });
  }
  for (const auto& code : asked.posts) {
    const auto* post = rules.find_post(code);
    if (post != nullptr && contains(post->roles, context.actor.role)) return post->code;
  }
  return std::unexpected(refusal{
      refusal_kind::forbidden,
      "approval_not_yours",
      "Your role does not approve this.",
      "Ask the supervisor, or record what the officer on call says by radio or phone.",
      {}
  });
}

// Two pairs of eyes: never the asker, and nobody twice.
refused check_voice(const approval& asked, const context& context) {
  if (asked.requested_by == context.actor.name) {
    return refusal{
        refusal_kind::forbidden,
        "own_request",
        "Nobody approves what they asked for.",
        "Another supervisor decides; where there is none, a colleague records what the officer on call says.",
        {}
    };
  }
  if (std::ranges::find(asked.voices, context.actor.name, &approval_voice::by) == asked.voices.end())
    return std::nullopt;
  return refusal{
      refusal_kind::conflict,
      "already_approved",
      "You have approved this; it needs one more person.",
      "Ask another one.",
      {}
  };
}

std::expected<approval, refusal> find_waiting(const incident& state, const uuid& id) {
  const auto found = std::ranges::find(state.approvals, id, &approval::id);
  if (found == state.approvals.end()) {
    return std::unexpected(
        refusal{refusal_kind::not_found, "unknown_approval", "The incident has no such approval.", "Check the id.", {}}
    );
  }
  if (found->state == approval_state::waiting) return *found;
  return std::unexpected(refusal{
      refusal_kind::conflict,
      "approval_decided",
      "This is " + std::string(to_string(found->state)) + " already.",
      "Nothing is left to do.",
      {}
  });
}

} // namespace

outcome decide_on_approval(const incident& state, const decide_approval& command, const context& context) {
  const auto asked = find_waiting(state, command.approval);
  if (!asked) return std::unexpected(asked.error());
  if (auto no = check_person(context, "approve or refuse")) return std::unexpected(*std::move(no));
  if (auto no = check_voice(*asked, context)) return std::unexpected(*std::move(no));
  const auto post = post_of(*asked, command, context);
  if (!post) return std::unexpected(post.error());
  if (auto no = check_own_words(context, command.rationale, "/rationale")) return std::unexpected(*std::move(no));
  if (command.approve) {
    if (auto no = check_call(context, state)) return std::unexpected(*std::move(no));
  }
  recording record(context, state);
  approval_decided e;
  e.head = record.head(state.id);
  e.approval = asked->id;
  e.approved = command.approve;
  e.post = *post;
  approval_decided::personal_part words{command.rationale, std::nullopt};
  if (command.officer) {
    e.means = command.officer->means;
    words.officer = command.officer->name;
  }
  e.personal = std::move(words);
  record.add(std::move(e));
  const auto& after = *std::ranges::find(record.state().approvals, asked->id, &approval::id);
  const auto decided = after.state;
  const auto* task = open_task(record.state(), task_kind::decide_approval);
  if (decided != approval_state::waiting && task != nullptr) {
    const std::string result(to_string(decided));
    record.add(task_completed{record.head(state.id), task->id, result, {}, {}, {}});
  }
  if (decided == approval_state::approved) {
    const auto granted = *std::ranges::find(record.state().approvals, asked->id, &approval::id);
    take_effect(record, granted);
  }
  // Somebody with the rank sees it the next day (practice.md 12).
  if (command.officer) record_task(record, task_kind::review_authority, asked->id);
  return std::move(record).finish();
}

outcome decide_response(const incident& state, const change_response& command, const context& context) {
  if (auto no = check_person(context, "change the response")) return std::unexpected(*std::move(no));
  if (command.reduced && waiting_approval(state) == nullptr) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "no_approval_waiting",
        "No lower grade waits for approval.",
        "Ask for the lower grade first; the response can be reduced while it waits.",
        {}
    });
  }
  recording record(context, state);
  if (command.reduced != state.response_reduced) record.add(response_changed{record.head(state.id), command.reduced});
  return std::move(record).finish();
}

} // namespace frontdoor::triage
