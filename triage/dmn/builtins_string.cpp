// String functions (10.3.4.3). Positions and lengths count code points.
#include <unicode/uchar.h>

#include <algorithm>

#include "triage/dmn/builtins.hpp"
#include "triage/dmn/regex.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

value substring(evaluator& e, arguments& a) {
  const auto* text = string_argument(e, a, 0);
  const auto start = text != nullptr ? whole_argument(e, a, 1) : std::nullopt;
  if (!start) return {};
  const auto points = code_points(*text);
  const auto size = static_cast<std::int64_t>(points.size());
  if (*start == 0 || *start > size || *start < -size) {
    return e.fail("out_of_range", "the string has no position " + std::to_string(*start));
  }
  const auto first = *start > 0 ? *start - 1 : size + *start;
  auto count = size - first;
  if (given_value(a, 2)) {
    const auto length = whole_argument(e, a, 2);
    if (!length) return {};
    if (*length < 1) return e.fail("out_of_range", "the length is less than 1");
    count = std::min(count, *length);
  }
  return utf8(std::u32string_view(points).substr(static_cast<std::size_t>(first), static_cast<std::size_t>(count)));
}

value string_length(evaluator& e, arguments& a) {
  const auto* text = string_argument(e, a, 0);
  return text != nullptr ? value(static_cast<std::int64_t>(code_points(*text).size())) : value();
}

value mapped(evaluator& e, arguments& a, UChar32 (*map)(UChar32)) {
  const auto* text = string_argument(e, a, 0);
  if (text == nullptr) return {};
  auto points = code_points(*text);
  for (auto& point : points)
    point = static_cast<char32_t>(map(static_cast<UChar32>(point)));
  return utf8(points);
}

value upper_case(evaluator& e, arguments& a) {
  return mapped(e, a, u_toupper);
}
value lower_case(evaluator& e, arguments& a) {
  return mapped(e, a, u_tolower);
}

// Two strings, or nothing with a diagnostic.
struct two_strings {
  two_strings(evaluator& e, const arguments& a) : first(string_argument(e, a, 0)), second(string_argument(e, a, 1)) {}
  explicit operator bool() const { return first != nullptr && second != nullptr; }
  const std::string* first;
  const std::string* second;
};

value substring_before(evaluator& e, arguments& a) {
  const two_strings s(e, a);
  if (!s) return {};
  const auto at = s.first->find(*s.second);
  return at == std::string::npos ? std::string() : s.first->substr(0, at);
}

value substring_after(evaluator& e, arguments& a) {
  const two_strings s(e, a);
  if (!s) return {};
  const auto at = s.first->find(*s.second);
  return at == std::string::npos ? std::string() : s.first->substr(at + s.second->size());
}

value contains(evaluator& e, arguments& a) {
  const two_strings s(e, a);
  return s ? value(s.first->find(*s.second) != std::string::npos) : value();
}

value starts_with(evaluator& e, arguments& a) {
  const two_strings s(e, a);
  return s ? value(s.first->starts_with(*s.second)) : value();
}

value ends_with(evaluator& e, arguments& a) {
  const two_strings s(e, a);
  return s ? value(s.first->ends_with(*s.second)) : value();
}

std::optional<regex> pattern_argument(evaluator& e, const arguments& a, std::size_t pattern, std::size_t flags) {
  const auto* text = string_argument(e, a, pattern);
  if (text == nullptr) return std::nullopt;
  std::string chosen;
  if (given_value(a, flags)) {
    const auto* given = string_argument(e, a, flags);
    if (given == nullptr) return std::nullopt;
    chosen = *given;
  }
  auto compiled = regex::compile(*text, chosen);
  if (!compiled) {
    const bool left_out = compiled.error() == regex::no_back_references;
    e.fail(left_out ? "unsupported_pattern" : "bad_pattern", "the pattern cannot be used: " + compiled.error());
    return std::nullopt;
  }
  return std::move(*compiled);
}

value matches(evaluator& e, arguments& a) {
  const auto* text = string_argument(e, a, 0);
  const auto pattern = text != nullptr ? pattern_argument(e, a, 1, 2) : std::nullopt;
  return pattern ? value(pattern->found_in(*text)) : value();
}

using match_groups = std::vector<std::pair<std::size_t, std::size_t>>;

// "$N" is a group, "\$" and "\\" stand for themselves (XPath fn:replace). False when the replacement is not one.
bool put_replacement(
    std::string& out, const std::string& replacement, const std::string& text, const match_groups& groups
) {
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    if (c == '\\') {
      if (i + 1 >= replacement.size() || (replacement[i + 1] != '\\' && replacement[i + 1] != '$')) return false;
      out += replacement[++i];
    } else if (c == '$') {
      std::size_t number = 0;
      std::size_t digits = 0;
      while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9') {
        const auto next = number * 10 + static_cast<std::size_t>(replacement[i + 1] - '0');
        if (digits > 0 && next >= groups.size()) break;
        number = next;
        ++digits;
        ++i;
      }
      if (digits == 0) return false;
      if (number < groups.size() && groups[number].first != std::string::npos) {
        out += text.substr(groups[number].first, groups[number].second - groups[number].first);
      }
    } else {
      out += c;
    }
  }
  return true;
}

// The length of the code point at `at`, for stepping over an empty match.
std::size_t step(const std::string& text, std::size_t at) {
  std::size_t next = at + 1;
  while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80)
    ++next;
  return next - at;
}

value replace(evaluator& e, arguments& a) {
  const auto* text = string_argument(e, a, 0);
  const auto pattern = text != nullptr ? pattern_argument(e, a, 1, 3) : std::nullopt;
  const auto* replacement = pattern ? string_argument(e, a, 2) : nullptr;
  if (replacement == nullptr) return {};
  std::string out;
  std::size_t at = 0;
  while (at <= text->size()) {
    const auto match = pattern->next(*text, at);
    if (match.empty()) break;
    const auto [start, end] = match.front();
    out.append(*text, at, start - at);
    if (pattern->literal()) {
      out += *replacement;
    } else if (!put_replacement(out, *replacement, *text, match)) {
      return e.fail("bad_replacement", "a replacement holds a single \"$\" or \"\\\"");
    }
    if (out.size() > e.options().limits.string_size || !e.charge(1 + match.size())) break;
    at = end;
    if (end == start) {
      if (at >= text->size()) return out;
      const auto length = step(*text, at);
      out.append(*text, at, length);
      at += length;
    }
  }
  if (at < text->size()) out.append(*text, at);
  return out;
}

value split(evaluator& e, arguments& a) {
  const auto* text = string_argument(e, a, 0);
  const auto pattern = text != nullptr ? pattern_argument(e, a, 1, 2) : std::nullopt;
  if (!pattern) return {};
  std::vector<value> out;
  std::size_t from = 0;
  std::size_t search = 0;
  while (search <= text->size() && e.charge(1)) {
    const auto match = pattern->next(*text, search);
    if (match.empty()) break;
    const auto [start, end] = match.front();
    if (end == start) { // an empty match does not split
      search = end < text->size() ? end + step(*text, end) : end + 1;
      continue;
    }
    out.emplace_back(text->substr(from, start - from));
    from = search = end;
  }
  out.emplace_back(text->substr(from));
  return out;
}

value string_join(evaluator& e, arguments& a) {
  const auto items = list_argument(e, a, 0);
  if (!items) return {};
  std::string delimiter;
  if (given_value(a, 1)) {
    const auto* given = string_argument(e, a, 1);
    if (given == nullptr) return {};
    delimiter = *given;
  }
  std::string out;
  bool first = true;
  for (const auto& item : *items) {
    if (item.is_null()) continue;
    if (!item.is(value_kind::string)) return e.wrong_type("an item of the list", item, "string");
    if (!first) out += delimiter;
    first = false;
    out += item.string();
    if (out.size() > e.options().limits.string_size) break; // refused by the caller
  }
  return out;
}

} // namespace

void register_strings(function_registry& to) {
  to.add("substring", {"string", "start position", "length"}, 2, substring);
  to.add("string length", {"string"}, 1, string_length);
  to.add("upper case", {"string"}, 1, upper_case);
  to.add("lower case", {"string"}, 1, lower_case);
  to.add("substring before", {"string", "match"}, 2, substring_before);
  to.add("substring after", {"string", "match"}, 2, substring_after);
  to.add("replace", {"input", "pattern", "replacement", "flags"}, 3, replace);
  to.add("contains", {"string", "match"}, 2, contains);
  to.add("starts with", {"string", "match"}, 2, starts_with);
  to.add("ends with", {"string", "match"}, 2, ends_with);
  to.add("matches", {"input", "pattern", "flags"}, 2, matches);
  to.add("split", {"string", "delimiter"}, 2, split);
  to.add("string join", {"list", "delimiter"}, 1, string_join);
}

} // namespace frontdoor::triage::dmn::detail
