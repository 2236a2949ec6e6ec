#pragma once
// How files that several packs share name a grade.

#include <cstddef>
#include <optional>
#include <string_view>

#include "triage/policy/pack.hpp"

namespace frontdoor::triage {

// The grade that a safety property or scenario calls so: by its code, or by a step of tables that packs share. None
// where the pack has neither.
inline std::optional<std::size_t> grade_called(const policy_pack& pack, std::string_view name) {
  const auto grade = pack.find_grade(name);
  return grade ? grade : pack.find_result(name);
}

} // namespace frontdoor::triage
