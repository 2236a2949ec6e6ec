// What follows from a decision by itself, and the checks that several decisions share.

#include <algorithm>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/assessing.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/working_fold.hpp"

namespace frontdoor::triage {

void recording::promise_made(const std::string& text) {
  for (auto e = events_.rbegin(); e != events_.rend(); ++e) {
    const bool kept = visit(
        [&](auto& one) {
          using kind = std::decay_t<decltype(one)>;
          constexpr bool says_what_happens = std::is_same_v<kind, assessed> || std::is_same_v<kind, grade_set> ||
                                             std::is_same_v<kind, contact_joined> ||
                                             std::is_same_v<kind, sender_grade_kept>;
          if constexpr (says_what_happens) {
            one.promise = text;
            promise(*state_, text, one.head.occurred_at, false);
          }
          return says_what_happens;
        },
        *e
    );
    if (kept) return;
  }
}

refused check_open(const incident& state) {
  if (state.status == incident_status::open) return std::nullopt;
  if (state.status == incident_status::linked) return linked_elsewhere(state);
  return refusal{
      refusal_kind::conflict,
      "incident_closed",
      "The incident is closed.",
      "Reopen it first, or add what is new: a new contact or fact reopens it.",
      {}
  };
}

refused check_person(const context& context, const char* what) {
  if (context.actor.kind == actor_kind::person && !context.actor.name.empty()) return std::nullopt;
  return refusal{
      refusal_kind::forbidden,
      "named_person_required",
      std::string("Only a named person can ") + what + ".",
      "Sign in and do it by name.",
      {}
  };
}

refused check_own_words(const context& context, const std::string& text, const std::string& pointer) {
  if (own_words(context.policy.working.words, text)) return std::nullopt;
  const std::string detail = "This needs your own words: what is known here, not a stock phrase.";
  return refusal{
      refusal_kind::invalid,
      "own_words_required",
      detail,
      "Write in a sentence what you know and why.",
      {{pointer, "own_words_required", detail, "Write in a sentence what you know and why.", {}}}
  };
}

refused check_version(const incident& state, const std::optional<std::uint32_t>& expected) {
  if (!expected) {
    return refusal{
        refusal_kind::version_required,
        "version_required",
        "This must say which version of the incident it was decided on.",
        "Read the incident and send its ETag as If-Match.",
        {}
    };
  }
  if (*expected == state.version) return std::nullopt;
  return refusal{
      refusal_kind::stale,
      "stale_version",
      "The incident is at version " + std::to_string(state.version) + "; this was decided on version " +
          std::to_string(*expected) + ".",
      "Read what has changed, and decide again.",
      {}
  };
}

bool call_is_live(const context& context, const incident& state) {
  return std::ranges::any_of(state.contacts, [&](const contact_link& one) {
    return one.call_live && context.now - one.received_at <= context.policy.working.call_live_at_most;
  });
}

std::optional<uuid>
record_task(recording& record, std::string_view kind, std::optional<uuid> about, std::optional<timestamp> due_at) {
  const auto& context = record.context();
  const auto* rule = context.policy.working.find_task(kind);
  if (rule == nullptr) return std::nullopt;
  const auto* same = open_task(record.state(), kind);
  if (same != nullptr && same->about == about) return same->id;
  task_opened e;
  e.head = record.head(record.state().id);
  e.task = context.next_id();
  e.kind = rule->kind;
  e.owner = rule->owner;
  e.due_at = due_at.value_or(context.now + rule->due_within);
  e.about = about;
  const auto id = e.task;
  record.add(std::move(e));
  return id;
}

void lapse_task(recording& record, const uuid& task, const std::string& reason_code) {
  record.add(task_lapsed{record.head(record.state().id), task, reason_code});
}

void record_restored_grade(recording& record, const std::string& reason_code) {
  const auto& state = record.state();
  if (!state.condition || !state.grade) return;
  const auto before = held_grade(record.context().policy, state.grade);
  grade_restored e;
  e.head = record.head(state.id);
  e.target = state.condition->restores;
  e.previous = state.grade->grade;
  e.reason_code = reason_code;
  e.pathway = state.condition->pathway;
  record.add(std::move(e));
  settle(record, false);
  record_dispatch(record, before);
}

void settle(recording& record, bool news) {
  if (const auto* waiting = waiting_approval(record.state())) {
    const auto& grade = record.state().grade;
    const bool other = !grade || grade->grade != waiting->from;
    if (news || other) {
      const auto id = waiting->id;
      const std::string reason = news ? "new_information" : "grade_changed";
      record.add(approval_lapsed{record.head(record.state().id), id, reason});
      const auto* task = open_task(record.state(), task_kind::decide_approval);
      if (task != nullptr && task->about == id) lapse_task(record, task->id, reason);
    }
  }
  const auto& state = record.state();
  if (state.condition && state.grade && state.grade->rank <= state.condition->restores.rank) {
    if (const auto* task = open_task(state, task_kind::check_condition)) lapse_task(record, task->id, "grade_changed");
  }
}

} // namespace frontdoor::triage
