#pragma once
// The two commonest refusals, of decisions on an incident and on the streams beside it.

#include <string>
#include <utility>

#include "triage/incident/decide.hpp"

namespace frontdoor::triage {

// Not in the state that the incident, or the record beside it, is in.
inline refusal conflict(const char* code, std::string detail, std::string remedy) {
  return {refusal_kind::conflict, code, std::move(detail), std::move(remedy), {}};
}

// A member of the command is wrong; `pointer` is its JSON Pointer.
inline refusal
invalid(const std::string& pointer, const char* code, const std::string& detail, const std::string& remedy) {
  return {refusal_kind::invalid, code, detail, remedy, {{pointer, code, detail, remedy, {}}}};
}

} // namespace frontdoor::triage
