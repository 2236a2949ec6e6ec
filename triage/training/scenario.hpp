#pragma once
// A fictional contact that trainees take: what is heard, what the caller answers when asked, and what a good handler
// comes to (domain.md 2.6, P1, P11). Data of the force: config/training/NAME.json.

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/document.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage::training {

struct played_line {
  std::uint32_t after_s = 0;
  std::string who; // caller, other, operator, sound, form, chat
  std::string text;
};

struct caller_answer {
  std::string fact;
  document value;    // as the vocabulary writes it
  std::string words; // as the caller says it
};

struct expected_assessment {
  std::map<std::string, std::string> grades; // by pack; a pack that is not here does not play the scenario
  std::string pathway;
  std::vector<std::string> flags;    // not to be missed; the rules may give more
  std::vector<std::string> must_ask; // facts
  std::uint32_t grade_within_s = 0;
  std::optional<std::string> contact_only; // how a contact ends that makes no incident; none: it makes one
};

struct scenario {
  std::string code;
  std::uint32_t version = 1; // results of different versions are not compared
  std::string title;
  std::string channel;
  std::vector<played_line> lines; // by their seconds
  std::vector<caller_answer> answers;
  expected_assessment expected;
  std::string teaching; // what is to be learnt, said afterwards

  // nullptr where the caller cannot say.
  const caller_answer* find(std::string_view fact) const;
  // The grade expected by that pack; nullptr where it does not play the scenario.
  const std::string* grade_for(std::string_view pack) const;
  // All that the caller could have said, as facts are written.
  nlohmann::json all_facts() const;
};

// Reads a document that holds to policy-training-scenario.schema.json; every other fault: lines out of order, an answer
// given twice, something to be asked that has no answer, a file that is not called after its scenario.
std::expected<scenario, faults> read_scenario(const nlohmann::json& document, const std::string& file);

// Whether the pack's own rules say of the scenario's facts what the scenario expects: the grade and no other while
// nothing is left to ask, the pathway, the flags, and that no incident is forced where none is expected. A pack that
// does not play it finds nothing. Every difference is a fault (scenario_fails), so that scenarios and policy cannot
// drift apart unseen.
faults check_scenario(const scenario& one, const policy_pack& pack, const std::string& file);

} // namespace frontdoor::triage::training
