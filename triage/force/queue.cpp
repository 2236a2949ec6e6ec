#include "triage/force/queue.hpp"

#include <algorithm>
#include <tuple>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

// Doubt counts as worse: what has no grade yet stands where its most urgent possible grade would.
std::uint32_t rank_of(const incident& state, const policy_pack& pack) {
  if (state.grade) return state.grade->rank;
  if (state.assessment.is_null()) return 0;
  const auto most = text_of(state.assessment.value(), "most_urgent_possible");
  const auto grade = most ? pack.find_grade(*most) : std::nullopt;
  return static_cast<std::uint32_t>(grade.value_or(0));
}

bool sends_somebody(const incident& state, const policy_pack& pack) {
  if (!state.grade) return true;
  const auto grade = pack.find_grade(state.grade->grade);
  return !grade || pack.grades[*grade].deploys;
}

} // namespace

bool waits(const incident& state, const policy_pack& pack) {
  return state.status == incident_status::open && state.partners.police_attending && !dormant(state) &&
         !resourced(state) && sends_somebody(state, pack);
}

waiting waiting_of(const incident& state, const policy_pack& pack, const queue_rules& rules) {
  waiting out;
  out.incident = state.id;
  out.rank = rank_of(state, pack);
  out.since = state.clock_from;
  if (state.grade) out.breach_at = state.grade->arrive_by ? state.grade->arrive_by : state.grade->allocate_by;
  for (const auto& one : rules.points) {
    if (std::ranges::find(state.flags, one.flag) == state.flags.end()) continue;
    out.score += one.points;
    out.why.push_back(one.text + ": " + std::to_string(one.points));
  }
  return out;
}

bool goes_before(const waiting& a, const waiting& b) {
  if (a.rank != b.rank) return a.rank < b.rank;
  if (a.score != b.score) return a.score > b.score;
  const auto key = [](const waiting& one) {
    return std::tuple(one.breach_at.value_or(timestamp::max()), one.since, one.incident);
  };
  return key(a) < key(b);
}

std::vector<waiting> in_order(std::vector<waiting> all) {
  std::ranges::sort(all, goes_before);
  return all;
}

std::vector<uuid> overtaken_by(const std::vector<waiting>& queue, const uuid& incident) {
  std::vector<uuid> out;
  for (const auto& one : queue) {
    if (one.incident == incident) return out;
    out.push_back(one.incident);
  }
  return {};
}

json to_json(const waiting& one, std::size_t position, timestamp now) {
  json out = object_of(
      field{"position", position}, field{"score", one.score}, field{"why", one.why},
      field{"breach_at", time_or_null(one.breach_at)}
  );
  out["seconds_to_breach"] = nullptr;
  if (one.breach_at) out["seconds_to_breach"] = std::chrono::floor<std::chrono::seconds>(*one.breach_at - now).count();
  return out;
}

} // namespace frontdoor::triage::force
