#pragma once
// The assessment of an incident: of everything that all its contacts have said.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

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
// pack.grades), that choice is assessed: doubt counts as worse. `cues` are those of all that was said.
incident_assessment assess_incident(
    const policy_pack& pack, const statements& said, std::optional<std::size_t> held,
    std::span<const cue_finding> cues = {}
);

// The cues of an incident: those of `narrative`, and of its earlier contacts those recorded with `earlier` (an
// assessment in the contract's form, or null), without their places. What a caller's words suggested stays a question
// until it is answered.
std::vector<cue_finding>
incident_cues(const policy_pack& pack, std::string_view narrative, const nlohmann::json& earlier);

// The assessment as it is recorded: without the questions, changes and instructions, which follow from facts and pack
// and matter only at the moment. Of the cues it holds places, never the words found there. `full` is the contract's
// form.
document recorded_assessment(const nlohmann::json& full);

// The recorded assessment as the contract writes it: with the questions that are worth asking now and the changes that
// would now change the grade. Null where nothing was assessed yet.
nlohmann::json assessment_now(const policy_pack& pack, const incident& state);

// True where grade index `a` is more urgent than `b`; any grade is more urgent than none.
bool more_urgent(std::optional<std::size_t> a, std::optional<std::size_t> b);

} // namespace frontdoor::triage
