#include "triage/dmn/parser.hpp"

#include <algorithm>

#include "triage/dmn/parser_state.hpp"

namespace frontdoor::triage::dmn {
namespace detail {

const token& parser::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

bool parser::symbol(std::string_view text, std::size_t ahead) const {
  const auto& t = peek(ahead);
  return t.kind == token_kind::symbol && t.text == text;
}

bool parser::word(std::string_view text, std::size_t ahead) const {
  const auto& t = peek(ahead);
  return t.kind == token_kind::word && t.text == text;
}

bool parser::take_symbol(std::string_view text) {
  if (!symbol(text)) return false;
  ++at_;
  return true;
}

bool parser::take_word(std::string_view text) {
  if (!word(text)) return false;
  ++at_;
  return true;
}

bool parser::expect_symbol(std::string_view text) {
  if (take_symbol(text)) return true;
  fail("\"" + std::string(text) + "\" is expected");
  return false;
}

bool parser::expect_word(std::string_view text) {
  if (take_word(text)) return true;
  fail("`" + std::string(text) + "` is expected");
  return false;
}

std::nullptr_t parser::fail(std::string detail) {
  if (!fault_) {
    const auto& t = peek();
    if (t.kind == token_kind::end) {
      detail += " where the text ends";
    } else if (t.kind != token_kind::string) {
      detail += ", not \"" + t.text + "\"";
    }
    fault_ = syntax_fault{std::move(detail), t.line, t.column};
  }
  return nullptr;
}

parser::building parser::start(ast::kind kind) const {
  auto node = std::make_unique<ast::node>();
  node->kind = kind;
  node->line = peek().line;
  node->column = peek().column;
  return node;
}

parser::node_ptr parser::finish(building node) {
  for (const auto& child : node->children) {
    if (!child) return nullptr;
    node->height = std::max(node->height, child->height + 1);
    node->asks_tested = node->asks_tested || child->asks_tested;
    node->asks_partial = node->asks_partial || child->asks_partial;
  }
  if (node->kind == ast::kind::name) {
    node->asks_tested = node->text == "?";
    node->asks_partial = node->text == "partial";
  }
  if (node->height > limits_.height) return fail("the expression is nested too deeply");
  return node;
}

parser::node_ptr parser::binary(ast::kind kind, std::string text, node_ptr left, node_ptr right, const token& at) {
  auto node = start(kind);
  node->line = at.line;
  node->column = at.column;
  node->text = std::move(text);
  node->children.push_back(std::move(left));
  node->children.push_back(std::move(right));
  return finish(std::move(node));
}

parser::node_ptr parser::whole_expression() {
  auto out = expression();
  if (out && peek().kind != token_kind::end) return fail("the expression should end here");
  return out;
}

parser::node_ptr parser::expression() {
  const deeper here(*this);
  if (depth_ > limits_.depth) return fail("the expression is nested too deeply");
  const bool outer = std::exchange(in_range_end_, false);
  auto out = disjunction();
  in_range_end_ = outer;
  return out;
}

parser::node_ptr parser::disjunction() {
  auto left = conjunction();
  while (left && word("or")) {
    const auto at = peek();
    ++at_;
    auto right = conjunction();
    left = binary(ast::kind::disjunction, "or", std::move(left), std::move(right), at);
  }
  return left;
}

parser::node_ptr parser::conjunction() {
  auto left = comparison();
  while (left && word("and")) {
    const auto at = peek();
    ++at_;
    auto right = comparison();
    left = binary(ast::kind::conjunction, "and", std::move(left), std::move(right), at);
  }
  return left;
}

bool parser::is_unary_operator() const {
  return symbol("<") || symbol("<=") || symbol(">") || symbol(">=") || symbol("=") || symbol("!=");
}

parser::node_ptr parser::comparison() {
  auto left = additive();
  while (left) {
    const auto at = peek();
    if (is_unary_operator()) {
      ++at_;
      auto right = additive();
      left = binary(ast::kind::comparison, at.text, std::move(left), std::move(right), at);
    } else if (take_word("between")) {
      auto node = start(ast::kind::between);
      node->line = at.line;
      node->column = at.column;
      node->children.push_back(std::move(left));
      node->children.push_back(additive());
      if (!node->children.back() || !expect_word("and")) return nullptr;
      node->children.push_back(additive());
      left = finish(std::move(node));
    } else if (take_word("in")) {
      left = in_test(std::move(left), at);
    } else {
      break;
    }
  }
  return left;
}

parser::node_ptr parser::in_test(node_ptr tested, const token& at) {
  auto node = start(ast::kind::in_test);
  node->line = at.line;
  node->column = at.column;
  node->children.push_back(std::move(tested));
  if (!symbol("(")) {
    node->children.push_back(positive_test());
    return finish(std::move(node));
  }
  // "(" opens a list of tests or an open range.
  auto range = start(ast::kind::range);
  ++at_;
  auto first = expression();
  if (!first) return nullptr;
  if (symbol("..")) {
    node->children.push_back(range_tail(std::move(range), std::move(first), false));
    return finish(std::move(node));
  }
  node->children.push_back(std::move(first));
  while (take_symbol(","))
    node->children.push_back(expression());
  if (!node->children.back() || !expect_symbol(")")) return nullptr;
  return finish(std::move(node));
}

parser::node_ptr parser::positive_test() {
  return additive();
}

parser::node_ptr parser::additive() {
  auto left = multiplicative();
  while (left && (symbol("+") || symbol("-"))) {
    const auto at = peek();
    ++at_;
    auto right = multiplicative();
    left = binary(ast::kind::arithmetic, at.text, std::move(left), std::move(right), at);
  }
  return left;
}

parser::node_ptr parser::multiplicative() {
  auto left = exponent();
  while (left && (symbol("*") || symbol("/"))) {
    const auto at = peek();
    ++at_;
    auto right = exponent();
    left = binary(ast::kind::arithmetic, at.text, std::move(left), std::move(right), at);
  }
  return left;
}

parser::node_ptr parser::exponent() {
  auto left = negation();
  while (left && symbol("**")) {
    const auto at = peek();
    ++at_;
    auto right = negation();
    left = binary(ast::kind::arithmetic, "**", std::move(left), std::move(right), at);
  }
  return left;
}

parser::node_ptr parser::negation() {
  if (!symbol("-")) return postfix();
  const deeper here(*this);
  if (depth_ > limits_.depth) return fail("the expression is nested too deeply");
  auto node = start(ast::kind::negation);
  ++at_;
  node->children.push_back(negation());
  return finish(std::move(node));
}

// Whether the "[" here opens a filter rather than closing a range, as in "]1..5[".
bool parser::starts_filter() const {
  if (!symbol("[")) return false;
  if (!in_range_end_) return true;
  const auto& next = peek(1);
  if (next.kind == token_kind::end) return false;
  if (next.kind == token_kind::word) {
    return !(
        next.text == "and" || next.text == "or" || next.text == "in" || next.text == "then" || next.text == "else" ||
        next.text == "return" || next.text == "satisfies" || next.text == "instance" || next.text == "between"
    );
  }
  if (next.kind != token_kind::symbol) return true;
  return next.text == "(" || next.text == "[" || next.text == "{" || next.text == "@";
}

parser::node_ptr parser::postfix() {
  auto left = primary();
  while (left) {
    if (symbol(".") && peek(1).kind == token_kind::word) {
      auto node = start(ast::kind::path);
      ++at_;
      node->text = take_name(true);
      node->children.push_back(std::move(left));
      left = finish(std::move(node));
    } else if (starts_filter()) {
      left = filter(std::move(left));
    } else if (symbol("(")) {
      left = call(std::move(left));
    } else if (word("instance") && word("of", 1)) {
      auto node = start(ast::kind::instance_of);
      at_ += 2;
      auto named = type();
      if (!named) return nullptr;
      node->types.push_back(std::move(*named));
      node->children.push_back(std::move(left));
      left = finish(std::move(node));
    } else {
      break;
    }
  }
  return left;
}

parser::node_ptr parser::filter(node_ptr list) {
  auto node = start(ast::kind::filter);
  ++at_;
  const level scope(*this);
  scope.add("item");
  node->children.push_back(std::move(list));
  node->children.push_back(expression());
  if (!node->children.back() || !expect_symbol("]")) return nullptr;
  return finish(std::move(node));
}

parser::node_ptr parser::call(node_ptr function) {
  auto node = start(ast::kind::call);
  ++at_;
  node->children.push_back(std::move(function));
  if (take_symbol(")")) return finish(std::move(node));
  const auto named = declared_length();
  const bool by_name = named > 0 && symbol(":", named);
  do {
    if (by_name) {
      auto name = take_declared_name({":"});
      if (!name || !expect_symbol(":")) return fail("every argument needs its name here");
      node->names.push_back(std::move(*name));
    }
    node->children.push_back(expression());
    if (!node->children.back()) return nullptr;
  } while (take_symbol(","));
  if (!expect_symbol(")")) return nullptr;
  return finish(std::move(node));
}

unary_tests parser::whole_tests() {
  unary_tests out;
  if (peek().kind == token_kind::end || (symbol("-") && peek(1).kind == token_kind::end)) {
    out.any = true;
    return out;
  }
  // not(...) over the whole cell negates its tests; "not(a) and b" is an expression.
  if (word("not") && symbol("(", 1)) {
    std::size_t open = 0;
    std::size_t i = 1;
    for (; peek(i).kind != token_kind::end; ++i) {
      const auto& t = peek(i);
      if (t.kind != token_kind::symbol) continue;
      if (t.text == "(") ++open;
      if (t.text == ")" && --open == 0) break;
    }
    out.negated = peek(i).kind != token_kind::end && peek(i + 1).kind == token_kind::end;
  }
  if (out.negated) at_ += 2;
  do {
    auto test = expression();
    if (!test) return {};
    out.tests.push_back(std::move(test));
  } while (take_symbol(","));
  if (out.negated && !expect_symbol(")")) return {};
  if (peek().kind != token_kind::end) fail("the test should end here");
  return out;
}

} // namespace detail

namespace {

std::expected<detail::lexing, syntax_fault> lex(std::string_view text, const parse_limits& limits) {
  if (text.size() > limits.bytes) return std::unexpected(syntax_fault{"the text is too long", 1, 1});
  auto lexed = detail::tokenize(text);
  if (!lexed.fault.empty()) return std::unexpected(syntax_fault{lexed.fault, lexed.line, lexed.column});
  return lexed;
}

} // namespace

std::expected<ast::node_ptr, syntax_fault>
parse_expression(std::string_view text, const parse_scope& scope, const parse_limits& limits) {
  auto lexed = lex(text, limits);
  if (!lexed) return std::unexpected(lexed.error());
  detail::parser p(std::move(lexed->tokens), scope, limits);
  auto tree = p.whole_expression();
  if (p.fault()) return std::unexpected(*p.fault());
  return tree;
}

std::expected<unary_tests, syntax_fault>
parse_unary_tests(std::string_view text, const parse_scope& scope, const parse_limits& limits) {
  auto lexed = lex(text, limits);
  if (!lexed) return std::unexpected(lexed.error());
  detail::parser p(std::move(lexed->tokens), scope, limits);
  auto tests = p.whole_tests();
  if (p.fault()) return std::unexpected(*p.fault());
  return tests;
}

} // namespace frontdoor::triage::dmn
