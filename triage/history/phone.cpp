#include "triage/history/phone.hpp"

#include <algorithm>

#include "triage/ascii.hpp"

namespace frontdoor::triage::history {

namespace {

constexpr std::size_t international_digits_min = 7;
constexpr std::size_t international_digits_max = 15; // E.164

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The digits up to an extension, with a plus in front where there was one; none where something else stands between.
std::optional<std::string> digits_of(std::string_view text) {
  std::string out;
  for (const char raw : text) {
    const char c = small(raw);
    if (is_digit(c)) {
      out += c;
    } else if (c == '+' && out.empty()) {
      out += c;
    } else if ((c == 'x' || c == 'e' || c == '#' || c == ';') && out.size() > 1) {
      break; // "x12", "ext. 12", "#12", ";ext=12"
    } else if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '.' && c != '/' && c != '\t') {
      return std::nullopt;
    }
  }
  return out;
}

// Whether the United Kingdom has national numbers like this one, which is without its leading nought.
bool is_national(std::string_view number) {
  if (number.size() < 7 || number.size() > 10) return false;
  switch (number.front()) {
  case '1': // geographic; a few old areas have one digit less
    return number.size() == 10 || number.size() == 9;
  case '2':
  case '3':
  case '5':
  case '7':
  case '9':
    return number.size() == 10;
  case '8':
    if (number == "8001111" || number == "8454647") return true; // Childline; NHS Direct as it was
    if (number.starts_with("800") && number.size() == 9) return true;
    return number.size() == 10;
  default:
    return false;
  }
}

} // namespace

std::optional<std::string> e164(std::string_view text) {
  auto read = digits_of(text);
  if (!read) return std::nullopt;
  std::string number = std::move(*read);
  if (number.starts_with("00")) number = "+" + number.substr(2);
  if (number.starts_with("+44")) {
    auto national = number.substr(3);
    if (national.starts_with("0")) national.erase(0, 1); // +44 (0)161 ...
    return is_national(national) ? std::optional("+44" + national) : std::nullopt;
  }
  if (number.starts_with("+")) {
    const auto digits = number.size() - 1;
    const bool right = digits >= international_digits_min && digits <= international_digits_max && number[1] != '0';
    return right ? std::optional(std::move(number)) : std::nullopt;
  }
  if (!number.starts_with("0")) return std::nullopt; // 999, 101, 61016, or a local number without its area
  number.erase(0, 1);
  return is_national(number) ? std::optional("+44" + number) : std::nullopt;
}

} // namespace frontdoor::triage::history
