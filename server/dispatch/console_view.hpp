#pragma once
// What the server knows of one connected console: whose it is, what it shows, and how far it has come.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "triage/time.hpp"

namespace frontdoor::dispatch {

struct console_view {
  std::string account;                // the person's account name
  std::string role;                   // as in the table of roles; empty: none
  std::vector<std::string> districts; // whose incidents it shows; empty: the whole force
  triage::timestamp connected_at{};
  std::uint64_t position = 0; // it has been sent everything up to here
  bool filling = false;       // its board is being sent to it from the beginning
  // For how long something has been on its way to it without arriving; nullopt: it has had everything.
  std::optional<std::chrono::milliseconds> behind_for;

  // It shows everything that is committed.
  bool complete() const { return !filling && !behind_for; }
};

} // namespace frontdoor::dispatch
