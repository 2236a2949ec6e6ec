#pragma once
// Internal to the FEEL parser: recursive descent over the tokens. A null node means that a fault has been noted.

#include <initializer_list>
#include <optional>

#include "triage/dmn/lexer.hpp"
#include "triage/dmn/parser.hpp"

namespace frontdoor::triage::dmn::detail {

class parser {
 public:
  parser(std::vector<token> tokens, const parse_scope& scope, const parse_limits& limits)
      : tokens_(std::move(tokens)), scope_(scope), limits_(limits) {}

  ast::node_ptr whole_expression();
  unary_tests whole_tests();
  const std::optional<syntax_fault>& fault() const { return fault_; }

 private:
  using node_ptr = ast::node_ptr;
  using building = std::unique_ptr<ast::node>;

  // Tokens.
  const token& peek(std::size_t ahead = 0) const;
  bool symbol(std::string_view text, std::size_t ahead = 0) const;
  bool word(std::string_view text, std::size_t ahead = 0) const;
  bool take_symbol(std::string_view text);
  bool take_word(std::string_view text);
  bool expect_symbol(std::string_view text);
  bool expect_word(std::string_view text);
  std::nullptr_t fail(std::string detail);

  // Names.
  struct matched {
    std::string name;
    std::size_t tokens = 0;
  };
  matched known_name(bool members_only) const;
  matched match(const name_table& table) const;
  std::string take_name(bool member);
  std::optional<std::string> take_declared_name(std::initializer_list<std::string_view> ends);
  std::size_t declared_length() const;
  std::string join(std::size_t count) const;

  // Nodes.
  building start(ast::kind kind) const;
  node_ptr finish(building node);
  node_ptr binary(ast::kind kind, std::string text, node_ptr left, node_ptr right, const token& at);

  // Grammar, lowest precedence first.
  node_ptr expression();
  node_ptr disjunction();
  node_ptr conjunction();
  node_ptr comparison();
  node_ptr in_test(node_ptr tested, const token& at);
  node_ptr additive();
  node_ptr multiplicative();
  node_ptr exponent();
  node_ptr negation();
  node_ptr postfix();
  node_ptr primary();
  node_ptr word_primary();
  node_ptr literal(value constant);
  node_ptr at_literal();
  node_ptr unary_range();
  node_ptr bracketed(); // list or range
  node_ptr parenthesized();
  node_ptr range_tail(building node, node_ptr low, bool low_included);
  node_ptr context();
  node_ptr call(node_ptr function);
  node_ptr filter(node_ptr list);
  node_ptr condition();
  node_ptr iteration(ast::kind kind);
  node_ptr function();
  node_ptr positive_test();
  bool starts_filter() const;
  bool is_unary_operator() const;
  std::optional<ast::type_name> type();
  std::optional<ast::type_name> context_type();
  std::optional<ast::type_name> function_type();

  // Scopes of names declared inside the text.
  struct level {
    explicit level(parser& p) : owner(p) { owner.levels_.emplace_back(); }
    ~level() { owner.levels_.pop_back(); }
    level(const level&) = delete;
    level& operator=(const level&) = delete;
    void add(const std::string& name) const { owner.levels_.back().add(name); }
    parser& owner;
  };
  struct deeper {
    explicit deeper(parser& p) : owner(p) { ++owner.depth_; }
    ~deeper() { --owner.depth_; }
    deeper(const deeper&) = delete;
    deeper& operator=(const deeper&) = delete;
    parser& owner;
  };

  std::vector<token> tokens_;
  std::size_t at_ = 0;
  const parse_scope& scope_;
  const parse_limits& limits_;
  std::uint32_t depth_ = 0;
  bool in_range_end_ = false; // a "[" may close a range here
  std::vector<name_table> levels_;
  std::optional<syntax_fault> fault_;
};

bool is_keyword(std::string_view word);
// The names of the built-in functions, for the parser.
const name_table& builtin_names();

} // namespace frontdoor::triage::dmn::detail
