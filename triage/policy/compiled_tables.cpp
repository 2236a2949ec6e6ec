#include "triage/policy/compiled_tables.hpp"

#include <algorithm>
#include <bit>

namespace frontdoor::triage {

std::optional<std::size_t> compiled_tables::find_slot(std::string_view name) const {
  const auto it = std::ranges::find(slots_, name, &fact_definition::key);
  if (it == slots_.end()) return std::nullopt;
  return static_cast<std::size_t>(it - slots_.begin());
}

std::optional<std::size_t> compiled_tables::find_table(std::string_view name) const {
  const auto it = std::ranges::find(tables_, name, &compiled_table::name);
  if (it == tables_.end()) return std::nullopt;
  return static_cast<std::size_t>(it - tables_.begin());
}

// Masks of a set column: [0] rules that want one of some members, one mask a member; then rules that want none of some
// members, one mask a member; the rules that want none at all follow at the end.
rule_mask compiled_tables::accepted_set(const compiled_column& column, std::int32_t code) const {
  if (code == no_number) return column.without_value;
  const auto members = static_cast<std::uint32_t>(column.cuts);
  const rule_mask* with = masks_.data() + column.mask_at;
  const rule_mask* barred = with + members;
  rule_mask found = column.without_value;
  rule_mask excluded = 0;
  for (auto rest = static_cast<std::uint32_t>(code); rest != 0; rest &= rest - 1) {
    const auto member = static_cast<std::size_t>(std::countr_zero(rest));
    found |= with[member];
    excluded |= barred[member];
  }
  return found | (barred[members] & ~excluded);
}

void compiled_tables::store_results(const compiled_table& table, rule_mask mask, std::int32_t* slots) const {
  if (table.result == result_kind::first) {
    const auto count = table.rules.size();
    if (mask == 0 || (table.unique && !std::has_single_bit(mask))) {
      for (const auto& output : table.outputs) slots[output.slot] = output.otherwise;
      return;
    }
    const auto rule = static_cast<std::size_t>(std::countr_zero(mask));
    std::size_t at = rule;
    for (const auto& output : table.outputs) {
      slots[output.slot] = table.results[at];
      at += count;
    }
    return;
  }
  if (table.result == result_kind::all) return;
  const auto& output = table.outputs[0];
  std::int32_t total = output.otherwise;
  bool first = true;
  for (auto rest = mask; rest != 0; rest &= rest - 1, first = false) {
    const auto value = table.results[static_cast<std::size_t>(std::countr_zero(rest))];
    switch (table.result) {
      case result_kind::sum: total = first ? value : total + value; break;
      case result_kind::least: total = first ? value : std::min(total, value); break;
      case result_kind::most: total = first ? value : std::max(total, value); break;
      default: break;
    }
  }
  if (table.result == result_kind::count) total = std::popcount(mask);
  slots[output.slot] = total;
}

void compiled_tables::evaluate_one(std::size_t index, std::int32_t* slots, rule_mask* matched) const {
  const auto& table = tables_[index];
  rule_mask mask = table.all_rules;
  const auto* column = columns_.data() + table.first_column;
  for (const auto* end = column + table.columns; column != end; ++column) {
    mask &= accepted(*column, slots[column->slot]);
    if (mask == 0) break;
  }
  matched[index] = mask;
  store_results(table, mask, slots);
}

std::vector<std::int32_t> compiled_tables::representatives(const compiled_column& column) const {
  const auto& domain = slots_[column.slot];
  std::vector<std::int32_t> codes;
  switch (column.kind) {
    case column_kind::by_code: {
      const auto count = domain.type == fact_type::boolean ? 2 : static_cast<std::int32_t>(domain.values.size());
      for (std::int32_t code = 1; code <= count; ++code) codes.push_back(code);
      break;
    }
    case column_kind::by_interval:
      codes.push_back(domain.minimum);
      for (std::uint32_t i = 0; i < column.cuts; ++i) {
        const auto cut = cuts_[column.cut_at + i];
        if (cut > domain.minimum && cut <= domain.maximum) codes.push_back(cut);
      }
      break;
    case column_kind::by_member:
      codes.push_back(0);
      for (std::uint32_t member = 0; member < column.cuts; ++member) codes.push_back(std::int32_t{1} << member);
      break;
  }
  return codes;
}

}  // namespace frontdoor::triage
