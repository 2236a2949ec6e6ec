#pragma once
// Facts as a pack reads them.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "triage/assessment/facts.hpp"

namespace frontdoor::tests {

inline triage::fact_set facts_of(const nlohmann::json& given, const triage::policy_pack& pack = gmp_2018()) {
  const auto facts = triage::read_facts(pack.facts, given, "/facts");
  REQUIRE(facts);
  return *facts;
}

} // namespace frontdoor::tests
