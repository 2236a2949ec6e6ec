#include "server/wiring/runners.hpp"

#include <utility>

#include "server/part_options.hpp"

namespace frontdoor::wiring {

runner_parts::runner_parts(
    base_parts& b, record_parts& r, std::shared_ptr<const triage::review::rules> review_rules,
    std::shared_ptr<const triage::force::rules> force_rules
)
    : commands(r.queries, r.writer, r.clock, b.identifiers, b.policy_now()),
      crimes(r.queries, r.crimes, r.writer, r.clock, b.identifiers, b.policy_now(), b.crime_rules_of()),
      majors(r.queries, r.writer, r.clock, b.identifiers, b.policy_now()),
      calls(r.queries, r.writer, r.clock, b.identifiers, b.policy_now(), b.crime_rules_of()),
      messages(
          b.io.get_executor(), r.queries, commands, message_gateway_of(b.settings), message_options_of(b.settings),
          *b.log
      ),
      referrals(
          b.io.get_executor(), r.queries, commands, referral_endpoints_of(b.settings), referral_options_of(b.settings),
          *b.log
      ),
      reviews(r.queries, r.reviews, r.writer, r.clock, b.identifiers, std::move(review_rules)),
      diaries(r.queries, r.writer, r.clock, b.identifiers, b.policy_now()),
      problems(r.queries, r.writer, r.clock, b.identifiers, b.policy_now()),
      desks(r.queries, r.writer, r.clock, b.identifiers, b.policy_now()),
      handovers(r.queries, r.writer, r.clock, b.identifiers, b.policy_now()),
      surges(r.queries, r.writer, r.clock, b.identifiers, b.policy_now()),
      rosters(r.queries, r.writer, r.clock, b.identifiers, b.policy_now()),
      units(r.queries, r.writer, r.clock, b.identifiers, b.policy_now(), std::move(force_rules)) {
  commands.propose_crimes(b.crime_rules_of());
}

} // namespace frontdoor::wiring
