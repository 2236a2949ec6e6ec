#include "server/wiring/room.hpp"

namespace frontdoor::wiring {

room_parts::room_parts(
    base_parts& base, record_parts& record, runner_parts& runners, publishing_parts& publishing, api::services& services
)
    : units(std::make_shared<api::unit_services>(
          api::unit_services{services, runners.units, record.force, publishing.published, publishing.board()}
      )),
      surge(std::make_shared<api::surge_services>(api::surge_services{units, runners.surges})),
      roster(std::make_shared<api::roster_services>(api::roster_services{units, runners.desks, runners.handovers})),
      plan(std::make_shared<api::planned_roster_services>(
          api::planned_roster_services{roster, runners.rosters, base.settings.roster.takeover_max}
      )) {}

} // namespace frontdoor::wiring
