// Literals, brackets, keywords: the operands of FEEL expressions.
#include "triage/dmn/parser_state.hpp"

namespace frontdoor::triage::dmn::detail {

parser::node_ptr parser::literal(value constant) {
  auto node = start(ast::kind::literal);
  ++at_;
  node->constant = std::move(constant);
  return finish(std::move(node));
}

parser::node_ptr parser::primary() {
  const auto& t = peek();
  if (t.kind == token_kind::number) {
    const auto parsed = number::parse(t.text);
    if (!parsed) return fail("the number is out of range");
    return literal(*parsed);
  }
  if (t.kind == token_kind::string) return literal(t.text);
  if (t.kind == token_kind::word) return word_primary();
  if (symbol("(")) return parenthesized();
  if (symbol("[") || symbol("]")) return bracketed();
  if (symbol("{")) return context();
  if (symbol("@")) return at_literal();
  if (is_unary_operator()) return unary_range();
  return fail("an expression is expected");
}

parser::node_ptr parser::word_primary() {
  // A known name of several words may begin with a keyword.
  if (is_keyword(peek().text) && known_name(false).tokens < 2) {
    if (word("true")) return literal(true);
    if (word("false")) return literal(false);
    if (word("null")) return literal({});
    if (word("if")) return condition();
    if (word("for")) return iteration(ast::kind::for_each);
    if (word("some")) return iteration(ast::kind::some);
    if (word("every")) return iteration(ast::kind::every);
    if (word("function") && symbol("(", 1)) return function();
    if (!word("not")) return fail("an expression is expected");
  }
  auto node = start(ast::kind::name);
  node->text = take_name(false);
  return finish(std::move(node));
}

// Zone names need the caller's zone rules, so the text is only resolved when it is evaluated: a call of `@`.
parser::node_ptr parser::at_literal() {
  auto node = start(ast::kind::call);
  ++at_;
  if (peek().kind != token_kind::string) return fail("a string is expected after \"@\"");
  auto name = start(ast::kind::name);
  name->text = "@";
  node->children.push_back(std::move(name));
  node->children.push_back(literal(peek().text));
  return finish(std::move(node));
}

parser::node_ptr parser::unary_range() {
  const deeper here(*this);
  if (depth_ > limits_.depth) return fail("the expression is nested too deeply");
  auto node = start(ast::kind::unary);
  node->text = peek().text;
  ++at_;
  node->children.push_back(additive());
  return finish(std::move(node));
}

// After "low": ".. high" and the closing bracket.
parser::node_ptr parser::range_tail(building node, node_ptr low, bool low_included) {
  if (!low || !expect_symbol("..")) return nullptr;
  node->low_included = low_included;
  node->children.push_back(std::move(low));
  const bool outer = std::exchange(in_range_end_, true);
  node->children.push_back(additive());
  in_range_end_ = outer;
  if (!node->children.back()) return nullptr;
  node->high_included = symbol("]");
  if (!take_symbol("]") && !take_symbol(")") && !take_symbol("[")) return fail("the range is not closed");
  return finish(std::move(node));
}

parser::node_ptr parser::bracketed() {
  if (take_symbol("]")) {
    auto node = start(ast::kind::range);
    return range_tail(std::move(node), expression(), false);
  }
  auto node = start(ast::kind::list);
  ++at_;
  if (take_symbol("]")) return finish(std::move(node));
  auto first = expression();
  if (first && symbol("..")) {
    node->kind = ast::kind::range;
    return range_tail(std::move(node), std::move(first), true);
  }
  node->children.push_back(std::move(first));
  while (node->children.back() && take_symbol(","))
    node->children.push_back(expression());
  if (!node->children.back() || !expect_symbol("]")) return nullptr;
  return finish(std::move(node));
}

parser::node_ptr parser::parenthesized() {
  auto node = start(ast::kind::range);
  ++at_;
  auto inner = expression();
  if (inner && symbol("..")) return range_tail(std::move(node), std::move(inner), false);
  if (!inner || !expect_symbol(")")) return nullptr;
  return inner;
}

parser::node_ptr parser::context() {
  auto node = start(ast::kind::context);
  ++at_;
  const level scope(*this);
  while (!symbol("}")) {
    if (peek().kind == token_kind::string && symbol(":", 1)) {
      node->names.push_back(peek().text);
      ++at_;
    } else if (auto key = take_declared_name({":"})) {
      node->names.push_back(std::move(*key));
    } else {
      return fail("a key and \":\" are expected");
    }
    if (!expect_symbol(":")) return nullptr;
    scope.add(node->names.back());
    node->children.push_back(expression());
    if (!node->children.back()) return nullptr;
    if (!take_symbol(",")) break;
  }
  if (!expect_symbol("}")) return nullptr;
  return finish(std::move(node));
}

parser::node_ptr parser::condition() {
  const deeper here(*this);
  auto node = start(ast::kind::condition);
  ++at_;
  node->children.push_back(expression());
  if (!node->children.back() || !expect_word("then")) return nullptr;
  node->children.push_back(expression());
  if (!node->children.back() || !expect_word("else")) return nullptr;
  node->children.push_back(expression());
  return finish(std::move(node));
}

parser::node_ptr parser::iteration(ast::kind kind) {
  const deeper here(*this);
  auto node = start(kind);
  ++at_;
  const level scope(*this);
  do {
    auto name = take_declared_name({"in"});
    if (!name || !expect_word("in")) return fail("a variable and `in` are expected");
    auto domain = expression();
    if (!domain) return nullptr;
    if (symbol("..")) {
      const auto at = peek();
      ++at_;
      auto last = expression();
      domain = binary(ast::kind::span, "..", std::move(domain), std::move(last), at);
      if (!domain) return nullptr;
    }
    node->children.push_back(std::move(domain));
    scope.add(*name);
    node->names.push_back(std::move(*name));
  } while (take_symbol(","));
  if (kind == ast::kind::for_each) scope.add("partial");
  if (!expect_word(kind == ast::kind::for_each ? "return" : "satisfies")) return nullptr;
  node->children.push_back(expression());
  return finish(std::move(node));
}

parser::node_ptr parser::function() {
  const deeper here(*this);
  auto node = start(ast::kind::function);
  at_ += 2;
  const level scope(*this);
  while (!symbol(")")) {
    auto name = take_declared_name({":", ",", ")"});
    if (!name) return fail("a parameter's name is expected");
    scope.add(*name);
    node->names.push_back(std::move(*name));
    ast::type_name parameter_type;
    if (take_symbol(":")) {
      auto named = type();
      if (!named) return nullptr;
      parameter_type = std::move(*named);
    }
    node->types.push_back(std::move(parameter_type));
    if (!take_symbol(",")) break;
  }
  if (!expect_symbol(")")) return nullptr;
  if (take_symbol(":")) {
    if (!type()) return nullptr;
  }
  node->external = take_word("external");
  node->children.push_back(expression());
  return finish(std::move(node));
}

} // namespace frontdoor::triage::dmn::detail
