#pragma once
// FNV-1a of 64 bits, for what a seed decides: not for secrets, and not against people who choose its input.

#include <cstdint>
#include <string_view>

namespace frontdoor::triage {

// The first state, with a seed.
constexpr std::uint64_t fnv_from(std::uint64_t seed) {
  return 14695981039346656037ULL ^ seed;
}

// The state after that text.
constexpr std::uint64_t fnv_with(std::uint64_t state, std::string_view text) {
  for (const char c : text)
    state = (state ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return state;
}

} // namespace frontdoor::triage
