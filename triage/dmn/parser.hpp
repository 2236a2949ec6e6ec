#pragma once
// Parses FEEL expressions and unary tests (DMN 1.5, 10.3.1.2). Names may hold spaces and operators, so the parser is
// told which names are known; the longest known name wins. A row of words that is no known name is taken as one name.

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "triage/dmn/ast.hpp"

namespace frontdoor::triage::dmn {

// Names known to the parser, by their tokens. Built once, then shared by any number of threads.
class name_table {
 public:
  void add(std::string_view name);
  // One name: as declared, and the texts of its tokens.
  struct entry {
    std::string name;
    std::vector<std::string> tokens;
  };
  const std::vector<entry>* starting_with(const std::string& first_token) const;

 private:
  std::unordered_map<std::string, std::vector<entry>> by_first_; // longest first
};

// What the parser knows beforehand. Pointers may be null; they must outlive the parsing only.
struct parse_scope {
  const name_table* variables = nullptr; // variables; the built-in functions are always known
  const name_table* members = nullptr;   // names of components, wherever a "." or a filter may meet them
  const name_table* types = nullptr;     // names of item definitions
};

// Bounds of parsing; more is a fault.
struct parse_limits {
  std::size_t bytes = 64U << 10U;
  std::uint32_t depth = 200;  // nested brackets and keywords
  std::uint32_t height = 500; // height of the tree, long chains of operators included
};

struct syntax_fault {
  std::string detail;
  std::uint32_t line = 1;   // within the text
  std::uint32_t column = 1; // code points, 1-based
};

// Unary tests of a decision table cell or of allowed values.
struct unary_tests {
  bool any = false;     // "-" or empty: always holds
  bool negated = false; // not(...)
  std::vector<ast::node_ptr> tests;
};

std::expected<ast::node_ptr, syntax_fault>
parse_expression(std::string_view text, const parse_scope& scope, const parse_limits& limits = {});
std::expected<unary_tests, syntax_fault>
parse_unary_tests(std::string_view text, const parse_scope& scope, const parse_limits& limits = {});

} // namespace frontdoor::triage::dmn
