#include "triage/policy/proof/encoding.hpp"

namespace frontdoor::triage::proof {

encoding::encoding(solver& solving, const policy_pack& pack, std::vector<slot_formulas> facts, extent wanted)
    : solving_(solving), pack_(pack), cuts_(cuts_of(pack)), slots_(std::move(facts)), matches_(pack.tables.size()) {
  slots_.resize(pack.tables.slot_count());
  if (wanted == extent::grading) {
    for (const auto table : pack.plan.grading_order)
      add_table(table);
    add_grade();
    return;
  }
  for (const auto table : pack.plan.before_grade)
    add_table(table);
  add_grade();
  if (wanted == extent::any_grade) add_any_grade();
  for (const auto table : pack.plan.after_grade)
    add_table(table);
}

void encoding::add_table(std::size_t index) {
  const auto& table = pack_.tables[index];
  add_rules(index);
  if (table.result == result_kind::all) return;
  for (std::size_t output = 0; output < table.outputs.size(); ++output) {
    if (pack_.tables.slot(table.outputs[output].slot).type == fact_type::integer)
      add_number(index, output);
    else
      add_result(index, output);
  }
}

void encoding::add_rules(std::size_t index) {
  const auto& tables = pack_.tables;
  const auto& table = tables[index];
  for (std::size_t rule = 0; rule < table.rules.size(); ++rule) {
    const auto bit = rule_mask{1} << rule;
    std::vector<z3::expr> conditions;
    for (const auto& column : tables.columns_of(table)) {
      conditions.push_back(accepted(column.slot, [&](std::int32_t code) {
        return (tables.accepted(column, code) & bit) != 0;
      }));
    }
    matches_[index].push_back(solving_.named(solving_.all_of(conditions)));
  }
}

// A formula for "the slot's value is one that `accepts`", which is asked for one code of each kind.
template <class Accepts> z3::expr encoding::accepted(std::size_t slot, Accepts accepts) const {
  const auto& domain = pack_.tables.slot(slot);
  const auto& formulas = slots_[slot];
  std::vector<z3::expr> within;
  std::vector<z3::expr> outside;
  switch (domain.type) {
  case fact_type::boolean:
  case fact_type::enumeration:
    for (std::size_t code = 0; code < formulas.code.size(); ++code)
      (accepts(static_cast<std::int32_t>(code)) ? within : outside).push_back(formulas.code[code]);
    return within.size() <= outside.size() ? solving_.any_of(within) : !solving_.any_of(outside);
  case fact_type::integer: {
    if (accepts(no_number)) return solving_.yes(); // "-" is all that accepts no value
    for (auto it = formulas.at_least.begin(); it != formulas.at_least.end(); ++it) {
      if (!accepts(it->first)) continue;
      auto end = std::next(it);
      while (end != formulas.at_least.end() && accepts(end->first))
        ++end;
      within.push_back(end == formulas.at_least.end() ? it->second : it->second && !end->second);
      it = std::prev(end);
    }
    return solving_.any_of(within);
  }
  case fact_type::set:
    break;
  }
  return accepted_set(formulas, accepts);
}

// A cell on sets wants one of some members, or, when it accepts the empty set, none of some.
template <class Accepts> z3::expr encoding::accepted_set(const slot_formulas& formulas, Accepts accepts) const {
  if (accepts(no_number)) return solving_.yes();
  const bool negated = accepts(0);
  std::vector<z3::expr> named;
  for (std::size_t member = 0; member < formulas.member.size(); ++member) {
    if (accepts(std::int32_t{1} << member) != negated) named.push_back(formulas.member[member]);
  }
  const auto one = solving_.any_of(named);
  return negated ? formulas.known[0] && !one : one;
}

z3::expr encoding::decides(std::size_t index, std::size_t rule) const {
  const auto& table = pack_.tables[index];
  std::vector<z3::expr> parts{matches_[index][rule]};
  const auto rivals = table.unique ? table.rules.size() : rule;
  for (std::size_t other = 0; other < rivals; ++other) {
    if (other != rule) parts.push_back(!matches_[index][other]);
  }
  return solving_.named(solving_.all_of(parts));
}

void encoding::add_result(std::size_t index, std::size_t output) {
  const auto& table = pack_.tables[index];
  const auto slot = table.outputs[output].slot;
  const auto& domain = pack_.tables.slot(slot);
  const auto codes = (domain.type == fact_type::boolean ? 2 : domain.values.size()) + 1;
  std::vector<std::vector<z3::expr>> ways(codes);
  std::vector<z3::expr> deciding;
  for (std::size_t rule = 0; rule < table.rules.size(); ++rule) {
    deciding.push_back(decides(index, rule));
    ways[static_cast<std::size_t>(table.rules[rule].results[output])].push_back(deciding.back());
  }
  ways[static_cast<std::size_t>(table.outputs[output].otherwise)].push_back(!solving_.any_of(deciding));
  for (const auto& each : ways)
    slots_[slot].code.push_back(solving_.named(solving_.any_of(each)));
}

void encoding::add_number(std::size_t index, std::size_t output) {
  const auto& result = pack_.tables[index].outputs[output];
  auto& formulas = slots_[result.slot];
  for (const auto cut : cuts_[result.slot])
    formulas.at_least.emplace(cut, solving_.named(number_at_least(index, output, cut)));
}

z3::expr encoding::number_at_least(std::size_t index, std::size_t output, std::int32_t bound) const {
  const auto& table = pack_.tables[index];
  const auto& rules = matches_[index];
  const auto none = !any_match(index);
  const auto otherwise = table.outputs[output].otherwise;
  const auto or_otherwise = [&](const z3::expr& formula) { // no_number is below every bound
    return otherwise >= bound ? formula || none : formula;
  };
  std::vector<z3::expr> reaching;
  std::vector<z3::expr> below;
  std::vector<int> weights;
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    const auto value = table.rules[rule].results[output];
    const auto& matched = rules[rule];
    weights.push_back(table.result == result_kind::count ? 1 : value);
    (value >= bound ? reaching : below).push_back(matched);
  }
  switch (table.result) {
  case result_kind::count:
    return solving_.weight_at_least(rules, weights, bound);
  case result_kind::sum:
    return or_otherwise(!none && solving_.weight_at_least(rules, weights, bound));
  case result_kind::most:
    return or_otherwise(solving_.any_of(reaching));
  case result_kind::least:
    return or_otherwise(!none && !solving_.any_of(below));
  case result_kind::first:
  case result_kind::all:
    break;
  }
  std::vector<z3::expr> deciding;
  std::vector<z3::expr> ways;
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    deciding.push_back(decides(index, rule));
    if (table.rules[rule].results[output] >= bound) ways.push_back(deciding.back());
  }
  if (otherwise >= bound) ways.push_back(!solving_.any_of(deciding));
  return solving_.any_of(ways);
}

// As grade_of: the most urgent floor, except that an exclusion leaves a grade that does not deploy ungraded.
void encoding::add_grade() {
  std::vector<z3::expr> more_urgent;
  std::vector<z3::expr> given;
  for (std::size_t grade = 0; grade < pack_.grades.size(); ++grade) {
    std::vector<z3::expr> floors;
    for (const auto& grading : pack_.grading) {
      for (std::size_t rule = 0; rule < grading.grade_of_rule.size(); ++rule) {
        if (grading.grade_of_rule[rule] == grade) floors.push_back(matches_[grading.table][rule]);
      }
    }
    const auto floor = solving_.named(solving_.any_of(floors));
    std::vector<z3::expr> parts{floor, !solving_.any_of(more_urgent)};
    if (!pack_.grades[grade].deploys) parts.push_back(!excluded());
    grades_.push_back(solving_.named(solving_.all_of(parts)));
    given.push_back(grades_.back());
    more_urgent.push_back(floor);
  }
  grades_.push_back(solving_.named(!solving_.any_of(given)));
  auto& codes = slots_[pack_.grade_slot].code;
  codes = grades_;
  codes.insert(codes.begin(), solving_.no());
}

void encoding::add_any_grade() {
  auto& codes = slots_[pack_.grade_slot].code;
  std::vector<z3::expr> chosen;
  for (std::size_t code = 1; code < codes.size(); ++code) {
    codes[code] = solving_.variable("chosen_grade");
    for (const auto& other : chosen)
      solving_.require(!other || !codes[code]);
    chosen.push_back(codes[code]);
  }
  solving_.require(solving_.any_of(chosen));
}

z3::expr encoding::as_urgent_as(std::size_t rank) const {
  const urgency scale(pack_);
  std::vector<z3::expr> parts;
  for (std::size_t each = 0; each <= rank; ++each)
    parts.push_back(grade_is(scale.grade(each)));
  return solving_.named(solving_.any_of(parts));
}

z3::expr encoding::excluded() const {
  std::vector<z3::expr> parts;
  for (const auto& table : pack_.exclusion_tables)
    parts.insert(parts.end(), matches_[table.table].begin(), matches_[table.table].end());
  return solving_.named(solving_.any_of(parts));
}

z3::expr encoding::listed(const std::vector<listing_table>& tables, std::size_t code) const {
  std::vector<z3::expr> parts;
  for (const auto& listing : tables) {
    for (std::size_t rule = 0; rule < listing.code_of_rule.size(); ++rule) {
      if (listing.code_of_rule[rule] == code) parts.push_back(matches_[listing.table][rule]);
    }
  }
  return solving_.any_of(parts);
}

z3::expr encoding::pathway_is(std::size_t pathway) const {
  if (!pack_.pathway) return solving_.no();
  const auto slot = pack_.tables[pack_.pathway->table].outputs[0].slot;
  std::vector<z3::expr> parts;
  for (std::size_t i = 0; i < pack_.pathway->code_of_result.size(); ++i) {
    if (pack_.pathway->code_of_result[i] == pathway) parts.push_back(slots_[slot].code[i + 1]);
  }
  return solving_.any_of(parts);
}

z3::expr encoding::holds(const slot_test& test) const {
  const auto& domain = pack_.tables.slot(test.slot);
  return accepted(test.slot, [&](std::int32_t code) { return accepts(test.test, domain, code); });
}

z3::expr encoding::holds(const std::vector<slot_test>& tests) const {
  std::vector<z3::expr> parts;
  for (const auto& test : tests)
    parts.push_back(holds(test));
  return solving_.all_of(parts);
}

} // namespace frontdoor::triage::proof
