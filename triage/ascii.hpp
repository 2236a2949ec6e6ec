#pragma once

namespace frontdoor::triage {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

} // namespace frontdoor::triage
