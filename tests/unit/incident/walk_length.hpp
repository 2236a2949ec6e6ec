#pragma once
// How many random walks are done: the whole length is for the optimised build, which the suite "system" runs as well;
// with sanitizers, or without optimising, a twentieth.

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WALKS_ARE_SHORT
#endif
#endif
#if !defined(__OPTIMIZE__)
#define WALKS_ARE_SHORT
#endif

namespace frontdoor::triage::testing {

constexpr std::size_t walks_of(std::size_t whole) {
#ifdef WALKS_ARE_SHORT
  return whole / 20;
#else
  return whole;
#endif
}

} // namespace frontdoor::triage::testing
