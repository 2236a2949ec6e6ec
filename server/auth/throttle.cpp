#include "server/auth/throttle.hpp"

#include <algorithm>

namespace frontdoor::auth {

std::chrono::milliseconds throttle::wait(const std::string& key, triage::timestamp now) {
  const auto* known = entries_.find(key);
  if (known == nullptr) return {};
  if (now - known->last >= limits_.forget) {
    entries_.erase(key);
    return {};
  }
  if (known->failures < limits_.free) return {};
  const auto doublings = std::min<std::size_t>(known->failures - limits_.free, 32);
  const auto delay = std::min(limits_.delay_max, limits_.delay_min * (std::int64_t{1} << doublings));
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(known->last + delay - now);
  // A clock that went back must not lengthen the wait.
  return std::clamp(left, std::chrono::milliseconds::zero(), delay);
}

void throttle::attempt(const std::string& key, triage::timestamp now) {
  if (auto* known = entries_.find(key)) {
    if (now - known->last >= limits_.forget) known->failures = 0;
    ++known->failures;
    known->last = now;
  } else {
    entries_.put(key, {1, now});
  }
}

void throttle::take_back(const std::string& key) {
  auto* known = entries_.find(key);
  if (known == nullptr) return;
  if (known->failures > 0) --known->failures;
  if (known->failures == 0) entries_.erase(key);
}

void throttle::clear(const std::string& key) {
  entries_.erase(key);
}

} // namespace frontdoor::auth
