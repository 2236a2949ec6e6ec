// The escalation ladder, run by the server and not by anybody's memory (domain.md 2.5; lessons.md R01). A post is told,
// somebody acknowledges it by name or the next post hears of it, and whoever has it looks again at a time of their own.

#include "triage/incident/climbing.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/ladder_fold.hpp"
#include "triage/incident/ladder_times.hpp"

namespace frontdoor::triage {

namespace {

using outcome = outcome_of_decision;
using nlohmann::json;
using std::chrono::microseconds;

constexpr const char* by_rung = "rung";
constexpr const char* unacknowledged = "unacknowledged";
constexpr const char* by_review = "review";
constexpr const char* by_shift = "shift_change";
constexpr const char* by_handover = "handover";

// What is told to whom, and why.
struct telling {
  std::string to;
  std::optional<std::string> rung;
  std::string condition;
  std::string reason;
  std::optional<std::string> passed_from;
};

const escalation* item_of(const incident& state, const std::string& post) {
  const auto& list = state.ladder.escalations;
  const auto found = std::ranges::find(list, post, &escalation::to);
  return found == list.end() ? nullptr : &*found;
}

// The pace at the grade held; what was told at another grade keeps being told where that has none.
const ladder_pace* pace_now(const ladder_rules& rules, const incident& state) {
  const auto* own = state.grade ? rules.pace_of(state.grade->grade) : nullptr;
  if (own != nullptr || rules.paces.empty()) return own;
  return &rules.paces.front();
}

// The last post is told again ever more slowly: the item stands in its list all the while.
microseconds slowed(microseconds within, std::uint32_t times, microseconds at_most) {
  for (std::uint32_t i = 1; i < times && within < at_most; ++i)
    within *= 2;
  return std::min(within, std::max(at_most, microseconds(1)));
}

void tell(recording& record, telling what) {
  const auto& context = record.context();
  const auto& rules = context.policy.working.ladder;
  const auto& state = record.state();
  const auto* pace = pace_now(rules, state);
  if (pace == nullptr) return;
  const auto* same = item_of(state, what.to);
  incident_escalated e;
  e.head = record.head(state.id);
  e.escalation = same == nullptr ? context.next_id() : same->id;
  e.acknowledge_by = context.now + pace->acknowledge_within;
  if (same != nullptr && same->acknowledge_by) {
    const bool again = what.reason == unacknowledged && !what.passed_from;
    if (again) {
      e.acknowledge_by = context.now + slowed(pace->acknowledge_within, same->times + 1, rules.repeat_at_most);
    } else {
      e.acknowledge_by = std::min(e.acknowledge_by, *same->acknowledge_by); // told twice, it is not owed later
    }
  }
  e.to = std::move(what.to);
  e.rung = std::move(what.rung);
  e.condition = std::move(what.condition);
  e.reason_code = std::move(what.reason);
  e.passed_from = std::move(what.passed_from);
  record.add(std::move(e));
}

void fire_targets(recording& record) {
  const auto now = record.context().now;
  const auto ahead = targets_ahead(record.context().policy.working.ladder, record.state());
  const auto target = record.state().grade ? record.state().grade->arrive_by : std::nullopt;
  if (!target) return;
  // Where passing the target is told, a warning of it says nothing any more.
  if (ahead.warning && *ahead.warning <= now && (*target > now || !ahead.breach))
    record.add(target_warning{record.head(record.state().id), *target});
  if (!ahead.breach || *ahead.breach > now) return;
  record.add(target_breached{record.head(record.state().id), *target});
  record_task(record, task_kind::tell_caller); // lessons.md R04: a missed target is a word owed
}

void fire_rungs(recording& record) {
  const auto now = record.context().now;
  const auto ahead = rungs_ahead(record.context().policy.working.ladder, record.state());
  for (const auto& one : ahead) {
    if (one.at > now) return;
    tell(record, {one.rung->to, one.rung->code, std::string(to_string(one.rung->condition)), by_rung, {}});
  }
}

// Nobody answered: the next post, and at the top the same one again.
void climb(recording& record, const escalation& item) {
  const auto& next = record.context().policy.working.ladder.after(item.to);
  const bool top = next == item.to;
  tell(record, {next, item.rung, item.condition, unacknowledged, top ? std::nullopt : std::optional(item.to)});
}

// Whether it is still worth telling at the grade held.
bool still_so(const ladder_rules& rules, const incident& state, const escalation& item) {
  const auto condition = parse_ladder_condition(item.condition);
  if (!condition || !holds(*condition, state) || !state.grade) return false;
  return std::ranges::any_of(rules.rungs, [&](const ladder_rung& one) {
    return one.condition == *condition && std::ranges::find(one.grades, state.grade->grade) != one.grades.end();
  });
}

void review(recording& record, const escalation& item) {
  if (still_so(record.context().policy.working.ladder, record.state(), item))
    tell(record, {item.to, item.rung, item.condition, by_review, {}});
  else
    record.add(escalation_ended{record.head(record.state().id), item.id, "resourced"});
}

void fire_items(recording& record) {
  const auto now = record.context().now;
  const auto items = record.state().ladder.escalations;
  for (const auto& one : items) {
    const auto* present = find_escalation(record.state(), one.id);
    if (present == nullptr || *present != one) continue; // told just now, on other grounds
    if (one.acknowledge_by && *one.acknowledge_by <= now) climb(record, one);
    if (one.review_at && *one.review_at <= now) review(record, one);
  }
}

bool same_look(const std::optional<timestamp>& a, const std::optional<timestamp>& b, timestamp now) {
  return a == b || (a && b && *a <= now && *b <= now);
}

// ---- what other decisions mean to it

bool is_news(const std::string& fact, const json& value, const ladder_rules& rules) {
  if (std::ranges::find(rules.quiet_facts, fact) != rules.quiet_facts.end()) return false;
  if (value.is_null() || value == false || (value.is_array() && value.empty())) return false;
  return value != "none" && value != "unknown" && value != "withheld";
}

bool brings_news(const document& facts, const ladder_rules& rules) {
  if (facts.is_null()) return false;
  return std::ranges::any_of(facts.value().items(), [&](const auto& one) {
    return is_news(one.key(), one.value(), rules);
  });
}

// Something said by somebody; what the machine looked up itself rings nobody twice.
bool brings_news(const event& e, const ladder_rules& rules) {
  if (const auto* joined = get_if<contact_joined>(&e)) return brings_news(joined->facts, rules);
  const auto* added = get_if<facts_added>(&e);
  return added != nullptr && added->kind != fact_source::system && brings_news(added->facts, rules);
}

// What a person has reported or decided about who goes there.
bool about_attendance(const event& e) {
  return holds_alternative<unit_reported>(e) || holds_alternative<units_taken_over>(e) ||
         holds_alternative<units_returned>(e) || holds_alternative<handoff_answered>(e) ||
         holds_alternative<dispatch_voiced>(e);
}

// Nothing is wrong any more with what was told.
void end_settled(recording& record) {
  const auto items = record.state().ladder.escalations;
  for (const auto& one : items) {
    const auto condition = parse_ladder_condition(one.condition);
    if (condition && !holds(*condition, record.state()))
      record.add(escalation_ended{record.head(record.state().id), one.id, "resourced"});
  }
}

// The state as it would be if the ladder began anew.
std::optional<timestamp> due_anew(const ladder_rules& rules, incident state, timestamp now) {
  state.ladder.armed_at = now;
  state.ladder.run.clear();
  return next_due(rules, state);
}

std::optional<incident> followed(
    std::optional<incident> state, bool news, bool attendance, std::vector<event>& events, const context& context
) {
  if (!state || state->status != incident_status::open) return state;
  const auto& rules = context.policy.working.ladder;
  const bool anew = news && !state->ladder.run.empty() && !attended(*state);
  const bool settled = attendance && !state->ladder.escalations.empty();
  const auto due = next_due(rules, *state);
  const auto planned = ladder_wake(*state);
  // A look that comes too early finds nothing and plans the next; only one that would come too late is mended here.
  const bool late = due && (!planned || *due < *planned) && !same_look(due, planned, context.now);
  if (!anew && !settled && !late) return state;
  recording record(context, std::move(state));
  if (settled) end_settled(record);
  const auto& now = record.state();
  const auto next = anew ? due_anew(rules, now, context.now) : next_due(rules, now);
  if (anew || late) record.add(ladder_planned{record.head(now.id), next, anew});
  auto more = std::move(record).finish();
  for (auto& e : more.events)
    events.push_back(std::move(e));
  return std::move(more.incident);
}

std::optional<incident> followed(std::optional<incident> state, std::vector<event>& events, const context& context) {
  if (!state) return state;
  const auto& rules = context.policy.working.ladder;
  bool own = false;
  bool news = false;
  bool attendance = false;
  for (const auto& e : events) {
    if (head_of(e).stream != state->id) continue;
    own = true;
    news = news || brings_news(e, rules);
    attendance = attendance || about_attendance(e);
  }
  if (!own) return state;
  return followed(std::move(state), news, attendance, events, context);
}

// ---- acknowledging

refusal unknown_item() {
  return {
      refusal_kind::not_found,
      "unknown_escalation",
      "The incident has told no post of this, or it is over.",
      "Read the incident's escalations.",
      {}
  };
}

// Whoever may act for the post, or records what its officer said.
refused check_answer(const escalation& item, const acknowledge_escalation& command, const context& context) {
  const auto* post = context.policy.working.find_post(item.to);
  if (command.officer) {
    if (post == nullptr || post->on_call) return check_recorded(context, *command.officer);
    const std::string detail = post->name + " is at a console and answers there.";
    return refusal{
        refusal_kind::invalid,
        "unknown_post",
        detail,
        "Record only what an officer on call says.",
        {{"/officer", "unknown_post", detail, {}, {}}}
    };
  }
  const bool own = post != nullptr && std::ranges::find(post->roles, context.actor.role) != post->roles.end();
  if (own) return std::nullopt;
  return refusal{
      refusal_kind::forbidden,
      "escalation_not_yours",
      "This was told to the " + (post == nullptr ? item.to : post->name) + ".",
      "Reach that post by radio or phone, and record its officer's name.",
      {}
  };
}

microseconds review_after(const ladder_rules& rules, const incident& state, const escalation& item) {
  const auto* pace = pace_now(rules, state);
  auto out = pace == nullptr ? rules.repeat_at_most : pace->review_within;
  const auto* rung = item.rung ? rules.find(*item.rung) : nullptr;
  if (rung != nullptr && rung->repeat > microseconds(0)) out = std::min(out, rung->repeat);
  return out;
}

refused check_review(const context& context, const incident& state, std::optional<timestamp> at) {
  const auto& rules = context.policy.working.ladder;
  const auto* pace = pace_now(rules, state);
  const auto within = pace == nullptr ? rules.repeat_at_most : pace->review_within;
  if (!at || (*at > context.now && *at <= context.now + within)) return std::nullopt;
  const std::string detail = "It is not a time at which this can be looked at again.";
  const std::string remedy = "Take one from now to " + to_iso8601(within) + " ahead, or leave it out.";
  return refusal{
      refusal_kind::invalid, "out_of_range", detail, remedy, {{"/review_at", "out_of_range", detail, remedy, {}}}
  };
}

} // namespace

void fire_ladder(recording& record) {
  const auto& rules = record.context().policy.working.ladder;
  fire_targets(record);
  fire_rungs(record);
  fire_items(record);
  const auto next = next_due(rules, record.state());
  if (!same_look(next, ladder_wake(record.state()), record.context().now))
    record.add(ladder_planned{record.head(record.state().id), next, false});
}

decision with_ladder(decision made, const context& context) {
  if (made.events.empty() || context.policy.working.ladder.empty()) return made;
  made.incident = followed(std::move(made.incident), made.events, context);
  for (auto& other : made.others)
    other = *followed(std::move(other), made.events, context);
  return made;
}

outcome decide_escalation(const incident& state, const acknowledge_escalation& command, const context& context) {
  if (auto no = check_person(context, "acknowledge this")) return std::unexpected(*std::move(no));
  const auto* found = find_escalation(state, command.escalation);
  if (found == nullptr) return std::unexpected(unknown_item());
  if (auto no = check_answer(*found, command, context)) return std::unexpected(*std::move(no));
  if (auto no = check_review(context, state, command.review_at)) return std::unexpected(*std::move(no));
  recording record(context, state);
  if (found->acknowledged_by) {
    if (found->acknowledged_by == context.actor.name) return std::move(record).finish();
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "already_acknowledged",
        *found->acknowledged_by + " has acknowledged it.",
        "Nothing is left to do.",
        {}
    });
  }
  escalation_acknowledged e;
  e.head = record.head(state.id);
  e.escalation = found->id;
  e.review_at = command.review_at.value_or(context.now + review_after(context.policy.working.ladder, state, *found));
  if (command.officer) {
    e.means = command.officer->means;
    e.personal = sealed_words{command.officer->name};
  }
  record.add(std::move(e));
  // Those below who did not answer need not any more.
  for (const auto& one : state.ladder.escalations) {
    if (one.passed_on && one.id != command.escalation)
      record.add(escalation_ended{record.head(state.id), one.id, "acknowledged_above"});
  }
  return std::move(record).finish();
}

outcome decide_shift_change(const incident& state, const change_shift& command, const context& context) {
  recording record(context, state);
  if (command.unaccepted_to) {
    const std::string standing(to_string(ladder_condition::unresolved));
    if (state.status == incident_status::open)
      tell(record, {*command.unaccepted_to, std::nullopt, standing, by_handover, {}});
    return std::move(record).finish();
  }
  const auto* pace = state.grade ? context.policy.working.ladder.pace_of(state.grade->grade) : nullptr;
  if (state.status != incident_status::open || pace == nullptr || pace->shift_change_to.empty())
    return std::move(record).finish();
  const auto missed = [&](const std::optional<timestamp>& target, ladder_condition condition) {
    return target && *target <= context.now && holds(condition, state);
  };
  const bool absent = missed(state.grade->arrive_by, ladder_condition::not_arrived);
  if (absent || missed(state.grade->allocate_by, ladder_condition::unallocated)) {
    const auto condition = absent ? ladder_condition::not_arrived : ladder_condition::unallocated;
    tell(record, {pace->shift_change_to, std::nullopt, std::string(to_string(condition)), by_shift, {}});
  }
  return std::move(record).finish();
}

} // namespace frontdoor::triage
