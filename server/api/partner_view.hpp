#pragma once
// What another organisation's system is shown of an incident of its own.

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "triage/assessment/facts.hpp"

namespace frontdoor::api {

// Takes out of an answer or event what only police records say: facts that the vocabulary marks so, reasons and
// contradictions that rest on them, and what was looked up (lessons.md R06; Data Protection Act 2018). The grade stays.
void leave_out_records(nlohmann::json& shown, const triage::vocabulary& facts);

// Whether there is anything for leave_out_records to take out of it.
bool holds_records(const nlohmann::json& shown, const triage::vocabulary& facts);

// Whether an answer's member of this name is itself a thing only police records say.
bool is_of_records(std::string_view name, const nlohmann::json& value, const triage::vocabulary& facts);

} // namespace frontdoor::api
