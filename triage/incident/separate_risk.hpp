#pragma once
// In a burst of contacts about one event, the one that tells of another: call 143 of 200 reports a separate stabbing
// (practice.md, edge cases). Every contact is looked at on its own before it counts as one more of the same.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/incident/incident.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage {

struct separate_risk {
  std::string grade;              // proposed on this contact's own facts and words
  std::vector<std::string> facts; // that tell of another kind of event

  friend bool operator==(const separate_risk&, const separate_risk&) = default;
};

// What a contact tells of that `held`, the statements of the incident before it, does not: facts that tell kinds of
// event apart, said or suggested by its words, where the contact by itself is an open risk. None where the incident's
// own kind is not known yet: then it tells what the incident is.
std::optional<separate_risk> find_separate_risk(
    const policy_pack& pack, const statements& held, const fact_set& own, std::span<const cue_finding> cues
);

// The same of an incident that would be joined to `lead` with many others.
std::optional<separate_risk> find_separate_risk(const policy_pack& pack, const incident& lead, const incident& other);

// {grade, facts[], text}
nlohmann::json to_json(const separate_risk& risk);

} // namespace frontdoor::triage
