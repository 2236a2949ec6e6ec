#pragma once
// What is known from before of people, places and vehicles, and the counting of returns. Nothing where switched off.

#include <memory>

#include "server/api/services.hpp"
#include "server/command/return_finder.hpp"
#include "server/history/service.hpp"
#include "server/wiring/record.hpp"

namespace frontdoor::wiring {

struct history_parts {
  // Tells `services` where to look things up, and `commands` under what contacts are kept.
  history_parts(
      base_parts& base, record_parts& record, command::command_runner& commands,
      const std::optional<history::materials>& read, api::services& services
  );

  void start();
  void stop();
  // Returns once what was committed is counted, or after a limit.
  boost::asio::awaitable<void> settle();

 private:
  std::unique_ptr<history::service> service_;
  std::shared_ptr<command::return_finder> returns_;
};

} // namespace frontdoor::wiring
