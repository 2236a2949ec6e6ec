#include "triage/force/pods.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::force {

namespace {

template <typename Test> const pod_rule* first_pod(const std::vector<pod_rule>& pods, Test test) {
  const auto found = std::ranges::find_if(pods, test);
  return found == pods.end() ? nullptr : &*found;
}

} // namespace

const pod_rule* find_pod(const std::vector<pod_rule>& pods, std::string_view code) {
  return first_pod(pods, [&](const pod_rule& one) { return one.code == code; });
}

const pod_rule* pod_of_district(const std::vector<pod_rule>& pods, std::string_view district) {
  return first_pod(pods, [&](const pod_rule& one) { return contains(one.districts, district); });
}

const pod_rule* pod_of_talkgroup(const std::vector<pod_rule>& pods, std::string_view talkgroup) {
  return first_pod(pods, [&](const pod_rule& one) { return contains(one.talkgroups, talkgroup); });
}

nlohmann::json to_json(const pod_rule& one) {
  return object_of(
      field{"pod", one.code}, field{"name", one.name}, field{"districts", one.districts},
      field{"talkgroups", one.talkgroups}, field{"posts", one.posts}
  );
}

} // namespace frontdoor::triage::force
