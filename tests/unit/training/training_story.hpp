#pragma once
// One scenario, its rules and exercises over it, for the tests of this folder.

#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "triage/policy/pack.hpp"
#include "triage/training/exercise.hpp"
#include "triage/training/rules.hpp"

namespace frontdoor::triage::training::testing {

// training.json as it would stand in the file.
nlohmann::json rules_document();
// A knife on a parade of shops, and noise from a party, each as it would stand in its file.
nlohmann::json knife_document();
nlohmann::json party_document();

// The rules above with both scenarios.
const rules& the_rules();
const policy_pack& the_pack();

// That many seconds after the exercise began.
exercise_context after(std::uint32_t seconds);

exercise begun(const std::string& scenario, const std::string& trainee = "user:trainee");

// What a good trainee hands in over the knife.
handed_in the_right_answer();

// An exercise over the knife in which all that had to be asked was asked and written down as it was said.
exercise all_asked();

// Handed in after that many seconds.
exercise handed(exercise of, handed_in what, std::uint32_t seconds);

} // namespace frontdoor::triage::training::testing
