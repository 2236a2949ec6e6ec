#include "triage/incident/assessing.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace frontdoor::triage {

namespace {

using nlohmann::json;

// What of an assessment matters only at the moment, and is worked out anew whenever it is shown.
constexpr std::array momentary{"next_questions", "what_would_change", "what_would_lower", "instructions"};

// Beyond this many choices among contradicting statements, each fact is varied on its own.
constexpr std::size_t choices_max = 64;

// The order of urgency among proposals: ungraded asks for a person and so comes before a grade that sends nobody,
// behind every other.
std::size_t urgency_of(const policy_pack& pack, std::optional<std::size_t> proposal) {
  std::size_t deploying = 0;
  while (deploying < pack.grades.size() && pack.grades[deploying].deploys)
    ++deploying;
  if (!proposal) return deploying;
  return *proposal < deploying ? *proposal : *proposal + 1;
}

// What the sources say of one fact: the last statement of each, in the order of recording.
struct readings {
  std::size_t fact = 0;
  std::vector<std::int32_t> known;           // distinct, the latest last
  std::optional<fact_status> without_answer; // asked or withheld, where nobody knew
};

readings read_statements(const vocabulary& facts, std::size_t fact, const std::vector<statement>& list) {
  readings out;
  out.fact = fact;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool taken_back =
        std::any_of(list.begin() + static_cast<std::ptrdiff_t>(i) + 1, list.end(), [&](const statement& later) {
          return later.source == list[i].source;
        });
    if (taken_back) continue;
    const auto read = read_fact(facts[fact], list[i].value.value(), "");
    if (!read) continue;
    if (read->status == fact_status::known) {
      std::erase(out.known, read->code);
      out.known.push_back(read->code);
    } else {
      out.without_answer = read->status;
    }
  }
  return out;
}

std::vector<readings> read_all(const vocabulary& facts, const statements& said) {
  std::vector<readings> out;
  for (const auto& [key, list] : said) {
    if (const auto fact = facts.find(key)) out.push_back(read_statements(facts, *fact, list));
  }
  return out;
}

fact_set latest_of(const vocabulary& facts, const std::vector<readings>& all) {
  fact_set out(facts);
  for (const auto& one : all) {
    if (!one.known.empty()) {
      std::int32_t code = one.known.back();
      // Lists add up: a second caller who names another vulnerability does not take back the first.
      if (facts[one.fact].type == fact_type::set) {
        for (const auto members : one.known)
          code |= members;
      }
      out.set(one.fact, code);
    } else if (one.without_answer) {
      out.clear(facts, one.fact, *one.without_answer);
    }
  }
  return out;
}

// The choice among contradicting statements that gives the most urgent grade; `latest` where none is more urgent.
fact_set most_urgent_choice(const policy_pack& pack, const std::vector<readings>& all, const fact_set& latest) {
  fact_set base = latest;
  std::vector<const readings*> contested;
  std::size_t choices = 1;
  for (const auto& one : all) {
    const auto& fact = pack.facts[one.fact];
    if (one.known.size() < 2 || fact.type == fact_type::set) continue;
    const auto [least, most] = std::minmax_element(one.known.begin(), one.known.end());
    // A pack goes live only when a worse value never lowers the grade, so the worst value settles an ordered fact.
    if (fact.worse == worse_direction::up) {
      base.set(one.fact, *most);
    } else if (fact.worse == worse_direction::down) {
      base.set(one.fact, *least);
    } else {
      contested.push_back(&one);
      choices = std::min(choices * one.known.size(), choices_max + 1);
    }
  }
  fact_set best = latest;
  auto best_grade = grade(pack, latest);
  const auto consider = [&](const fact_set& candidate) {
    const auto candidate_grade = grade(pack, candidate);
    if (urgency_of(pack, candidate_grade) >= urgency_of(pack, best_grade)) return;
    best = candidate;
    best_grade = candidate_grade;
  };
  consider(base);
  if (choices > choices_max) {
    for (const auto* one : contested) {
      fact_set candidate = best;
      for (const auto code : one->known) {
        candidate.set(one->fact, code);
        consider(candidate);
      }
    }
    return best;
  }
  for (std::size_t choice = 0; choice < choices; ++choice) {
    fact_set candidate = base;
    std::size_t rest = choice;
    for (const auto* one : contested) {
      candidate.set(one->fact, one->known[rest % one->known.size()]);
      rest /= one->known.size();
    }
    consider(candidate);
  }
  return best;
}

} // namespace

bool more_urgent(std::optional<std::size_t> a, std::optional<std::size_t> b) {
  return a && (!b || *a < *b);
}

fact_set latest_facts(const vocabulary& facts, const statements& said) {
  return latest_of(facts, read_all(facts, said));
}

incident_assessment assess_incident(
    const policy_pack& pack, const statements& said, std::optional<std::size_t> held, std::span<const cue_finding> cues
) {
  const auto all = read_all(pack.facts, said);
  const auto latest = latest_of(pack.facts, all);
  incident_assessment out{latest, assess(pack, latest, cues)};
  const auto worst = most_urgent_choice(pack, all, latest);
  const auto urgency = urgency_of(pack, grade(pack, worst));
  const bool beyond_held = !held || urgency < urgency_of(pack, held);
  if (beyond_held && urgency < urgency_of(pack, out.result.proposed_grade)) out = {worst, assess(pack, worst, cues)};
  return out;
}

std::vector<cue_finding> incident_cues(const policy_pack& pack, std::string_view narrative, const json& earlier) {
  auto cues = pack.cue_words.find(narrative);
  const auto recorded = earlier.is_object() ? earlier.value("cues", json::array()) : json::array();
  for (const auto& entry : recorded) {
    const auto known = std::ranges::find(pack.cues, entry.value("cue", ""), &text_cue::id);
    if (known == pack.cues.end()) continue;
    const auto index = static_cast<std::uint16_t>(known - pack.cues.begin());
    if (std::ranges::find(cues, index, &cue_finding::cue) == cues.end()) cues.push_back({index, {}});
  }
  std::ranges::sort(cues, {}, &cue_finding::cue);
  return cues;
}

document recorded_assessment(const json& full) {
  json out = json::object();
  for (const auto& [name, value] : full.items()) {
    if (std::ranges::find(momentary, name) == momentary.end()) out[name] = value;
  }
  return document(std::move(out));
}

json assessment_now(const policy_pack& pack, const incident& state) {
  if (state.assessment.is_null()) return {};
  json out = state.assessment.value();
  const auto cues = incident_cues(pack, {}, out);
  const auto now = assess_incident(pack, state.facts, pack.find_grade(state.grade ? state.grade->grade : ""), cues);
  const auto full = to_json(now.result, pack);
  for (const char* name : momentary)
    out[name] = full.at(name);
  return out;
}

} // namespace frontdoor::triage
