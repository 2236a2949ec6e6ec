#pragma once
// The parts of a DMN model (OMG DMN 1.3 to 1.5, chapters 6 to 8 and 10), as plain values. Texts are as written in the
// file; nothing here is parsed as FEEL yet. A model owns all it holds, is never changed after reading and may be shared
// by threads.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace frontdoor::triage::dmn {

// Where an element starts in its file. `path` reads like "decision[Grade]/decisionTable/rule[3]/inputEntry[2]"
// (1-based).
struct source_place {
  std::string path;
  std::uint32_t line = 0;   // 1-based line of the file; 0: not known
  std::uint32_t column = 0; // 1-based column (bytes) in that line; 0: not known
};

// A FEEL text (or unary tests, or a text in another language) with the place of its element.
struct feel_text {
  std::string text;
  std::string id;       // id of the element, may be empty
  std::string language; // the expressionLanguage given on the element or on the definitions; empty: FEEL
  source_place place;
};

struct expression;
// Expressions are immutable after reading, so that copies of a model share them.
using expression_ptr = std::shared_ptr<const expression>;

enum class hit_policy : std::uint8_t { unique, any, priority, first, rule_order, output_order, collect };
enum class aggregation : std::uint8_t { none, sum, count, min, max };

struct input_clause {
  std::string id;
  std::string label;                     // may be empty
  feel_text expression;                  // what is tested
  std::string type_ref;                  // of the input expression; may be empty
  std::optional<feel_text> input_values; // unary tests: the values allowed
};

struct output_clause {
  std::string id;
  std::string label;
  std::string name;     // key of the result context when there are several outputs; may be empty when there is one
  std::string type_ref; // may be empty
  std::optional<feel_text>
      output_values; // unary tests: the values allowed, most important first (PRIORITY, OUTPUT ORDER)
  std::optional<feel_text> default_entry; // result when no rule matches
};

struct decision_rule {
  std::string id;
  std::string description;
  std::vector<feel_text> input_entries;  // unary tests, one for each input clause
  std::vector<feel_text> output_entries; // expressions, one for each output clause
  std::vector<std::string> annotations;  // one for each annotation column; may be shorter
  source_place place;
};

struct decision_table {
  dmn::hit_policy hit_policy = dmn::hit_policy::unique;
  dmn::aggregation aggregation = dmn::aggregation::none;
  std::string output_label;
  std::vector<input_clause> inputs;
  std::vector<output_clause> outputs;
  std::vector<std::string> annotation_names;
  std::vector<decision_rule> rules;
};

// A name with a type: the variable of a decision, an input, a parameter, a column.
struct information_item {
  std::string id;
  std::string name;
  std::string type_ref; // may be empty
};

struct literal_expression {
  feel_text text;
};

struct boxed_context {
  struct entry {
    std::optional<information_item> variable; // none: the result entry
    expression_ptr value;
  };
  std::vector<entry> entries;
};

struct boxed_list {
  std::vector<expression_ptr> items;
};

struct relation {
  std::vector<information_item> columns;
  std::vector<std::vector<expression_ptr>> rows;
};

enum class function_kind : std::uint8_t { feel, java, pmml };

struct function_definition {
  function_kind kind = function_kind::feel;
  std::vector<information_item> parameters;
  expression_ptr body; // may be null
};

struct invocation {
  expression_ptr function;
  struct binding {
    information_item parameter;
    expression_ptr value; // may be null: the parameter stays null
  };
  std::vector<binding> bindings;
};

struct conditional {
  expression_ptr condition, then_branch, else_branch;
};

struct filter {
  expression_ptr in, match;
};

struct iterator {
  enum class kind_of : std::uint8_t { for_each, some, every };
  kind_of kind = kind_of::for_each;
  std::string variable;
  std::string variable_type;
  expression_ptr in;
  expression_ptr body; // `return` or `satisfies`
};

struct expression {
  std::string id;
  std::string label;
  std::string type_ref; // may be empty
  source_place place;
  std::variant<
      literal_expression, decision_table, boxed_context, boxed_list, relation, function_definition, invocation,
      conditional, filter, iterator>
      body;
};

// An item definition (chapter 7.3.2): a type, its components or its base type, and the values allowed.
struct item_definition {
  std::string id;
  std::string name;
  std::string label;
  bool is_collection = false;
  std::string type_ref; // base type; empty when it has components or is a function
  std::vector<item_definition> components;
  std::optional<feel_text> allowed_values;  // unary tests, for each item of a collection
  std::optional<feel_text> type_constraint; // unary tests, for the whole value (DMN 1.5)
  struct function_item {
    std::string output_type;
    std::vector<information_item> parameters;
  };
  std::optional<function_item> function;
  source_place place;
};

// A reference to an element, as "#id" or "namespace#id"; `ns` is empty for the model's own elements.
struct reference {
  std::string ns;
  std::string id;
  friend bool operator==(const reference&, const reference&) = default;
};

struct input_data {
  std::string id;
  std::string name;
  std::string label;
  information_item variable;
  source_place place;
};

struct decision {
  std::string id;
  std::string name;
  std::string label;
  std::string description;
  std::string question;
  std::string allowed_answers;
  information_item variable;
  std::vector<reference> required_decisions;
  std::vector<reference> required_inputs;
  std::vector<reference> required_knowledge;
  expression_ptr logic; // null: no decision logic
  source_place place;

  // The decision's table, or null when its logic is something else.
  const decision_table* table() const { return logic ? std::get_if<decision_table>(&logic->body) : nullptr; }
};

struct business_knowledge_model {
  std::string id;
  std::string name;
  std::string description;
  information_item variable;
  std::vector<reference> required_knowledge;
  std::optional<function_definition> logic;
  std::string result_type; // typeRef of the encapsulated logic; may be empty
  source_place place;
};

struct decision_service {
  std::string id;
  std::string name;
  information_item variable;
  std::vector<reference> output_decisions;
  std::vector<reference> encapsulated_decisions;
  std::vector<reference> input_decisions;
  std::vector<reference> input_data;
  source_place place;
};

struct import {
  std::string name;        // the prefix its elements are known by; may be empty
  std::string ns;          // the namespace imported
  std::string import_type; // a published DMN namespace, or another language's
  std::string location;    // as written; nothing here opens it
  source_place place;
};

// One model: the content of one `definitions` element.
struct definitions {
  std::string file; // the name given to the reader
  std::string id;
  std::string name;
  std::string ns; // its target namespace
  std::string expression_language;
  std::vector<import> imports;
  std::vector<item_definition> item_definitions;
  std::vector<input_data> inputs;
  std::vector<decision> decisions;
  std::vector<business_knowledge_model> knowledge_models;
  std::vector<decision_service> services;

  // The element of that name (after the whitespace rules of names), or null. The pointer lives as long as this model.
  const decision* find_decision(const std::string& wanted) const {
    for (const auto& d : decisions) {
      if (d.name == wanted) return &d;
    }
    return nullptr;
  }
};

} // namespace frontdoor::triage::dmn
