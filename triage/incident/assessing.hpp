#pragma once
// The assessment of an incident: of everything that all its contacts have said.

#include <cstddef>
#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "triage/assessment/assess.hpp"
#include "triage/incident/document.hpp"
#include "triage/incident/incident.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage {

// What was said of each fact, for the pack's vocabulary. Facts the pack does not know and values it does not have are
// left out: a pack may have changed since they were said.
fact_set latest_facts(const vocabulary& facts, const statements& said);

struct incident_assessment {
  fact_set facts;
  assessment result;
};

// The proposal rests on what each source said last, the latest source first. But where sources contradict each other
// and another choice among their words gives a grade more urgent than both that proposal and `held` (index into
// pack.grades), that choice is assessed: doubt counts as worse.
incident_assessment assess_incident(const policy_pack& pack, const statements& said, std::optional<std::size_t> held);

// The assessment as it is recorded: without next_questions and what_would_change, which follow from facts and pack and
// matter only at the moment. `full` is the contract's form.
document recorded_assessment(const nlohmann::json& full);

// The recorded assessment as the contract writes it: with the questions that are worth asking now and the changes that
// would now change the grade. Null where nothing was assessed yet.
nlohmann::json assessment_now(const policy_pack& pack, const incident& state);

// True where grade index `a` is more urgent than `b`; any grade is more urgent than none.
bool more_urgent(std::optional<std::size_t> a, std::optional<std::size_t> b);

} // namespace frontdoor::triage
