// The boxed expressions and decision tables of a model (DMN 1.5 chapters 8 and 10.2).
#include <algorithm>
#include <array>
#include <utility>

#include "triage/dmn/reader_support.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

std::string indexed(const std::string& path, std::string_view name, std::size_t index) {
  return path + "/" + std::string(name) + "[" + std::to_string(index + 1) + "]";
}

std::optional<hit_policy> hit_policy_of(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, hit_policy>, 8> names = {{
      {"", hit_policy::unique},
      {"UNIQUE", hit_policy::unique},
      {"ANY", hit_policy::any},
      {"PRIORITY", hit_policy::priority},
      {"FIRST", hit_policy::first},
      {"RULE ORDER", hit_policy::rule_order},
      {"OUTPUT ORDER", hit_policy::output_order},
      {"COLLECT", hit_policy::collect},
  }};
  for (const auto& [name, policy] : names) {
    if (name == text) return policy;
  }
  return std::nullopt;
}

std::optional<aggregation> aggregation_of(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, aggregation>, 5> names = {{
      {"", aggregation::none},
      {"SUM", aggregation::sum},
      {"COUNT", aggregation::count},
      {"MIN", aggregation::min},
      {"MAX", aggregation::max},
  }};
  for (const auto& [name, kind] : names) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

} // namespace

bool is_expression_name(std::string_view local) {
  static constexpr std::array<std::string_view, 12> names = {
      "literalExpression", "decisionTable", "context", "list", "relation", "functionDefinition",
      "invocation",        "conditional",   "filter",  "for",  "some",     "every",
  };
  return std::find(names.begin(), names.end(), local) != names.end();
}

information_item reading::read_information_item(pugi::xml_node node, const std::string& path) {
  information_item item;
  item.id = node.attribute("id").value();
  item.name = normal_name(node.attribute("name").value());
  item.type_ref = normal_name(node.attribute("typeRef").value());
  if (item.name.empty()) fault("name_missing", "the element has no name", place(node, path), "give it a name");
  return item;
}

feel_text reading::read_text(pugi::xml_node node, std::string path) {
  feel_text out;
  out.id = node.attribute("id").value();
  out.language = node.attribute("expressionLanguage").value();
  if (out.language.empty()) out.language = language;
  out.text = child_text(node, "text");
  const auto text_node = child(node, "text");
  out.place = place(text_node ? text_node : node, std::move(path));
  return out;
}

expression_ptr reading::read_expression_in(pugi::xml_node parent, const std::string& path) {
  expression_ptr out;
  for (const auto node : parent.children()) {
    const auto name = local_name(node);
    if (!is_expression_name(name)) continue;
    if (out) {
      fault("two_expressions", "the element holds more than one expression", place(node, path), "keep one of them");
      break;
    }
    out = read_expression(node, path + "/" + std::string(name));
  }
  return out;
}

expression_ptr reading::required_expression(pugi::xml_node parent, std::string_view name, const std::string& path) {
  const auto node = child(parent, name);
  const auto step = path + "/" + std::string(name);
  auto out = node ? read_expression_in(node, step) : nullptr;
  if (!out) fault("expression_missing", "the expression `" + std::string(name) + "` is missing", place(parent, step));
  return out;
}

expression_ptr reading::read_expression(pugi::xml_node node, const std::string& path) {
  auto out = std::make_shared<expression>();
  out->id = node.attribute("id").value();
  out->label = node.attribute("label").value();
  out->type_ref = normal_name(node.attribute("typeRef").value());
  out->place = place(node, path);
  const auto name = local_name(node);
  if (name == "literalExpression") {
    out->body = literal_expression{read_text(node, path)};
  } else if (name == "decisionTable") {
    out->body = read_table(node, path);
  } else if (name == "context") {
    out->body = read_context(node, path);
  } else if (name == "list") {
    boxed_list items;
    for (const auto item : node.children()) {
      if (!is_expression_name(local_name(item))) continue;
      items.items.push_back(read_expression(item, indexed(path, "item", items.items.size())));
    }
    out->body = std::move(items);
  } else if (name == "relation") {
    out->body = read_relation(node, path);
  } else if (name == "functionDefinition") {
    out->body = read_function(node, path);
  } else if (name == "invocation") {
    out->body = read_invocation(node, path);
  } else if (name == "conditional") {
    conditional choice;
    choice.condition = required_expression(node, "if", path);
    choice.then_branch = required_expression(node, "then", path);
    choice.else_branch = required_expression(node, "else", path);
    out->body = std::move(choice);
  } else if (name == "filter") {
    dmn::filter chosen;
    chosen.in = required_expression(node, "in", path);
    chosen.match = required_expression(node, "match", path);
    out->body = std::move(chosen);
  } else {
    out->body = read_iterator(node, name, path);
  }
  return out;
}

iterator reading::read_iterator(pugi::xml_node node, std::string_view name, const std::string& path) {
  iterator out;
  out.kind = name == "for"    ? iterator::kind_of::for_each
             : name == "some" ? iterator::kind_of::some
                              : iterator::kind_of::every;
  out.variable = normal_name(node.attribute("iteratorVariable").value());
  out.variable_type = normal_name(child(node, "in").attribute("typeRef").value());
  if (out.variable.empty()) fault("name_missing", "the iterator variable has no name", place(node, path));
  out.in = required_expression(node, "in", path);
  out.body = required_expression(node, name == "for" ? "return" : "satisfies", path);
  return out;
}

boxed_context reading::read_context(pugi::xml_node node, const std::string& path) {
  boxed_context out;
  for (const auto entry : children(node, "contextEntry")) {
    const auto step = indexed(path, "contextEntry", out.entries.size());
    boxed_context::entry item;
    if (const auto variable = child(entry, "variable"))
      item.variable = read_information_item(variable, step + "/variable");
    item.value = read_expression_in(entry, step);
    if (!item.value) fault("expression_missing", "the context entry has no expression", place(entry, step));
    out.entries.push_back(std::move(item));
  }
  return out;
}

relation reading::read_relation(pugi::xml_node node, const std::string& path) {
  relation out;
  for (const auto column : children(node, "column")) {
    out.columns.push_back(read_information_item(column, indexed(path, "column", out.columns.size())));
  }
  for (const auto row : children(node, "row")) {
    const auto step = indexed(path, "row", out.rows.size());
    std::vector<expression_ptr> cells;
    for (const auto cell : row.children()) {
      if (is_expression_name(local_name(cell)))
        cells.push_back(read_expression(cell, indexed(step, "cell", cells.size())));
    }
    if (cells.size() != out.columns.size()) {
      fault(
          "wrong_cell_count",
          "the row has " + std::to_string(cells.size()) + " cells for " + std::to_string(out.columns.size()) +
              " columns",
          place(row, step)
      );
    }
    out.rows.push_back(std::move(cells));
  }
  return out;
}

function_definition reading::read_function(pugi::xml_node node, const std::string& path) {
  function_definition out;
  const std::string_view kind = node.attribute("kind").value();
  if (kind == "Java" || kind == "java") {
    out.kind = function_kind::java;
  } else if (kind == "PMML" || kind == "pmml") {
    out.kind = function_kind::pmml;
  } else if (!kind.empty() && kind != "FEEL" && kind != "feel") {
    fault(
        "unknown_function_kind", "a function of kind \"" + std::string(kind) + "\"", place(node, path),
        "use FEEL, Java or PMML"
    );
  }
  for (const auto parameter : children(node, "formalParameter")) {
    out.parameters.push_back(read_information_item(parameter, indexed(path, "formalParameter", out.parameters.size())));
  }
  out.body = read_expression_in(node, path);
  return out;
}

invocation reading::read_invocation(pugi::xml_node node, const std::string& path) {
  invocation out;
  out.function = read_expression_in(node, path);
  if (!out.function) fault("expression_missing", "the invocation names no function", place(node, path));
  for (const auto binding : children(node, "binding")) {
    const auto step = indexed(path, "binding", out.bindings.size());
    invocation::binding item;
    if (const auto parameter = child(binding, "parameter")) {
      item.parameter = read_information_item(parameter, step + "/parameter");
    } else {
      fault("name_missing", "the binding names no parameter", place(binding, step));
    }
    item.value = read_expression_in(binding, step);
    out.bindings.push_back(std::move(item));
  }
  return out;
}

void reading::read_clauses(pugi::xml_node node, const std::string& path, decision_table& table) {
  for (const auto input : children(node, "input")) {
    const auto step = indexed(path, "input", table.inputs.size());
    input_clause clause;
    clause.id = input.attribute("id").value();
    clause.label = input.attribute("label").value();
    if (const auto tested = child(input, "inputExpression")) {
      clause.expression = read_text(tested, step + "/inputExpression");
      clause.type_ref = normal_name(tested.attribute("typeRef").value());
    } else {
      fault("expression_missing", "the input clause has no input expression", place(input, step));
    }
    if (const auto values = child(input, "inputValues")) clause.input_values = read_text(values, step + "/inputValues");
    table.inputs.push_back(std::move(clause));
  }
  for (const auto output : children(node, "output")) {
    const auto step = indexed(path, "output", table.outputs.size());
    output_clause clause;
    clause.id = output.attribute("id").value();
    clause.label = output.attribute("label").value();
    clause.name = normal_name(output.attribute("name").value());
    clause.type_ref = normal_name(output.attribute("typeRef").value());
    if (const auto values = child(output, "outputValues"))
      clause.output_values = read_text(values, step + "/outputValues");
    if (const auto entry = child(output, "defaultOutputEntry")) {
      clause.default_entry = read_text(entry, step + "/defaultOutputEntry");
    }
    table.outputs.push_back(std::move(clause));
  }
}

decision_rule reading::read_rule(pugi::xml_node node, const std::string& path, const decision_table& table) {
  decision_rule out;
  out.place = place(node, path);
  out.id = node.attribute("id").value();
  out.description = child_text(node, "description");
  for (const auto entry : children(node, "inputEntry")) {
    out.input_entries.push_back(read_text(entry, indexed(path, "inputEntry", out.input_entries.size())));
  }
  for (const auto entry : children(node, "outputEntry")) {
    out.output_entries.push_back(read_text(entry, indexed(path, "outputEntry", out.output_entries.size())));
  }
  for (const auto entry : children(node, "annotationEntry"))
    out.annotations.push_back(child_text(entry, "text"));
  if (out.input_entries.size() != table.inputs.size() || out.output_entries.size() != table.outputs.size()) {
    fault(
        "wrong_cell_count",
        "the rule has " + std::to_string(out.input_entries.size()) + " input and " +
            std::to_string(out.output_entries.size()) + " output entries for " + std::to_string(table.inputs.size()) +
            " inputs and " + std::to_string(table.outputs.size()) + " outputs",
        out.place
    );
  }
  return out;
}

decision_table reading::read_table(pugi::xml_node node, const std::string& path) {
  decision_table out;
  const auto where = place(node, path);
  const std::string_view policy = node.attribute("hitPolicy").value();
  if (const auto known = hit_policy_of(policy)) {
    out.hit_policy = *known;
  } else {
    fault("unknown_hit_policy", "there is no hit policy \"" + std::string(policy) + "\"", where);
  }
  const std::string_view combined = node.attribute("aggregation").value();
  if (const auto known = aggregation_of(combined)) {
    out.aggregation = *known;
  } else {
    fault("unknown_aggregation", "there is no aggregation \"" + std::string(combined) + "\"", where);
  }
  out.output_label = node.attribute("outputLabel").value();
  read_clauses(node, path, out);
  if (out.outputs.empty()) fault("output_missing", "the decision table has no output", where);
  if (out.aggregation != aggregation::none && out.hit_policy != hit_policy::collect) {
    fault("aggregation_without_collect", "only the hit policy COLLECT aggregates", where);
  }
  for (const auto& output : out.outputs) {
    if (out.outputs.size() > 1 && output.name.empty()) {
      fault("name_missing", "a table with several outputs needs a name for each", where);
    }
  }
  for (const auto annotation : children(node, "annotation")) {
    out.annotation_names.push_back(normal_name(annotation.attribute("name").value()));
  }
  for (const auto rule : children(node, "rule")) {
    out.rules.push_back(read_rule(rule, indexed(path, "rule", out.rules.size()), out));
  }
  return out;
}

} // namespace frontdoor::triage::dmn::detail
