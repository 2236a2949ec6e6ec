#pragma once
// ASCII as HTTP compares it: without locale.

#include <algorithm>
#include <string_view>

namespace frontdoor::http {

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Whether the two are the same ASCII word, whatever the letter case.
constexpr bool is_same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::ranges::equal(a, b, {}, lower, lower);
}

// Without the spaces and tabs around it (OWS of RFC 9110).
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

} // namespace frontdoor::http
