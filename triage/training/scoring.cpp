#include "triage/training/scoring.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/assessment/assess.hpp"
#include "triage/contains.hpp"

namespace frontdoor::triage::training {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> verdict_names{"right", "too_low", "too_high"};

std::uint32_t less_per_step(std::uint32_t steps, std::uint32_t percent_a_step) {
  return 100 - std::min<std::uint32_t>(100, steps * percent_a_step);
}

void score_grade(const exercise& of, const scenario& one, const exercise_context& context, exercise_score& out) {
  const auto& pack = context.policy;
  out.ending = one.expected.contact_only;
  if (!out.ending) out.grade = *one.grade_for(pack.name);
  const auto expected = rank_in_scale(pack, out.grade);
  const auto given = rank_in_scale(pack, of.handed->grade);
  std::uint32_t percent = 100;
  if (given > expected) {
    out.verdict = grade_verdict::too_low;
    out.steps = static_cast<std::uint32_t>(given - expected);
    percent = less_per_step(out.steps, context.rules.too_low_percent_a_step);
  } else if (given < expected) {
    out.verdict = grade_verdict::too_high;
    out.steps = static_cast<std::uint32_t>(expected - given);
    percent = less_per_step(out.steps, context.rules.too_high_percent_a_step);
  } else if (out.ending != of.handed->contact_only) {
    percent = less_per_step(1, context.rules.too_high_percent_a_step); // rightly none, and called by another name
  }
  out.parts.push_back({"grade", percent, context.rules.points.grade});
}

void score_asked(const exercise& of, const scenario& one, const exercise_context& context, exercise_score& out) {
  std::uint32_t asked = 0;
  for (const auto& fact : one.expected.must_ask) {
    wanted_fact wanted{fact, std::nullopt};
    if (const auto* question = of.find_question(fact)) wanted.at_s = question->at_s;
    if (const auto* learnt = of.find_fact(fact))
      wanted.at_s = std::min(wanted.at_s.value_or(learnt->at_s), learnt->at_s);
    if (wanted.at_s) ++asked;
    out.wanted.push_back(std::move(wanted));
  }
  const auto all = static_cast<std::uint32_t>(one.expected.must_ask.size());
  if (all > 0) out.parts.push_back({"asked", asked * 100 / all, context.rules.points.asked});
}

// What was written down beside what the caller said; a member of a list in another place is the same list.
void score_heard(
    const exercise& of, const scenario& one, const fact_set& written, const fact_set& said,
    const exercise_context& context, exercise_score& out
) {
  std::uint32_t right = 0;
  for (const auto& learnt : of.facts) {
    const auto index = context.policy.facts.find(learnt.fact);
    if (!index || !written.known(*index)) continue; // asked, and nobody can say: nothing was misheard
    const auto* answer = one.find(learnt.fact);
    if (answer == nullptr)
      out.not_said.push_back(learnt.fact);
    else if (written.code(*index) == said.code(*index))
      ++right;
    else
      out.misheard.push_back({learnt.fact, learnt.value, answer->value});
  }
  const auto compared = right + static_cast<std::uint32_t>(out.misheard.size());
  out.parts.push_back({"heard", compared == 0 ? 0 : right * 100 / compared, context.rules.points.heard});
}

void score_time(const exercise& of, const scenario& one, const exercise_context& context, exercise_score& out) {
  out.seconds = of.handed->at_s;
  out.seconds_allowed = one.expected.grade_within_s;
  const auto passed = std::chrono::duration_cast<std::chrono::seconds>(context.now - of.started_at).count();
  out.seconds_paused = static_cast<std::uint32_t>(std::clamp<std::int64_t>(passed - out.seconds, 0, 86'400));
  const std::uint64_t allowed = std::max<std::uint32_t>(1, out.seconds_allowed);
  const std::uint64_t last = std::max(allowed + 1, allowed * context.rules.late_nothing_at_percent / 100);
  const std::uint64_t taken = std::clamp<std::uint64_t>(out.seconds, allowed, last);
  const auto percent = static_cast<std::uint32_t>((last - taken) * 100 / (last - allowed));
  out.parts.push_back({"time", percent, context.rules.points.time});
}

void score_pathway(const exercise& of, const scenario& one, const exercise_context& context, exercise_score& out) {
  out.pathway = one.expected.pathway;
  out.pathway_right = of.handed->pathway == out.pathway;
  out.parts.push_back({"pathway", out.pathway_right ? 100U : 0U, context.rules.points.pathway});
}

void score_flags(
    const exercise& of, const scenario& one, const assessment& by_rules, const exercise_context& context,
    exercise_score& out
) {
  std::vector<std::string> given_by_rules;
  for (const auto index : by_rules.flags)
    given_by_rules.push_back(context.policy.flags[index].code);
  for (const auto& flag : one.expected.flags)
    if (!contains(of.handed->flags, flag)) out.flags_missed.push_back(flag);
  for (const auto& flag : of.handed->flags)
    if (!contains(given_by_rules, flag) && !contains(one.expected.flags, flag)) out.flags_wrong.push_back(flag);
  const auto all = one.expected.flags.size() + out.flags_wrong.size();
  if (all == 0) return;
  const auto found = one.expected.flags.size() - out.flags_missed.size();
  out.parts.push_back({"flags", static_cast<std::uint32_t>(found * 100 / all), context.rules.points.flags});
}

void add_up(const rules& with, exercise_score& out) {
  std::uint64_t reached = 0;
  std::uint64_t reachable = 0;
  for (const auto& part : out.parts) {
    reached += std::uint64_t{part.percent} * part.points;
    reachable += part.points;
  }
  out.percent = static_cast<std::uint32_t>(reached / std::max<std::uint64_t>(1, reachable));
  out.passed = out.percent >= with.pass_percent && !(out.verdict == grade_verdict::too_low && with.too_low_fails);
}

// What a trainee needs of an assessment to see why.
document why(const assessment& said, const policy_pack& pack) {
  const auto whole = to_json(said, pack);
  json out = json::object();
  for (const auto* name : {"proposed_grade", "most_urgent_possible", "reasons", "pathway", "flags", "exclusions"})
    out[name] = whole.at(name);
  return document(std::move(out));
}

} // namespace

std::string_view to_string(grade_verdict verdict) {
  return verdict_names.at(static_cast<std::size_t>(verdict));
}

std::size_t rank_in_scale(const policy_pack& pack, const std::optional<std::string>& grade) {
  const auto index = grade ? pack.find_grade(*grade) : std::nullopt;
  return index.value_or(pack.grades.size());
}

exercise_score score(const exercise& of, const scenario& one, const exercise_context& context) {
  const auto& pack = context.policy;
  const auto said = read_facts(pack.facts, one.all_facts(), "").value_or(fact_set(pack.facts));
  const auto written = read_facts(pack.facts, of.facts_learnt(), "").value_or(fact_set(pack.facts));
  const auto by_rules = assess(pack, said);
  exercise_score out;
  score_grade(of, one, context, out);
  score_asked(of, one, context, out);
  score_heard(of, one, written, said, context, out);
  score_time(of, one, context, out);
  score_pathway(of, one, context, out);
  score_flags(of, one, by_rules, context, out);
  add_up(context.rules, out);
  out.by_rules = why(by_rules, pack);
  out.by_rules_given = why(assess(pack, written), pack);
  return out;
}

} // namespace frontdoor::triage::training
