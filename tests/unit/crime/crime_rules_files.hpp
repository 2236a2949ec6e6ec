#pragma once
// The crime rules of the repository, read for the policy of the repository.

#include <stdexcept>

#include "tests/support/policy_pack_files.hpp"
#include "triage/crime/rules.hpp"

namespace frontdoor::tests {

inline const triage::crime::rules& crime_rules() {
  static const auto rules = [] {
    auto read = triage::crime::read_rules(files_of("config/crime"), gmp_2018().facts);
    if (!read) {
      const auto& first = read.error().front();
      throw std::runtime_error(first.file + " " + first.pointer + ": " + first.detail);
    }
    return std::move(*read);
  }();
  return rules;
}

} // namespace frontdoor::tests
