#include "triage/policy/grading_plan.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace frontdoor::triage {
namespace {

// Which slots each table needs, directly and through other tables.
class dependencies {
 public:
  explicit dependencies(const compiled_tables& tables) : tables_(tables), needs_(tables.size()) {
    for (std::size_t t = 0; t < tables.size(); ++t) {
      for (const auto& output : tables[t].outputs)
        maker_[output.slot] = t;
    }
    // Tables are in order of evaluation, so what a table needs is complete before it.
    for (std::size_t t = 0; t < tables.size(); ++t) {
      for (const auto& column : tables.columns_of(tables[t])) {
        needs_[t].insert(column.slot);
        if (const auto it = maker_.find(column.slot); it != maker_.end()) {
          needs_[t].insert(needs_[it->second].begin(), needs_[it->second].end());
        }
      }
    }
  }

  bool needs(std::size_t table, std::size_t slot) const { return needs_[table].contains(slot); }

  bool needs_result_of(std::size_t table, std::size_t other) const {
    return std::ranges::any_of(tables_[other].outputs, [&](const auto& output) { return needs(table, output.slot); });
  }

 private:
  const compiled_tables& tables_;
  std::map<std::size_t, std::size_t> maker_;
  std::vector<std::set<std::size_t>> needs_;
};

void find_alternatives(const vocabulary& facts, const compiled_tables& tables, grading_plan& plan) {
  plan.alternatives.resize(facts.size());
  plan.by_feel.resize(facts.size());
  std::vector<std::set<std::int32_t>> codes(facts.size());
  for (const auto table : plan.grading_order) {
    for (const auto& column : tables.columns_of(tables[table])) {
      if (column.slot >= facts.size()) continue;
      if (column.kind == column_kind::by_feel) plan.by_feel[column.slot] = true;
      const auto found = tables.representatives(column);
      codes[column.slot].insert(found.begin(), found.end());
    }
  }
  for (std::size_t fact = 0; fact < facts.size(); ++fact) {
    plan.alternatives[fact].assign(codes[fact].begin(), codes[fact].end());
    if (facts[fact].type == fact_type::set) std::erase(plan.alternatives[fact], 0);
  }
}

} // namespace

grading_plan plan_grading(
    const vocabulary& facts, const compiled_tables& tables, const std::vector<grading_table>& grading,
    const std::vector<std::uint16_t>& bars, std::uint16_t grade_slot
) {
  const dependencies graph(tables);
  grading_plan plan;
  auto deciding = bars;
  for (const auto& table : grading)
    deciding.push_back(table.table);
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const auto table = static_cast<std::uint16_t>(t);
    (graph.needs(t, grade_slot) ? plan.after_grade : plan.before_grade).push_back(table);
    const bool grades = std::ranges::find(deciding, table) != deciding.end();
    const bool serves = std::ranges::any_of(deciding, [&](auto other) { return graph.needs_result_of(other, t); });
    if (!grades && !serves) continue;
    plan.grading_order.push_back(table);
    if (!grades) plan.context_tables.push_back(table);
  }
  plan.affected.resize(facts.size());
  for (std::size_t fact = 0; fact < facts.size(); ++fact) {
    for (const auto table : plan.grading_order) {
      if (graph.needs(table, fact)) plan.affected[fact].push_back(table);
    }
    const bool context = std::ranges::any_of(plan.context_tables, [&](auto table) { return graph.needs(table, fact); });
    if (context) plan.context_facts.push_back(static_cast<std::uint16_t>(fact));
  }
  find_alternatives(facts, tables, plan);
  return plan;
}

} // namespace frontdoor::triage
