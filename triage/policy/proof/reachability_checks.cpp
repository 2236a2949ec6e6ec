// Whether everything the pack lists can come about.
#include <algorithm>

#include "triage/policy/proof/checker.hpp"

namespace frontdoor::triage::proof {
namespace {

finding nothing_yields(const std::string& what, const std::string& code, const std::string& file) {
  finding made;
  made.subject = what + " " + code;
  made.text = "no contact is given the " + what + " \"" + code + "\"";
  made.file = file;
  return made;
}

// Grades and levels of THRIVE are listed as scales, of which a table may use a part.
bool lists_a_scale(const policy_pack& pack, std::size_t table) {
  const bool grades = std::ranges::any_of(pack.grading, [&](const auto& each) { return each.table == table; });
  const bool levels = std::ranges::any_of(pack.thrive, [&](const auto& each) { return each && each->table == table; });
  return grades || levels;
}

// A pathway that no rule names and that people may take (`screening` of working.json): there to be chosen.
bool only_chosen_by_people(const policy_pack& pack, std::size_t pathway) {
  const bool proposed = std::ranges::find(pack.pathway->code_of_result, pathway) != pack.pathway->code_of_result.end();
  return !proposed && pack.working.screening.find_pathway(pack.pathways[pathway].code) != nullptr;
}

void check_values(checker& checking, std::size_t index) {
  const auto& pack = checking.pack();
  const auto& table = pack.tables[index];
  const bool pathway = pack.pathway && pack.pathway->table == index;
  if (table.result != result_kind::first || pathway || lists_a_scale(pack, index)) return;
  for (const auto& output : table.outputs) {
    const auto& domain = pack.tables.slot(output.slot);
    for (std::size_t value = 0; value < domain.values.size(); ++value) {
      const auto& formula = checking.formulas_of(index).slot_is(output.slot, static_cast<std::int32_t>(value) + 1);
      checking.sometimes(
          check::unreachable, formula, nothing_yields("value of " + table.name, domain.values[value], table.file)
      );
    }
  }
}

} // namespace

void check_reachability(checker& checking) {
  checking.begin(check::unreachable);
  const auto& pack = checking.pack();
  const auto& formulas = checking.formulas();
  const auto each = [&](const auto& codes, const char* what, const char* file, auto&& formula) {
    for (std::size_t i = 0; i < codes.size(); ++i)
      checking.sometimes(check::unreachable, formula(i), nothing_yields(what, codes[i].code, file));
  };
  each(pack.grades, "grade", "pack.json", [&](std::size_t i) { return formulas.grade_is(i); });
  each(pack.flags, "flag", "flags.json", [&](std::size_t i) { return formulas.flag_set(i); });
  each(pack.exclusions, "exclusion", "exclusions.json", [&](std::size_t i) { return formulas.exclusion_holds(i); });
  if (pack.pathway) {
    const auto& chosen = checking.formulas_of(pack.pathway->table);
    for (std::size_t i = 0; i < pack.pathways.size(); ++i) {
      if (only_chosen_by_people(pack, i)) continue;
      auto unreached = nothing_yields("pathway", pack.pathways[i].code, "pathways.json");
      checking.sometimes(check::unreachable, chosen.pathway_is(i), std::move(unreached));
    }
  }
  for (std::size_t table = 0; table < pack.tables.size(); ++table)
    check_values(checking, table);
}

} // namespace frontdoor::triage::proof
