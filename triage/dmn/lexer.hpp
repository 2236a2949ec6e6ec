#pragma once
// Internal to the FEEL parser: a text as tokens.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdoor::triage::dmn::detail {

enum class token_kind : std::uint8_t { word, number, string, symbol, end };

struct token {
  bool spaced = false; // white space or a comment stood before it
  token_kind kind = token_kind::end;
  std::string text; // of a string: its content, escapes resolved
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

struct lexing {
  std::vector<token> tokens; // ends with `end`
  std::string fault;         // empty: none
  std::uint32_t line = 1;    // of the fault
  std::uint32_t column = 1;
};

// Splits a FEEL text: words (name start, then name parts), numbers, strings, symbols; comments and space are left out.
lexing tokenize(std::string_view text);

// Next code point at `at` of UTF-8 text, moving on; U+FFFD for a broken byte.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& out, char32_t point);

} // namespace frontdoor::triage::dmn::detail
