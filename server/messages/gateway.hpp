#pragma once
// The one interface through which texts leave the force.

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace frontdoor::messages {

struct outgoing {
  std::string id; // the same at each try, so that a gateway can tell a repeat
  std::string to; // E.164
  std::string text;
};

struct delivery {
  enum class kind : unsigned char {
    sent,
    refused,    // it will not have this message, now or later
    unavailable // not reached, too slow, overloaded: worth another try
  };

  kind what = kind::unavailable;
  std::optional<std::string> reference; // the gateway's own, where it gives one
};

class gateway {
 public:
  virtual ~gateway() = default;
  // Sends, and blocks for no longer than its own time-out, whatever the other side does. Never throws. May be called
  // from several threads at once.
  virtual delivery send(const outgoing& message) = 0;
};

} // namespace frontdoor::messages
