#pragma once
// How far trainees agree with one another and with what is expected (domain.md P11: risk assessment varies by person).

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "triage/review/agreement.hpp"
#include "triage/training/rules.hpp"

namespace frontdoor::triage::training {

// What one trainee came to the first time: later times are coloured by the result of the first.
struct first_result {
  std::string trainee;
  std::string scenario;
  std::uint32_t scenario_version = 1;
  std::string decided;  // the grade, or "none" for no incident
  std::string expected; // likewise

  friend bool operator==(const first_result&, const first_result&) = default;
};

struct trainee_agreement {
  std::uint64_t trainees = 0;
  bool enough = false; // false: too few trainees, and the two below are empty
  // Each two trainees of one scenario, once. For kappa both orders count, so that neither of the two is "the first":
  // the chance of agreeing is that of all their answers together.
  review::agreement between;
  review::agreement with_expected;
  std::map<std::string, std::uint64_t> decided; // how many came to what; empty over all scenarios
  std::optional<std::uint32_t> spread; // steps from the most to the least urgent of these; none over all scenarios

  friend bool operator==(const trainee_agreement&, const trainee_agreement&) = default;
};

// Over these results, which may be of several scenarios; only results of one scenario and version are compared with one
// another. `counted`: say what was decided and its spread, for results of one scenario.
trainee_agreement
agree(std::span<const first_result> results, const rules& with, const policy_pack& pack, bool counted);

} // namespace frontdoor::triage::training
