#include "triage/policy/compiled_tables.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <limits>

namespace frontdoor::triage {
namespace {

// Cuts are compared four at a time, without a branch.
constexpr std::size_t cut_group = 4;

} // namespace

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

void compiled_tables::add_core(const compiled_table& table, std::vector<feel_column> by_feel) {
  core now;
  now.all_rules = table.all_rules;
  const auto add_columns = [&](column_kind kind) {
    for (std::uint32_t i = table.first_column; i < table.first_column + table.columns; ++i) {
      const auto& column = columns_[i];
      if (column.kind != kind) continue;
      core_column packed{column.mask_at, static_cast<std::uint32_t>(core_cuts_.size()), column.slot, 0};
      if (kind == column_kind::by_interval) {
        packed.groups = static_cast<std::uint16_t>((column.cuts + cut_group - 1) / cut_group);
        const auto* cut = cuts_.data() + column.cut_at;
        core_cuts_.insert(core_cuts_.end(), cut, cut + column.cuts);
        core_cuts_.resize(packed.cut_at + packed.groups * cut_group, std::numeric_limits<std::int32_t>::max());
      }
      core_columns_.push_back(packed);
    }
    return static_cast<std::uint32_t>(core_columns_.size());
  };
  now.first_code = static_cast<std::uint32_t>(core_columns_.size());
  now.first_interval = add_columns(column_kind::by_code);
  now.end_interval = add_columns(column_kind::by_interval);
  now.first_member = static_cast<std::uint32_t>(member_columns_.size());
  for (std::uint32_t i = table.first_column; i < table.first_column + table.columns; ++i) {
    if (columns_[i].kind == column_kind::by_member) member_columns_.push_back(i);
  }
  now.end_member = static_cast<std::uint32_t>(member_columns_.size());
  now.first_feel = static_cast<std::uint32_t>(feel_columns_.size());
  std::ranges::move(by_feel, std::back_inserter(feel_columns_));
  now.end_feel = static_cast<std::uint32_t>(feel_columns_.size());
  now.first_output = static_cast<std::uint32_t>(core_outputs_.size());
  now.results_at = static_cast<std::uint32_t>(results_.size());
  now.outputs = static_cast<std::uint8_t>(table.outputs.size());
  now.rules = static_cast<std::uint8_t>(table.rules.size());
  now.result = table.result;
  now.unique = table.unique;
  for (const auto& output : table.outputs)
    core_outputs_.push_back({output.otherwise, output.slot});
  results_.insert(results_.end(), table.results.begin(), table.results.end());
  cores_.push_back(now);
}

void compiled_tables::aggregate(const core& table, rule_mask mask, std::int32_t* slots) const {
  const auto& output = core_outputs_[table.first_output];
  const std::int32_t* results = results_.data() + table.results_at;
  if (table.result == result_kind::count) {
    slots[output.slot] = std::popcount(mask);
    return;
  }
  if (mask == 0) {
    slots[output.slot] = output.otherwise;
    return;
  }
  std::int32_t total = results[std::countr_zero(mask)];
  for (auto rest = mask & (mask - 1); rest != 0; rest &= rest - 1) {
    const auto value = results[std::countr_zero(rest)];
    if (table.result == result_kind::sum)
      total += value;
    else
      total = table.result == result_kind::least ? std::min(total, value) : std::max(total, value);
  }
  slots[output.slot] = total;
}

rule_mask compiled_tables::by_feel(const core& table, rule_mask candidates, const std::int32_t* slots) const {
  for (auto i = table.first_feel; i < table.end_feel && candidates != 0; ++i)
    candidates = feel_columns_[i].accepted(candidates, slots);
  return candidates;
}

rule_mask compiled_tables::left_to_feel(std::size_t table, rule_mask candidates, const std::int32_t* slots) const {
  return by_feel(cores_[table], candidates, slots);
}

inline void compiled_tables::run(const core& table, std::int32_t* slots, rule_mask& matched) const {
  rule_mask mask = table.all_rules;
  const auto* masks = masks_.data();
  const auto* column = core_columns_.data() + table.first_code;
  const auto* intervals = core_columns_.data() + table.first_interval;
  for (; column != intervals; ++column)
    mask &= masks[column->mask_at + static_cast<std::uint32_t>(slots[column->slot])];
  for (const auto* end = core_columns_.data() + table.end_interval; column != end; ++column) {
    const auto code = slots[column->slot];
    const auto* cut = core_cuts_.data() + column->cut_at;
    std::uint32_t interval = 0;
    for (std::uint32_t group = 0; group < column->groups; ++group, cut += cut_group) {
      for (std::size_t i = 0; i < cut_group; ++i)
        interval += code >= cut[i] ? 1U : 0U;
    }
    mask &= masks[column->mask_at + interval];
  }
  for (auto i = table.first_member; i < table.end_member; ++i) {
    const auto& members = columns_[member_columns_[i]];
    mask &= accepted_set(members, slots[members.slot]);
  }
  if (table.first_feel != table.end_feel) mask = by_feel(table, mask, slots);
  matched = mask;
  if (table.result == result_kind::all) return;
  if (table.result != result_kind::first) {
    aggregate(table, mask, slots);
    return;
  }
  const auto* output = core_outputs_.data() + table.first_output;
  const auto* end = output + table.outputs;
  if (mask == 0 || (table.unique && !std::has_single_bit(mask))) {
    for (; output != end; ++output)
      slots[output->slot] = output->otherwise;
    return;
  }
  const auto* result = results_.data() + table.results_at + std::countr_zero(mask);
  for (; output != end; ++output, result += table.rules)
    slots[output->slot] = *result;
}

void compiled_tables::evaluate_one(std::size_t table, std::int32_t* slots, rule_mask* matched) const {
  run(cores_[table], slots, matched[table]);
}

void compiled_tables::evaluate(std::int32_t* slots, rule_mask* matched) const {
  for (const auto& table : cores_)
    run(table, slots, *matched++);
}

std::vector<std::int32_t> compiled_tables::representatives(const compiled_column& column) const {
  const auto& domain = slots_[column.slot];
  std::vector<std::int32_t> codes;
  const auto every_value = [&] {
    const auto count = domain.type == fact_type::boolean ? 2 : static_cast<std::int32_t>(domain.values.size());
    for (std::int32_t code = 1; code <= count; ++code)
      codes.push_back(code);
  };
  switch (column.kind) {
  case column_kind::by_code:
    every_value();
    break;
  case column_kind::by_feel:
    if (domain.type == fact_type::boolean || domain.type == fact_type::enumeration) every_value();
    break;
  case column_kind::by_interval:
    codes.push_back(domain.minimum);
    for (std::uint32_t i = 0; i < column.cuts; ++i) {
      const auto cut = cuts_[column.cut_at + i];
      if (cut > domain.minimum && cut <= domain.maximum) codes.push_back(cut);
    }
    break;
  case column_kind::by_member:
    codes.push_back(0);
    for (std::uint32_t member = 0; member < column.cuts; ++member)
      codes.push_back(std::int32_t{1} << member);
    break;
  }
  return codes;
}

} // namespace frontdoor::triage
