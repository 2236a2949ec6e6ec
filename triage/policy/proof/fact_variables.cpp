#include "triage/policy/proof/fact_variables.hpp"

namespace frontdoor::triage::proof {
namespace {

std::size_t codes_of(const fact_definition& fact) {
  return (fact.type == fact_type::boolean ? 2 : fact.values.size()) + 1;
}

void exactly_one(solver& solving, const std::vector<z3::expr>& variables) {
  solving.require(solving.any_of(variables));
  for (std::size_t i = 0; i < variables.size(); ++i) {
    for (std::size_t j = i + 1; j < variables.size(); ++j)
      solving.require(!variables[i] || !variables[j]);
  }
}

void add_cuts(cut_points& cuts, const fact_definition& domain, const slot_test& tested) {
  if (domain.type != fact_type::integer) return;
  for (const auto cut : tested.test.cuts()) {
    if (cut > domain.minimum && cut <= domain.maximum) cuts[tested.slot].insert(cut);
  }
}

} // namespace

cut_points cuts_of(const policy_pack& pack) {
  const auto& tables = pack.tables;
  cut_points cuts(tables.slot_count());
  for (std::size_t slot = 0; slot < cuts.size(); ++slot) {
    if (tables.slot(slot).type == fact_type::integer) cuts[slot].insert(tables.slot(slot).minimum);
  }
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (const auto& column : tables.columns_of(tables[t])) {
      if (column.kind != column_kind::by_interval) continue;
      const auto codes = tables.representatives(column);
      cuts[column.slot].insert(codes.begin(), codes.end());
    }
  }
  if (!pack.safety) return cuts;
  for (const auto& property : pack.safety->properties) {
    for (const auto& test : property.when)
      add_cuts(cuts, tables.slot(test.slot), test);
    for (const auto& exception : property.except) {
      for (const auto& test : exception.when)
        add_cuts(cuts, tables.slot(test.slot), test);
    }
  }
  return cuts;
}

fact_variables::fact_variables(solver& solving, const vocabulary& facts, const cut_points& cuts)
    : solving_(solving), facts_(facts), cuts_(cuts) {
  for (std::size_t fact = 0; fact < facts.size(); ++fact)
    formulas_.push_back(make(fact));
}

slot_formulas fact_variables::another(std::size_t fact) {
  return make(fact);
}

slot_formulas fact_variables::make(std::size_t fact) {
  const auto& definition = facts_[fact];
  slot_formulas made;
  switch (definition.type) {
  case fact_type::boolean:
  case fact_type::enumeration:
    for (std::size_t code = 0; code < codes_of(definition); ++code)
      made.code.push_back(solving_.variable(definition.key));
    exactly_one(solving_, made.code);
    break;
  case fact_type::integer: {
    const z3::expr* below = nullptr;
    for (const auto cut : cuts_[fact]) {
      const auto it = made.at_least.emplace(cut, solving_.variable(definition.key)).first;
      if (below) solving_.require(!it->second || *below);
      below = &it->second;
    }
    made.known.push_back(made.at_least.at(definition.minimum));
    break;
  }
  case fact_type::set:
    made.known.push_back(solving_.variable(definition.key));
    for (std::size_t member = 0; member < definition.values.size(); ++member) {
      made.member.push_back(solving_.variable(definition.key));
      solving_.require(!made.member.back() || made.known[0]);
    }
    break;
  }
  return made;
}

z3::expr fact_variables::one_step_worse(std::size_t fact, const slot_formulas& better, const slot_formulas& worse) {
  return facts_[fact].worse == worse_direction::down ? rises_one_step(fact, worse, better)
                                                     : rises_one_step(fact, better, worse);
}

z3::expr fact_variables::rises_one_step(std::size_t fact, const slot_formulas& lower, const slot_formulas& higher) {
  std::vector<z3::expr> ways;
  switch (facts_[fact].type) {
  case fact_type::boolean:
  case fact_type::enumeration:
    for (std::size_t code = 1; code + 1 < lower.code.size(); ++code)
      ways.push_back(lower.code[code] && higher.code[code + 1]);
    break;
  case fact_type::integer: {
    // From the interval that begins at one cut to the one that begins at the next.
    for (auto it = lower.at_least.begin(); it != lower.at_least.end(); ++it) {
      const auto next = std::next(it);
      if (next == lower.at_least.end()) break;
      const auto after = std::next(next);
      auto reached = higher.at_least.at(next->first);
      if (after != lower.at_least.end()) reached = reached && !higher.at_least.at(after->first);
      ways.push_back(it->second && !next->second && reached);
    }
    break;
  }
  case fact_type::set:
    for (std::size_t gained = 0; gained < lower.member.size(); ++gained) {
      std::vector<z3::expr> same{lower.known[0], higher.known[0], !lower.member[gained], higher.member[gained]};
      for (std::size_t member = 0; member < lower.member.size(); ++member) {
        if (member != gained) same.push_back(lower.member[member] == higher.member[member]);
      }
      ways.push_back(solving_.all_of(same));
    }
    break;
  }
  return solving_.any_of(ways);
}

z3::expr fact_variables::is(std::size_t fact, std::int32_t code) {
  const auto& formulas = formulas_[fact];
  switch (facts_[fact].type) {
  case fact_type::boolean:
  case fact_type::enumeration:
    return formulas.code[static_cast<std::size_t>(code)];
  case fact_type::integer: {
    std::vector<z3::expr> parts;
    for (const auto& [cut, reached] : formulas.at_least)
      parts.push_back(code != no_number && code >= cut ? reached : !reached);
    return solving_.all_of(parts);
  }
  case fact_type::set:
    break;
  }
  if (code == no_number) return !formulas.known[0];
  std::vector<z3::expr> parts{formulas.known[0]};
  for (std::size_t member = 0; member < formulas.member.size(); ++member) {
    const bool within = ((static_cast<std::uint32_t>(code) >> member) & 1U) != 0;
    parts.push_back(within ? formulas.member[member] : !formulas.member[member]);
  }
  return solving_.all_of(parts);
}

void fact_variables::read(fact_set& into, std::size_t fact, const slot_formulas& formulas) const {
  const auto& definition = facts_[fact];
  auto code = code_without_value(definition.type);
  for (std::size_t i = 0; i < formulas.code.size(); ++i) {
    if (solving_.holds(formulas.code[i])) code = static_cast<std::int32_t>(i);
  }
  for (const auto& [cut, reached] : formulas.at_least) {
    if (solving_.holds(reached)) code = cut;
  }
  if (definition.type == fact_type::set && solving_.holds(formulas.known[0])) {
    std::uint32_t members = 0;
    for (std::size_t member = 0; member < formulas.member.size(); ++member)
      members |= solving_.holds(formulas.member[member]) ? 1U << member : 0U;
    code = static_cast<std::int32_t>(members);
  }
  if (code == code_without_value(definition.type))
    into.clear(facts_, fact, fact_status::unknown);
  else
    into.set(fact, code);
}

fact_set fact_variables::read() const {
  fact_set facts(facts_);
  for (std::size_t fact = 0; fact < facts_.size(); ++fact)
    read(facts, fact, formulas_[fact]);
  return facts;
}

} // namespace frontdoor::triage::proof
