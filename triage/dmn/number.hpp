#pragma once
// FEEL numbers: IEEE 754-2008 decimal128 (34 digits), round half even (DMN 1.5, 10.3.2.3.1). Always finite: what would
// be infinite or not a number is std::nullopt. All functions are pure and safe to call from any thread.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frontdoor::triage::dmn {

enum class rounding : std::uint8_t { half_even, up, down, half_up, half_down, floor, ceiling };

class number {
 public:
  number();                            // zero
  explicit number(std::int64_t whole); // exact

  // Reads digits with an optional sign, fraction and exponent ("-1.5e3"); nothing else, no spaces.
  static std::optional<number> parse(std::string_view text);

  // Plain digits without an exponent and without needless zeros at the end ("0.001", "-12300").
  std::string to_string() const;
  // The value when it is whole and fits; nothing otherwise.
  std::optional<std::int64_t> to_int64() const;
  // The whole part when it fits; nothing otherwise.
  std::optional<std::int64_t> truncated() const;
  double to_double() const;

  bool is_zero() const;
  bool is_negative() const; // less than zero
  bool is_whole() const;

  std::optional<number> plus(const number& other) const;
  std::optional<number> minus(const number& other) const;
  std::optional<number> times(const number& other) const;
  std::optional<number> divided_by(const number& other) const; // nothing when other is zero
  // dividend - divisor * floor(dividend / divisor): the sign of the divisor; nothing when the divisor is zero.
  std::optional<number> modulo(const number& other) const;
  std::optional<number> power(const number& exponent) const;
  std::optional<number> square_root() const;
  std::optional<number> exponential() const;
  std::optional<number> logarithm() const; // natural
  number negated() const;
  number absolute() const;
  // Rounds to `scale` digits after the point (negative: before it). Scale within -6111..6176, else nothing.
  std::optional<number> rounded(std::int64_t scale, rounding mode) const;

  friend bool operator==(const number& a, const number& b) { return a.compare(b) == 0; }
  friend std::strong_ordering operator<=>(const number& a, const number& b) { return a.compare(b) <=> 0; }

 private:
  struct bits; // the library's own type
  explicit number(const bits& raw);
  static std::optional<number> finite(const bits& raw);
  bits raw() const;
  int compare(const number& other) const;

  std::array<std::uint64_t, 2> words_{};
};

} // namespace frontdoor::triage::dmn
