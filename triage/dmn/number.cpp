#include "triage/dmn/number.hpp"

// The calling convention of the library variant linked (libbidgcc000): all by value, no globals.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

#include <bit>
#include <cmath>
#include <cstdlib>

namespace frontdoor::triage::dmn {
namespace {

constexpr unsigned nearest_even = 0;

BID_UINT128 from_text(std::string text) {
  unsigned flags = 0;
  return bid128_from_string(text.data(), nearest_even, &flags);
}

} // namespace

struct number::bits {
  BID_UINT128 value;
};

static_assert(sizeof(BID_UINT128) == 16);

number::number() : number(0) {}
number::number(std::int64_t whole) : number(bits{bid128_from_int64(whole)}) {}
number::number(const bits& raw) : words_{raw.value.w[0], raw.value.w[1]} {}

number::bits number::raw() const {
  bits out{};
  out.value.w[0] = words_[0];
  out.value.w[1] = words_[1];
  return out;
}

std::optional<number> number::finite(const bits& raw) {
  if (bid128_isFinite(raw.value) == 0) return std::nullopt;
  return number(raw);
}

std::optional<number> number::parse(std::string_view text) {
  std::size_t at = 0;
  std::size_t digits = 0;
  const auto take_digits = [&] {
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
      ++digits;
  };
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  take_digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    take_digits();
  }
  if (digits == 0) return std::nullopt;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const auto start = at;
    take_digits();
    if (at == start || at - start > 6) return std::nullopt;
  }
  if (at != text.size() || text.size() > 4096) return std::nullopt;
  return finite({from_text(std::string(text))});
}

std::string number::to_string() const {
  unsigned flags = 0;
  std::array<char, 128> buffer{};
  bid128_to_string(buffer.data(), raw().value, &flags);
  const std::string_view text(buffer.data()); // sign digits E sign exponent
  const auto mark = text.find('E');
  const bool negative = text.front() == '-';
  std::string digits(text.substr(1, mark - 1));
  int exponent = std::atoi(text.data() + mark + 1);
  while (digits.size() > 1 && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  if (digits == "0") return "0";
  std::string out = negative ? "-" : "";
  if (exponent >= 0) return out + digits + std::string(static_cast<std::size_t>(exponent), '0');
  const auto places = static_cast<std::size_t>(-exponent);
  if (digits.size() > places) {
    return out + digits.substr(0, digits.size() - places) + "." + digits.substr(digits.size() - places);
  }
  return out + "0." + std::string(places - digits.size(), '0') + digits;
}

std::optional<std::int64_t> number::to_int64() const {
  if (!is_whole()) return std::nullopt;
  return truncated();
}

std::optional<std::int64_t> number::truncated() const {
  unsigned flags = 0;
  const auto out = bid128_to_int64_int(raw().value, &flags);
  if ((flags & BID_INVALID_EXCEPTION) != 0) return std::nullopt;
  return out;
}

double number::to_double() const {
  unsigned flags = 0;
  return bid128_to_binary64(raw().value, nearest_even, &flags);
}

bool number::is_zero() const {
  return bid128_isZero(raw().value) != 0;
}
bool number::is_negative() const {
  return !is_zero() && bid128_isSigned(raw().value) != 0;
}

bool number::is_whole() const {
  unsigned flags = 0;
  const auto whole = bid128_round_integral_zero(raw().value, &flags);
  return bid128_quiet_equal(whole, raw().value, &flags) != 0;
}

std::optional<number> number::plus(const number& other) const {
  unsigned flags = 0;
  return finite({bid128_add(raw().value, other.raw().value, nearest_even, &flags)});
}

std::optional<number> number::minus(const number& other) const {
  unsigned flags = 0;
  return finite({bid128_sub(raw().value, other.raw().value, nearest_even, &flags)});
}

std::optional<number> number::times(const number& other) const {
  unsigned flags = 0;
  return finite({bid128_mul(raw().value, other.raw().value, nearest_even, &flags)});
}

std::optional<number> number::divided_by(const number& other) const {
  if (other.is_zero()) return std::nullopt;
  unsigned flags = 0;
  return finite({bid128_div(raw().value, other.raw().value, nearest_even, &flags)});
}

std::optional<number> number::modulo(const number& other) const {
  if (other.is_zero()) return std::nullopt;
  unsigned flags = 0;
  const auto rest = finite({bid128_fmod(raw().value, other.raw().value, &flags)});
  if (!rest || rest->is_zero()) return rest;
  return rest->is_negative() == other.is_negative() ? rest : rest->plus(other);
}

std::optional<number> number::power(const number& exponent) const {
  const auto whole = exponent.to_int64();
  if (whole && *whole >= -9999 && *whole <= 9999) { // exact where the result is exact
    std::optional<number> out = number(1);
    std::optional<number> factor = *this;
    for (auto rest = static_cast<std::uint64_t>(std::abs(*whole)); rest != 0 && out; rest >>= 1U) {
      if (!factor) return std::nullopt;
      if ((rest & 1U) != 0) out = out->times(*factor);
      factor = factor->times(*factor);
    }
    if (!out || *whole >= 0) return out;
    return number(1).divided_by(*out);
  }
  unsigned flags = 0;
  return finite({bid128_pow(raw().value, exponent.raw().value, nearest_even, &flags)});
}

std::optional<number> number::square_root() const {
  if (is_negative()) return std::nullopt;
  unsigned flags = 0;
  return finite({bid128_sqrt(raw().value, nearest_even, &flags)});
}

std::optional<number> number::exponential() const {
  unsigned flags = 0;
  return finite({bid128_exp(raw().value, nearest_even, &flags)});
}

std::optional<number> number::logarithm() const {
  if (is_zero() || is_negative()) return std::nullopt;
  unsigned flags = 0;
  return finite({bid128_log(raw().value, nearest_even, &flags)});
}

number number::negated() const {
  return is_zero() ? *this : number(bits{bid128_negate(raw().value)});
}
number number::absolute() const {
  return number(bits{bid128_abs(raw().value)});
}

std::optional<number> number::rounded(std::int64_t scale, rounding mode) const {
  if (scale < -6111 || scale > 6176) return std::nullopt;
  unsigned flags = 0;
  // Scaling is exact (only the exponent changes) unless it leaves the format, and then nothing is left to round.
  const auto scaled = bid128_scalbln(raw().value, static_cast<long>(scale), nearest_even, &flags);
  if (bid128_isFinite(scaled) == 0) return *this;
  BID_UINT128 whole{};
  switch (mode) {
  case rounding::half_even:
    whole = bid128_round_integral_nearest_even(scaled, &flags);
    break;
  case rounding::half_up:
    whole = bid128_round_integral_nearest_away(scaled, &flags);
    break;
  case rounding::floor:
    whole = bid128_round_integral_negative(scaled, &flags);
    break;
  case rounding::ceiling:
    whole = bid128_round_integral_positive(scaled, &flags);
    break;
  case rounding::down:
    whole = bid128_round_integral_zero(scaled, &flags);
    break;
  case rounding::up:
    whole =
        is_negative() ? bid128_round_integral_negative(scaled, &flags) : bid128_round_integral_positive(scaled, &flags);
    break;
  case rounding::half_down: {
    // To the nearest; the exact half goes towards zero.
    const auto towards_zero = bid128_round_integral_zero(scaled, &flags);
    const auto rest = bid128_abs(bid128_sub(scaled, towards_zero, nearest_even, &flags));
    const auto half = from_text("0.5");
    whole = bid128_quiet_greater(rest, half, &flags) != 0 ? bid128_round_integral_nearest_away(scaled, &flags)
                                                          : towards_zero;
    break;
  }
  }
  return finite({bid128_scalbln(whole, static_cast<long>(-scale), nearest_even, &flags)});
}

int number::compare(const number& other) const {
  unsigned flags = 0;
  if (bid128_quiet_less(raw().value, other.raw().value, &flags) != 0) return -1;
  return bid128_quiet_equal(raw().value, other.raw().value, &flags) != 0 ? 0 : 1;
}

} // namespace frontdoor::triage::dmn
