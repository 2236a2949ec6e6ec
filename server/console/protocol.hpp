#pragma once
// The console protocol, `frontdoor.console.v1` (design section 6, schemas/asyncapi.yaml): a console is a cursor into
// the log. It is sent what lies behind its cursor while there is room on its connection, so a slow console grows no
// queue and delays nobody. The newest events come from the hub's ring, older ones from the log itself; one that is too
// far behind for that, or while the log cannot be read, begins again with a snapshot, and is told so by getting one.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "server/auth/principal.hpp"
#include "server/command/command_runner.hpp"
#include "server/console/shared_frames.hpp"
#include "server/console/transport.hpp"
#include "server/dispatch/hub.hpp"
#include "server/dispatch/past_events.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"
#include "server/schema/json_schema.hpp"

namespace frontdoor::console {

struct protocol_options {
  std::chrono::seconds heartbeat{10};
  std::size_t bytes_in_flight_max = 256 * 1024;
  std::size_t frame_bytes_max = 64 * 1024; // a frame ends when it has reached this
  std::size_t snapshot_items_max = 100;    // cards in one part
  int heartbeats_missed_max = 3;
};

// What a console's work needs of the server. Must outlive every session.
struct protocol_services {
  boost::asio::any_io_executor io;
  dispatch::hub& hub;
  command::command_runner& commands;
  db::log_queries& queries;
  std::shared_ptr<dispatch::past_events> past;
  const schema::schema_set& schemas;
  observe::log& log;
  observe::metrics& metrics;
  // Asks again who this is: today's rights, or nullopt when the session or key has ended.
  std::function<boost::asio::awaitable<std::optional<auth::principal>>(auth::principal)> check_again;
  protocol_options options;
  // The districts of a pod; none: there is no such pod. Without it there are no pods.
  std::function<std::optional<std::vector<std::string>>(const std::string& pod)> districts_of_pod = {};
  shared_frames frames = {};
};

// A console's side of the protocol; also registers it with the hub.
std::shared_ptr<session>
make_protocol_session(protocol_services& services, std::weak_ptr<connection> wire, auth::principal who);

} // namespace frontdoor::console
