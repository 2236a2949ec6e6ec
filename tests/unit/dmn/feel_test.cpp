// FEEL expressions and what they come to, as tables.
#include <catch2/catch.hpp>

#include "triage/dmn/engine.hpp"

namespace {

using namespace frontdoor::triage::dmn;

struct row {
  const char* expression;
  const char* result; // as FEEL text
};

// Two texts mean the same value, without a fault.
void holds_for(const std::vector<row>& rows, const context_data& variables = {}) {
  for (const auto& [expression, result] : rows) {
    const auto got = evaluate_feel(expression, variables);
    const auto wanted = evaluate_feel(result);
    CAPTURE(expression, to_text(got.result));
    for (const auto& d : got.diagnostics)
      UNSCOPED_INFO(d.code << ": " << d.detail);
    CHECK(got.ok());
    CHECK(to_text(got.result) == to_text(wanted.result));
    CHECK(got.result.kind() == wanted.result.kind());
  }
}

void faults_for(const std::vector<row>& rows) {
  for (const auto& [expression, code] : rows) {
    const auto got = evaluate_feel(expression);
    CAPTURE(expression);
    CHECK(got.result.is_null());
    REQUIRE_FALSE(got.ok());
    CHECK(got.diagnostics.front().code == code);
  }
}

TEST_CASE("numbers are decimal and exact") {
  holds_for({
      {"0.1 + 0.2", "0.3"},
      {"1 / 3 * 3", "0.9999999999999999999999999999999999"},
      {"-3 ** 2", "9"},
      {"2 ** 3 ** 2", "64"},
      {"10 - 2 - 3", "5"},
      {"1.23e3", "1230"},
      {"modulo(-12, 5)", "3"},
      {"decimal(2.5, 0)", "2"},
      {"round half down(5.5, 0)", "5"},
      {"floor(-1.56, 1)", "-1.6"},
      {"9007199254740993 + 0", "9007199254740993"},
  });
}

TEST_CASE("names may hold spaces and operators when they are known") {
  context_data variables;
  variables.put("Monthly Income", value(1200));
  variables.put("pre-bureau risk", value(7));
  variables.put("pre", value(10));
  variables.put("Applicant's age", value(17));
  holds_for(
      {
          {"Monthly Income / 12", "100"},
          {"Monthly   Income * 2", "2400"},
          {"pre-bureau risk + 1", "8"},
          {"pre - 1", "9"},
          {"Applicant's age < 18", "true"},
          {"{net pay: 5, sum of all: net pay + 1}.sum of all", "6"},
          {"for each one in [1, 2] return each one * 2", "[2, 4]"},
      },
      variables
  );
}

TEST_CASE("logic has three values") {
  holds_for({
      {"true and null", "null"},
      {"false and null", "false"},
      {"true or null", "true"},
      {"null or false", "null"},
      {"not(null)", "null"},
      {"null = null", "true"},
      {"1 = null", "false"},
      {"some x in [1, 2, 3] satisfies x > 2", "true"},
      {"every x in [] satisfies false", "true"},
      {"all([true, null])", "null"},
      {"any([true, null])", "true"},
  });
}

TEST_CASE("lists, filters and paths") {
  holds_for({
      {"[1, 2, 3][-1]", "3"},
      {"[1, 2, 3][item >= 2]", "[2, 3]"},
      {"[{a: 1}, {a: 2}].a", "[1, 2]"},
      {"[{a: 1, b: 2}, {a: 2, b: 3}][a = 2].b", "[3]"},
      {"[1, 2, 3][7]", "null"},
      {"flatten([1, [2, [3]]])", "[1, 2, 3]"},
      {"sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"},
      {"distinct values([1, 2, 1])", "[1, 2]"},
      {"for i in 1..3, j in 1..i return i * j", "[1, 2, 4, 3, 6, 9]"},
      {"for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"},
      {"list replace([1, 2, 3], function(item, newItem) item = 2, 9)", "[1, 9, 3]"},
      {"concatenate([1], [2, 3])", "[1, 2, 3]"},
  });
}

TEST_CASE("ranges") {
  holds_for({
      {"5 in [1..5)", "false"},
      {"5 in ]4..5]", "true"},
      {"5 in (< 3, > 4)", "true"},
      {"[1..3] = [1..3]", "true"},
      {"(< 10) = (null..10)", "false"},
      {"before([1..5), 5)", "true"},
      {"overlaps([1..5], [5..8])", "true"},
      {"includes([1..10], 5)", "true"},
      {"coincides([1..5], [1..5])", "true"},
      {"range(\"[1..3]\").end", "3"},
      {"5 between 1 and 5", "true"},
  });
}

TEST_CASE("strings count code points") {
  holds_for({
      {"string length(\"\\U01F40E\")", "1"},
      {"substring(\"\\U01F40Efoo\", 2)", "\"foo\""},
      {"upper case(\"äb\")", "\"ÄB\""},
      {"replace(\"abracadabra\", \"a(.)\", \"a$1$1\")", "\"abbraccaddabbra\""},
      {"matches(\"O\", \"[A-Z-[OI]]\", \"i\")", "false"},
      {"split(\"a;b;;\", \";\")", "[\"a\", \"b\", \"\", \"\"]"},
      {"string join([\"a\", null, \"c\"], \"-\")", "\"a-c\""},
      {"number(\"1.000,5\", \".\", \",\")", "1000.5"},
      {"string([1, \"a\"])", "\"[1, \\\"a\\\"]\""},
  });
}

TEST_CASE("dates, times and durations") {
  holds_for({
      {"@\"2024-01-31\" + @\"P1M\"", "@\"2024-02-29\""},
      {"@\"2021-01-02T10:10:10+01:00\" - @\"2021-01-01T10:10:10+02:00\"", "@\"P1DT1H\""},
      {"@\"10:00:00\" + @\"PT15H\"", "@\"01:00:00\""},
      {"date(\"2018-12-10\").weekday", "1"},
      {"years and months duration(@\"2011-12-22\", @\"2013-08-24\")", "@\"P1Y8M\""},
      {"1.5 * @\"P4DT1H\"", "@\"P6DT1H30M\""},
      {"@\"2002-04-02T12:00:00-01:00\" = @\"2002-04-02T17:00:00+04:00\"", "true"},
      {"is(@\"23:00:50Z\", @\"23:00:50+00:00\")", "true"},
      {"week of year(@\"2010-01-01\")", "53"},
      {"day of week(@\"2026-01-02\")", "\"Friday\""},
      {"@\"P1D\" = @\"PT24H\"", "true"},
  });
}

TEST_CASE("contexts and functions") {
  holds_for({
      {"{f: function(n: number) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", "120"},
      {"(function(a, b) a - b)(b: 1, a: 3)", "2"},
      {"context put({x: 1, y: {a: 0}}, [\"y\", \"a\"], 2).y.a", "2"},
      {"context merge([{a: 1}, {a: 2, b: 3}]).a", "2"},
      {"get value({a: 7}, \"a\")", "7"},
      {"{a: 1} instance of context<a: number>", "true"},
      {"[1, 2] instance of list<string>", "false"},
      {"null instance of Any", "false"},
  });
}

TEST_CASE("a fault is never a silent null") {
  faults_for({
      {"1 +", "syntax"},
      {"nobody", "unknown_name"},
      {"1 + \"a\"", "wrong_type"},
      {"1 / 0", "division_by_zero"},
      {"1 < \"a\"", "wrong_type"},
      {"null in [1..10]", "wrong_type"},
      {"{a: 1}.b", "unknown_member"},
      {"date(\"2017-13-10\")", "bad_text"},
      {"abs(1, 2)", "wrong_arguments"},
      {"matches(\"a\", \"(\")", "bad_pattern"},
      {"matches(\"aa\", \"(a)\\1\")", "unsupported_pattern"},
      {"\"a\"(1)", "wrong_type"},
      {"now()", "no_clock"},
      {"@\"10:00:00@Europe/London\"", "bad_text"},
      {"{a: 1, a: 2}", "duplicate_key"},
  });
}

TEST_CASE("a fault names its line and column") {
  const auto parsed = evaluate_feel("1 +\n  * 2");
  REQUIRE(parsed.diagnostics.size() == 1);
  CHECK(parsed.diagnostics[0].detail.find("line 2, column 3") != std::string::npos);
  const auto evaluated = evaluate_feel("1 + 2 +\n   nobody");
  REQUIRE_FALSE(evaluated.diagnostics.empty());
  CHECK(evaluated.diagnostics[0].line == 2);
  CHECK(evaluated.diagnostics[0].column == 4);
}

TEST_CASE("unary tests") {
  const auto holds = [](const char* tests, const value& tested) { return evaluate_tests(tests, tested).result; };
  CHECK(holds("-", value()).is_true());
  CHECK(holds("< 5", value(4)).is_true());
  CHECK(holds("1, 2, 3", value(2)).is_true());
  CHECK(holds("[1..5), > 7", value(5)).is_false());
  CHECK(holds("not(1, 2)", value(3)).is_true());
  CHECK(holds("not(1, 2)", value(2)).is_false());
  CHECK(holds("\"a\", \"b\"", value("b")).is_true());
  CHECK(holds("? > 2 and ? < 4", value(3)).is_true());
  CHECK(holds("true", value(false)).is_false());
  CHECK(holds("null", value()).is_true());
  // an unknown value satisfies no negation of a comparison
  CHECK(holds("not(> 5)", value()).is_null());
}

} // namespace
