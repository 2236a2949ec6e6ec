#include "triage/history/vehicle.hpp"

namespace frontdoor::triage::history {

std::optional<std::string> registration_mark(std::string_view text) {
  constexpr std::size_t shortest = 2;
  constexpr std::size_t longest = 8;
  std::string mark;
  bool letter = false;
  bool digit = false;
  for (const char raw : text) {
    const char c = raw >= 'a' && raw <= 'z' ? static_cast<char>(raw - 'a' + 'A') : raw;
    if (c >= 'A' && c <= 'Z') {
      letter = true;
      mark += c == 'O' ? '0' : c == 'I' ? '1' : c;
    } else if (c >= '0' && c <= '9') {
      digit = true;
      mark += c;
    } else if (c != ' ' && c != '-' && c != '.') {
      return std::nullopt;
    }
  }
  if (mark.size() < shortest || mark.size() > longest || !letter || !digit) return std::nullopt;
  return mark;
}

} // namespace frontdoor::triage::history
