#include "triage/training/exercise.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/refusing.hpp"
#include "triage/training/scoring.hpp"

namespace frontdoor::triage::training {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> state_names{"open", "submitted", "abandoned"};

// Where the exercise's clock stands.
std::uint32_t clock_at(const exercise& of, std::optional<std::uint32_t> said, timestamp now) {
  const auto passed = std::chrono::duration_cast<std::chrono::seconds>(now - of.started_at).count();
  const auto most = static_cast<std::uint32_t>(std::clamp<std::int64_t>(passed, 0, 86'400));
  return std::max(of.at_s, std::min(said.value_or(most), most));
}

// The scenario of an exercise that goes on.
std::expected<const scenario*, refusal> goes_on(const exercise& of, const exercise_context& context) {
  if (of.state != exercise_state::open)
    return std::unexpected(conflict("exercise_over", "This exercise is over.", "Begin another."));
  const auto* one = context.rules.find(of.scenario);
  if (one == nullptr || one->version != of.scenario_version || of.pack != context.policy.name)
    return std::unexpected(conflict(
        "scenario_changed", "The scenario or the policy has changed since this exercise began.", "Begin another."
    ));
  return one;
}

// One fact that is written down; an unchanged value keeps its second.
void write_down(exercise& of, const std::string& fact, const json& value, std::uint32_t at_s) {
  auto found = std::ranges::find(of.facts, fact, &learnt_fact::fact);
  if (found == of.facts.end()) {
    of.facts.push_back({fact, document(value), at_s});
  } else if (found->value.value() != value) {
    found->value = document(value);
    found->at_s = at_s;
  }
}

std::optional<refusal> write_all_down(exercise& of, const json& facts, const exercise_context& context) {
  auto read = read_facts(context.policy.facts, facts, "/facts");
  if (!read)
    return refusal{
        refusal_kind::invalid, "invalid_facts", "Some facts are not facts of this policy.",
        "Use the facts and values of GET /v1/policy.", std::move(read.error())
    };
  for (const auto& [fact, value] : facts.items())
    write_down(of, fact, value, of.at_s);
  return std::nullopt;
}

bool has_listed(const std::vector<code_definition>& list, const std::string& code) {
  return std::ranges::find(list, code, &code_definition::code) != list.end();
}

std::optional<refusal> unfit(const handed_in& what, const exercise_context& context) {
  const auto& pack = context.policy;
  if (what.grade.has_value() == what.contact_only.has_value())
    return invalid(
        "/grade", "one_of_two", "It is either graded or ends without an incident.", "Give grade or contact_only."
    );
  if (what.grade && !pack.find_grade(*what.grade))
    return invalid("/grade", "unknown_grade", "The policy has no such grade.", "Use a grade of GET /v1/policy.");
  if (what.pathway && !has_listed(pack.pathways, *what.pathway))
    return invalid(
        "/pathway", "unknown_pathway", "The policy has no such pathway.", "Use a pathway of GET /v1/policy."
    );
  for (std::size_t i = 0; i < what.flags.size(); ++i) {
    if (!has_listed(pack.flags, what.flags[i]))
      return invalid(
          "/flags/" + std::to_string(i), "unknown_flag", "The policy has no such flag.", "Use a flag of GET /v1/policy."
      );
  }
  if (!own_words(context.rules.words, what.rationale))
    return invalid(
        "/rationale", "own_words_required", "This does not say why.", "Say in a sentence of your own what decided it."
    );
  return std::nullopt;
}

} // namespace

std::string_view to_string(exercise_state state) {
  return state_names.at(static_cast<std::size_t>(state));
}

std::optional<exercise_state> parse_exercise_state(std::string_view text) {
  const auto found = std::ranges::find(state_names, text);
  if (found == state_names.end()) return std::nullopt;
  return static_cast<exercise_state>(found - state_names.begin());
}

const asked_question* exercise::find_question(std::string_view fact) const {
  const auto found = std::ranges::find(questions, fact, &asked_question::fact);
  return found == questions.end() ? nullptr : &*found;
}

const learnt_fact* exercise::find_fact(std::string_view fact) const {
  const auto found = std::ranges::find(facts, fact, &learnt_fact::fact);
  return found == facts.end() ? nullptr : &*found;
}

json exercise::facts_learnt() const {
  json out = json::object();
  for (const auto& one : facts)
    out[one.fact] = one.value.value();
  return out;
}

exercise begin_exercise(uuid id, std::string trainee, const scenario& one, const exercise_context& context) {
  exercise out;
  out.id = id;
  out.trainee = std::move(trainee);
  out.scenario = one.code;
  out.scenario_version = one.version;
  out.pack = context.policy.name;
  out.started_at = context.now;
  return out;
}

exercise_decision
ask_caller(exercise of, const std::string& fact, std::optional<std::uint32_t> at_s, const exercise_context& context) {
  if (auto one = goes_on(of, context); !one) return std::unexpected(std::move(one.error()));
  if (!context.policy.facts.find(fact))
    return std::unexpected(
        invalid("/fact", "unknown_fact", "The policy knows no such fact.", "Use a fact of GET /v1/policy.")
    );
  of.at_s = clock_at(of, at_s, context.now);
  if (of.find_question(fact) == nullptr) of.questions.push_back({fact, of.at_s});
  ++of.version;
  return of;
}

std::string_view caller_says(const rules& with, const scenario& one, std::string_view fact) {
  const auto* answer = one.find(fact);
  return answer == nullptr ? std::string_view(with.cannot_say) : std::string_view(answer->words);
}

exercise_decision
learn_facts(exercise of, const json& facts, std::optional<std::uint32_t> at_s, const exercise_context& context) {
  if (auto one = goes_on(of, context); !one) return std::unexpected(std::move(one.error()));
  of.at_s = clock_at(of, at_s, context.now);
  if (auto no = write_all_down(of, facts, context)) return std::unexpected(*std::move(no));
  ++of.version;
  return of;
}

exercise_decision hand_in(
    exercise of, handed_in what, const json& facts, std::optional<std::uint32_t> at_s, const exercise_context& context
) {
  auto one = goes_on(of, context);
  if (!one) return std::unexpected(std::move(one.error()));
  if (auto no = unfit(what, context)) return std::unexpected(*std::move(no));
  of.at_s = clock_at(of, at_s, context.now);
  if (auto no = write_all_down(of, facts, context)) return std::unexpected(*std::move(no));
  what.at_s = of.at_s;
  of.handed = std::move(what);
  of.state = exercise_state::submitted;
  of.ended_at = context.now;
  of.result = document(to_json(score(of, **one, context), context.policy));
  ++of.version;
  return of;
}

exercise abandon(exercise of, timestamp now) {
  if (of.state != exercise_state::open) return of;
  of.state = exercise_state::abandoned;
  of.ended_at = now;
  ++of.version;
  return of;
}

} // namespace frontdoor::triage::training
