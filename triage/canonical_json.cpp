#include "triage/canonical_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::int64_t safe_integer_max = 9007199254740992; // 2^53

void write_integer(std::string& out, std::int64_t value) {
  if (value > safe_integer_max || value < -safe_integer_max) throw std::domain_error("integer beyond 2^53");
  out += std::to_string(value);
}

// ECMAScript's Number::toString from the shortest round-trip digits (ECMA-262, 6.1.6.1.20).
void write_double(std::string& out, double value) {
  if (!std::isfinite(value)) throw std::domain_error("number is not finite");
  if (value == 0) {
    out += '0';
    return;
  }
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::abs(value), std::chars_format::scientific).ptr;
  const std::string text(buffer, end);
  const auto e = text.find('e');
  std::string digits = text.substr(0, e);
  std::erase(digits, '.');
  const int exponent = std::stoi(text.substr(e + 1));
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1; // digits before the decimal point
  if (value < 0) out += '-';
  if (point > 21 || point < -5) {
    out += digits.substr(0, 1);
    if (count > 1) out += "." + digits.substr(1);
    out += exponent < 0 ? "e-" : "e+";
    out += std::to_string(std::abs(exponent));
  } else if (point <= 0) {
    out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else if (point >= count) {
    out += digits + std::string(static_cast<std::size_t>(point - count), '0');
  } else {
    out += digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
  }
}

// The letter of a two-character escape, or 0.
char short_escape(char c) {
  switch (c) {
  case '"':
    return '"';
  case '\\':
    return '\\';
  case '\b':
    return 'b';
  case '\f':
    return 'f';
  case '\n':
    return 'n';
  case '\r':
    return 'r';
  case '\t':
    return 't';
  default:
    return 0;
  }
}

// Whether one of eight bytes is a control character, a quotation mark or a backslash. A byte is below n where taking n
// from it borrows its top bit; a byte of 0x80 or more has that bit itself and never is.
bool any_to_escape(std::uint64_t eight) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t tops = 0x8080808080808080;
  const auto zero_in = [](std::uint64_t x) { return (x - ones) & ~x & tops; };
  const std::uint64_t control = (eight - ones * 0x20) & ~eight & tops;
  return (control | zero_in(eight ^ (ones * '"')) | zero_in(eight ^ (ones * '\\'))) != 0;
}

void write_string(std::string& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (std::uint64_t eight = 0; i + sizeof eight <= text.size(); i += sizeof eight) {
      std::memcpy(&eight, text.data() + i, sizeof eight);
      if (any_to_escape(eight)) break;
    }
    if (i == text.size()) break;
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain_from, i - plain_from);
    plain_from = i + 1;
    out += '\\';
    if (const char letter = short_escape(c); letter != 0) {
      out += letter;
    } else {
      out += "u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
  }
  out.append(text, plain_from, text.size() - plain_from);
  out += '"';
}

// RFC 8785 sorts keys by UTF-16 code units. That differs from byte order only between U+E000..U+FFFF and the
// characters beyond U+FFFF, which UTF-16 writes with surrogates (U+D800..U+DFFF).
bool utf16_less(const std::string& a, const std::string& b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return x == a.end() && y != b.end();
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xF0) return 0xED + 0.5; // four-byte sequences sort where the surrogates would
    return static_cast<double>(byte);
  };
  return rank(*x) < rank(*y);
}

// Bytes at which the order of UTF-16 and that of bytes may part: the lead bytes of U+E000 and above.
bool beyond_byte_order(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xEE; });
}

void write(std::string& out, const json& value);

void write_members(std::string& out, const json::object_t& members) {
  using member = json::object_t::value_type;
  bool first = true;
  const auto write_one = [&](const member& one) {
    if (!first) out += ',';
    first = false;
    write_string(out, one.first);
    out += ':';
    write(out, one.second);
  };
  // The members are kept in the order of their bytes, which is nearly always the one asked for.
  if (std::none_of(members.begin(), members.end(), [](const member& one) { return beyond_byte_order(one.first); })) {
    for (const auto& one : members)
      write_one(one);
    return;
  }
  std::vector<const member*> sorted;
  sorted.reserve(members.size());
  for (const auto& one : members)
    sorted.push_back(&one);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return utf16_less(a->first, b->first); });
  for (const auto* one : sorted)
    write_one(*one);
}

void write(std::string& out, const json& value) {
  switch (value.type()) {
  case json::value_t::object:
    out += '{';
    write_members(out, value.get_ref<const json::object_t&>());
    out += '}';
    break;
  case json::value_t::array: {
    out += '[';
    bool first = true;
    for (const auto& element : value) {
      if (!first) out += ',';
      first = false;
      write(out, element);
    }
    out += ']';
    break;
  }
  case json::value_t::string:
    write_string(out, value.get_ref<const std::string&>());
    break;
  case json::value_t::boolean:
    out += value.get<bool>() ? "true" : "false";
    break;
  case json::value_t::number_integer:
    write_integer(out, value.get<std::int64_t>());
    break;
  case json::value_t::number_unsigned: {
    const auto number = value.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(safe_integer_max)) throw std::domain_error("integer beyond 2^53");
    out += std::to_string(number);
    break;
  }
  case json::value_t::number_float:
    write_double(out, value.get<double>());
    break;
  case json::value_t::null:
    out += "null";
    break;
  case json::value_t::binary:
  case json::value_t::discarded:
    throw std::domain_error("not a JSON value");
  }
}

} // namespace

std::string canonical_json(const json& value) {
  std::string out;
  out.reserve(1024);
  write(out, value);
  return out;
}

void append_canonical_json(std::string& out, const json& value) {
  write(out, value);
}

void append_canonical_string(std::string& out, std::string_view text) {
  write_string(out, text);
}

} // namespace frontdoor::triage
