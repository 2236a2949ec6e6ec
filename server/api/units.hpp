#pragma once
// Units: the live list, their own states, what is reported of them on an incident, which could go, and the order in
// which incidents wait.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/api/services.hpp"
#include "server/command/unit_runner.hpp"
#include "server/db/force_queries.hpp"
#include "server/dispatch/board.hpp"
#include "server/dispatch/log_signal.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

struct unit_services {
  services& s;
  command::unit_runner& units;
  db::force_queries& queries;
  dispatch::log_signal& published;
  std::function<const dispatch::board&()> board;
};

// GET /v1/units, POST /v1/units/{unit}/status, POST /v1/incidents/{id}/units, GET /v1/incidents/{id}/unit-suggestions
http::endpoints unit_endpoints(std::shared_ptr<unit_services> u);

// What waits on the board for a unit, in order; only of that district, unless it is empty, and only what the caller may
// see, where one is named.
std::vector<triage::force::waiting> waiting_on(
    const dispatch::board& board, const triage::policy_pack& policy, const triage::force::rules& force,
    const std::string& district, const auth::principal* who
);

// Since when each incident on the board that waits for a unit does, over the whole force, in no order.
std::vector<triage::timestamp> waiting_since(const dispatch::board& board, const triage::policy_pack& policy);

// How many units are available and on no incident; none where the record cannot be reached.
boost::asio::awaitable<std::optional<std::uint32_t>> free_units(std::shared_ptr<unit_services> u);

} // namespace frontdoor::api
