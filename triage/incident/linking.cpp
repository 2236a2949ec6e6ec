// Duplicates are joined, not closed (lessons.md R08): the survivor has the facts and callers of both, the higher grade
// and the earliest clock; the duplicate keeps its own state, so that the join can be undone whatever has happened
// since.

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/assessing.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/refusing.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using outcome = outcome_of_decision;

refusal unknown_other() {
  const std::string detail = "There is no such incident to link.";
  return {
      refusal_kind::not_found,
      "unknown_incident",
      detail,
      "Check the id.",
      {{"/other", "unknown_incident", detail, "Check the id.", {}}}
  };
}

bool joined_to(const incident& state, const uuid& survivor) {
  return state.joined && state.joined->other == survivor;
}

bool related_to(const incident& state, const uuid& other) {
  return std::ranges::find(state.related, other, &incident_link::other) != state.related.end();
}

// ---- what goes with a join

// A condition and an approval are about the duplicate's own grade and stay with it.
bool moves(const task& one) {
  return one.state == task_state::open && one.kind != task_kind::check_condition &&
         one.kind != task_kind::decide_approval;
}

carried everything_of(const incident& state) {
  carried out{state.contacts, state.sources, state.facts, {}};
  std::ranges::copy_if(state.tasks, std::back_inserter(out.tasks), moves);
  return out;
}

// What `after` holds that `before` did not.
carried news_between(const incident& before, const incident& after) {
  carried out;
  const auto is_new = [](const auto& list) {
    return [&list](const auto& one) { return std::ranges::find(list, one) == list.end(); };
  };
  std::ranges::copy_if(after.contacts, std::back_inserter(out.contacts), is_new(before.contacts));
  std::ranges::copy_if(after.sources, std::back_inserter(out.sources), is_new(before.sources));
  for (const auto& [fact, list] : after.facts) {
    const auto earlier = before.facts.find(fact);
    const auto& known = earlier == before.facts.end() ? std::vector<statement>{} : earlier->second;
    std::vector<statement> fresh;
    std::ranges::copy_if(list, std::back_inserter(fresh), is_new(known));
    if (!fresh.empty()) out.said[fact] = std::move(fresh);
  }
  for (const auto& one : after.tasks) {
    if (moves(one) && find_task(before, one.id) == nullptr) out.tasks.push_back(one);
  }
  return out;
}

bool empty(const carried& what) {
  return what == carried{};
}

// The survivor's share of what came from the duplicate, as it is now.
carried returned_by(const incident& survivor, const absorbed_incident& entry) {
  const auto from_it = [&](const uuid& id) { return std::ranges::find(entry.sources, id) != entry.sources.end(); };
  carried out;
  for (const auto& one : survivor.contacts)
    if (from_it(one.id)) out.contacts.push_back(one);
  for (const auto& one : survivor.sources)
    if (from_it(one.id)) out.sources.push_back(one);
  for (const auto& [fact, list] : survivor.facts) {
    std::vector<statement> own;
    for (const auto& one : list)
      if (from_it(one.source)) own.push_back(one);
    if (!own.empty()) out.said[fact] = std::move(own);
  }
  for (const auto& one : survivor.tasks)
    if (std::ranges::find(entry.tasks, one.id) != entry.tasks.end()) out.tasks.push_back(one);
  return out;
}

// ---- the survivor's grade

void earlier(std::optional<timestamp>& into, const std::optional<timestamp>& other) {
  if (other && (!into || *other < *into)) into = other;
}

// A grade that was lowered on a condition nobody has confirmed yet counts as what it was before.
std::optional<grade_target> grade_to_keep(const policy_pack& pack, const incident& state) {
  if (state.condition && more_urgent(held_grade(pack, state.condition->restores), held_grade(pack, state.grade)))
    return state.condition->restores;
  return state.grade;
}

// The higher grade of the two on the earlier clock; targets of the same grade never move to later.
void keep_higher(incident_absorbed& e, const incident& survivor, const incident& duplicate, const policy_pack& pack) {
  const auto clock = std::min(survivor.clock_from, duplicate.clock_from);
  if (clock < survivor.clock_from) e.clock_from = clock;
  const auto theirs = grade_to_keep(pack, duplicate);
  const auto own = held_grade(pack, survivor.grade);
  const auto other = held_grade(pack, theirs);
  if (!own && !other) return;
  const bool rises = more_urgent(other, own);
  const auto& kept = rises ? theirs : survivor.grade;
  const auto index = rises ? *other : *own;
  grade_target target = index < pack.grades.size() ? target_of(pack, index, clock) : *kept;
  if (own == other || !rises) {
    earlier(target.allocate_by, survivor.grade->allocate_by);
    earlier(target.arrive_by, survivor.grade->arrive_by);
  }
  if (own == other || rises) {
    earlier(target.allocate_by, theirs->allocate_by);
    earlier(target.arrive_by, theirs->arrive_by);
  }
  e.confirmed = (!rises && survivor.grade_state == grade_state::confirmed) ||
                ((rises || own == other) && duplicate.grade_state == grade_state::confirmed);
  if (rises) e.pathway = duplicate.pathway;
  e.grade = std::move(target);
}

// What callers of either suggested stays a question until it is answered.
std::vector<cue_finding> cues_of(const policy_pack& pack, const incident& survivor, const incident& duplicate) {
  json both{{"cues", json::array()}};
  for (const auto* one : {&survivor, &duplicate}) {
    const auto* cues = one->assessment.is_null() ? nullptr : member_of(one->assessment.value(), "cues");
    if (cues == nullptr || !cues->is_array()) continue;
    for (const auto& cue : *cues)
      both["cues"].push_back(cue);
  }
  return incident_cues(pack, {}, both);
}

bool is_out(const std::optional<current_dispatch>& dispatch) {
  return dispatch && dispatch->state != dispatch_state::stood_down;
}

// Crimes told to the duplicate are owed by the survivor, with their clock; the duplicate's own duties rest with it.
void take_over_crimes(recording& record, const incident& duplicate, const fact_set& facts) {
  for (auto duty : duplicate.crimes.duties) {
    const auto same_key = [&](const auto& one) { return one.key == duty.key; };
    const auto& held = record.state().crimes;
    if (std::ranges::any_of(held.duties, same_key) || std::ranges::any_of(held.links, same_key)) continue;
    duty.crime.reset(); // a crime of the other incident is not this one's to reclassify
    record.add(crime_decision_owed{record.head(record.state().id), std::move(duty)});
  }
  record_crimes(record, facts, record.state().clock_from);
}

// Everything that is known now, assessed together; a rise takes effect at once and is dispatched.
void assess_survivor(recording& record, const incident& duplicate, std::optional<std::size_t> before, bool again) {
  const auto& pack = record.context().policy;
  const auto now = assess_incident(
      pack, record.state().facts, held_grade(pack, record.state().grade), cues_of(pack, record.state(), duplicate)
  );
  record_assessment(record, recorded_assessment(to_json(now.result, pack)), now.result.proposed_grade);
  settle(record, true);
  const bool needs_one = again || (is_out(duplicate.dispatch) && !is_out(record.state().dispatch));
  record_dispatch(record, needs_one ? std::nullopt : before);
  take_over_crimes(record, duplicate, now.facts);
}

incident_absorbed absorbing(const recording& record, const incident& duplicate, carried taken) {
  incident_absorbed e;
  e.head = record.head(record.state().id);
  e.other = duplicate.id;
  e.taken = std::move(taken);
  e.district = duplicate.district;
  for (const auto& flag : duplicate.flags) {
    if (std::ranges::find(record.state().flags, flag) == record.state().flags.end()) e.flags.push_back(flag);
  }
  e.personal = duplicate.personal;
  return e;
}

// One decision on both: `own` is that of the incident the command was sent to.
decision together(decision first, decision second, const uuid& own) {
  decision out;
  out.events = std::move(first.events);
  std::ranges::move(second.events, std::back_inserter(out.events));
  const bool first_is_own = first.incident->id == own;
  out.incident = first_is_own ? first.incident : second.incident;
  out.others.push_back(*(first_is_own ? std::move(second.incident) : std::move(first.incident)));
  return out;
}

// ---- linking

decision relate(const incident& state, const incident& other, const link_incident& command, const context& context) {
  recording here(context, state);
  recording there(context, other);
  here.add(incident_linked{here.head(state.id), link_kind::related, other.id, sealed(command.rationale)});
  there.add(incident_linked{there.head(other.id), link_kind::related, state.id, sealed(command.rationale)});
  return together(std::move(here).finish(), std::move(there).finish(), state.id);
}

refused check_survivor(const incident& survivor) {
  if (survivor.status == incident_status::closed) {
    return conflict(
        "survivor_closed", "The incident to join it to is closed; a duplicate needs one that is open.",
        "Reopen incident " + survivor.id.to_string() + " first, or join it the other way round."
    );
  }
  if (survivor.joined) {
    return conflict(
        "survivor_linked", "The incident to join it to is itself joined to another.",
        "Join it to incident " + survivor.joined->other.to_string() + "."
    );
  }
  return std::nullopt;
}

decision join(const incident& state, const incident& survivor, const link_incident& command, const context& context) {
  recording duplicate(context, state);
  duplicate.add(incident_linked{duplicate.head(state.id), link_kind::duplicate, survivor.id, sealed(command.rationale)}
  );
  if (const auto* waiting = waiting_approval(duplicate.state())) {
    const auto id = waiting->id;
    duplicate.add(approval_lapsed{duplicate.head(state.id), id, "incident_linked"});
    const auto* task = open_task(duplicate.state(), task_kind::decide_approval);
    if (task != nullptr && task->about == id) lapse_task(duplicate, task->id, "incident_linked");
  }
  recording record(context, survivor);
  auto e = absorbing(record, state, everything_of(state));
  keep_higher(e, survivor, state, context.policy);
  record.add(std::move(e));
  if (auto units = units_to_take_over(state, survivor); !units.empty())
    record.add(units_taken_over{record.head(survivor.id), state.id, std::move(units)});
  assess_survivor(record, state, held_grade(context.policy, survivor.grade), false);
  return together(std::move(duplicate).finish(), std::move(record).finish(), state.id);
}

// ---- undoing

refusal no_such_link(const uuid& other) {
  return {
      refusal_kind::not_found,
      "no_such_link",
      "The incident is not linked with incident " + other.to_string() + ".",
      "Read the incident's links.",
      {}
  };
}

decision
unrelate(const incident& state, const incident& other, const unlink_incident& command, const context& context) {
  recording here(context, state);
  recording there(context, other);
  here.add(link_undone{here.head(state.id), link_kind::related, other.id, {}, sealed(command.rationale)});
  there.add(link_undone{there.head(other.id), link_kind::related, state.id, {}, sealed(command.rationale)});
  return together(std::move(here).finish(), std::move(there).finish(), state.id);
}

// What its own sources have said meanwhile is assessed; what waited for somebody is sent again.
void take_up_again(recording& record, const incident& before) {
  const auto& pack = record.context().policy;
  const auto held = held_grade(pack, record.state().grade);
  if (record.state().facts != before.facts) {
    const auto now = assess_incident(pack, record.state().facts, held, cues_of(pack, record.state(), before));
    record_assessment(record, recorded_assessment(to_json(now.result, pack)), now.result.proposed_grade);
    record_crimes(record, now.facts, record.state().clock_from);
  }
  settle(record, false);
  const auto& dispatch = record.state().dispatch;
  const bool taken_on = dispatch && dispatch->state == dispatch_state::acknowledged;
  record_dispatch(record, taken_on ? held : std::nullopt);
}

// The survivor keeps its grade: what it was raised to falls only by a person's decision. Without the other's facts the
// proposal may be less urgent, which is a suggestion.
void assess_what_is_left(recording& record) {
  if (record.state().status != incident_status::open) return;
  const auto& pack = record.context().policy;
  const auto held = held_grade(pack, record.state().grade);
  const auto now = assess_incident(pack, record.state().facts, held, cues_of(pack, record.state(), record.state()));
  record_assessment(record, recorded_assessment(to_json(now.result, pack)), now.result.proposed_grade);
  settle(record, false);
  record_dispatch(record, held);
}

decision split(
    const incident& duplicate, const incident& survivor, const unlink_incident& command, const context& context,
    const uuid& own
) {
  const auto entry = std::ranges::find(survivor.absorbed, duplicate.id, &absorbed_incident::other);
  recording again(context, duplicate);
  again.add(link_undone{
      again.head(duplicate.id), link_kind::duplicate, survivor.id, returned_by(survivor, *entry),
      sealed(command.rationale)
  });
  auto units = units_to_return(survivor, duplicate.id);
  const bool units_go = !units.empty();
  if (units_go) again.add(units_returned{again.head(duplicate.id), survivor.id, std::move(units)});
  take_up_again(again, duplicate);
  recording left(context, survivor);
  left.add(incident_released{left.head(survivor.id), duplicate.id});
  if (units_go) left.add(units_parted{left.head(survivor.id), duplicate.id});
  assess_what_is_left(left);
  return together(std::move(again).finish(), std::move(left).finish(), own);
}

} // namespace

refusal linked_elsewhere(const incident& state) {
  const auto survivor = state.joined ? state.joined->other.to_string() : std::string();
  return {
      refusal_kind::conflict,
      "incident_linked",
      "The incident is joined to incident " + survivor + ", which survives.",
      "Do it on incident " + survivor + ", or undo the link first.",
      {}
  };
}

outcome decide_link(const incident& state, const link_incident& command, const context& context) {
  if (auto no = check_person(context, "link incidents")) return std::unexpected(*std::move(no));
  if (auto no = check_version(state, command.expected_version)) return std::unexpected(*std::move(no));
  if (command.other == state.id) {
    const std::string detail = "An incident is not linked with itself.";
    return std::unexpected(refusal{
        refusal_kind::invalid,
        "same_incident",
        detail,
        "Name the other incident.",
        {{"/other", "same_incident", detail, "Name the other incident.", {}}}
    });
  }
  if (context.others.empty()) return std::unexpected(unknown_other());
  const auto& other = context.others.front();
  if (command.kind == link_kind::related) {
    if (related_to(state, other.id)) return recording(context, state).finish();
    return relate(state, other, command, context);
  }
  if (joined_to(state, other.id)) return recording(context, state).finish();
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  if (auto no = check_survivor(other)) return std::unexpected(*std::move(no));
  return join(state, other, command, context);
}

outcome decide_unlink(const incident& state, const unlink_incident& command, const context& context) {
  if (auto no = check_person(context, "undo a link")) return std::unexpected(*std::move(no));
  if (auto no = check_version(state, command.expected_version)) return std::unexpected(*std::move(no));
  if (context.others.empty()) return std::unexpected(unknown_other());
  const auto& other = context.others.front();
  const bool is_duplicate = joined_to(state, other.id);
  if (is_duplicate || joined_to(other, state.id)) {
    const auto& survivor = is_duplicate ? other : state;
    if (survivor.joined) {
      return std::unexpected(conflict(
          "survivor_linked", "The survivor is itself joined to incident " + survivor.joined->other.to_string() + ".",
          "Undo that link first."
      ));
    }
    return split(is_duplicate ? state : other, survivor, command, context, state.id);
  }
  if (related_to(state, other.id)) return unrelate(state, other, command, context);
  return std::unexpected(no_such_link(command.other));
}

decision pass_on(const incident& before, decision made, const context& context) {
  const auto news = news_between(before, *made.incident);
  if (empty(news)) return made;
  // By value: a link further on is about the one before it.
  incident from = *made.incident;
  for (const auto& survivor : context.others) {
    recording record(context, survivor);
    record.add(absorbing(record, from, news));
    // News of a duplicate opens a closed survivor again, as it would the survivor's own (lessons.md R08).
    const bool closed = survivor.status == incident_status::closed;
    if (closed) record_reopening(record, "new_information", std::nullopt, context.now, std::nullopt);
    assess_survivor(record, from, held_grade(context.policy, survivor.grade), closed);
    if (made.contact) made.contact->say_to_caller = say_to_caller(context.policy, &record.state());
    auto next = std::move(record).finish();
    std::ranges::move(next.events, std::back_inserter(made.events));
    from = *next.incident;
    made.others.push_back(*std::move(next.incident));
  }
  return made;
}

} // namespace frontdoor::triage
