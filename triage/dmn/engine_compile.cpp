// Compiles the elements of a model and links them.
#include "triage/dmn/engine_compile.hpp"

#include <algorithm>
#include <set>

namespace frontdoor::triage::dmn::detail {
namespace {

class compiler {
 public:
  compiler(decision_model::compiled& out, const std::vector<std::shared_ptr<const definitions>>& imports)
      : out_(out), given_(imports) {}

  void run(const std::shared_ptr<const definitions>& main) {
    out_.root = load(main, 0);
    for (auto& [ns, u] : out_.units)
      declare(*u);
    for (auto& [ns, u] : out_.units)
      link(*u);
    for (auto& [ns, u] : out_.units)
      mark_cycles(*u);
    for (auto& [ns, u] : out_.units)
      compile_logic(*u);
  }

 private:
  void fault(const unit& u, const source_place& place, std::string code, std::string detail, std::string remedy = {}) {
    out_.found.push_back({place.path, std::move(code), std::move(detail), std::move(remedy), u.source->file});
  }

  // The unit of a model, with its imports loaded before it.
  unit* load(const std::shared_ptr<const definitions>& source, int depth) {
    auto& slot = out_.units[source->ns];
    if (slot) return slot.get();
    slot = std::make_unique<unit>();
    auto* u = slot.get();
    u->source = source;
    for (const auto& import : source->imports) {
      if (import.import_type.find("DMN") == std::string::npos) continue; // another language's
      const auto target = std::find_if(given_.begin(), given_.end(), [&](const auto& d) { return d->ns == import.ns; });
      if (target == given_.end()) {
        fault(*u, import.place, "import_missing", "the model of namespace \"" + import.ns + "\" was not given");
        continue;
      }
      if (depth > 50) {
        fault(*u, import.place, "import_too_deep", "imports are nested too deeply");
        continue;
      }
      u->imports.emplace_back(import.name, load(*target, depth + 1));
    }
    for (const auto* member : {"time offset", "start included", "end included"})
      u->members.add(member);
    build_types(*u, out_.found);
    return u;
  }

  static void add_declared(unit& u, element made) {
    u.members.add(made.variable);
    auto& held = u.elements.emplace_back(std::move(made));
    if (!held.id.empty()) u.by_id.emplace(held.id, &held);
  }

  element declared(unit& u, element_kind kind, const auto& source) {
    element made;
    made.kind = kind;
    made.id = source.id;
    made.name = source.name;
    made.variable = source.variable.name;
    made.home = &u;
    made.place = source.place;
    if (kind == element_kind::input || kind == element_kind::decision) {
      made.wanted = type_of(source.variable.type_ref, scope_of(u), source.place);
    }
    return made;
  }

  compile_scope scope_of(const unit& u) {
    compile_scope with;
    with.types = &u.types;
    with.type_names = &u.type_names;
    with.members = &u.members;
    with.file = &u.source->file;
    with.language = &u.source->expression_language;
    with.found = &out_.found;
    return with;
  }

  void declare(unit& u) {
    for (const auto& item : u.source->inputs)
      add_declared(u, declared(u, element_kind::input, item));
    for (const auto& item : u.source->decisions) {
      add_declared(u, declared(u, element_kind::decision, item));
      if (item.logic) add_members(u, *item.logic);
    }
    for (const auto& item : u.source->knowledge_models)
      add_declared(u, declared(u, element_kind::knowledge, item));
    for (const auto& item : u.source->services)
      add_declared(u, declared(u, element_kind::service, item));
  }

  // Keys a decision's value may have, so that paths with several words find them.
  static void add_members(unit& u, const expression& logic) {
    if (const auto* table = std::get_if<decision_table>(&logic.body)) {
      for (const auto& output : table->outputs) {
        if (!output.name.empty()) u.members.add(output.name);
      }
    } else if (const auto* context = std::get_if<boxed_context>(&logic.body)) {
      for (const auto& entry : context->entries) {
        if (entry.variable) u.members.add(entry.variable->name);
        if (entry.value) add_members(u, *entry.value);
      }
    } else if (const auto* lines = std::get_if<relation>(&logic.body)) {
      for (const auto& column : lines->columns)
        u.members.add(column.name);
    }
  }

  // The element a reference means, with the name of the import it comes through.
  element::requirement find(const unit& u, const reference& wanted, const source_place& place) {
    if (wanted.ns.empty() || wanted.ns == u.source->ns) {
      if (const auto found = u.by_id.find(wanted.id); found != u.by_id.end()) return {{}, found->second};
    }
    for (const auto& [prefix, imported] : u.imports) {
      if (imported->source->ns != wanted.ns) continue;
      if (const auto found = imported->by_id.find(wanted.id); found != imported->by_id.end())
        return {prefix, found->second};
    }
    fault(u, place, "reference_unknown", "there is no element with the id \"" + wanted.id + "\"");
    return {};
  }

  void require(const unit& u, element& e, const std::vector<reference>& wanted) {
    for (const auto& one : wanted) {
      auto found = find(u, one, e.place);
      if (found.target != nullptr) e.requires_.push_back(std::move(found));
    }
  }

  std::vector<const element*> targets(const unit& u, const std::vector<reference>& wanted, const source_place& place) {
    std::vector<const element*> out;
    for (const auto& one : wanted) {
      if (const auto found = find(u, one, place); found.target != nullptr) out.push_back(found.target);
    }
    return out;
  }

  void link(unit& u) {
    for (const auto& [prefix, imported] : u.imports)
      u.import_names.push_back(prefix);
    auto at = u.elements.begin() + static_cast<std::ptrdiff_t>(u.source->inputs.size());
    for (const auto& item : u.source->decisions) {
      require(u, *at, item.required_inputs);
      require(u, *at, item.required_decisions);
      require(u, *at, item.required_knowledge);
      ++at;
    }
    for (const auto& item : u.source->knowledge_models) {
      require(u, *at, item.required_knowledge);
      ++at;
    }
    for (const auto& item : u.source->services) {
      at->outputs = targets(u, item.output_decisions, item.place);
      at->input_decisions = targets(u, item.input_decisions, item.place);
      at->inputs = targets(u, item.input_data, item.place);
      const auto* typed = type_of(item.variable.type_ref, scope_of(u), item.place);
      at->result = typed != nullptr && typed->kind == type::kind_of::function ? typed->result : typed;
      ++at;
    }
  }

  // Walks the requirements in depth, without recursion. Where the walk meets a decision it is still inside of, there is
  // a cycle; that decision has no value, and the cycle ends there.
  void mark_cycles(unit& u) {
    struct visit {
      element* at;
      std::size_t next = 0;
    };
    for (auto& start : u.elements) {
      if (!entered_.insert(&start).second) continue;
      std::vector<visit> path = {{&start}};
      inside_.insert(&start);
      while (!path.empty()) {
        auto& here = path.back();
        if (here.next == here.at->requires_.size()) {
          inside_.erase(here.at);
          path.pop_back();
          continue;
        }
        auto* target = here.at->requires_[here.next++].target;
        if (target->kind == element_kind::decision && inside_.contains(target)) {
          if (!std::exchange(target->cyclic, true)) {
            fault(
                *target->home, target->place, "cyclic_requirement",
                "the decision \"" + target->name + "\" requires itself"
            );
          }
        } else if (entered_.insert(target).second) {
          inside_.insert(target);
          path.push_back({target});
        }
      }
    }
  }

  static name_table names_of(const unit& u, const element& e) {
    name_table names;
    for (const auto& requirement : e.requires_) {
      names.add(requirement.prefix.empty() ? requirement.target->variable : requirement.prefix);
    }
    for (const auto& prefix : u.import_names)
      names.add(prefix);
    if (e.kind == element_kind::knowledge) names.add(e.variable);
    return names;
  }

  void compile_logic(unit& u) {
    for (const auto& [prefix, imported] : u.imports) {
      for (const auto& e : imported->elements)
        u.members.add(e.variable);
    }
    const auto with = scope_of(u);
    auto at = u.elements.begin() + static_cast<std::ptrdiff_t>(u.source->inputs.size());
    for (const auto& item : u.source->decisions) {
      at->logic = compile_box(item.logic, with, names_of(u, *at));
      ++at;
    }
    for (const auto& item : u.source->knowledge_models) {
      if (item.logic) {
        at->function = compile_function(*item.logic, item.variable.name, with, names_of(u, *at));
        at->result = type_of(item.result_type, with, item.place);
        if (at->result != nullptr && at->result->kind == type::kind_of::function) at->result = at->result->result;
      }
      // The variable's type is the function's type, or in older models the type of its result.
      const auto* variable = type_of(item.variable.type_ref, with, item.place);
      if (at->result == nullptr && variable != nullptr) {
        at->result = variable->kind == type::kind_of::function ? variable->result : variable;
      }
      ++at;
    }
  }

  decision_model::compiled& out_;
  std::set<element*> entered_; // met by the walk for cycles
  std::set<element*> inside_;  // on its path just now
  const std::vector<std::shared_ptr<const definitions>>& given_;
};

} // namespace

void compile_units(
    decision_model::compiled& out, const std::shared_ptr<const definitions>& main,
    const std::vector<std::shared_ptr<const definitions>>& imports
) {
  out.main = main;
  compiler(out, imports).run(main);
}

} // namespace frontdoor::triage::dmn::detail
