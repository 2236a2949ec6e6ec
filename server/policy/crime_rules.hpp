#pragma once
// The force's crime rules, read from their folder and compiled for each policy pack that comes into force.

#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "triage/crime/rules.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::policy {

// On the I/O thread once it has been opened.
class crime_rules {
 public:
  // Reads the folder and proves the rules on the pack in force; every fault otherwise.
  static std::expected<crime_rules, triage::faults>
  open(const std::filesystem::path& folder, const triage::policy_pack& pack);

  // The rules for that pack's facts; none where they cannot be used with it. A pack is to be checked with `check`
  // before it comes into force, so that this does not happen.
  std::shared_ptr<const triage::crime::rules> for_pack(const triage::policy_pack& pack);

  // Every reason why the rules cannot be used with that pack.
  triage::faults check(const triage::policy_pack& pack) const;

 private:
  explicit crime_rules(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  std::map<std::string, std::string> files_;
  std::map<std::string, std::shared_ptr<const triage::crime::rules>> by_pack_; // by the pack's hash
};

} // namespace frontdoor::policy
