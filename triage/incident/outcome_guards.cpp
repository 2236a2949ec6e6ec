// Outcomes with a guard of their own (practice.md 17): what another force has accepted, a test, a hoax.

#include <algorithm>

#include "triage/incident/day_one_deciding.hpp"

namespace frontdoor::triage {

void add_outcome_guards(const context& context, const incident& state, const outcome_rule& rule, faults& found) {
  const auto* guard = context.policy.day_one.find_guard(rule.code);
  if (guard == nullptr) return;
  // Passed to another force means that it has said so (lessons.md R24).
  const bool transferred = std::ranges::any_of(state.partners.handoffs, [](const handoff& one) {
    return one.kind == partner_kind::force && confirmed(one) && !one.returned;
  });
  if (guard->by_force_transfer && !transferred) {
    found.push_back(
        {"/handoffs",
         "no_force_transfer",
         "No other force has accepted this incident.",
         "Ask it with POST /v1/incidents/{id}/transfer and record its answer.",
         {}}
    );
  }
  const auto is_test = [&](const contact_link& one) {
    return std::ranges::find(state.day_one.test_contacts, one.id) != state.day_one.test_contacts.end();
  };
  if (guard->only_test_lines && !std::ranges::all_of(state.contacts, is_test)) {
    found.push_back(
        {"/contacts",
         "not_a_test_line",
         "A contact did not come from a registered test line: somebody may need help.",
         "Take an outcome that says what was found out.",
         {}}
    );
  }
  // Whoever heard the call does not alone decide that it was a lie.
  const auto own = [&](const contact_link& one) { return one.by == context.actor.name; };
  if (guard->not_by_taker && std::ranges::any_of(state.contacts, own)) {
    found.push_back(
        {"/outcome",
         "own_contact",
         "You have taken a contact of this incident: \"" + rule.text + "\" is for somebody else to decide.",
         "Ask another supervisor to close it.",
         {}}
    );
  }
}

} // namespace frontdoor::triage
