#pragma once
// Internal to the engine: a model's elements, linked.

#include <deque>
#include <map>
#include <unordered_map>

#include "triage/dmn/boxed.hpp"
#include "triage/dmn/engine.hpp"

namespace frontdoor::triage::dmn {

namespace detail {

enum class element_kind : std::uint8_t { input, decision, knowledge, service };

struct unit;

// An input, decision, knowledge model or service. Its requirements are known by the names used in its expressions.
struct element {
  element_kind kind = element_kind::input;
  std::string id;
  std::string name;
  std::string variable; // the name its value goes by
  const unit* home = nullptr;
  const type* wanted = nullptr;
  source_place place;
  struct requirement {
    std::string prefix; // the import's name; empty for the model's own elements
    element* target = nullptr;
  };
  std::vector<requirement> requires_;
  box_ptr logic;                                  // of a decision
  std::shared_ptr<const boxed_function> function; // of a knowledge model
  const type* result = nullptr;                   // of a knowledge model or service
  std::vector<const element*> outputs;            // of a service, as are the two below
  std::vector<const element*> input_decisions;
  std::vector<const element*> inputs;
  bool cyclic = false; // requires itself
};

// One definitions element.
struct unit {
  std::shared_ptr<const definitions> source;
  type_table types;
  name_table type_names;
  name_table members;
  std::deque<element> elements;
  std::unordered_map<std::string, element*> by_id;
  std::vector<std::pair<std::string, unit*>> imports; // by the name it is known by
  std::vector<std::string> import_names;
};

} // namespace detail

struct decision_model::compiled {
  std::shared_ptr<const definitions> main;
  std::map<std::string, std::unique_ptr<detail::unit>> units; // by namespace
  detail::unit* root = nullptr;
  triage::faults found;
};

namespace detail {

void compile_units(
    decision_model::compiled& out, const std::shared_ptr<const definitions>& main,
    const std::vector<std::shared_ptr<const definitions>>& imports
);
// Fills the unit's types; its imports must have theirs.
void build_types(unit& u, triage::faults& found);

} // namespace detail
} // namespace frontdoor::triage::dmn
