#pragma once
// The syntax tree of FEEL (DMN 1.5, 10.3.1.2). Immutable once parsed.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "triage/dmn/value.hpp"

namespace frontdoor::triage::dmn::ast {

enum class kind : std::uint8_t {
  literal,     // value
  name,        // text
  negation,    // child
  arithmetic,  // text is the operator; two children
  comparison,  // text is the operator; two children
  conjunction, // two children
  disjunction, // two children
  between,     // three children
  in_test,     // value, then tests
  instance_of, // child, type
  list,        // children
  context,     // names and children in pairs
  range,       // low, high; low_included, high_included
  unary,       // text is the operator; one child: a range like "< 5"
  path,        // child, text is the member
  filter,      // two children
  call,        // function, then arguments; names when they are named
  condition,   // if, then, else
  for_each,    // names and domains, then the result; a domain may be a pair (see `spans`)
  some,        // names and domains, then the test
  every,       // names and domains, then the test
  function,    // names and types of parameters; child is the body
  span,        // two children: "a .. b" as the domain of an iteration
};

// A type as written in FEEL.
struct type_name {
  std::string name;                 // "number", "list", "context", "function", "range" or a type of the model
  std::vector<type_name> arguments; // element of list and range; members; parameters
  std::vector<std::string> members; // names of a context's members
  std::vector<type_name> result;    // of a function: exactly one
};

struct node;
using node_ptr = std::unique_ptr<const node>;

struct node {
  ast::kind kind = kind::literal;
  std::uint32_t line = 1;   // 1-based, within the FEEL text
  std::uint32_t column = 1; // 1-based, code points
  std::uint32_t height = 1; // of the tree below and with it
  bool low_included = false;
  bool high_included = false;
  bool asks_tested = false;  // mentions "?"
  bool asks_partial = false; // mentions "partial"
  bool external = false;     // function(...) external
  std::string text;
  value constant;
  std::vector<node_ptr> children;
  std::vector<std::string> names;
  std::vector<type_name> types;
};

} // namespace frontdoor::triage::dmn::ast
