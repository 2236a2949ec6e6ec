#pragma once
// The parts of a snapshot that the working life of an incident fills: what everyone said, and all of working.hpp.

#include <string>

#include "triage/incident/incident.hpp"
#include "triage/incident/record_reader.hpp"

namespace frontdoor::triage {

// Adds the members to the text of the body, an object that is not empty; those that are empty are left out.
void append_working(const incident& state, std::string& body);

// Reads them back; `state` holds the rest of the snapshot already.
void read_working(const record_reader& record, incident& state);

// A task as it is stored, and back.
nlohmann::json stored_json(const task& value);
task stored_task(const record_reader& record);

} // namespace frontdoor::triage
