#include "triage/policy/proof/difference.hpp"

#include <algorithm>
#include <tuple>

#include <nlohmann/json.hpp>

#include "triage/listed.hpp"
#include "triage/policy/proof/checker.hpp"
#include "triage/policy/proof/shared_facts.hpp"

namespace frontdoor::triage::proof {
namespace {

using some_grade = std::optional<std::size_t>;

// How soon somebody comes: what grades of different packs have in common. Ungraded lies behind every grade that
// deploys and before those that do not, as in `urgency`.
auto soonness(const policy_pack& pack, some_grade grade) {
  constexpr auto never = std::chrono::microseconds::max();
  if (!grade) return std::tuple(1, never);
  const auto& definition = pack.grades[*grade];
  if (!definition.deploys) return std::tuple(2, never);
  return std::tuple(0, definition.arrive_by.value_or(definition.allocate_by.value_or(never)));
}

std::string code_of(const policy_pack& pack, some_grade grade) {
  return grade ? pack.grades[*grade].code : "ungraded";
}

bool same_scale(const policy_pack& a, const policy_pack& b) {
  return std::ranges::equal(a.grades, b.grades, {}, &grade_definition::code, &grade_definition::code);
}

class comparer {
 public:
  comparer(const policy_pack& before, const policy_pack& after, const difference_options& options)
      : before_(before), after_(after), options_(options), solving_(options.limit), facts_(solving_, before, after),
        first_(solving_, before, facts_.first().all(), extent::grading),
        second_(solving_, after, facts_.second(), extent::grading), same_scale_(same_scale(before, after)) {}

  difference run() {
    found_.facts = before_.facts;
    found_.facts_left_out = facts_.left_out();
    for (std::size_t from = 0; from <= before_.grades.size(); ++from) {
      for (std::size_t to = 0; to <= after_.grades.size(); ++to)
        compare_pair(as_grade(before_, from), as_grade(after_, to));
    }
    return std::move(found_);
  }

 private:
  static some_grade as_grade(const policy_pack& pack, std::size_t index) {
    return index < pack.grades.size() ? some_grade(index) : std::nullopt;
  }

  // Nothing when the two are the same.
  std::optional<direction> way(some_grade from, some_grade to) const {
    if (same_scale_ && from == to) return std::nullopt;
    const auto sooner =
        same_scale_ ? std::tuple(0, std::chrono::microseconds(urgency(before_).rank(from))) : soonness(before_, from);
    const auto later =
        same_scale_ ? std::tuple(0, std::chrono::microseconds(urgency(after_).rank(to))) : soonness(after_, to);
    if (sooner == later) return std::nullopt;
    if (!to) return direction::now_ungraded;
    if (!from) return direction::now_graded;
    return later < sooner ? direction::raised : direction::lowered;
  }

  void compare_pair(some_grade from, some_grade to) {
    const auto changed = way(from, to);
    if (!changed) return;
    grade_change change{code_of(before_, from), code_of(after_, to), *changed, {}, true};
    if (options_.begun) options_.begun(change.from, change.to);
    auto wanted = first_.grade_is(from) && second_.grade_is(to);
    for (;;) {
      const auto given = solving_.ask(wanted);
      if (given == answer::impossible) break;
      if (given == answer::undecided || change.kinds.size() == options_.kinds_max) {
        change.complete = false;
        break;
      }
      wanted = wanted && !take_kind(change, facts_.first().read());
    }
    if (!change.kinds.empty() || !change.complete) found_.changes.push_back(std::move(change));
  }

  // The rule that decided in either pack.
  struct deciding {
    std::optional<assessment_reason> before;
    std::optional<assessment_reason> after;
  };

  deciding deciding_on(const fact_set& facts) const {
    const auto first = [](const policy_pack& pack, const fact_set& of) -> std::optional<assessment_reason> {
      const auto result = assess(pack, of);
      if (!result.proposed_grade || result.reasons.empty()) return std::nullopt;
      return result.reasons.front();
    };
    return {first(before_, facts), first(after_, facts_.translated(facts))};
  }

  static bool same(const std::optional<assessment_reason>& a, const std::optional<assessment_reason>& b) {
    return a.has_value() == b.has_value() && (!a || (a->table == b->table && a->rule == b->rule));
  }

  // Adds the kind that these facts show, and returns the formula of all of its contacts.
  z3::expr take_kind(grade_change& change, const fact_set& shown) {
    const auto rules = deciding_on(shown);
    const auto facts = minimal(before_.facts, shown, [&](const fact_set& fewer) {
      if (code_of(before_, grade(before_, fewer)) != change.from) return false;
      if (code_of(after_, grade(after_, facts_.translated(fewer))) != change.to) return false;
      const auto still = deciding_on(fewer);
      return same(still.before, rules.before) && same(still.after, rules.after);
    });
    const auto name = [](const policy_pack& pack, const std::optional<assessment_reason>& rule) {
      return rule ? rule_name(pack.tables[rule->table], rule->rule) : std::string{};
    };
    change.kinds.push_back({name(before_, rules.before), name(after_, rules.after), facts});
    std::vector<z3::expr> kind;
    if (rules.before) kind.push_back(first_.matches(rules.before->table, rules.before->rule));
    if (rules.after) kind.push_back(second_.matches(rules.after->table, rules.after->rule));
    return solving_.all_of(kind);
  }

  const policy_pack& before_;
  const policy_pack& after_;
  const difference_options& options_;
  solver solving_;
  shared_facts facts_;
  const encoding first_;
  const encoding second_;
  const bool same_scale_;
  difference found_;
};

} // namespace

std::string_view to_text(direction way) {
  switch (way) {
  case direction::raised:
    return "raised";
  case direction::lowered:
    return "lowered";
  case direction::now_ungraded:
    return "now ungraded";
  case direction::now_graded:
    break;
  }
  return "now graded";
}

difference compare(const policy_pack& before, const policy_pack& after, const difference_options& options) {
  return comparer(before, after, options).run();
}

std::string to_text(const difference& found) {
  std::string text;
  for (const auto& change : found.changes) {
    text += change.from + " -> " + change.to + ": " + std::string(to_text(change.way)) + ", " +
            std::to_string(change.kinds.size()) + (change.complete ? "" : " or more") + " kinds of contact\n";
    for (const auto& kind : change.kinds) {
      text += "  " + (kind.rule_before.empty() ? "no rule" : kind.rule_before) + " -> " +
              (kind.rule_after.empty() ? "no rule" : kind.rule_after) + '\n';
      text += contact_text(found.facts, kind.facts, "      ");
    }
    text += '\n';
  }
  if (found.changes.empty()) text += "No contact gets another grade.\n";
  if (!found.facts_left_out.empty())
    text +=
        "Only one of the packs knows these, so they were taken as not known: " + listed(found.facts_left_out) + '\n';
  return text;
}

nlohmann::json to_json(const difference& found) {
  nlohmann::json document{{"changes", nlohmann::json::array()}, {"facts_left_out", found.facts_left_out}};
  for (const auto& change : found.changes) {
    nlohmann::json entry{
        {"from", change.from},
        {"to", change.to},
        {"direction", to_text(change.way)},
        {"complete", change.complete},
        {"kinds", nlohmann::json::array()}
    };
    for (const auto& kind : change.kinds)
      entry["kinds"].push_back(
          {{"rule_before", kind.rule_before},
           {"rule_after", kind.rule_after},
           {"facts", to_json(found.facts, kind.facts)}}
      );
    document["changes"].push_back(std::move(entry));
  }
  return document;
}

} // namespace frontdoor::triage::proof
