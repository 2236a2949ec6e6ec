#include "server/clock/identifiers.hpp"

#include <stdexcept>

#include <sodium.h>

namespace frontdoor::clock {

namespace {

constexpr std::uint64_t high_mask = 0xfff;
constexpr std::uint64_t low_mask = (std::uint64_t{1} << 62) - 1;

std::uint64_t random_64() {
  std::uint64_t value = 0;
  randombytes_buf(&value, sizeof value);
  return value;
}

} // namespace

identifiers::identifiers() {
  if (sodium_init() < 0) throw std::runtime_error("no source of randomness");
}

triage::uuid identifiers::make(triage::timestamp now) {
  const auto elapsed = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
  const auto millisecond = elapsed < 0 ? std::uint64_t{0} : static_cast<std::uint64_t>(elapsed);

  const std::lock_guard hold(guard_);
  if (millisecond > millisecond_) {
    millisecond_ = millisecond;
    // The top bit starts clear, so that counting up within the millisecond practically never overflows.
    high_ = random_64() & (high_mask >> 1);
    low_ = random_64() & low_mask;
  } else {
    low_ += 1 + (random_64() & 0xffffffff);
    if (low_ > low_mask) {
      low_ &= low_mask;
      if (++high_ > high_mask) {
        high_ = 0;
        ++millisecond_;
      }
    }
  }

  triage::uuid id;
  for (std::size_t i = 0; i < 6; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(millisecond_ >> (40 - 8 * i));
  id.bytes[6] = static_cast<std::uint8_t>(0x70 | (high_ >> 8));
  id.bytes[7] = static_cast<std::uint8_t>(high_);
  id.bytes[8] = static_cast<std::uint8_t>(0x80 | (low_ >> 56));
  for (std::size_t i = 0; i < 7; ++i)
    id.bytes[9 + i] = static_cast<std::uint8_t>(low_ >> (48 - 8 * i));
  return id;
}

} // namespace frontdoor::clock
