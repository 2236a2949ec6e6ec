// The properties of safety.json.
#include <algorithm>

#include "triage/policy/proof/checker.hpp"

namespace frontdoor::triage::proof {
namespace {

bool holds(const policy_pack& pack, const std::vector<slot_test>& tests, const frame& now) {
  return std::ranges::all_of(tests, [&](const slot_test& test) {
    return accepts(test.test, pack.tables.slot(test.slot), now.slots[test.slot]);
  });
}

bool has_all(const std::vector<std::uint16_t>& given, const std::vector<std::uint16_t>& wanted) {
  return std::ranges::all_of(wanted, [&](auto each) { return std::ranges::find(given, each) != given.end(); });
}

// By the engine: whether the contact breaks the property.
bool breaks(const policy_pack& pack, const safety_property& property, const engine_view& seen) {
  if (!holds(pack, property.when, seen.now)) return false;
  if (std::ranges::any_of(property.except, [&](const auto& each) { return holds(pack, each.when, seen.now); }))
    return false;
  const auto& result = seen.result;
  const urgency scale(pack);
  const auto grade = result.proposed_grade;
  if (property.grade_at_least && scale.rank(grade) > scale.rank(*property.grade_at_least)) return true;
  if (property.grade_is && grade != *property.grade_is) return true;
  if (property.never_without_deployment && grade && !pack.grades[*grade].deploys) return true;
  if (property.excluded && result.exclusions.empty()) return true;
  if (!has_all(result.exclusions, property.exclusions) || !has_all(result.flags, property.flags)) return true;
  return result.pathway &&
         std::ranges::any_of(property.pathway_not, [&](auto each) { return each == *result.pathway; });
}

class safety_checker {
 public:
  explicit safety_checker(checker& checking)
      : checking_(checking), pack_(checking.pack()), formulas_(checking.formulas()), solving_(checking.solving()) {}

  void run(const safety_property& property) {
    finding about;
    about.subject = property.id;
    about.text = property.text;
    about.file = "safety.json";
    property_result result{property.id, property.text, property.source, verdict::proved, {}};
    for (const auto& exception : property.except)
      result.exceptions.push_back(exception.why);
    const auto spoken_of = speaks_of(property);
    auto empty = about;
    empty.which = check::safety;
    empty.text = "the property \"" + property.id + "\" speaks of no contact: its conditions exclude each other";
    if (solving_.ask(spoken_of) == answer::impossible) {
      result.given = verdict::refuted;
      checking_.note(std::move(empty));
    } else {
      result.given = checking_.never(
          check::safety, spoken_of && !solving_.all_of(promised(property)), about,
          [&](const fact_set& facts) { return breaks(pack_, property, view(pack_, facts)); }
      );
    }
    checking_.report().properties.push_back(std::move(result));
  }

 private:
  z3::expr speaks_of(const safety_property& property) {
    std::vector<z3::expr> parts{formulas_.holds(property.when)};
    for (const auto& exception : property.except)
      parts.push_back(!formulas_.holds(exception.when));
    return solving_.named(solving_.all_of(parts));
  }

  std::vector<z3::expr> promised(const safety_property& property) {
    std::vector<z3::expr> parts;
    if (property.grade_at_least) parts.push_back(formulas_.as_urgent_as(urgency(pack_).rank(*property.grade_at_least)));
    if (property.grade_is) parts.push_back(formulas_.grade_is(*property.grade_is));
    for (std::size_t grade = 0; property.never_without_deployment && grade < pack_.grades.size(); ++grade) {
      if (!pack_.grades[grade].deploys) parts.push_back(!formulas_.grade_is(grade));
    }
    if (property.excluded) parts.push_back(formulas_.excluded());
    for (const auto each : property.exclusions)
      parts.push_back(formulas_.exclusion_holds(each));
    for (const auto each : property.pathway_not)
      parts.push_back(!formulas_.pathway_is(each));
    for (const auto each : property.flags)
      parts.push_back(formulas_.flag_set(each));
    return parts;
  }

  checker& checking_;
  const policy_pack& pack_;
  const encoding& formulas_;
  solver& solving_;
};

} // namespace

bool breaks_a_property(const policy_pack& pack, const fact_set& facts) {
  if (!pack.safety) return false;
  const auto seen = view(pack, facts);
  return std::ranges::any_of(pack.safety->properties, [&](const auto& each) { return breaks(pack, each, seen); });
}

void check_safety(checker& checking) {
  checking.begin(check::safety);
  const auto& pack = checking.pack();
  if (!pack.safety || pack.safety->properties.empty()) {
    finding none;
    none.which = check::safety;
    none.subject = "safety.json";
    none.file = "safety.json";
    none.text = "the pack promises nothing: say in safety.json what no contact may come to";
    checking.note(std::move(none));
    return;
  }
  safety_checker each(checking);
  for (const auto& property : pack.safety->properties) {
    if (checking.wanted()) each.run(property);
  }
}

} // namespace frontdoor::triage::proof
