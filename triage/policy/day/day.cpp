#include "triage/policy/day/day.hpp"

#include <algorithm>
#include <cmath>

#include "triage/assessment/assess.hpp"
#include "triage/policy/day/chance.hpp"

namespace frontdoor::triage {
namespace {

// Visits that need not be made within this time are made by appointment, in daytime.
constexpr auto appointment_after = std::chrono::hours(4);
constexpr std::size_t visits_from_hour = 8;
constexpr std::size_t visits_until_hour = 20;

class day_player {
 public:
  day_player(const policy_pack& pack, const day_plan& plan, std::uint64_t seed)
      : pack_(pack), plan_(plan), chance_(seed), hours_(plan.hours.begin(), plan.hours.end()) {
    result_.seed = seed;
    result_.incidents = plan.incidents;
    result_.contacts = plan.contacts;
    result_.grades.assign(pack.grades.size() + 1, 0);
    result_.kinds.assign(plan.kinds.size(), {0, std::vector<std::size_t>(pack.grades.size() + 1, 0)});
  }

  day_result run() {
    play(plan_.incidents, &contact_kind::incidents, true);
    play(plan_.contacts - plan_.incidents, &contact_kind::others, false);
    return std::move(result_);
  }

 private:
  void play(std::size_t count, double contact_kind::* weight, bool incident) {
    std::vector<double> weights;
    for (const auto& kind : plan_.kinds)
      weights.push_back(kind.*weight);
    for (std::size_t i = 0; i < count; ++i)
      play_contact(chance_.pick(weights), incident);
  }

  void play_contact(std::size_t index, bool incident) {
    const auto& kind = plan_.kinds[index];
    const auto hour = chance_.pick(hours_);
    result_.contacts_by_hour[hour] += 1;
    const auto result = talk(kind);
    const auto grade = result.proposed_grade.value_or(pack_.grades.size());
    auto& of_kind = result_.kinds[index];
    ++of_kind.contacts;
    ++of_kind.grades[grade];
    if (result.promotes_contact) ++result_.made_incidents;
    if (incident) ++result_.grades[grade];
    if ((incident || result.promotes_contact) && result.proposed_grade && pack_.grades[grade].deploys)
      send(kind, pack_.grades[grade], hour);
  }

  // What the caller knows is drawn whole; part of it is said at once, the rest when the handler asks.
  assessment talk(const contact_kind& kind) {
    fact_set truth(pack_.facts);
    fact_set said(pack_.facts);
    for (const auto& each : kind.facts)
      draw(each, truth, said);
    auto result = assess(pack_, said);
    std::vector<bool> asked(pack_.facts.size(), false);
    for (;;) {
      const auto next = std::ranges::find_if(result.next_questions, [&](const auto& question) {
        return !asked[pack_.questions[question.question].fact];
      });
      if (next == result.next_questions.end()) return result;
      const auto fact = pack_.questions[next->question].fact;
      asked[fact] = true;
      result_.questions += 1;
      result_.question_minutes += plan_.seconds_a_question / 60;
      answer(truth, said, fact);
      result = assess(pack_, said);
    }
  }

  void draw(const fact_chance& each, fact_set& truth, fact_set& said) {
    auto code = code_without_value(pack_.facts[each.fact].type);
    if (pack_.facts[each.fact].type == fact_type::set) {
      std::uint32_t members = 0;
      for (std::size_t i = 0; i < each.codes.size(); ++i) {
        if (chance_.fraction() * 100 < each.weights[i]) members |= static_cast<std::uint32_t>(each.codes[i]);
      }
      code = static_cast<std::int32_t>(members);
    } else {
      code = each.codes.empty() ? chance_.between(each.low, each.high) : each.codes[chance_.pick(each.weights)];
    }
    if (code == code_without_value(pack_.facts[each.fact].type)) return;
    truth.set(each.fact, code);
    if (each.said) said.set(each.fact, code);
  }

  // What the kind says nothing about is not so: the least worrying answer, where the fact has one.
  void answer(const fact_set& truth, fact_set& said, std::size_t fact) {
    const auto& definition = pack_.facts[fact];
    if (truth.known(fact))
      said.set(fact, truth.code(fact));
    else if (definition.worse == worse_direction::up && definition.type != fact_type::integer)
      said.set(fact, definition.type == fact_type::set ? 0 : 1);
    else if (definition.worse == worse_direction::up)
      said.set(fact, definition.minimum);
    else
      said.clear(pack_.facts, fact, fact_status::asked);
  }

  // Units are bound from their arrival, at half the time allowed; appointments fall evenly into the daytime.
  void send(const contact_kind& kind, const grade_definition& grade, std::size_t hour) {
    const auto allowed = grade.arrive_by.value_or(grade.allocate_by.value_or(std::chrono::microseconds{0}));
    double begin = static_cast<double>(hour) + chance_.fraction();
    if (allowed > appointment_after)
      begin = visits_from_hour + chance_.fraction() * (visits_until_hour - visits_from_hour);
    else
      begin += std::chrono::duration<double, std::ratio<3600>>(allowed).count() / 2;
    for (double left = kind.minutes / 60; left > 1e-9;) {
      const auto within = std::min(left, std::floor(begin) + 1 - begin);
      result_.units_by_hour[static_cast<std::size_t>(begin) % hours_a_day] += within * kind.units;
      begin = std::floor(begin) + 1;
      left -= within;
    }
  }

  const policy_pack& pack_;
  const day_plan& plan_;
  chance chance_;
  const std::vector<double> hours_;
  day_result result_;
};

} // namespace

day_result play_day(const policy_pack& pack, const day_plan& plan, std::uint64_t seed) {
  return day_player(pack, plan, seed).run();
}

} // namespace frontdoor::triage
