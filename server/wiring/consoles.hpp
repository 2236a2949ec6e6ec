#pragma once
// The consoles: their connections, and what is said on them.

#include "server/auth/authenticator.hpp"
#include "server/command/unit_runner.hpp"
#include "server/console/protocol.hpp"
#include "server/console/socket.hpp"
#include "server/wiring/publishing.hpp"

namespace frontdoor::wiring {

struct console_parts {
  console_parts(
      base_parts& base, record_parts& record, command::command_runner& commands, publishing_parts& publishing,
      auth::authenticator& authenticator, const command::unit_runner& units
  );

  console::protocol_services protocol;
  console::sockets sockets;
};

} // namespace frontdoor::wiring
