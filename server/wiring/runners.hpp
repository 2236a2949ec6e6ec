#pragma once
// Those who carry out commands, one for each kind of stream.

#include <memory>

#include "server/command/call_runner.hpp"
#include "server/command/command_runner.hpp"
#include "server/command/crime_runner.hpp"
#include "server/command/major_runner.hpp"
#include "server/command/planned_roster.hpp"
#include "server/command/review_runner.hpp"
#include "server/command/roster_streams.hpp"
#include "server/command/side_runner.hpp"
#include "server/command/surge_streams.hpp"
#include "server/command/unit_runner.hpp"
#include "server/messages/referral_sender.hpp"
#include "server/messages/sender.hpp"
#include "server/wiring/record.hpp"

namespace frontdoor::wiring {

struct runner_parts {
  runner_parts(
      base_parts& base, record_parts& record, std::shared_ptr<const triage::review::rules> review_rules,
      std::shared_ptr<const triage::force::rules> force_rules
  );

  command::command_runner commands;
  command::crime_runner crimes;
  command::major_runner majors;
  command::call_runner calls;
  messages::sender messages;
  messages::referral_sender referrals;
  command::review_runner reviews;
  command::diary_runner diaries;
  command::problem_runner problems;
  command::desk_runner desks;
  command::handover_runner handovers;
  command::surge_runner surges;
  command::planned_roster_runner rosters;
  command::unit_runner units;
};

} // namespace frontdoor::wiring
