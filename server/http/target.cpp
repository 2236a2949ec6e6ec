#include "server/http/target.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace frontdoor::http {
namespace {

constexpr std::size_t query_parameters_max = 64;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// UTF-8 without overlong forms, surrogates or values beyond U+10FFFF (RFC 3629).
bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    if (length == 0 || i + length > text.size()) return false;
    std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<std::uint8_t>(text[i + k]);
      if (next >> 6 != 2) return false;
      point = (point << 6) | (next & 0x3FU);
    }
    constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < smallest[length] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
    i += length;
  }
  return true;
}

// Percent-decodes; `plus_is_space` as forms and query strings have it. Nullopt when it is malformed, holds a control
// character or is not UTF-8.
std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  bool ascii = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80) return std::nullopt;
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      const auto byte = static_cast<unsigned char>(high * 16 + low);
      if (byte < 0x20 || byte == 0x7F) return std::nullopt;
      if (byte >= 0x80) ascii = false;
      c = static_cast<char>(byte);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    out.push_back(c);
  }
  if (!ascii && !is_utf8(out)) return std::nullopt;
  return out;
}

// An encoded "/" or "\" would let one text name two places, depending on who decodes first.
bool has_encoded_separator(std::string_view path) {
  for (std::size_t i = 0; i + 2 < path.size(); ++i) {
    if (path[i] != '%') continue;
    const int value = hex_digit(path[i + 1]) * 16 + hex_digit(path[i + 2]);
    if (value == '/' || value == '\\') return true;
  }
  return false;
}

bool has_dot_segment(std::string_view path) {
  std::size_t begin = 1;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const auto segment = path.substr(begin, end - begin);
    if (segment == "." || segment == "..") return true;
    begin = end + 1;
  }
  return false;
}

std::expected<void, std::string> read_query(std::string_view text, target& into) {
  while (!text.empty()) {
    const auto part = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    if (part.empty()) continue;
    if (into.query.size() == query_parameters_max) return std::unexpected("more than 64 query parameters");
    const auto equals = part.find('=');
    auto name = decode(part.substr(0, equals), true);
    auto value = decode(equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1), true);
    if (!name || !value) return std::unexpected("the query is not percent-encoded UTF-8 text");
    into.query.emplace_back(std::move(*name), std::move(*value));
  }
  return {};
}

} // namespace

bool is_valid_host(std::string_view text) {
  if (text.empty() || text.size() > 261) return false;
  std::string_view rest = text;
  if (rest.front() == '[') {
    const auto end = rest.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    for (char c : rest.substr(1, end - 1)) {
      if (hex_digit(c) < 0 && c != ':' && c != '.') return false;
    }
    rest.remove_prefix(end + 1);
  } else {
    const auto name = rest.substr(0, rest.find(':'));
    if (name.empty()) return false;
    for (char c : name) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!plain && c != '-' && c != '.' && c != '_') return false;
    }
    rest.remove_prefix(name.size());
  }
  if (rest.empty()) return true;
  if (rest.front() != ':' || rest.size() > 6) return false;
  rest.remove_prefix(1);
  return std::ranges::all_of(rest, [](char c) { return c >= '0' && c <= '9'; });
}

std::expected<target, std::string> parse_target(std::string_view text, method verb) {
  target result;
  if (text == "*" && verb == method::options) {
    result.path = "*";
    return result;
  }
  if (!text.empty() && text.front() != '/') {
    const std::size_t scheme = text.starts_with("http://") ? 7 : text.starts_with("https://") ? 8 : 0;
    if (scheme == 0) return std::unexpected("the target is neither a path nor an http address");
    result.authority = text.substr(scheme, text.find_first_of("/?", scheme) - scheme);
    if (!is_valid_host(result.authority)) return std::unexpected("the target's host is malformed");
    text.remove_prefix(scheme + result.authority.size());
    if (text.empty() || text.front() != '/') return std::unexpected("the target has no path");
  }
  if (text.empty()) return std::unexpected("the target is empty");
  if (text.find('#') != std::string_view::npos) return std::unexpected("the target has a fragment");
  const auto question = text.find('?');
  const auto path = text.substr(0, question);
  if (path.find('\\') != std::string_view::npos || has_encoded_separator(path)) {
    return std::unexpected("the path has an encoded separator");
  }
  auto decoded = decode(path, false);
  if (!decoded) return std::unexpected("the path is not percent-encoded UTF-8 text");
  if (has_dot_segment(*decoded)) return std::unexpected("the path has dot segments");
  result.path = std::move(*decoded);
  if (question != std::string_view::npos) {
    auto read = read_query(text.substr(question + 1), result);
    if (!read) return std::unexpected(std::move(read.error()));
  }
  return result;
}

} // namespace frontdoor::http
