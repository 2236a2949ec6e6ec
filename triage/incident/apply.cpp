#include "triage/incident/incident.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "triage/incident/day_one_fold.hpp"
#include "triage/incident/fill_personal.hpp"
#include "triage/incident/handoff_fold.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/ladder_fold.hpp"
#include "triage/incident/linking_fold.hpp"
#include "triage/incident/screening_fold.hpp"
#include "triage/incident/working_fold.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

template <typename Event> void add_contact(incident& state, const Event& e) {
  state.contacts.push_back({e.contact, e.channel, e.received_at, e.call_live, e.head.actor, e.sender});
}

void raise_flags(incident& state, const json& assessment) {
  const json* flags = member_of(assessment, "flags");
  if (flags == nullptr || !flags->is_array()) return;
  for (const auto& flag : *flags) {
    if (!flag.is_string()) continue;
    const auto& code = flag.get_ref<const std::string&>();
    if (std::find(state.flags.begin(), state.flags.end(), code) == state.flags.end()) state.flags.push_back(code);
  }
}

// Adds one event of the incident's stream; the version counts it already.
class folder {
 public:
  explicit folder(incident& state) : state_(state) {}

  void operator()(const contact_received&) const {}
  void operator()(const contact_demand_tagged&) const {}

  void operator()(const incident_opened& e) const {
    state_.id = e.head.stream;
    state_.opened_at = e.head.occurred_at;
    state_.received_at = e.received_at;
    state_.clock_from = e.received_at;
    state_.channel = e.channel;
    state_.district = e.district;
    state_.personal = e.personal;
    state_.temporary_number = e.temporary_number;
    add_contact(state_, e);
    add_facts(state_, e.facts, e.contact, e.head, confidence::stated);
  }

  void operator()(const contact_joined& e) const {
    add_contact(state_, e);
    add_facts(state_, e.facts, e.contact, e.head, confidence::stated);
    if (e.promise) promise(state_, *e.promise, e.head.occurred_at, false);
    fill(state_.district, e.district);
    fill_personal(state_, e.personal);
  }

  void operator()(const assessed& e) const {
    const json& assessment = e.assessment.value();
    state_.assessment = e.assessment;
    if (e.restated && e.restated->flags_kept < state_.flags.size()) state_.flags.resize(e.restated->flags_kept);
    raise_flags(state_, assessment);
    // A less urgent proposal must not change where the incident goes; before there is a grade any pathway is better
    // than none.
    const auto proposed = text_of(assessment, "proposed_grade");
    if (e.applied || !state_.grade || proposed == state_.grade->grade) {
      if (auto pathway = text_of(assessment, "pathway")) state_.pathway = std::move(pathway);
    }
    if (e.restated) {
      state_.grade = e.applied;
      state_.grade_state = !e.applied              ? grade_state::ungraded
                           : e.restated->confirmed ? grade_state::confirmed
                                                   : grade_state::proposed;
    } else if (e.applied) {
      state_.grade = e.applied;
      state_.grade_state = grade_state::proposed;
    }
    // What is not applied and differs is less urgent: a suggestion.
    state_.suggested_grade.reset();
    if (!e.applied && state_.grade && proposed && proposed != state_.grade->grade) state_.suggested_grade = proposed;
    if (e.promise) promise(state_, *e.promise, e.head.occurred_at, false);
  }

  void operator()(const grade_set& e) const {
    state_.grade = e.target;
    state_.grade_state = grade_state::confirmed;
    state_.graded = person_grade{e.head.actor, e.head.occurred_at, e.previous != e.target.grade};
    state_.suggested_grade.reset();
    if (e.pathway) state_.pathway = e.pathway;
    if (e.promise) promise(state_, *e.promise, e.head.occurred_at, false);
  }

  void operator()(const note_added&) const { ++state_.notes; }

  void operator()(const dispatch_requested& e) const {
    // What was said stays said when it is pushed again.
    auto voice = state_.dispatch ? state_.dispatch->voice : std::nullopt;
    if (e.voice) voice = voice_state::owed;
    if (state_.dispatch) state_.superseded_dispatches.push_back(state_.dispatch->id);
    state_.dispatch =
        current_dispatch{e.dispatch,     dispatch_state::pushed, e.grade, e.acknowledge_by, std::nullopt, std::nullopt,
                         state_.version, std::nullopt,           voice};
    if (e.head.occurred_at != state_.opened_at) state_.dispatch->requested_at = e.head.occurred_at;
  }

  void operator()(const dispatch_acknowledged& e) const {
    if (!state_.dispatch || state_.dispatch->id != e.dispatch) return;
    state_.dispatch->state = dispatch_state::acknowledged;
    state_.dispatch->acknowledged_by = e.head.actor;
    state_.dispatch->acknowledged_at = e.head.occurred_at;
  }

  void operator()(const dispatch_overdue& e) const {
    if (!state_.dispatch || state_.dispatch->id != e.dispatch) return;
    if (state_.dispatch->state == dispatch_state::pushed) state_.dispatch->state = dispatch_state::overdue;
  }

  template <typename Event> void operator()(const Event& e) const { fold(state_, e); }

  void operator()(const crime_decision_owed& e) const {
    crime::put_duty(state_.crimes, e.duty);
    state_.crimes.generation = state_.version;
  }

  void operator()(const crime_decision_late& e) const {
    crime::put_duty(state_.crimes, e.duty);
    state_.crimes.generation = state_.version;
  }

  void operator()(const crime_decided& e) const {
    crime::put_link(state_.crimes, e.crime);
    state_.crimes.generation = state_.version;
  }

 private:
  incident& state_;
};

} // namespace

incident apply(incident state, const event& e) {
  if (holds_alternative<contact_received>(e) || holds_alternative<contact_demand_tagged>(e)) return state;
  ++state.version;
  state.updated_at = head_of(e).occurred_at;
  const auto rank_before = state.grade ? std::optional(state.grade->rank) : std::nullopt;
  visit(folder(state), e);
  follow_ladder(state, e, rank_before);
  return state;
}

std::vector<timer> timers(const incident& state) {
  std::vector<timer> out;
  add_day_one_timers(state, out); // a text goes out whatever becomes of the incident
  add_referral_timers(state, out);
  add_appointment_timers(state, out);
  if (state.status == incident_status::linked) return out; // its survivor has the others
  if (state.dispatch && state.dispatch->state == dispatch_state::pushed) {
    out.push_back(
        {"acknowledge:" + state.dispatch->id.to_string(), state.dispatch->acknowledge_by, state.dispatch->generation}
    );
  }
  for (const auto& one : state.tasks) {
    if (one.state == task_state::open && !one.overdue) {
      out.push_back({"task:" + one.id.to_string(), one.due_at, one.generation});
    }
  }
  add_handoff_timers(state, out);
  add_ladder_timer(state, out);
  if (const auto due = crime::next_due(state.crimes)) {
    out.push_back({std::string(crime_timer), *due, state.crimes.generation});
  }
  return out;
}

} // namespace frontdoor::triage
