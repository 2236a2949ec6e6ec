#pragma once
// Compares an answer with what a case expects of it. Pure.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/time.hpp"

namespace frontdoor::cases {

// What is not as expected, each with what was expected and what there was. `expect` is a step's, references put in;
// `record` holds, where events or tasks are expected, the incident's record with "events", its log.
std::vector<std::string>
compare(const nlohmann::json& expect, int status, const nlohmann::json& body, triage::timestamp start);

// Whether `value` passes `test`: an equal value, or an object of tests of which all hold. nullptr: it is absent.
bool passes(const nlohmann::json* value, const nlohmann::json& test);

} // namespace frontdoor::cases
