#include "triage/dmn/evaluator.hpp"

#include <algorithm>

#include "triage/dmn/builtins.hpp"

namespace frontdoor::triage::dmn {

const value* scope::find(std::string_view name) const {
  for (const auto* s = this; s != nullptr; s = s->outer) {
    for (auto entry = s->names.rbegin(); entry != s->names.rend(); ++entry) {
      if (entry->first == name) return &entry->second;
    }
    if (s->members != nullptr) {
      if (const auto* found = s->members->find(name)) return found;
    }
  }
  return nullptr;
}

evaluator::at_place::at_place(evaluator& owner, const std::string& file, const source_place& place)
    : owner_(owner), file_(owner.file_), place_(owner.place_), node_(owner.node_) {
  owner.file_ = &file;
  owner.place_ = &place;
  owner.node_ = nullptr;
}

evaluator::at_place::~at_place() {
  owner_.file_ = file_;
  owner_.place_ = place_;
  owner_.node_ = node_;
}

evaluator::deeper::deeper(evaluator& owner) : owner_(owner), within_(owner.depth_ < owner.options_.limits.depth) {
  ++owner.depth_;
  if (within_ || owner.stopped_) return;
  owner.stopped_ = true;
  owner.fail("limit_depth", "the evaluation is nested deeper than " + std::to_string(owner.options_.limits.depth));
}

value evaluator::fail(std::string code, std::string detail) {
  constexpr std::size_t most = 100;
  if (diagnostics_.size() >= most) return {};
  if (stopped_ && !code.starts_with("limit_")) return {}; // only follows from the stop
  diagnostic d;
  d.code = std::move(code);
  d.detail = std::move(detail);
  if (file_ != nullptr) d.file = *file_;
  if (place_ != nullptr) {
    d.element = place_->path;
    d.file_line = place_->line;
  }
  if (node_ != nullptr) {
    d.line = node_->line;
    d.column = node_->column;
  }
  diagnostics_.push_back(std::move(d));
  return {};
}

void evaluator::note_hits(const source_place& table, const std::vector<std::size_t>& rules) {
  constexpr std::size_t most = 1000;
  if (tables_.size() < most) tables_.push_back({table.path, rules});
}

evaluation evaluator::finish(value result) {
  evaluation out;
  out.result = stopped_ ? value() : std::move(result);
  out.diagnostics = std::move(diagnostics_);
  out.tables = std::move(tables_);
  return out;
}

value evaluator::wrong_type(std::string_view what, const value& v, std::string_view wanted) {
  std::string detail(what);
  detail += " is a ";
  detail += kind_name(v.kind());
  detail += ", not a ";
  detail += wanted;
  return fail("wrong_type", std::move(detail));
}

bool evaluator::charge(std::uint64_t steps) {
  if (stopped_) return false;
  steps_ += steps;
  if (steps_ <= options_.limits.steps) return true;
  stopped_ = true;
  diagnostics_.clear(); // the one that matters must be seen
  fail("limit_steps", "the evaluation takes more than " + std::to_string(options_.limits.steps) + " steps");
  return false;
}

value evaluator::bounded(value v) {
  const auto& limits = options_.limits;
  const auto refuse = [&](std::string_view what, std::uint64_t limit) {
    stopped_ = true;
    return fail("limit_" + std::string(what), "a value is larger than the limit of " + std::to_string(limit));
  };
  if (v.is(value_kind::string)) {
    return v.string().size() > limits.string_size ? refuse("string", limits.string_size) : v;
  }
  if (v.is(value_kind::list) && v.list().size() > limits.list_size) return refuse("list", limits.list_size);
  if (v.depth() > limits.nesting) return refuse("nesting", limits.nesting);
  if (v.is(value_kind::list) || v.is(value_kind::context)) {
    if (v.weight() > limits.weight) return refuse("weight", limits.weight);
  }
  return v;
}

value evaluator::evaluate(const std::shared_ptr<const compiled_text>& text, const scope& names) {
  const at_place here(*this, text->file, text->place);
  if (text->fault) {
    return fail(
        "syntax", text->fault->detail + " (line " + std::to_string(text->fault->line) + ", column " +
                      std::to_string(text->fault->column) + ")"
    );
  }
  if (!text->tree) return {};
  const auto unit = std::exchange(unit_, text);
  const auto* types = std::exchange(types_, text->types);
  auto out = node(*text->tree, names);
  unit_ = unit;
  types_ = types;
  return out;
}

value evaluator::node(const ast::node& n, const scope& names) {
  if (!charge(1)) return {};
  const deeper level(*this);
  if (!level) return {};
  const auto* outer = std::exchange(node_, &n);
  auto out = visit(n, names);
  node_ = outer;
  if (stopped_) return {};
  return out;
}

value evaluator::visit(const ast::node& n, const scope& names) {
  using ast::kind;
  switch (n.kind) {
  case kind::literal:
    return n.constant;
  case kind::name:
    return name(n, names);
  case kind::negation:
    return negated(node(*n.children[0], names), *this);
  case kind::arithmetic: {
    const auto left = node(*n.children[0], names);
    const auto right = node(*n.children[1], names);
    return stopped_ ? value() : bounded(arithmetic(n.text, left, right, *this));
  }
  case kind::comparison:
    return comparison(n, names);
  case kind::conjunction:
    return logic(n, names, true);
  case kind::disjunction:
    return logic(n, names, false);
  case kind::between:
    return between(n, names);
  case kind::in_test:
    return in_test(n, names);
  case kind::instance_of:
    return instance_of(node(*n.children[0], names), resolve(n.types[0]), *this);
  case kind::list:
    return list(n, names);
  case kind::context:
    return context(n, names);
  case kind::range:
    return range(n, names);
  case kind::unary:
    return unary(n, names);
  case kind::path:
    return path(n, names);
  case kind::filter:
    return filter(n, names);
  case kind::call:
    return function_call(n, names);
  case kind::condition:
    return condition(n, names);
  case kind::for_each:
    return for_each(n, names);
  case kind::some:
    return quantified(n, names, true);
  case kind::every:
    return quantified(n, names, false);
  case kind::function:
    return function(n, names);
  case kind::span:
    break; // only as a domain
  }
  return fail("not_a_value", "the expression has no value by itself");
}

value evaluator::name(const ast::node& n, const scope& names) {
  if (const auto* found = names.find(n.text)) return *found;
  if (auto function = built_in_function(n.text)) return value(std::move(function));
  return fail("unknown_name", "there is nothing named \"" + n.text + "\" here");
}

value evaluator::list(const ast::node& n, const scope& names) {
  std::vector<value> items;
  items.reserve(n.children.size());
  for (const auto& child : n.children)
    items.push_back(node(*child, names));
  return bounded(value(std::move(items)));
}

value evaluator::context(const ast::node& n, const scope& names) {
  auto out = std::make_shared<context_data>();
  scope inner{&names, {}, nullptr};
  for (std::size_t i = 0; i < n.children.size(); ++i) {
    const auto& child = *n.children[i];
    if (out->find(n.names[i]) != nullptr) return fail("duplicate_key", "the key \"" + n.names[i] + "\" stands twice");
    auto content = child.kind == ast::kind::function ? function(child, inner, n.names[i]) : node(child, inner);
    inner.names.emplace_back(n.names[i], content);
    out->put(n.names[i], std::move(content));
  }
  return bounded(value(context_ptr(std::move(out))));
}

value evaluator::condition(const ast::node& n, const scope& names) {
  const auto test = node(*n.children[0], names);
  if (stopped_) return {};
  return node(*n.children[test.is_true() ? 1 : 2], names);
}

value evaluator::function(const ast::node& n, const scope& names, std::string own_name) {
  auto out = std::make_shared<function_data>();
  out->name = own_name;
  if (n.external) {
    out->signatures.push_back({{}, 0, true, [](evaluator& e, std::vector<value>&, const function_ptr&) {
                                 return e.fail("external_function", "functions outside FEEL are not run");
                               }});
    return value(function_ptr(std::move(out)));
  }
  // The function keeps the names it can see; its own name is bound anew at each call, so nothing refers to itself.
  auto seen = std::make_shared<scope>();
  std::uint64_t copied = 0;
  for (const auto* s = &names; s != nullptr; s = s->outer) {
    for (auto entry = s->names.rbegin(); entry != s->names.rend(); ++entry, ++copied) {
      seen->names.push_back(*entry);
      out->depth = std::max(out->depth, entry->second.depth() + 1);
    }
    if (s->members == nullptr) continue;
    for (const auto& [key, content] : s->members->entries) {
      seen->names.emplace_back(key, content);
      out->depth = std::max(out->depth, content.depth() + 1);
    }
  }
  std::reverse(seen->names.begin(), seen->names.end());
  if (!charge(copied)) return {};
  function_data::signature way;
  for (std::size_t i = 0; i < n.names.size(); ++i) {
    way.parameters.push_back({n.names[i], n.types[i].name.empty() ? nullptr : resolve(n.types[i])});
  }
  way.required = way.parameters.size();
  const ast::node* body = n.children[0].get();
  way.call = [seen, body, unit = unit_, types = types_,
              own_name](evaluator& e, std::vector<value>& arguments, const function_ptr& self) {
    scope inner{seen.get(), {}, nullptr};
    if (!own_name.empty()) inner.names.emplace_back(own_name, value(self));
    const auto& parameters = self->signatures[0].parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i)
      inner.names.emplace_back(parameters[i].name, std::move(arguments[i]));
    const auto outer_unit = std::exchange(e.unit_, unit);
    const auto* outer_types = std::exchange(e.types_, types);
    auto result = e.node(*body, inner);
    e.unit_ = outer_unit;
    e.types_ = outer_types;
    return result;
  };
  out->signatures.push_back(std::move(way));
  return bounded(value(function_ptr(std::move(out))));
}

value evaluator::function_call(const ast::node& n, const scope& names) {
  auto called = node(*n.children[0], names);
  if (stopped_) return {};
  // A variable may bear the name of a built-in function; where it is called, the function is meant.
  if (!called.is(value_kind::function) && n.children[0]->kind == ast::kind::name) {
    if (auto built_in = built_in_function(n.children[0]->text)) called = value(std::move(built_in));
  }
  if (!called.is(value_kind::function)) {
    if (called.is_null()) return fail("not_a_function", "what is called here is null");
    return wrong_type("what is called here", called, "function");
  }
  std::vector<value> arguments;
  arguments.reserve(n.children.size() - 1);
  for (std::size_t i = 1; i < n.children.size(); ++i)
    arguments.push_back(node(*n.children[i], names));
  if (stopped_) return {};
  if (n.names.empty()) return call(called.function_pointer(), std::move(arguments));
  return call_named(called.function_pointer(), n.names, std::move(arguments));
}

value evaluator::call(const function_ptr& function, std::vector<value> arguments) {
  for (const auto& way : function->signatures) {
    const bool fits = arguments.size() >= way.required && (way.variadic || arguments.size() <= way.parameters.size());
    if (fits) return invoke(function, way, arguments);
  }
  return fail(
      "wrong_arguments",
      "the function " + function->name + " does not take " + std::to_string(arguments.size()) + " arguments"
  );
}

value evaluator::call_named(
    const function_ptr& function, const std::vector<std::string>& given, std::vector<value> arguments
) {
  for (const auto& way : function->signatures) {
    std::vector<value> ordered(way.parameters.size());
    std::vector<bool> present(way.parameters.size(), false);
    bool fits = true;
    std::size_t last = 0;
    for (std::size_t i = 0; i < given.size() && fits; ++i) {
      const auto at =
          std::find_if(way.parameters.begin(), way.parameters.end(), [&](const auto& p) { return p.name == given[i]; });
      const auto index = static_cast<std::size_t>(at - way.parameters.begin());
      fits = at != way.parameters.end() && !present[index];
      if (!fits) break;
      ordered[index] = arguments[i];
      present[index] = true;
      last = std::max(last, index + 1);
    }
    for (std::size_t i = 0; i < way.required && fits; ++i)
      fits = present[i];
    if (!fits) continue;
    ordered.resize(std::max(last, way.required));
    return invoke(function, way, ordered);
  }
  return fail("wrong_arguments", "the function " + function->name + " does not take arguments of these names");
}

value evaluator::invoke(
    const function_ptr& function, const function_data::signature& way, std::vector<value>& arguments
) {
  std::uint64_t work = 1;
  if (function->built_in) {
    for (const auto& argument : arguments)
      work += argument.weight() / 8;
  }
  if (!charge(work)) return {};
  const deeper level(*this);
  if (!level) return {};
  for (std::size_t i = 0; i < arguments.size() && i < way.parameters.size(); ++i) {
    const auto* wanted = way.parameters[i].type;
    if (wanted == nullptr) continue;
    const bool was_null = arguments[i].is_null();
    arguments[i] = coerced(arguments[i], wanted, *this, "the argument " + way.parameters[i].name);
    // A function called with an argument that does not fit is not run (10.3.2.13.3).
    if (arguments[i].is_null() && !was_null) return {};
  }
  auto out = way.call(*this, arguments, function);
  if (stopped_) return {};
  if (function->result != nullptr) out = coerced(out, function->result, *this, "the result of " + function->name);
  return bounded(std::move(out));
}

const type* evaluator::resolve(const ast::type_name& name) {
  if (const auto known = resolved_names_.find(&name); known != resolved_names_.end()) return known->second;
  const type* out = nullptr;
  if (name.arguments.empty() && name.result.empty() && name.name != "context") {
    out = types_ != nullptr ? types_->find(name.name) : type_table::built_in(name.name);
    if (out == nullptr) {
      auto& missing = resolved_.emplace_back();
      missing.kind = type::kind_of::unknown;
      missing.name = name.name;
      out = &missing;
      fail("unknown_type", "there is no type \"" + name.name + "\"");
    }
  } else {
    auto& built = resolved_.emplace_back();
    if (name.name == "list" || name.name == "range") {
      built.kind = name.name == "list" ? type::kind_of::list : type::kind_of::range;
      built.element = resolve(name.arguments[0]);
    } else if (name.name == "context") {
      built.kind = type::kind_of::context;
      built.open = name.members.empty();
      for (std::size_t i = 0; i < name.members.size(); ++i)
        built.members.emplace_back(name.members[i], resolve(name.arguments[i]));
    } else {
      built.kind = type::kind_of::function;
      for (const auto& argument : name.arguments)
        built.parameters.push_back(resolve(argument));
      built.result = resolve(name.result[0]);
    }
    out = &built;
  }
  // Only names inside a tree that lives as long as this evaluator are worth keeping.
  resolved_names_.emplace(&name, out);
  return out;
}

} // namespace frontdoor::triage::dmn
