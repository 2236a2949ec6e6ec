#pragma once
// Everything that goes on when the record is away: the journal, who decides from memory, the probe that looks whether
// it is back, the replay, and the board on paper.

#include <functional>
#include <memory>

#include "server/api/services.hpp"
#include "server/db/availability_probe.hpp"
#include "server/outage/hub_in_outage.hpp"
#include "server/outage/paper_board.hpp"
#include "server/outage/peers.hpp"
#include "server/outage/service.hpp"
#include "server/wiring/consoles.hpp"
#include "server/wiring/publishing.hpp"

namespace frontdoor::wiring {

struct outage_parts {
  // Told of each change of mode, besides those that these parts tell themselves.
  using mode_listener = std::function<void(outage::mode now)>;

  // Has `commands` and `services` fall back on it. Throws where the journal cannot be opened.
  outage_parts(
      base_parts& base, record_parts& record, command::command_runner& commands, publishing_parts& publishing,
      console_parts& consoles, api::services& services, mode_listener announce
  );

  std::unique_ptr<journal::journal> journal;
  std::unique_ptr<outage::gate> gate;
  std::unique_ptr<outage::hub_in_outage> view;
  std::unique_ptr<outage::replay> replay;
  std::shared_ptr<outage::service> service;
  std::unique_ptr<db::availability_probe> probe;
  std::unique_ptr<outage::peers> peers;
  std::unique_ptr<outage::paper_board> paper;

 private:
  outage::service_hooks hooks(mode_listener announce);
  boost::asio::awaitable<void> catch_up();

  record_parts& record_;
  publishing_parts& publishing_;
  console_parts& consoles_;
  observe::log& log_;
};

} // namespace frontdoor::wiring
