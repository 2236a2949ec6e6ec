#pragma once
// What a screen offers when a person decides on a crime, so that nobody types a code from memory.

#include <nlohmann/json_fwd.hpp>

#include "triage/crime/rules.hpp"

namespace frontdoor::triage::crime {

// {"reasons": {"crime_related": [...], "not_crime": [...], "n100": [...]}, "cancellations": [...]}: the force's own
// reasons (crime.json), each with whether a supervisor signs it off and whether it names another record, and the
// grounds on which a crime is taken off, C1 to C5, each with the members that decide_cancelling asks for
// (domain.md 4.5). From any thread.
nlohmann::json decision_choices(const rules& rules);

} // namespace frontdoor::triage::crime
