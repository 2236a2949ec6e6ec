#include "server/policy/crime_rules.hpp"

#include "server/policy/pack_directory.hpp"

namespace frontdoor::policy {

std::expected<crime_rules, triage::faults>
crime_rules::open(const std::filesystem::path& folder, const triage::policy_pack& pack) {
  crime_rules out(read_pack_files(folder));
  auto found = out.check(pack);
  if (!found.empty()) return std::unexpected(std::move(found));
  return out;
}

std::shared_ptr<const triage::crime::rules> crime_rules::for_pack(const triage::policy_pack& pack) {
  const auto known = by_pack_.find(pack.sha256);
  if (known != by_pack_.end()) return known->second;
  auto read = triage::crime::read_rules(files_, pack.facts);
  auto rules = read ? std::make_shared<const triage::crime::rules>(std::move(*read)) : nullptr;
  by_pack_.emplace(pack.sha256, rules);
  return rules;
}

triage::faults crime_rules::check(const triage::policy_pack& pack) const {
  auto read = triage::crime::read_rules(files_, pack.facts);
  return read ? triage::faults{} : std::move(read.error());
}

} // namespace frontdoor::policy
