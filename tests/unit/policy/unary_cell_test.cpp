#include <catch2/catch.hpp>

#include "triage/policy/unary_cell.hpp"

using namespace frontdoor::triage;

namespace {

const fact_definition weapon{
    .key = "weapon", .label = "", .type = fact_type::enumeration, .values = {"none", "seen", "used"}
};
const fact_definition age{.key = "age", .label = "", .type = fact_type::integer, .values = {}, .maximum = 120};
const fact_definition there{.key = "there", .label = "", .type = fact_type::boolean, .values = {}};
const fact_definition needs{.key = "needs", .label = "", .type = fact_type::set, .values = {"child", "elderly"}};

// Which of the codes from `from` to `to` a cell accepts.
std::vector<int> accepted(std::string_view text, const fact_definition& domain, int from, int to) {
  const auto cell = unary_cell::read(text, domain);
  REQUIRE(cell);
  std::vector<int> codes;
  for (int code = from; code <= to; ++code) {
    if (cell->accepts(code)) codes.push_back(code);
  }
  return codes;
}

std::string refusal(std::string_view text, const fact_definition& domain) {
  const auto cell = unary_cell::read(text, domain);
  REQUIRE_FALSE(cell);
  return cell.error().code;
}

} // namespace

TEST_CASE("cells of texts") {
  CHECK(accepted("\"seen\", \"used\"", weapon, 1, 3) == std::vector{2, 3});
  CHECK(accepted("not(\"none\")", weapon, 1, 3) == std::vector{2, 3});
  CHECK(accepted(" \"none\" ", weapon, 1, 3) == std::vector{1});
  CHECK(unary_cell::read("-", weapon)->any());
}

TEST_CASE("cells of truth values") {
  CHECK(accepted("true", there, 1, 2) == std::vector{2});
  CHECK(accepted("not(true)", there, 1, 2) == std::vector{1});
}

TEST_CASE("cells of numbers, with scaled thresholds") {
  CHECK(accepted("< 3", age, 0, 5) == std::vector{0, 1, 2});
  CHECK(accepted("<= 2.5", age, 0, 5) == std::vector{0, 1, 2});
  CHECK(accepted("> 3", age, 0, 5) == std::vector{4, 5});
  CHECK(accepted("[1..3]", age, 0, 5) == std::vector{1, 2, 3});
  CHECK(accepted("(1..3)", age, 0, 5) == std::vector{2});
  CHECK(accepted("]1..3[", age, 0, 5) == std::vector{2});
  CHECK(accepted("not([1..3])", age, 0, 5) == std::vector{0, 4, 5});
  CHECK(accepted("0, >= 4", age, 0, 5) == std::vector{0, 4, 5});
}

TEST_CASE("cells of sets") {
  const auto cell = unary_cell::read("list contains(?, \"child\"), list contains(?, \"elderly\")", needs);
  REQUIRE(cell);
  CHECK(cell->members() == 3);
  CHECK_FALSE(cell->negated());
  CHECK(unary_cell::read("not(list contains(?, \"child\"))", needs)->negated());
}

TEST_CASE("cells that cannot be compiled say why") {
  CHECK(refusal("", weapon) == "empty_cell");
  CHECK(refusal("\"sene\"", weapon) == "unknown_value");
  CHECK(refusal("true", weapon) == "wrong_type");
  CHECK(refusal("\"child\"", needs) == "wrong_type");
  CHECK(refusal("\"seen\" \"used\"", weapon) == "unsupported_cell");
  CHECK(refusal("not(\"seen\"", weapon) == "unsupported_cell");
  CHECK(refusal("if true then 1 else 2", age) == "wrong_type");
  CHECK(refusal("\"seen", weapon) == "unsupported_cell");
  CHECK(refusal("[1..3", age) == "unsupported_cell");
}
