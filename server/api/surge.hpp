#pragma once
// The surge: measured, shown, told once to its post, and acknowledged by name.

#include "server/api/units.hpp"
#include "server/command/surge_streams.hpp"

namespace frontdoor::api {

struct surge_services {
  std::shared_ptr<unit_services> units;
  command::surge_runner& runner;
};

// GET /v1/surge, POST /v1/surge/acknowledge
http::endpoints surge_endpoints(std::shared_ptr<surge_services> g);

// Looks at the measures once and keeps what follows from them: when something committed may have changed them, and when
// the stream's timer fires. Of several servers that look at once, one is heard. Whether anything followed; none: it
// could not be looked at now.
boost::asio::awaitable<std::optional<bool>> look_at_surge(std::shared_ptr<surge_services> g);

} // namespace frontdoor::api
