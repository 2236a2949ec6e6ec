#pragma once
// The planned roster: posted by a supervisor, read by all who work in the room; who answers for a post; what whoever
// comes on takes over; the change of shift at its time. And the force's pods, which it is planned for.

#include <memory>

#include "server/api/handovers.hpp"
#include "server/command/planned_roster.hpp"
#include "triage/force/addressee.hpp"

namespace frontdoor::api {

struct planned_roster_services {
  std::shared_ptr<roster_services> room;
  command::planned_roster_runner& runner;
  std::size_t takeover_max; // incidents listed for whoever begins a duty
};

// PUT /v1/roster, GET /v1/roster, GET /v1/roster/addressee, GET /v1/duty/takeover, GET /v1/pods
http::endpoints roster_endpoints(std::shared_ptr<planned_roster_services> p);

// Fires the change of shift, or the look for gaps. At a change, whoever comes on is told what they take over, and what
// is late in their districts is told again, as at a change that somebody says (POST /v1/shift-changes).
boost::asio::awaitable<std::optional<bool>>
fire_roster(std::shared_ptr<planned_roster_services> p, db::due_timer timer);

// Who answers for posts at that moment, read once for many questions.
class addressees {
 public:
  addressees(
      std::optional<triage::force::roster> plan, std::vector<triage::force::desk> desks,
      std::vector<triage::force::pod_rule> pods, std::shared_ptr<const triage::policy_pack> policy, triage::timestamp at
  )
      : plan_(std::move(plan)), desks_(std::move(desks)), pods_(std::move(pods)), policy_(std::move(policy)), at_(at) {}

  // None while nothing was ever planned.
  std::optional<triage::force::addressee> of(const std::string& post, const std::optional<std::string>& district) const;

 private:
  std::optional<triage::force::roster> plan_;
  std::vector<triage::force::desk> desks_;
  std::vector<triage::force::pod_rule> pods_;
  std::shared_ptr<const triage::policy_pack> policy_;
  triage::timestamp at_;
};

// None where the record cannot be reached.
boost::asio::awaitable<std::optional<addressees>>
read_addressees(std::shared_ptr<planned_roster_services> p, triage::timestamp at);

} // namespace frontdoor::api
