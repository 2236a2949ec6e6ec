#pragma once

#include <algorithm>

namespace frontdoor::triage {

// Whether a list has that value. What std::ranges::contains is, which the standard library here lacks.
template <typename List, typename Value> bool contains(const List& list, const Value& value) {
  return std::ranges::find(list, value) != list.end();
}

} // namespace frontdoor::triage
