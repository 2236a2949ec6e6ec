#include "triage/history/place.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>

#include "triage/ascii.hpp"

namespace frontdoor::triage::history {

namespace {

constexpr std::size_t uprn_digits_max = 12;
constexpr double cells_in_a_degree = 1000;

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
char capital(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Words in capitals: letters, digits and whatever is not ASCII; apostrophes vanish, everything else parts words.
std::vector<std::string> place_words(std::string_view text) {
  std::vector<std::string> words;
  bool open = false;
  for (const char raw : text) {
    const char c = capital(raw);
    if (c == '\'') continue;
    const bool part = is_digit(c) || is_capital(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (part && !open) words.emplace_back();
    if (part) words.back() += c;
    open = part;
  }
  return words;
}

bool has_digit(const std::string& word) {
  return std::ranges::any_of(word, is_digit);
}

// A9, A99, AA9, AA99, A9A, AA9A, then 9AA; the last two letters are never C, I, K, M, O or V.
bool is_postcode(std::string_view code) {
  if (code == "GIR0AA") return true;
  if (code.size() < 5 || code.size() > 7) return false;
  const auto inward = code.substr(code.size() - 3);
  const auto unit = [](char c) {
    return is_capital(c) && std::string_view("CIKMOV").find(c) == std::string_view::npos;
  };
  if (!is_digit(inward[0]) || !unit(inward[1]) || !unit(inward[2])) return false;
  auto outward = code.substr(0, code.size() - 3);
  if (!is_capital(outward[0])) return false;
  outward.remove_prefix(1);
  if (!outward.empty() && is_capital(outward[0])) outward.remove_prefix(1);
  if (outward.empty() || !is_digit(outward[0])) return false;
  outward.remove_prefix(1);
  return outward.empty() || (outward.size() == 1 && (is_digit(outward[0]) || is_capital(outward[0])));
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words)
    out += (out.empty() ? "" : " ") + word;
  return out;
}

// The words without those that make up the postcode, in one piece or two.
std::vector<std::string> without_postcode(std::vector<std::string> words, const std::string& code) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool pair = i + 1 < words.size() && words[i] + words[i + 1] == code;
    if (!pair && words[i] != code) continue;
    const auto first = words.begin() + static_cast<std::ptrdiff_t>(i);
    words.erase(first, first + (pair ? 2 : 1));
    break;
  }
  return words;
}

std::string cell_text(std::int64_t row, std::int64_t column) {
  return std::to_string(row) + "/" + std::to_string(column);
}

std::int64_t down(double degrees) {
  return static_cast<std::int64_t>(std::floor(degrees * cells_in_a_degree));
}

// The neighbour on the side of the square that the position is nearer to.
std::int64_t nearer(double degrees) {
  const double at = degrees * cells_in_a_degree;
  return at - std::floor(at) < 0.5 ? -1 : 1;
}

} // namespace

std::optional<std::string> uprn(std::string_view text) {
  while (!text.empty() && text.front() == '0')
    text.remove_prefix(1);
  if (text.empty() || text.size() > uprn_digits_max || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> postcode(std::string_view text) {
  auto code = std::string();
  for (const auto& word : place_words(text))
    code += word;
  return is_postcode(code) ? std::optional(std::move(code)) : std::nullopt;
}

std::optional<std::string> postcode_in(std::string_view text) {
  const auto words = place_words(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i + 1 < words.size() && words[i + 1].size() == 3 && is_postcode(words[i] + words[i + 1])) {
      return words[i] + words[i + 1];
    }
    if (is_postcode(words[i])) return words[i];
  }
  return std::nullopt;
}

std::optional<std::string> address(std::string_view text, const std::optional<std::string>& postcode) {
  auto words = place_words(text);
  if (postcode) words = without_postcode(std::move(words), *postcode);
  std::vector<std::string> numbers;
  std::ranges::copy_if(words, std::back_inserter(numbers), has_digit);
  if (postcode) {
    if (words.empty()) return std::nullopt;
    return *postcode + " " + joined(numbers.empty() ? words : numbers);
  }
  if (numbers.empty() || words.size() < numbers.size() + 2) return std::nullopt;
  return joined(words);
}

std::string cell(double lat, double lon) {
  return cell_text(down(lat), down(lon));
}

std::vector<std::string> cells_near(double lat, double lon) {
  const auto row = down(lat);
  const auto column = down(lon);
  const auto other_row = row + nearer(lat);
  const auto other_column = column + nearer(lon);
  return {
      cell_text(row, column), cell_text(other_row, column), cell_text(row, other_column),
      cell_text(other_row, other_column)
  };
}

} // namespace frontdoor::triage::history
