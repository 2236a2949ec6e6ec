#include "triage/force/addressee.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::force {

namespace {

constexpr std::array<std::string_view, 5> answer_codes{"on_duty", "by_radio", "stand_in", "not_logged_on", "nobody"};

bool logged_on(const std::string& person, const std::vector<desk>& desks, timestamp at) {
  return std::ranges::any_of(desks, [&](const desk& one) { return one.person == "user:" + person && one.staffed(at); });
}

// A district is smaller than a pod, and a pod than the force.
int size_of_area(const planned_duty& one, const std::vector<pod_rule>& pods) {
  if (!one.area) return 2;
  return find_pod(pods, *one.area) == nullptr ? 0 : 1;
}

} // namespace

std::string_view to_string(answered_by value) {
  return answer_codes.at(static_cast<std::size_t>(value));
}

addressee addressee_of(
    const roster& plan, const std::string& post, const std::optional<std::string>& district, bool by_radio,
    const std::vector<desk>& desks, const std::vector<pod_rule>& pods, timestamp at
) {
  struct candidate {
    answered_by how;
    int area;
    const planned_duty* duty;
  };
  std::vector<candidate> found;
  for (const auto& one : plan.duties) {
    const bool there = district ? is_for(one, *district, pods) : !one.area;
    if (one.post != post || !one.covers(at) || !there) continue;
    auto how = answered_by::not_logged_on;
    if (one.on_call)
      how = answered_by::stand_in;
    else if (logged_on(one.person, desks, at))
      how = answered_by::on_duty;
    else if (by_radio)
      how = answered_by::by_radio;
    found.push_back({how, size_of_area(one, pods), &one});
  }
  const auto best = std::ranges::min_element(found, [](const candidate& a, const candidate& b) {
    return std::tie(a.how, a.area, a.duty->from, a.duty->person) <
           std::tie(b.how, b.area, b.duty->from, b.duty->person);
  });
  if (best == found.end()) return {};
  return {best->how, *best->duty};
}

nlohmann::json to_json(const addressee& one) {
  nlohmann::json out = object_of(field{"how", to_string(one.how)}, field{"person", nlohmann::json()});
  if (!one.duty) return out;
  out["person"] = one.duty->person;
  out["area"] = value_or_null(one.duty->area);
  out["until"] = to_rfc3339(one.duty->to);
  return out;
}

} // namespace frontdoor::triage::force
