// The bounds of an evaluation: whatever the text, it ends, and says why.
#include <catch2/catch.hpp>

#include "triage/dmn/engine.hpp"

namespace {

using namespace frontdoor::triage::dmn;

std::string code_of(const std::string& text, const evaluation_options& options = {}) {
  const auto got = evaluate_feel(text, {}, options);
  CHECK(got.result.is_null());
  return got.diagnostics.empty() ? "" : got.diagnostics.back().code;
}

std::string repeated(std::string_view piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i)
    out += piece;
  return out;
}

TEST_CASE("endless work stops") {
  CHECK(code_of("for i in 1..1000000, j in 1..1000000 return i").starts_with("limit_"));
  CHECK(code_of("{f: function(n) f(n + 1), r: f(1)}.r") == "limit_depth");
  CHECK(code_of("for i in 1..100000000000 return 1") == "limit_list");
  evaluation_options few;
  few.limits.steps = 100;
  CHECK(code_of("for i in 1..1000 return i", few) == "limit_steps");
}

TEST_CASE("values do not grow without bound") {
  const auto doubled = "{a: \"xxxxxxxxxxxxxxxx\"" + [] {
    std::string out;
    for (int i = 0; i < 40; ++i) {
      const auto last = i == 0 ? "a" : "b" + std::to_string(i - 1);
      out += ", b" + std::to_string(i) + ": " + last + " + " + last;
    }
    return out;
  }() + "}";
  CHECK(code_of(doubled) == "limit_string");
  const auto shared = "{a: [1, 1]" + [] {
    std::string out;
    for (int i = 0; i < 60; ++i) {
      const auto last = i == 0 ? "a" : "b" + std::to_string(i - 1);
      out += ", b" + std::to_string(i) + ": [" + last + ", " + last + "]";
    }
    return out;
  }() + "}";
  CHECK(code_of(shared) == "limit_weight");
  CHECK(code_of("for i in 1..500 return if i = 1 then [] else [partial[-1]]") == "limit_nesting");
}

TEST_CASE("texts nested too deeply are refused, not parsed") {
  CHECK(code_of(repeated("(", 100'000) + "1" + repeated(")", 100'000)) == "syntax");
  CHECK(code_of(repeated("(", 5000) + "1" + repeated(")", 5000)) == "syntax");
  CHECK(code_of(repeated("-", 5000) + "1") == "syntax");
  CHECK(code_of("1" + repeated(" + 1", 5000)) == "syntax");
  CHECK(code_of(repeated("if true then ", 3000) + "1") == "syntax");
  CHECK(evaluate_feel("1" + repeated(" + 1", 300)).result.number().to_int64() == 301);
}

} // namespace
