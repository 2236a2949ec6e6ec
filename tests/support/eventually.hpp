#pragma once
// Waiting for what another thread will do.

#include <chrono>
#include <functional>
#include <thread>

namespace frontdoor::tests {

// Looks every millisecond whether `done`; false after `limit`.
inline bool eventually(const std::function<bool()>& done, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

} // namespace frontdoor::tests
