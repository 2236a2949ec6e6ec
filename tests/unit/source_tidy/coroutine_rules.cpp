// The statements around each co_await. What is looked for is what docs/decisions/0004 tells about.
#include <string_view>

#include <re2/re2.h>

#include "tests/unit/source_tidy/rules.hpp"

namespace frontdoor::tidy {

namespace {

struct statement {
  std::size_t begin = 0;
  std::string text;
};

// Back to the end of the statement before, not counting what stands within closed brackets.
std::size_t statement_begin(std::string_view code, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at; i > 0; --i) {
    const char c = code[i - 1];
    if (c == ')' || c == ']')
      ++depth;
    else if ((c == '(' || c == '[') && depth > 0)
      --depth;
    else if (depth <= 0 && (c == ';' || c == '{' || c == '}'))
      return i;
  }
  return 0;
}

// On to its semicolon, or the brace that opens a block outside all brackets.
std::size_t statement_end(std::string_view code, std::size_t at, int depth) {
  for (std::size_t i = at; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '(' || c == '[' || (c == '{' && depth > 0))
      ++depth;
    else if (c == '{')
      return i;
    else if (c == ')' || c == ']' || c == '}')
      --depth;
    else if (c == ';' && depth <= 0)
      return i;
  }
  return code.size();
}

std::vector<statement> statements_with_co_await(const source_file& file) {
  std::vector<statement> all;
  std::size_t done = 0;
  constexpr std::string_view keyword = "co_await";
  const std::string_view code = file.code;
  for (auto at = code.find(keyword); at != std::string_view::npos; at = code.find(keyword, at + keyword.size())) {
    if (at < done) continue;
    const auto begin = statement_begin(code, at);
    const auto end = statement_end(code, begin, 0);
    if (end <= at) continue;
    all.push_back({begin, std::string(code.substr(begin, end - begin))});
    done = end;
  }
  return all;
}

findings matching_statements(const source_file& file, const RE2& pattern, const std::string& what) {
  findings found;
  if (!file.is_cpp()) return found;
  for (const auto& each : statements_with_co_await(file)) {
    re2::StringPiece match;
    const re2::StringPiece text(each.text);
    if (!pattern.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1)) continue;
    const auto offset = each.begin + static_cast<std::size_t>(match.data() - text.data());
    found.push_back({file.path, file.line_of(offset), what});
  }
  return found;
}

} // namespace

findings no_temporaries_beside_co_await(const source_file& file) {
  // [this] and [&] hold nothing that is freed; everything else that a lambda captures does.
  static const RE2 lambda(R"([(,={\s]\[(?:=|[^\]&\s][^\]]*|&\s*\w+[^\]]*,\s*\w+[^\]]*)\]\s*(?:\([^)]*\)|mutable|\{))");
  static const RE2 only_this(R"([(,={\s]\[\s*this\s*\])");
  static const RE2 braced(R"(co_await[^;]*[(,]\s*\{)");
  findings found;
  if (!file.is_cpp()) return found;
  for (auto& one : matching_statements(file, lambda, "a lambda with captures in a statement with co_await")) {
    const auto line = one.line;
    std::size_t begin = 0;
    for (std::size_t i = 1; i < line; ++i)
      begin = file.code.find('\n', begin) + 1;
    const auto end = std::min(file.code.find('\n', begin), file.code.size());
    if (!RE2::PartialMatch(file.code.substr(begin, end - begin), only_this)) found.push_back(std::move(one));
  }
  for (auto& one : matching_statements(file, braced, "a braced temporary in a statement with co_await"))
    found.push_back(std::move(one));
  return found;
}

findings no_co_await_in_conditions(const source_file& file) {
  static const RE2 condition(
      R"((?:&&|\|\||\?|\bor\b|\band\b)\s*[(!]*\s*co_await|co_await[^;?]*(?:\|\||\)\s*&&\s*|\s\?\s))"
  );
  return matching_statements(file, condition, "co_await within a condition: give its result a name first");
}

} // namespace frontdoor::tidy
