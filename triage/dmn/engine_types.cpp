// Item definitions become types (DMN 1.5, 7.3.2).
#include "triage/dmn/engine_compile.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

class type_builder {
 public:
  type_builder(unit& u, triage::faults& found) : unit_(u) {
    with_.types = &u.types;
    with_.type_names = &u.type_names;
    with_.members = &u.members;
    with_.file = &u.source->file;
    with_.found = &found;
  }

  void run() {
    for (const auto& [prefix, imported] : unit_.imports) {
      for (const auto& [name, target] : imported->types.named()) {
        const auto known_as = prefix.empty() ? name : prefix + "." + name;
        unit_.types.alias(known_as, target);
        unit_.type_names.add(known_as);
      }
    }
    std::vector<std::pair<const item_definition*, type*>> named;
    for (const auto& item : unit_.source->item_definitions) {
      if (auto* made = unit_.types.add(item.name)) {
        named.emplace_back(&item, made);
        unit_.type_names.add(item.name);
      } else {
        fault(item, "duplicate_type", "another type is called \"" + item.name + "\" too");
      }
    }
    for (const auto& [item, made] : named)
      fill(*item, *made);
    for (const auto& [item, made] : named)
      settle(*made, 0);
    for (auto* made : anonymous_)
      settle(*made, 0);
  }

 private:
  void fault(const item_definition& item, std::string code, std::string detail) {
    with_.found->push_back({item.place.path, std::move(code), std::move(detail), "", unit_.source->file});
  }

  const type* build(const item_definition& item) {
    auto* made = unit_.types.add_anonymous();
    anonymous_.push_back(made);
    fill(item, *made);
    return made;
  }

  // A collection is a list of what the rest of the definition says.
  void fill(const item_definition& item, type& out) {
    const name_table names;
    type* body = &out;
    if (item.is_collection) {
      out.kind = type::kind_of::list;
      body = unit_.types.add_anonymous();
      anonymous_.push_back(body);
      out.element = body;
    }
    body->name = item.name;
    if (item.function) {
      body->kind = type::kind_of::function;
      for (const auto& parameter : item.function->parameters)
        body->parameters.push_back(type_of(parameter.type_ref, with_, item.place));
      body->result = type_of(item.function->output_type, with_, item.place);
    } else if (!item.components.empty()) {
      body->kind = type::kind_of::context;
      for (const auto& component : item.components) {
        unit_.members.add(component.name);
        body->members.emplace_back(component.name, build(component));
      }
    } else if (!item.type_ref.empty()) {
      body->base = type_of(item.type_ref, with_, item.place);
      if (body->base == nullptr) body->kind = type::kind_of::unknown;
    }
    if (item.allowed_values) body->allowed = compile_tests(*item.allowed_values, with_, names);
    if (item.type_constraint) out.constraint = compile_tests(*item.type_constraint, with_, names);
  }

  // A type made from another takes its kind and parts, so that they need not be looked up along the chain.
  void settle(type& t, int depth) {
    if (t.base == nullptr || depth > 50) return;
    const type* end = t.base;
    int steps = 0;
    while (end->base != nullptr && steps++ < 50)
      end = end->base;
    if (end->base != nullptr) { // defined by itself
      t.base = nullptr;
      t.kind = type::kind_of::unknown;
      return;
    }
    t.kind = end->kind;
    t.element = end->element;
    t.members = end->members;
    t.parameters = end->parameters;
    t.result = end->result;
    t.open = end->open;
  }

  unit& unit_;
  compile_scope with_;
  std::vector<type*> anonymous_;
};

} // namespace

void build_types(unit& u, triage::faults& found) {
  type_builder(u, found).run();
}

} // namespace frontdoor::triage::dmn::detail
