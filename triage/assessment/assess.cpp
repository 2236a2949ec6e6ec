#include "triage/assessment/assess.hpp"

#include <algorithm>
#include <bit>

#include "triage/assessment/grading.hpp"

namespace frontdoor::triage {
namespace {

// The most changes listed; the most urgent ones come first.
constexpr std::size_t changes_max = 40;

// The result of a table that gives one code.
std::optional<std::size_t>
chosen(const policy_pack& pack, const frame& now, const std::optional<choosing_table>& choice) {
  if (!choice) return std::nullopt;
  const auto code = now.slots[pack.tables[choice->table].outputs[0].slot];
  if (code == no_value) return std::nullopt;
  return choice->code_of_result[static_cast<std::size_t>(code - 1)];
}

class assessor {
 public:
  assessor(const policy_pack& pack, const fact_set& facts) : pack_(pack), facts_(facts), urgency_(pack) {}

  assessment run() {
    fill(now_, pack_, facts_);
    evaluate(pack_, pack_.plan.before_grade, now_);
    result_.proposed_grade = grade_of(pack_, now_);
    now_.slots[pack_.grade_slot] = static_cast<std::int32_t>(result_.proposed_grade.value_or(pack_.grades.size())) + 1;
    evaluate(pack_, pack_.plan.after_grade, now_);
    read_matches();
    read_reasons();
    read_results();
    open_ = open_facts(pack_, facts_, now_);
    range_ = find_range(pack_, open_, now_);
    result_.most_urgent_possible = urgency_.grade(range_.most);
    result_.least_urgent_possible = urgency_.grade(range_.least);
    result_.range_exact = range_.exact;
    read_unknown();
    read_questions();
    find_changes();
    return std::move(result_);
  }

 private:
  void read_matches() {
    result_.matched.reserve(pack_.tables.size());
    for (std::size_t table = 0; table < pack_.tables.size(); ++table) {
      if (now_.matched[table] == 0) continue;
      result_.matched.push_back({static_cast<std::uint16_t>(table), now_.matched[table]});
    }
  }

  void read_reasons() {
    for (const auto& grading : pack_.grading) {
      for (auto rest = now_.matched[grading.table]; rest != 0; rest &= rest - 1) {
        const auto rule = static_cast<std::uint16_t>(std::countr_zero(rest));
        result_.reasons.push_back({grading.table, rule, grading.grade_of_rule[rule]});
      }
    }
    std::ranges::sort(result_.reasons, [](const auto& a, const auto& b) {
      return std::tie(a.grade, a.table, a.rule) < std::tie(b.grade, b.table, b.rule);
    });
  }

  std::vector<std::uint16_t> listed(const std::vector<listing_table>& tables) const {
    std::vector<std::uint16_t> codes;
    for (const auto& listing : tables) {
      for (auto rest = now_.matched[listing.table]; rest != 0; rest &= rest - 1) {
        codes.push_back(listing.code_of_rule[static_cast<std::size_t>(std::countr_zero(rest))]);
      }
    }
    std::ranges::sort(codes);
    const auto repeated = std::ranges::unique(codes);
    codes.erase(repeated.begin(), repeated.end());
    return codes;
  }

  void read_results() {
    result_.flags = listed(pack_.flag_tables);
    result_.exclusions = listed(pack_.exclusion_tables);
    result_.pathway = chosen(pack_, now_, pack_.pathway);
    for (std::size_t i = 0; i < thrive_parts.size(); ++i) {
      result_.thrive[i] = static_cast<thrive_level>(chosen(pack_, now_, pack_.thrive[i]).value_or(0));
    }
    const bool grade_promotes = result_.proposed_grade && pack_.grades[*result_.proposed_grade].promotes_contact;
    result_.promotes_contact = grade_promotes || (pack_.promotion && now_.matched[*pack_.promotion] != 0);
  }

  void read_unknown() {
    for (const auto fact : open_) {
      if (range_.matters[fact]) result_.unknown.push_back(fact);
    }
  }

  // Nothing delays what is sent at once: then only place and what are asked. Otherwise what can move the grade is
  // asked, and, before anything may end without deployment, every starred question (practice.md 5).
  void read_questions() {
    const bool waits = result_.proposed_grade && pack_.grades[*result_.proposed_grade].questions_wait;
    const bool may_end = !result_.proposed_grade || !pack_.grades[*result_.proposed_grade].deploys;
    const auto current = urgency_.rank(result_.proposed_grade);
    for (const auto fact : open_) {
      const auto index = pack_.question_of_fact[fact];
      if (index == policy_pack::no_question) continue;
      const bool moves = range_.matters[fact];
      const bool wanted = moves || (may_end && pack_.facts[fact].starred);
      if (waits ? !pack_.questions[index].before_sending : !wanted) continue;
      std::optional<std::size_t> raise;
      if (range_.raise[fact] < current) raise = urgency_.grade(range_.raise[fact]);
      result_.next_questions.push_back({index, raise});
    }
    std::ranges::sort(result_.next_questions, [this](const auto& a, const auto& b) {
      return order_of(a) < order_of(b);
    });
  }

  // What can raise furthest first, then what needs the fewest other answers, then the order of the question set.
  std::tuple<std::size_t, std::size_t, std::size_t> order_of(const assessment_question& asked) const {
    const auto fact = pack_.questions[asked.question].fact;
    const bool moves = range_.raise[fact] != grade_range::no_raise;
    return {moves ? range_.raise[fact] : std::size_t{0x100}, moves ? range_.waiting[fact] : 0U, asked.question};
  }

  void find_changes() {
    for (std::size_t fact = 0; fact < facts_.size(); ++fact) {
      if (facts_.known(fact)) change(fact);
    }
    for (const auto fact : open_)
      change(fact);
    std::ranges::sort(result_.what_would_change, [this](const auto& a, const auto& b) {
      return std::tuple(urgency_.rank(a.grade), a.fact, a.to) < std::tuple(urgency_.rank(b.grade), b.fact, b.to);
    });
    if (result_.what_would_change.size() > changes_max) result_.what_would_change.resize(changes_max);
  }

  void change(std::size_t fact) {
    const auto& affected = pack_.plan.affected[fact];
    if (affected.empty()) return;
    const auto before = now_.slots[fact];
    const bool is_set = pack_.facts[fact].type == fact_type::set;
    for (const auto code : pack_.plan.alternatives[fact]) {
      // A set changes by one member, in or out; anything else takes another value.
      const auto to = is_set ? (before == no_number ? code : before ^ code) : code;
      if (to != before) try_code(fact, before, to);
    }
    if (now_.slots[fact] == before) return;
    now_.slots[fact] = before;
    for (const auto table : affected)
      pack_.tables.evaluate_one(table, now_.slots.data(), now_.matched.data());
  }

  void try_code(std::size_t fact, std::int32_t from, std::int32_t to) {
    now_.slots[fact] = to;
    for (const auto table : pack_.plan.affected[fact]) {
      pack_.tables.evaluate_one(table, now_.slots.data(), now_.matched.data());
    }
    const auto grade = grade_of(pack_, now_);
    if (grade == result_.proposed_grade) return;
    result_.what_would_change.push_back({static_cast<std::uint16_t>(fact), facts_.status(fact), from, to, grade});
  }

  const policy_pack& pack_;
  const fact_set& facts_;
  const urgency urgency_;
  frame now_;
  fact_list open_;
  grade_range range_;
  assessment result_;
};

} // namespace

assessment assess(const policy_pack& pack, const fact_set& facts) {
  return assessor(pack, facts).run();
}

std::optional<std::size_t> grade(const policy_pack& pack, const fact_set& facts) {
  frame now;
  fill(now, pack, facts);
  evaluate(pack, pack.plan.grading_order, now);
  return grade_of(pack, now);
}

std::optional<std::size_t>
pathway_at(const policy_pack& pack, const fact_set& facts, std::optional<std::size_t> grade) {
  frame now;
  fill(now, pack, facts);
  evaluate(pack, pack.plan.before_grade, now);
  now.slots[pack.grade_slot] = static_cast<std::int32_t>(grade.value_or(pack.grades.size())) + 1;
  evaluate(pack, pack.plan.after_grade, now);
  return chosen(pack, now, pack.pathway);
}

std::string_view say_to_caller(const assessment& result, const policy_pack& pack) {
  if (result.pathway && !pack.pathways[*result.pathway].say_to_caller.empty()) {
    return pack.pathways[*result.pathway].say_to_caller;
  }
  if (result.proposed_grade) return pack.grades[*result.proposed_grade].say_to_caller;
  return {};
}

} // namespace frontdoor::triage
