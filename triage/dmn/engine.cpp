#include "triage/dmn/engine.hpp"

#include <algorithm>
#include <map>

#include "triage/dmn/engine_compile.hpp"

namespace frontdoor::triage::dmn {
namespace {

using detail::element;
using detail::element_kind;

// One evaluation of a model: the values of elements found so far. A service called from FEEL runs in one of its own.
class run {
 public:
  run(evaluator& with, const std::vector<model_input>& inputs) : with_(with), inputs_(inputs) {}

  void set(const element* e, value v) { known_[e] = std::move(v); }

  value of(const element* e) {
    if (const auto found = known_.find(e); found != known_.end()) return found->second;
    if (with_.stopped()) return {};
    const evaluator::deeper level(with_);
    if (!level) return {};
    value out;
    switch (e->kind) {
    case element_kind::input:
      out = input(e);
      break;
    case element_kind::decision:
      out = decision(e);
      break;
    case element_kind::knowledge:
      out = knowledge(e);
      break;
    case element_kind::service:
      out = service(e);
      break;
    }
    known_[e] = out;
    return out;
  }

  // The input given for an element, made to conform; null when none was.
  value input(const element* e) {
    const evaluator::at_place here(with_, e->home->source->file, e->place);
    for (const auto& given : inputs_) {
      if (given.name != e->name || (!given.ns.empty() && given.ns != e->home->source->ns)) continue;
      return coerced(given.content, e->wanted, with_, "the input " + e->name);
    }
    return {};
  }

  // The output decisions with the given values in place of the inputs.
  value outputs(const element* s, const element* only) {
    if (s->outputs.size() == 1) return coerced(of(s->outputs.front()), s->result, with_, "the result of " + s->name);
    if (only != nullptr) return of(only);
    auto out = std::make_shared<context_data>();
    for (const auto* output : s->outputs)
      out->put(output->variable, of(output));
    return coerced(value(context_ptr(std::move(out))), s->result, with_, "the result of " + s->name);
  }

 private:
  scope names_for(const element* e) {
    scope names;
    std::map<std::string, std::shared_ptr<context_data>> imported;
    for (const auto& requirement : e->requires_) {
      // A knowledge model is known to itself by the call, so it is not built again here.
      if (requirement.target == e) continue;
      auto v = of(requirement.target);
      if (requirement.prefix.empty()) {
        names.names.emplace_back(requirement.target->variable, std::move(v));
        continue;
      }
      auto& group = imported[requirement.prefix];
      if (!group) group = std::make_shared<context_data>();
      group->put(requirement.target->variable, std::move(v));
    }
    for (auto& [prefix, group] : imported)
      names.names.emplace_back(prefix, value(context_ptr(std::move(group))));
    return names;
  }

  value decision(const element* e) {
    const evaluator::at_place here(with_, e->home->source->file, e->place);
    if (e->cyclic) return with_.fail("cyclic_requirement", "the decision requires itself");
    if (!e->logic) return with_.fail("no_logic", "the decision has no decision logic");
    const auto names = names_for(e);
    if (with_.stopped()) return {};
    return coerced(e->logic->run(with_, names), e->wanted, with_, "the result of " + e->name);
  }

  value knowledge(const element* e) {
    const evaluator::at_place here(with_, e->home->source->file, e->place);
    if (!e->function) return with_.fail("no_logic", "the knowledge model has no logic");
    if (building_ > 100) return with_.fail("cyclic_requirement", "knowledge models require each other");
    ++building_;
    auto made = detail::make_function(e->function, names_for(e));
    --building_;
    if (e->result == nullptr) return made;
    auto typed = std::make_shared<function_data>(made.function());
    typed->result = e->result;
    return value(function_ptr(std::move(typed)));
  }

  // A service as a function of its inputs, then its input decisions.
  value service(const element* s) {
    auto out = std::make_shared<function_data>();
    out->name = s->name;
    function_data::signature way;
    std::vector<const element*> taken = s->inputs;
    taken.insert(taken.end(), s->input_decisions.begin(), s->input_decisions.end());
    for (const auto* one : taken)
      way.parameters.push_back({one->variable, one->wanted});
    way.required = way.parameters.size();
    way.call = [s, taken](evaluator& with, std::vector<value>& arguments, const function_ptr&) {
      static const std::vector<model_input> nothing;
      run inner(with, nothing);
      for (std::size_t i = 0; i < taken.size(); ++i)
        inner.set(taken[i], std::move(arguments[i]));
      return inner.outputs(s, nullptr);
    };
    out->signatures.push_back(std::move(way));
    return value(function_ptr(std::move(out)));
  }

  evaluator& with_;
  const std::vector<model_input>& inputs_;
  std::map<const element*, value> known_;
  int building_ = 0;
};

const element* find(const decision_model::compiled& model, element_kind kind, std::string_view name) {
  for (const auto& e : model.root->elements) {
    if (e.kind == kind && e.name == name) return &e;
  }
  return nullptr;
}

evaluation unknown(evaluator& with, std::string_view what, std::string_view name) {
  return with.finish(
      with.fail("unknown_element", std::string("there is no ") + std::string(what) + " \"" + std::string(name) + "\"")
  );
}

// The values given for what a service takes; the rest of its inputs are null.
void prepare(run& r, evaluator& with, const element* s, const std::vector<model_input>& inputs) {
  for (const auto* one : s->input_decisions) {
    const auto given = std::find_if(inputs.begin(), inputs.end(), [&](const auto& i) { return i.name == one->name; });
    r.set(one, given == inputs.end() ? value() : coerced(given->content, one->wanted, with, "the input " + one->name));
  }
}

} // namespace

decision_model::decision_model(std::unique_ptr<compiled> held) : held_(std::move(held)) {}
decision_model::~decision_model() = default;

std::shared_ptr<const decision_model> decision_model::compile(
    std::shared_ptr<const definitions> main, const std::vector<std::shared_ptr<const definitions>>& imports
) {
  auto held = std::make_unique<compiled>();
  detail::compile_units(*held, main, imports);
  return std::shared_ptr<const decision_model>(new decision_model(std::move(held)));
}

const triage::faults& decision_model::faults() const {
  return held_->found;
}
const definitions& decision_model::source() const {
  return *held_->main;
}

evaluation decision_model::evaluate_decision(
    std::string_view name, const std::vector<model_input>& inputs, const evaluation_options& options
) const {
  evaluator with(options);
  const auto* wanted = find(*held_, element_kind::decision, name);
  if (wanted == nullptr) return unknown(with, "decision", name);
  run r(with, inputs);
  return with.finish(r.of(wanted));
}

evaluation decision_model::evaluate_service(
    std::string_view name, const std::vector<model_input>& inputs, const evaluation_options& options
) const {
  evaluator with(options);
  const auto* service = find(*held_, element_kind::service, name);
  if (service == nullptr) return unknown(with, "decision service", name);
  run r(with, inputs);
  prepare(r, with, service, inputs);
  return with.finish(r.outputs(service, nullptr));
}

evaluation decision_model::evaluate_service_output(
    std::string_view service, std::string_view output, const std::vector<model_input>& inputs,
    const evaluation_options& options
) const {
  evaluator with(options);
  const auto* found = find(*held_, element_kind::service, service);
  if (found == nullptr) return unknown(with, "decision service", service);
  const auto only =
      std::find_if(found->outputs.begin(), found->outputs.end(), [&](const auto* e) { return e->name == output; });
  if (only == found->outputs.end()) return unknown(with, "output of that service", output);
  run r(with, inputs);
  prepare(r, with, found, inputs);
  return with.finish(r.outputs(found, *only));
}

evaluation decision_model::evaluate_knowledge(
    std::string_view name, const std::vector<model_input>& arguments, const evaluation_options& options
) const {
  evaluator with(options);
  const auto* knowledge = find(*held_, element_kind::knowledge, name);
  if (knowledge == nullptr) return unknown(with, "knowledge model", name);
  run r(with, arguments);
  const auto function = r.of(knowledge);
  if (!function.is(value_kind::function)) return with.finish({});
  std::vector<std::string> names;
  std::vector<value> given;
  for (const auto& argument : arguments) {
    names.push_back(argument.name);
    given.push_back(argument.content);
  }
  return with.finish(with.call_named(function.function_pointer(), names, std::move(given)));
}

namespace {

name_table names_in(const context_data& variables) {
  name_table names;
  for (const auto& [name, content] : variables.entries)
    names.add(name);
  return names;
}

scope scope_with(const context_data& variables) {
  scope out;
  for (const auto& entry : variables.entries)
    out.names.push_back(entry);
  return out;
}

} // namespace

evaluation evaluate_feel(std::string_view text, const context_data& variables, const evaluation_options& options) {
  evaluator with(options);
  const auto names = names_in(variables);
  auto compiled = std::make_shared<compiled_text>();
  if (auto tree = parse_expression(text, {&names, &names, nullptr}))
    compiled->tree = std::move(*tree);
  else
    compiled->fault = tree.error();
  return with.finish(with.evaluate(compiled, scope_with(variables)));
}

evaluation evaluate_tests(
    std::string_view tests, const value& tested, const context_data& variables, const evaluation_options& options
) {
  evaluator with(options);
  const auto names = names_in(variables);
  auto compiled = std::make_shared<compiled_tests>();
  if (auto parsed = parse_unary_tests(tests, {&names, &names, nullptr}))
    compiled->tests = std::move(*parsed);
  else
    compiled->fault = parsed.error();
  return with.finish(with.satisfies(compiled, tested, scope_with(variables)));
}

} // namespace frontdoor::triage::dmn
