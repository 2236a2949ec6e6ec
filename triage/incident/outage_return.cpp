// After an outage: each incident that was decided on meanwhile is triaged again on entry (lessons.md R21).

#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/assessing.hpp"
#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

outcome_of_decision
decide_outage_return(const incident& state, const return_from_outage& command, const context& context) {
  const auto& pack = context.policy;
  recording record(context, state);
  if (command.both_sides) record_task(record, task_kind::outage_review, state.id);
  // What was closed or joined meanwhile was looked at by a person.
  if (state.status != incident_status::open) return std::move(record).finish();
  const auto before = held_grade(pack, state.grade);
  const auto news = news_of_history(pack, latest_facts(pack.facts, state.facts), command.history);
  record_history(record, news);
  const auto earlier = state.assessment.is_null() ? nlohmann::json() : state.assessment.value();
  const auto now = assess_incident(pack, record.state().facts, before, incident_cues(pack, {}, earlier));
  record_assessment(record, recorded_assessment(to_json(now.result, pack)), now.result.proposed_grade);
  settle(record, true);
  record_dispatch(record, before);
  record_crimes(record, now.facts, state.received_at);
  return std::move(record).finish();
}

} // namespace frontdoor::triage
