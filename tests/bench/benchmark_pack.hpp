#pragma once
// The benchmark's decision tables as a policy pack, so that the assessment works on them as it does on any pack.

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "triage/policy/pack.hpp"

namespace frontdoor::bench {

// A pack of grades 1 to 5 over these facts, graded by the model's decision "grade". Throws when the pack is refused.
triage::policy_pack benchmark_pack(std::string model, const nlohmann::json& vocabulary);

} // namespace frontdoor::bench
