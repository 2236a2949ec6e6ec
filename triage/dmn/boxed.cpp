#include "triage/dmn/boxed.hpp"

#include <algorithm>

namespace frontdoor::triage::dmn::detail {
namespace {

class literal_box final : public box {
 public:
  std::shared_ptr<const compiled_text> text;

 protected:
  value evaluate(evaluator& with, const scope& names) const override { return with.evaluate(text, names); }
};

class context_box final : public box {
 public:
  struct entry {
    std::string name; // empty: the result
    const type* wanted = nullptr;
    box_ptr content;
  };
  std::vector<entry> entries;

 protected:
  value evaluate(evaluator& with, const scope& names) const override {
    auto out = std::make_shared<context_data>();
    scope inner{&names, {}, nullptr};
    for (const auto& e : entries) {
      auto content = e.content ? e.content->run(with, inner) : value();
      if (with.stopped()) return {};
      if (e.name.empty()) return content;
      content = coerced(content, e.wanted, with, "the entry " + e.name);
      inner.names.emplace_back(e.name, content);
      out->put(e.name, std::move(content));
    }
    return with.bounded(value(context_ptr(std::move(out))));
  }
};

class list_box final : public box {
 public:
  std::vector<box_ptr> items;

 protected:
  value evaluate(evaluator& with, const scope& names) const override {
    std::vector<value> out;
    out.reserve(items.size());
    for (const auto& item : items)
      out.push_back(item->run(with, names));
    return with.bounded(value(std::move(out)));
  }
};

class relation_box final : public box {
 public:
  std::vector<std::pair<std::string, const type*>> columns;
  std::vector<std::vector<box_ptr>> rows;

 protected:
  value evaluate(evaluator& with, const scope& names) const override {
    std::vector<value> out;
    out.reserve(rows.size());
    for (const auto& row : rows) {
      auto line = std::make_shared<context_data>();
      for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
        line->put(
            columns[i].first,
            coerced(row[i]->run(with, names), columns[i].second, with, "the column " + columns[i].first)
        );
      }
      out.emplace_back(context_ptr(std::move(line)));
    }
    return with.bounded(value(std::move(out)));
  }
};

class function_box final : public box {
 public:
  std::shared_ptr<const boxed_function> function;

 protected:
  value evaluate(evaluator&, const scope& names) const override { return make_function(function, names); }
};

class invocation_box final : public box {
 public:
  box_ptr function;
  std::vector<std::string> parameters;
  std::vector<box_ptr> arguments;

 protected:
  value evaluate(evaluator& with, const scope& names) const override {
    const auto called = function ? function->run(with, names) : value();
    if (with.stopped()) return {};
    if (!called.is(value_kind::function)) return with.fail("not_a_function", "what is invoked is not a function");
    std::vector<value> given;
    for (const auto& argument : arguments)
      given.push_back(argument ? argument->run(with, names) : value());
    return with.call_named(called.function_pointer(), parameters, std::move(given));
  }
};

class conditional_box final : public box {
 public:
  box_ptr condition, then_branch, else_branch;

 protected:
  value evaluate(evaluator& with, const scope& names) const override {
    const auto test = condition->run(with, names);
    if (with.stopped()) return {};
    if (!test.is(value_kind::boolean) && !test.is_null()) return with.wrong_type("the condition", test, "boolean");
    return (test.is_true() ? then_branch : else_branch)->run(with, names);
  }
};

// The items of what is iterated over; a single value is a list of one.
std::optional<std::vector<value>> items_of(evaluator& with, const value& in) {
  if (in.is(value_kind::list)) return in.list();
  if (in.is_null()) {
    with.fail("wrong_type", "what is iterated over is null");
    return std::nullopt;
  }
  return std::vector<value>{in};
}

class filter_box final : public box {
 public:
  box_ptr in, match;

 protected:
  value evaluate(evaluator& with, const scope& names) const override {
    const auto items = items_of(with, in->run(with, names));
    if (!items) return {};
    std::vector<value> kept;
    for (std::size_t i = 0; i < items->size(); ++i) {
      const auto& item = (*items)[i];
      scope inner{&names, {}, item.is(value_kind::context) ? &item.context() : nullptr};
      if (inner.members == nullptr || inner.members->find("item") == nullptr) inner.names.emplace_back("item", item);
      const auto outcome = match->run(with, inner);
      if (with.stopped()) return {};
      if (outcome.is(value_kind::number) && i == 0) {
        const auto at = outcome.number().to_int64().value_or(0);
        const auto size = static_cast<std::int64_t>(items->size());
        const auto index = at > 0 ? at - 1 : at < 0 ? size + at : -1;
        return index < 0 || index >= size ? value() : (*items)[static_cast<std::size_t>(index)];
      }
      if (outcome.is_true())
        kept.push_back(item);
      else if (!outcome.is(value_kind::boolean))
        return with.wrong_type("the filter", outcome, "boolean");
    }
    return value(std::move(kept));
  }
};

class iterator_box final : public box {
 public:
  iterator::kind_of kind = iterator::kind_of::for_each;
  std::string variable;
  const type* variable_type = nullptr;
  box_ptr in, body;

 protected:
  value evaluate(evaluator& with, const scope& names) const override {
    const auto items = items_of(with, in->run(with, names));
    if (!items) return {};
    std::vector<value> results;
    for (const auto& item : *items) {
      const scope inner{
          &names, {{variable, coerced(item, variable_type, with, "the item")}, {"partial", value()}}, nullptr
      };
      auto outcome = body->run(with, inner);
      if (with.stopped()) return {};
      results.push_back(std::move(outcome));
    }
    if (kind == iterator::kind_of::for_each) return with.bounded(value(std::move(results)));
    bool unsure = false;
    const bool some = kind == iterator::kind_of::some;
    for (const auto& outcome : results) {
      if (outcome.is_null())
        unsure = true;
      else if (!outcome.is(value_kind::boolean))
        return with.wrong_type("the test", outcome, "boolean");
    }
    for (const auto& outcome : results) {
      if (outcome.is(value_kind::boolean) && outcome.boolean() == some) return some;
    }
    return unsure ? value() : value(!some);
  }
};

void note_fault(const compile_scope& with, const source_place& place, const syntax_fault& fault) {
  if (with.found == nullptr) return;
  with.found->push_back(
      {place.path, "feel_syntax",
       fault.detail + " (line " + std::to_string(fault.line) + ", column " + std::to_string(fault.column) +
           " of the text; line " + std::to_string(place.line) + " of the file)",
       "", *with.file}
  );
}

bool is_feel(const std::string& language) {
  return language.empty() || language.find("FEEL") != std::string::npos || language.find("feel") != std::string::npos;
}

std::shared_ptr<box> compile_context(const boxed_context& source, const compile_scope& with, const name_table& names) {
  auto out = std::make_shared<context_box>();
  auto known = names;
  for (const auto& entry : source.entries) {
    context_box::entry item;
    if (entry.variable) {
      item.name = entry.variable->name;
      item.wanted = type_of(entry.variable->type_ref, with, {});
      known.add(item.name); // a function may call itself
    }
    const auto* function = entry.value ? std::get_if<function_definition>(&entry.value->body) : nullptr;
    if (function != nullptr && entry.variable) {
      auto held = std::make_shared<function_box>();
      held->function = compile_function(*function, item.name, with, known);
      item.content = std::move(held);
    } else {
      item.content = compile_box(entry.value, with, known);
    }
    out->entries.push_back(std::move(item));
  }
  return out;
}

std::shared_ptr<box> compile_relation(const relation& source, const compile_scope& with, const name_table& names) {
  auto out = std::make_shared<relation_box>();
  for (const auto& column : source.columns)
    out->columns.emplace_back(column.name, type_of(column.type_ref, with, {}));
  for (const auto& row : source.rows) {
    auto& cells = out->rows.emplace_back();
    for (const auto& cell : row)
      cells.push_back(compile_box(cell, with, names));
  }
  return out;
}

std::shared_ptr<box> compile_iterator(const iterator& source, const compile_scope& with, const name_table& names) {
  auto out = std::make_shared<iterator_box>();
  out->kind = source.kind;
  out->variable = source.variable;
  const auto* domain = type_of(source.variable_type, with, {});
  out->variable_type = domain != nullptr && domain->kind == type::kind_of::list ? domain->element : nullptr;
  out->in = compile_box(source.in, with, names);
  auto inner = names;
  inner.add(source.variable);
  inner.add("partial");
  out->body = compile_box(source.body, with, inner);
  return out;
}

struct box_compiler {
  const compile_scope& with;
  const name_table& names;

  std::shared_ptr<box> operator()(const literal_expression& source) const {
    auto out = std::make_shared<literal_box>();
    out->text = compile_text(source.text, with, names);
    return out;
  }
  std::shared_ptr<box> operator()(const decision_table& source) const { return compile_table(source, with, names); }
  std::shared_ptr<box> operator()(const boxed_context& source) const { return compile_context(source, with, names); }
  std::shared_ptr<box> operator()(const relation& source) const { return compile_relation(source, with, names); }
  std::shared_ptr<box> operator()(const iterator& source) const { return compile_iterator(source, with, names); }
  std::shared_ptr<box> operator()(const boxed_list& source) const {
    auto out = std::make_shared<list_box>();
    for (const auto& item : source.items)
      out->items.push_back(compile_box(item, with, names));
    return out;
  }
  std::shared_ptr<box> operator()(const function_definition& source) const {
    auto out = std::make_shared<function_box>();
    out->function = compile_function(source, {}, with, names);
    return out;
  }
  std::shared_ptr<box> operator()(const invocation& source) const {
    auto out = std::make_shared<invocation_box>();
    out->function = compile_box(source.function, with, names);
    for (const auto& binding : source.bindings) {
      out->parameters.push_back(binding.parameter.name);
      out->arguments.push_back(compile_box(binding.value, with, names));
    }
    return out;
  }
  std::shared_ptr<box> operator()(const conditional& source) const {
    auto out = std::make_shared<conditional_box>();
    out->condition = compile_box(source.condition, with, names);
    out->then_branch = compile_box(source.then_branch, with, names);
    out->else_branch = compile_box(source.else_branch, with, names);
    return out;
  }
  std::shared_ptr<box> operator()(const dmn::filter& source) const {
    auto out = std::make_shared<filter_box>();
    out->in = compile_box(source.in, with, names);
    auto inner = names;
    inner.add("item");
    out->match = compile_box(source.match, with, inner);
    return out;
  }
};

} // namespace

value box::run(evaluator& with, const scope& names) const {
  static const std::string no_file;
  const evaluator::at_place here(with, file != nullptr ? *file : no_file, place);
  const evaluator::deeper level(with);
  if (!level || !with.charge(1)) return {};
  auto out = evaluate(with, names);
  if (result_type == nullptr || with.stopped()) return out;
  return coerced(out, result_type, with, "the result");
}

const type* type_of(const std::string& reference, const compile_scope& with, const source_place& place) {
  if (reference.empty()) return nullptr;
  const auto* found = with.types->find(reference);
  if (found == nullptr && with.found != nullptr) {
    with.found->push_back({place.path, "unknown_type", "there is no type \"" + reference + "\"", "", *with.file});
  }
  return found;
}

std::shared_ptr<const compiled_text>
compile_text(const feel_text& text, const compile_scope& with, const name_table& names) {
  auto out = std::make_shared<compiled_text>();
  out->place = text.place;
  out->file = *with.file;
  out->types = with.types;
  const auto blank = text.text.find_first_not_of(" \t\r\n") == std::string::npos;
  if (blank) return out; // an empty expression is null
  if (!is_feel(text.language)) {
    out->fault = syntax_fault{"the expression language " + text.language + " is not FEEL", 1, 1};
  } else if (auto tree = parse_expression(text.text, {&names, with.members, with.type_names})) {
    out->tree = std::move(*tree);
  } else {
    out->fault = tree.error();
  }
  if (out->fault) note_fault(with, text.place, *out->fault);
  return out;
}

std::shared_ptr<const compiled_tests>
compile_tests(const feel_text& text, const compile_scope& with, const name_table& names) {
  auto out = std::make_shared<compiled_tests>();
  out->place = text.place;
  out->file = *with.file;
  out->types = with.types;
  if (auto tests = parse_unary_tests(text.text, {&names, with.members, with.type_names})) {
    out->tests = std::move(*tests);
  } else {
    out->fault = tests.error();
    note_fault(with, text.place, *out->fault);
  }
  return out;
}

box_ptr compile_box(const expression_ptr& source, const compile_scope& with, const name_table& names) {
  if (!source) return nullptr;
  auto out = std::visit(
      [&](const auto& body) -> std::shared_ptr<box> { return box_compiler{with, names}(body); }, source->body
  );
  out->result_type = type_of(source->type_ref, with, source->place);
  out->place = source->place;
  out->file = with.file;
  return out;
}

std::shared_ptr<const boxed_function> compile_function(
    const function_definition& source, const std::string& name, const compile_scope& with, const name_table& names
) {
  auto out = std::make_shared<boxed_function>();
  out->name = name;
  auto known = names;
  for (const auto& parameter : source.parameters) {
    known.add(parameter.name);
    out->parameters.push_back({parameter.name, type_of(parameter.type_ref, with, {})});
  }
  if (source.kind == function_kind::feel) out->body = compile_box(source.body, with, known);
  return out;
}

value make_function(const std::shared_ptr<const boxed_function>& function, const scope& names) {
  auto out = std::make_shared<function_data>();
  out->name = function->name;
  auto seen = std::make_shared<scope>();
  for (const auto* s = &names; s != nullptr; s = s->outer) {
    for (auto entry = s->names.rbegin(); entry != s->names.rend(); ++entry) {
      seen->names.push_back(*entry);
      out->depth = std::max(out->depth, entry->second.depth() + 1);
    }
  }
  std::reverse(seen->names.begin(), seen->names.end());
  function_data::signature way;
  way.parameters = function->parameters;
  way.required = way.parameters.size();
  way.call = [seen, function](evaluator& with, std::vector<value>& arguments, const function_ptr& self) {
    if (!function->body) return with.fail("external_function", "functions outside FEEL are not run");
    scope inner{seen.get(), {}, nullptr};
    if (!function->name.empty()) inner.names.emplace_back(function->name, value(self));
    for (std::size_t i = 0; i < function->parameters.size(); ++i) {
      inner.names.emplace_back(function->parameters[i].name, std::move(arguments[i]));
    }
    return function->body->run(with, inner);
  };
  out->signatures.push_back(std::move(way));
  return value(function_ptr(std::move(out)));
}

} // namespace frontdoor::triage::dmn::detail
