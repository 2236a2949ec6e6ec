#pragma once
// What another organisation's system is shown of an incident of its own.

#include <nlohmann/json_fwd.hpp>

#include "triage/assessment/facts.hpp"

namespace frontdoor::api {

// Takes out of an answer or event what only police records say: facts that the vocabulary marks so, reasons and
// contradictions that rest on them, and what was looked up (lessons.md R06; Data Protection Act 2018). The grade stays.
void leave_out_records(nlohmann::json& shown, const triage::vocabulary& facts);

} // namespace frontdoor::api
