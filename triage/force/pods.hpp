#pragma once
// Pods: the part of the room that looks after some districts, the talkgroups it speaks on and the duty posts that must
// be filled for it (practice.md 17: routing to talkgroup, district and pod). Force data; a district is in one pod at
// most.

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace frontdoor::triage::force {

struct pod_rule {
  std::string code;
  std::string name;
  std::vector<std::string> districts;
  std::vector<std::string> talkgroups;
  std::vector<std::string> posts; // each of them filled at all times

  friend bool operator==(const pod_rule&, const pod_rule&) = default;
};

// nullptr where there is none.
const pod_rule* find_pod(const std::vector<pod_rule>& pods, std::string_view code);
const pod_rule* pod_of_district(const std::vector<pod_rule>& pods, std::string_view district);
const pod_rule* pod_of_talkgroup(const std::vector<pod_rule>& pods, std::string_view talkgroup);

// As the contract writes it.
nlohmann::json to_json(const pod_rule& one);

} // namespace frontdoor::triage::force
