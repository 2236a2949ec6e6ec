#pragma once
// The control room as a whole: its units, desks, handovers, surge and roster, for the calls on them and for what falls
// due.

#include <memory>

#include "server/api/handovers.hpp"
#include "server/api/roster.hpp"
#include "server/api/surge.hpp"
#include "server/wiring/publishing.hpp"
#include "server/wiring/runners.hpp"

namespace frontdoor::wiring {

struct room_parts {
  room_parts(
      base_parts& base, record_parts& record, runner_parts& runners, publishing_parts& publishing,
      api::services& services
  );

  std::shared_ptr<api::unit_services> units;
  std::shared_ptr<api::surge_services> surge;
  std::shared_ptr<api::roster_services> roster;
  std::shared_ptr<api::planned_roster_services> plan;
};

} // namespace frontdoor::wiring
