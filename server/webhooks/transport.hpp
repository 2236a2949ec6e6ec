#pragma once
// One POST to a receiver, over libcurl.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/webhooks/destinations.hpp"

namespace frontdoor::webhooks {

struct transport_options {
  std::chrono::milliseconds timeout{10'000}; // for the whole of it, name look-up and answer included
  std::size_t answer_bytes_max = 64 * 1024;  // read of an answer and thrown away; what is longer is cut off
  std::string ca_file;                       // of the authorities that are trusted; empty: the system's own
};

struct posting {
  std::string url;
  std::vector<std::string> headers; // "name: value"
  std::string body;
};

// What came of it. `failure` is a code for logs and people: not_reached, timed_out, address_refused, certificate,
// redirected, status_<n>.
struct posted {
  enum class kind : std::uint8_t {
    delivered, // 2xx
    failed,
    gone // 410: the receiver wants no more
  };
  kind what = kind::failed;
  std::string failure;
  std::optional<std::chrono::seconds> retry_after; // as the receiver asks
};

// Blocks for no longer than the time-out. Never throws, never follows a redirect, uses no proxy, and connects only
// where `allowed` lets it, which is asked for the very address that the connection goes to. From any thread.
posted post(const posting& what, const transport_options& options, const destinations& allowed);

} // namespace frontdoor::webhooks
