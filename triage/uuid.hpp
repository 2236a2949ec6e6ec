#pragma once
// UUIDs as values. Making them needs a clock and randomness and so lies in the server (server/clock/identifiers.hpp).

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace frontdoor::triage {

struct uuid {
  std::array<std::uint8_t, 16> bytes{};

  // Reads the 36-character form, either letter case. Anything else: nullopt.
  static std::optional<uuid> parse(std::string_view text);

  // Lower-case 36-character form (RFC 9562).
  std::string to_string() const;

  bool is_nil() const { return *this == uuid{}; }

  friend auto operator<=>(const uuid&, const uuid&) = default;
};

} // namespace frontdoor::triage

template <> struct std::hash<frontdoor::triage::uuid> {
  std::size_t operator()(const frontdoor::triage::uuid& id) const noexcept {
    // The last eight bytes of a version 7 UUID are random, which is all a hash needs.
    std::uint64_t value = 0;
    for (std::size_t i = 8; i < 16; ++i)
      value = (value << 8) | id.bytes[i];
    return static_cast<std::size_t>(value);
  }
};
