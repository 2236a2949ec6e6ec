// Decision tables (DMN 1.5, chapter 8).
#include <algorithm>

#include "triage/dmn/boxed.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

struct table_input {
  std::shared_ptr<const compiled_text> expression;
  const type* wanted = nullptr;
  std::shared_ptr<const compiled_tests> values;
};

struct table_output {
  std::string name;
  const type* wanted = nullptr;
  std::shared_ptr<const compiled_tests> values;
  std::shared_ptr<const compiled_text> fallback;
};

struct table_rule {
  std::vector<std::shared_ptr<const compiled_tests>> tests;
  std::vector<std::shared_ptr<const compiled_text>> results;
};

class table_box final : public box {
 public:
  dmn::hit_policy policy = dmn::hit_policy::unique;
  dmn::aggregation combined = dmn::aggregation::none;
  std::vector<table_input> inputs;
  std::vector<table_output> outputs;
  std::vector<table_rule> rules;

 protected:
  value evaluate(evaluator& with, const scope& names) const override {
    std::vector<value> tested;
    for (const auto& input : inputs) {
      auto v = coerced(with.evaluate(input.expression, names), input.wanted, with, "the input");
      if (with.stopped()) return {};
      if (input.values && !v.is_null() && !with.satisfies(input.values, v, names).is_true()) {
        return with.fail(
            "value_not_allowed", "the input " + to_text(v, 40).substr(0, 40) + " is not one of the values allowed"
        );
      }
      tested.push_back(std::move(v));
    }
    std::vector<std::size_t> hits;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (matches(with, names, rules[i], tested)) hits.push_back(i);
      if (with.stopped()) return {};
      if (policy == dmn::hit_policy::first && !hits.empty()) break;
    }
    with.note_hits(place, hits);
    if (hits.empty()) return defaults(with, names);
    return decide(with, names, hits);
  }

 private:
  static bool matches(evaluator& with, const scope& names, const table_rule& rule, const std::vector<value>& tested) {
    for (std::size_t i = 0; i < rule.tests.size() && i < tested.size(); ++i) {
      if (!with.satisfies(rule.tests[i], tested[i], names).is_true()) return false;
    }
    return true;
  }

  // One output is a value, several are a context.
  value assembled(std::vector<value> parts) const {
    if (outputs.size() == 1) return std::move(parts.front());
    auto out = std::make_shared<context_data>();
    for (std::size_t i = 0; i < outputs.size(); ++i)
      out->put(outputs[i].name, std::move(parts[i]));
    return value(context_ptr(std::move(out)));
  }

  value defaults(evaluator& with, const scope& names) const {
    const bool any =
        std::any_of(outputs.begin(), outputs.end(), [](const auto& output) { return output.fallback != nullptr; });
    if (!any) return {};
    std::vector<value> parts;
    for (const auto& output : outputs) {
      parts.push_back(
          output.fallback ? coerced(with.evaluate(output.fallback, names), output.wanted, with, "the default") : value()
      );
    }
    return assembled(std::move(parts));
  }

  std::vector<value> results(evaluator& with, const scope& names, std::size_t rule) const {
    std::vector<value> parts;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      auto v = with.evaluate(rules[rule].results[i], names);
      v = coerced(v, outputs[i].wanted, with, "the output");
      if (outputs[i].values && !v.is_null() && !with.satisfies(outputs[i].values, v, names).is_true()) {
        v = with.fail(
            "value_not_allowed", "the output " + to_text(v, 40).substr(0, 40) + " is not one of the values allowed"
        );
      }
      parts.push_back(std::move(v));
    }
    return parts;
  }

  value decide(evaluator& with, const scope& names, const std::vector<std::size_t>& hits) const {
    using dmn::hit_policy;
    if (policy == hit_policy::unique && hits.size() > 1) {
      return with.fail(
          "several_rules", "rules " + std::to_string(hits[0] + 1) + " and " + std::to_string(hits[1] + 1) +
                               " both match in a table where one may"
      );
    }
    std::vector<std::vector<value>> found;
    for (const auto hit : hits) {
      found.push_back(results(with, names, hit));
      if (with.stopped()) return {};
    }
    if (policy == hit_policy::any) {
      for (const auto& other : found) {
        if (!equal(value(other), value(found.front())).value_or(false)) {
          return with.fail("different_outputs", "matching rules differ in a table where they must agree");
        }
      }
    }
    if (policy == hit_policy::priority || policy == hit_policy::output_order) order_by_values(with, names, found);
    switch (policy) {
    case hit_policy::unique:
    case hit_policy::any:
    case hit_policy::first:
    case hit_policy::priority:
      return assembled(std::move(found.front()));
    default:
      break;
    }
    std::vector<value> items;
    for (auto& parts : found)
      items.push_back(assembled(std::move(parts)));
    if (policy == hit_policy::collect && combined != dmn::aggregation::none) return aggregated(with, std::move(items));
    return with.bounded(value(std::move(items)));
  }

  // Rank of a result by the order of the output values; values not listed come last.
  void order_by_values(evaluator& with, const scope& names, std::vector<std::vector<value>>& found) const {
    std::vector<std::pair<std::vector<std::size_t>, std::size_t>> ranked; // rank, then place in the table
    for (std::size_t hit = 0; hit < found.size(); ++hit) {
      std::vector<std::size_t> rank;
      for (std::size_t i = 0; i < outputs.size(); ++i) {
        rank.push_back(outputs[i].values ? with.rank(outputs[i].values, found[hit][i], names) : 0);
      }
      ranked.emplace_back(std::move(rank), hit);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::vector<value>> sorted;
    for (const auto& [rank, hit] : ranked)
      sorted.push_back(std::move(found[hit]));
    found = std::move(sorted);
  }

  value aggregated(evaluator& with, std::vector<value> items) const {
    using dmn::aggregation;
    if (combined == aggregation::count) return value(static_cast<std::int64_t>(items.size()));
    value out = items.front();
    for (std::size_t i = 1; i < items.size(); ++i) {
      if (combined == aggregation::sum) {
        out = arithmetic("+", out, items[i], with);
        if (out.is_null()) return {};
        continue;
      }
      const auto compared = order(items[i], out);
      if (!compared) return with.fail("wrong_type", "the outputs have no order");
      if (*compared == (combined == aggregation::min ? -1 : 1)) out = items[i];
    }
    return out;
  }
};

} // namespace

std::shared_ptr<box> compile_table(const decision_table& source, const compile_scope& with, const name_table& names) {
  auto out = std::make_shared<table_box>();
  out->policy = source.hit_policy;
  out->combined = source.aggregation;
  for (const auto& input : source.inputs) {
    table_input made;
    made.expression = compile_text(input.expression, with, names);
    made.wanted = type_of(input.type_ref, with, input.expression.place);
    if (input.input_values) made.values = compile_tests(*input.input_values, with, names);
    out->inputs.push_back(std::move(made));
  }
  for (const auto& output : source.outputs) {
    table_output made;
    made.name = output.name;
    made.wanted = type_of(output.type_ref, with, {});
    if (output.output_values) made.values = compile_tests(*output.output_values, with, names);
    if (output.default_entry) made.fallback = compile_text(*output.default_entry, with, names);
    out->outputs.push_back(std::move(made));
  }
  auto cell_names = names;
  cell_names.add("?");
  for (const auto& rule : source.rules) {
    table_rule made;
    for (const auto& entry : rule.input_entries)
      made.tests.push_back(compile_tests(entry, with, cell_names));
    for (const auto& entry : rule.output_entries)
      made.results.push_back(compile_text(entry, with, names));
    out->rules.push_back(std::move(made));
  }
  return out;
}

} // namespace frontdoor::triage::dmn::detail
