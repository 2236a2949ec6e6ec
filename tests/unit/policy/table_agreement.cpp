#include "tests/unit/policy/table_agreement.hpp"

#include <algorithm>
#include <bit>
#include <set>
#include <stdexcept>

#include "triage/dmn/reader.hpp"

namespace frontdoor::tests {

using namespace triage;

namespace {

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

std::shared_ptr<const dmn::decision_model> compiled(const dmn::definitions& model) {
  return dmn::decision_model::compile(std::make_shared<const dmn::definitions>(model));
}

// The decision on its own, so that the results of other decisions can be given as inputs.
dmn::definitions alone(const dmn::definitions& model, const dmn::decision& decision, bool every_rule) {
  auto copy = model;
  copy.decisions = {decision};
  auto& only = copy.decisions.front();
  only.variable.type_ref.clear(); // the packs give the type of one result, also where the table lists several
  only.required_decisions.clear();
  only.required_knowledge.clear();
  only.required_inputs.clear();
  copy.inputs.clear();
  auto table = *decision.table();
  for (std::size_t i = 0; i < table.inputs.size(); ++i) {
    dmn::input_data input;
    input.id = "tested_" + std::to_string(i);
    input.name = trimmed(table.inputs[i].expression.text);
    input.variable.name = input.name;
    only.required_inputs.push_back({"", input.id});
    copy.inputs.push_back(std::move(input));
  }
  if (every_rule) {
    table.hit_policy = dmn::hit_policy::rule_order;
    table.aggregation = dmn::aggregation::none;
  }
  auto logic = *decision.logic;
  logic.body = std::move(table);
  only.logic = std::make_shared<const dmn::expression>(std::move(logic));
  return copy;
}

} // namespace

table_agreement::table_agreement(const policy_pack& pack, const std::map<std::string, std::string>& files)
    : pack_(pack), slots_(pack.tables.slot_count()), masks_(pack.tables.size()) {
  for (const auto& [name, content] : files) {
    if (!name.ends_with(".dmn")) continue;
    const auto model = dmn::read_definitions(content, name);
    if (!model) throw std::runtime_error(name + " cannot be read");
    for (const auto& decision : model->decisions)
      subjects_.push_back(prepare(pack.tables.find_table(decision.name).value(), alone(*model, decision, false)));
  }
}

table_agreement::subject table_agreement::prepare(std::size_t index, const dmn::definitions& model) const {
  const auto& decision = model.decisions.front();
  const auto& table = *decision.table();
  const auto& ours = pack_.tables[index];
  subject made{index, {}, {}, compiled(model), compiled(alone(model, decision, true)), {}};
  if (!made.model->faults().empty()) throw std::runtime_error(decision.name + ": " + made.model->faults()[0].detail);
  const auto columns = pack_.tables.columns_of(ours);
  made.columns.assign(columns.begin(), columns.end());
  for (const auto& column : made.columns)
    made.candidates.push_back(candidates(column));
  for (const auto& rule : table.rules) {
    rule_place place;
    const auto found = std::ranges::find(ours.rules, rule.id, &compiled_rule::id);
    place.compiled = static_cast<std::size_t>(found - ours.rules.begin());
    for (std::size_t i = 0; i < rule.input_entries.size(); ++i) {
      if (trimmed(rule.input_entries[i].text).starts_with("not")) place.negated |= std::uint64_t{1} << i;
    }
    made.rules.push_back(place);
  }
  return made;
}

// Codes on both sides of everything the column tells apart, and no value.
std::vector<std::int32_t> table_agreement::candidates(const compiled_column& column) const {
  const auto& domain = pack_.tables.slot(column.slot);
  std::set<std::int32_t> codes{code_without_value(domain.type)};
  for (const auto code : pack_.tables.representatives(column)) {
    codes.insert(code);
    if (domain.type == fact_type::integer && code > domain.minimum) codes.insert(code - 1);
    if (domain.type == fact_type::integer && code < domain.maximum) codes.insert(code + 1);
  }
  return {codes.begin(), codes.end()};
}

std::int32_t table_agreement::any_code(const subject& of, std::size_t column) {
  const auto& domain = pack_.tables.slot(of.columns[column].slot);
  if (domain.type == fact_type::set && random_() % 3 == 0) {
    return static_cast<std::int32_t>(random_() & ((std::uint64_t{1} << domain.values.size()) - 1));
  }
  return of.candidates[column][random_() % of.candidates[column].size()];
}

// Half of the sets are made to match some rule, or nearly: few would otherwise.
void table_agreement::fill(const subject& of) {
  const bool aimed = random_() % 2 == 0;
  const auto rule = random_() % pack_.tables[of.table].rules.size();
  for (std::size_t i = 0; i < of.columns.size(); ++i) {
    auto code = any_code(of, i);
    for (int tries = 0; aimed && tries < 12; ++tries) {
      if ((pack_.tables.accepted(of.columns[i], code) >> rule & 1U) != 0) break;
      code = any_code(of, i);
    }
    slots_[of.columns[i].slot] = code;
  }
}

dmn::value table_agreement::as_value(std::size_t slot) const {
  const auto& domain = pack_.tables.slot(slot);
  const auto code = slots_[slot];
  if (code == code_without_value(domain.type)) return {};
  switch (domain.type) {
  case fact_type::boolean:
    return code == 2;
  case fact_type::integer:
    return std::int64_t{code};
  case fact_type::enumeration:
    return domain.values[static_cast<std::size_t>(code - 1)];
  case fact_type::set:
    break;
  }
  std::vector<dmn::value> members;
  for (std::size_t i = 0; i < domain.values.size(); ++i) {
    if ((static_cast<std::uint32_t>(code) >> i & 1U) != 0) members.emplace_back(domain.values[i]);
  }
  return members;
}

std::string table_agreement::compiled_result(const subject& of) const {
  const auto& table = pack_.tables[of.table];
  std::string text;
  if (table.result != result_kind::all) {
    for (const auto& output : table.outputs)
      text += dmn::to_text(as_value(output.slot)) + ";";
    return text;
  }
  const auto& domain = pack_.tables.slot(table.outputs[0].slot);
  for (auto rest = masks_[of.table]; rest != 0; rest &= rest - 1) {
    const auto code = table.rules[static_cast<std::size_t>(std::countr_zero(rest))].results[0];
    text += domain.type == fact_type::enumeration ? domain.values[static_cast<std::size_t>(code - 1)] + ";"
                                                  : std::to_string(code) + ";";
  }
  return text;
}

table_agreement::outcome table_agreement::evaluated(const subject& of, const dmn::decision_model& model) const {
  std::vector<dmn::model_input> inputs;
  for (const auto& column : of.columns)
    inputs.push_back({pack_.tables.slot(column.slot).key, as_value(column.slot), ""});
  const auto& table = pack_.tables[of.table];
  const auto found = model.evaluate_decision(table.name, inputs);
  outcome made;
  if (table.result == result_kind::all) {
    if (found.result.is(dmn::value_kind::list)) {
      for (const auto& item : found.result.list())
        made.result += dmn::to_text(item) + ";";
    }
  } else if (table.outputs.size() == 1) {
    made.result = dmn::to_text(found.result) + ";";
  } else {
    for (const auto& output : table.outputs) {
      const auto* part = found.result.is(dmn::value_kind::context) ? found.result.context().find(output.name) : nullptr;
      made.result += dmn::to_text(part ? *part : dmn::value()) + ";";
    }
  }
  for (const auto& hits : found.tables)
    made.rules.insert(made.rules.end(), hits.rules.begin(), hits.rules.end());
  return made;
}

// FEEL lets null satisfy not(...); here an unknown satisfies nothing but "-".
bool table_agreement::rests_on_unknown(const subject& of, std::size_t rule) const {
  for (std::size_t i = 0; i < of.columns.size(); ++i) {
    const auto slot = of.columns[i].slot;
    const bool unknown = slots_[slot] == code_without_value(pack_.tables.slot(slot).type);
    if (unknown && (of.rules[rule].negated >> i & 1U) != 0) return true;
  }
  return false;
}

std::string table_agreement::described(const subject& of) const {
  auto text = pack_.tables[of.table].name + " on";
  for (const auto& column : of.columns)
    text += " " + pack_.tables.slot(column.slot).key + "=" + dmn::to_text(as_value(column.slot));
  return text;
}

std::string table_agreement::compare(const subject& of) {
  fill(of);
  pack_.tables.evaluate_one(of.table, slots_.data(), masks_.data());
  ++tried_;
  if (masks_[of.table] != 0) ++matched_;
  rule_mask mask = 0;
  bool altered = false;
  for (const auto rule : evaluated(of, *of.every_rule).rules) {
    if (rests_on_unknown(of, rule))
      altered = true;
    else
      mask |= rule_mask{1} << of.rules[rule].compiled;
  }
  if (mask != masks_[of.table]) return described(of) + ": other rules match";
  if (altered) return {};
  const auto wanted = evaluated(of, *of.model).result;
  const auto given = compiled_result(of);
  return wanted == given ? "" : described(of) + ": " + given + " where FEEL gives " + wanted;
}

std::vector<std::string> table_agreement::try_all(std::size_t rounds, std::uint64_t seed) {
  random_.seed(seed);
  std::vector<std::string> differences;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (const auto& each : subjects_) {
      auto difference = compare(each);
      if (difference.empty()) continue;
      differences.push_back(std::move(difference));
      if (differences.size() == 10) return differences;
    }
  }
  return differences;
}

} // namespace frontdoor::tests
