#pragma once
// The commands that go on in an outage, as the journal keeps them to decide them once more. Pure.

#include <optional>
#include <string>

#include "server/journal/entry.hpp"
#include "triage/incident/commands.hpp"

namespace frontdoor::outage {

// Whether a command goes on without the record: a contact, a grade, a note, an acknowledgement, and what fell due.
bool goes_on(const triage::command& command);

// Whether a decision does: a less urgent grade waits for approval or takes others' words, and is not for an outage.
bool goes_on(const triage::decision& decision);

// None for a contact, which its events tell whole.
std::optional<std::string> to_text(const triage::command& command);

// The command of an entry, for an incident that has become `target`; none where there is nothing to decide again.
std::optional<triage::command> command_of(const journal::entry& entry, const triage::uuid& target);

} // namespace frontdoor::outage
