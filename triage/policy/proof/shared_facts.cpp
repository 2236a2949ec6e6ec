#include "triage/policy/proof/shared_facts.hpp"

namespace frontdoor::triage::proof {
namespace {

std::vector<std::optional<std::size_t>> matching(const vocabulary& from, const vocabulary& to) {
  std::vector<std::optional<std::size_t>> found;
  for (const auto& fact : from.all()) {
    auto index = to.find(fact.key);
    if (index && to[*index].type != fact.type) index.reset();
    found.push_back(index);
  }
  return found;
}

} // namespace

shared_facts::shared_facts(solver& solving, const policy_pack& first, const policy_pack& second)
    : solving_(solving), first_(first), second_(second), second_cuts_(cuts_of(second)),
      other_of_(matching(first.facts, second.facts)), fact_of_(matching(second.facts, first.facts)),
      variables_(solving, first.facts, cuts_of_both()) {
  restrict();
}

cut_points shared_facts::cuts_of_both() const {
  auto cuts = cuts_of(first_);
  for (std::size_t fact = 0; fact < other_of_.size(); ++fact) {
    if (!other_of_[fact]) continue;
    for (const auto cut : second_cuts_[*other_of_[fact]]) {
      if (cut > first_.facts[fact].minimum && cut <= first_.facts[fact].maximum) cuts[fact].insert(cut);
    }
  }
  return cuts;
}

void shared_facts::restrict() {
  for (std::size_t fact = 0; fact < other_of_.size(); ++fact) {
    if (other_of_[fact]) {
      restrict_values(fact, *other_of_[fact]);
      continue;
    }
    const auto& formulas = variables_[fact];
    solving_.require(formulas.code.empty() ? !formulas.known[0] : formulas.code[0]);
  }
}

void shared_facts::restrict_values(std::size_t fact, std::size_t other) {
  const auto& mine = first_.facts[fact];
  const auto& theirs = second_.facts[other];
  const auto& formulas = variables_[fact];
  for (std::size_t value = 0; value < mine.values.size(); ++value) {
    if (theirs.find_value(mine.values[value])) continue;
    solving_.require(mine.type == fact_type::set ? !formulas.member[value] : !formulas.code[value + 1]);
  }
  for (const auto& [cut, reached] : formulas.at_least) {
    if (cut > theirs.maximum) solving_.require(!reached);
  }
}

std::vector<slot_formulas> shared_facts::second() const {
  std::vector<slot_formulas> formulas;
  for (std::size_t other = 0; other < second_.facts.size(); ++other)
    formulas.push_back(formulas_for(other));
  return formulas;
}

slot_formulas shared_facts::without_value(const fact_definition& fact, const std::set<std::int32_t>& cuts) const {
  slot_formulas none;
  switch (fact.type) {
  case fact_type::boolean:
  case fact_type::enumeration:
    none.code.assign((fact.type == fact_type::boolean ? 2 : fact.values.size()) + 1, solving_.no());
    none.code[0] = solving_.yes();
    break;
  case fact_type::integer:
    none.known.push_back(solving_.no());
    for (const auto cut : cuts)
      none.at_least.emplace(cut, solving_.no());
    break;
  case fact_type::set:
    none.known.push_back(solving_.no());
    none.member.assign(fact.values.size(), solving_.no());
    break;
  }
  return none;
}

slot_formulas shared_facts::formulas_for(std::size_t other) const {
  const auto& theirs = second_.facts[other];
  auto made = without_value(theirs, second_cuts_[other]);
  if (!fact_of_[other]) return made;
  const auto& mine = first_.facts[*fact_of_[other]];
  const auto& variables = variables_[*fact_of_[other]];
  switch (theirs.type) {
  case fact_type::boolean:
    return variables;
  case fact_type::enumeration:
    made.code[0] = variables.code[0];
    for (std::size_t value = 0; value < theirs.values.size(); ++value) {
      if (const auto index = mine.find_value(theirs.values[value])) made.code[value + 1] = variables.code[*index + 1];
    }
    break;
  case fact_type::integer:
    made.known = variables.known;
    for (auto& [cut, reached] : made.at_least) {
      const auto it = variables.at_least.find(std::max(cut, mine.minimum));
      if (it != variables.at_least.end()) reached = it->second;
    }
    break;
  case fact_type::set:
    made.known = variables.known;
    for (std::size_t value = 0; value < theirs.values.size(); ++value) {
      if (const auto index = mine.find_value(theirs.values[value])) made.member[value] = variables.member[*index];
    }
    break;
  }
  return made;
}

fact_set shared_facts::translated(const fact_set& facts) const {
  fact_set other(second_.facts);
  for (std::size_t fact = 0; fact < other_of_.size(); ++fact) {
    if (!facts.known(fact) || !other_of_[fact]) continue;
    const auto& mine = first_.facts[fact];
    const auto& theirs = second_.facts[*other_of_[fact]];
    auto code = facts.code(fact);
    if (mine.type == fact_type::enumeration) {
      const auto value = theirs.find_value(mine.values[static_cast<std::size_t>(code - 1)]);
      if (!value) continue;
      code = static_cast<std::int32_t>(*value) + 1;
    } else if (mine.type == fact_type::set) {
      std::uint32_t members = 0;
      for (std::size_t member = 0; member < mine.values.size(); ++member) {
        const bool within = ((static_cast<std::uint32_t>(code) >> member) & 1U) != 0;
        if (const auto index = theirs.find_value(mine.values[member]); within && index) members |= 1U << *index;
      }
      code = static_cast<std::int32_t>(members);
    }
    other.set(*other_of_[fact], code);
  }
  return other;
}

std::vector<std::string> shared_facts::left_out() const {
  std::vector<std::string> keys;
  for (std::size_t fact = 0; fact < other_of_.size(); ++fact) {
    if (!other_of_[fact]) keys.push_back(first_.facts[fact].key);
  }
  for (std::size_t fact = 0; fact < fact_of_.size(); ++fact) {
    if (!fact_of_[fact]) keys.push_back(second_.facts[fact].key);
  }
  return keys;
}

} // namespace frontdoor::triage::proof
