#include "triage/training/agreement.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "triage/training/scoring.hpp"

namespace frontdoor::triage::training {

namespace {

using review::rated_pair;

std::vector<rated_pair> both_orders(std::span<const first_result> results) {
  std::map<std::pair<std::string, std::uint32_t>, std::vector<const first_result*>> apart;
  for (const auto& one : results)
    apart[{one.scenario, one.scenario_version}].push_back(&one);
  std::vector<rated_pair> out;
  for (const auto& [scenario, same] : apart) {
    for (std::size_t i = 0; i < same.size(); ++i) {
      for (std::size_t j = i + 1; j < same.size(); ++j) {
        out.push_back({same[i]->decided, same[j]->decided});
        out.push_back({same[j]->decided, same[i]->decided});
      }
    }
  }
  return out;
}

std::uint32_t steps_between(const std::map<std::string, std::uint64_t>& decided, const policy_pack& pack) {
  std::size_t most_urgent = pack.grades.size();
  std::size_t least_urgent = 0;
  for (const auto& [grade, count] : decided) {
    const auto rank = rank_in_scale(pack, grade);
    most_urgent = std::min(most_urgent, rank);
    least_urgent = std::max(least_urgent, rank);
  }
  return static_cast<std::uint32_t>(least_urgent - std::min(most_urgent, least_urgent));
}

} // namespace

trainee_agreement
agree(std::span<const first_result> results, const rules& with, const policy_pack& pack, bool counted) {
  trainee_agreement out;
  std::set<std::string> trainees;
  for (const auto& one : results)
    trainees.insert(one.trainee);
  out.trainees = trainees.size();
  if (counted) {
    for (const auto& one : results)
      ++out.decided[one.decided];
    if (!results.empty()) out.spread = steps_between(out.decided, pack);
  }
  out.enough = out.trainees >= with.agreement_trainees_min;
  if (!out.enough) return out;
  out.between = review::agree(both_orders(results));
  out.between.pairs /= 2;
  out.between.agreed /= 2;
  std::vector<rated_pair> expected;
  for (const auto& one : results)
    expected.push_back({one.decided, one.expected});
  out.with_expected = review::agree(expected);
  return out;
}

} // namespace frontdoor::triage::training
