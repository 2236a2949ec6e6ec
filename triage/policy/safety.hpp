#pragma once
// What a pack promises of itself (safety.json): properties that no contact may break, and the facts for which "worse"
// may lower urgency, each with its reason. Proved before the pack is used (triage/policy/proof).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "triage/policy/unary_cell.hpp"

namespace frontdoor::triage {

// A test of one fact, or of the result of one decision, by its slot in the pack's tables.
struct slot_test {
  std::uint16_t slot = 0;
  unary_cell test;
};

// Whether `test` accepts the code of a value of `domain`; "no value" is accepted by "-" only.
bool accepts(const unary_cell& test, const fact_definition& domain, std::int32_t code);

// Contacts the property does not speak about.
struct safety_exception {
  std::vector<slot_test> when; // all of them
  std::string why;
};

// When all of `when` hold, and no exception does, everything said below must hold.
struct safety_property {
  std::string id;
  std::string text;
  std::string source;
  std::vector<slot_test> when;
  std::vector<safety_exception> except;

  std::optional<std::uint8_t> grade_at_least; // the proposed grade is this one or a more urgent one
  std::optional<std::uint8_t> grade_is;
  bool never_without_deployment = false;  // the proposed grade is none that does not deploy
  bool excluded = false;                  // at least one exclusion holds
  std::vector<std::uint16_t> exclusions;  // all of these hold; indexes into pack.exclusions
  std::vector<std::uint16_t> pathway_not; // indexes into pack.pathways
  std::vector<std::uint16_t> flags;       // all of these are set; indexes into pack.flags
};

// A fact that may lower urgency when it gets worse, and why that is right.
struct monotonicity_exception {
  std::uint16_t fact = 0;
  std::string why;
};

struct safety_rules {
  std::vector<safety_property> properties;
  std::vector<monotonicity_exception> monotonicity_exceptions;
};

} // namespace frontdoor::triage
