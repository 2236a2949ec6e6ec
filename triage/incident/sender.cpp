// One owner between forces (lessons.md R24): what another organisation sends keeps its grade and its clock here.

#include <algorithm>
#include <utility>

#include "triage/incident/assessing.hpp"
#include "triage/incident/partners.hpp"

namespace frontdoor::triage {

namespace {

// The sender's grade on this scale: as the pack translates it, or by the same code.
std::optional<std::size_t> sent_grade(const policy_pack& pack, const contact& contact) {
  if (!contact.sender || !contact.sender->grade) return std::nullopt;
  const auto* rule = pack.working.partners.find_sender(contact.sender->partner);
  if (rule != nullptr) {
    const auto ours = rule->grades.find(*contact.sender->grade);
    if (ours != rule->grades.end()) return pack.find_grade(ours->second);
  }
  return pack.find_grade(*contact.sender->grade);
}

void keep_grade(
    recording& record, std::size_t sent, const uuid& contact, const std::string& partner, timestamp clock,
    timestamp held_until
) {
  const auto& pack = record.context().policy;
  const auto& state = record.state();
  const auto held = held_grade(pack, state.grade);
  const bool raised = more_urgent(sent, held);
  const auto becomes = raised ? sent : *held;
  sender_grade_kept e;
  e.head = record.head(state.id);
  e.contact = contact;
  e.partner = partner;
  e.clock_from = std::min(clock, state.clock_from);
  e.sent = target_of(pack, sent, e.clock_from);
  e.target = becomes < pack.grades.size() ? target_of(pack, becomes, e.clock_from) : *state.grade;
  e.raised = raised;
  e.held_until = held_until;
  if (raised) {
    const auto pathway = pathway_at(pack, latest_facts(pack.facts, state.facts), sent);
    if (pathway) e.pathway = pack.pathways[*pathway].code;
  }
  record.add(std::move(e));
}

} // namespace

std::optional<std::string> sender_of(const context& context, const contact& contact) {
  const auto& partners = context.policy.working.partners;
  const partner_rule* found = nullptr;
  if (contact.sender) found = partners.find_sender(contact.sender->partner);
  if (found == nullptr) found = partners.find_sender(context.actor.name);
  if (found == nullptr && contact.caller.role) found = partners.find_sender(*contact.caller.role);
  if (found == nullptr) return std::nullopt;
  return found->code;
}

refused check_sender(const context& context, const contact& contact) {
  if (!contact.sender) return std::nullopt;
  const auto fail = [](const char* pointer, const char* code, const std::string& detail, const std::string& remedy) {
    return refusal{refusal_kind::invalid, code, detail, remedy, {{pointer, code, detail, remedy, {}}}};
  };
  if (context.policy.working.partners.find_sender(contact.sender->partner) == nullptr) {
    return fail(
        "/sender/partner", "unknown_partner", "The policy has no such partner.",
        "Take one of the policy's partners, or leave sender out."
    );
  }
  if (contact.sender->grade && !sent_grade(context.policy, contact)) {
    return fail(
        "/sender/grade", "unknown_grade", "The policy knows no such grade of this sender.",
        "Give the grade on the scale in force, or leave it out."
    );
  }
  return std::nullopt;
}

void record_sender_grade(recording& record, const contact& contact) {
  const auto& pack = record.context().policy;
  const auto sent = sent_grade(pack, contact);
  const auto sender = sender_of(record.context(), contact);
  if (!sent || !sender || record.state().status == incident_status::closed) return;
  const auto held_until = record.context().now + pack.working.partners.sender_grade_held;
  keep_grade(record, *sent, contact.id, *sender, contact.received_at, held_until);
}

void record_sender_floor(recording& record) {
  const auto& state = record.state();
  const auto sender = state.partners.sender;
  if (!sender || record.context().now >= sender->held_until) return;
  const auto& pack = record.context().policy;
  const auto sent = pack.find_grade(sender->sent.grade);
  if (!sent || !more_urgent(sent, held_grade(pack, state.grade))) return;
  keep_grade(record, *sent, state.contacts.front().id, sender->partner, state.clock_from, sender->held_until);
}

refused check_sender_grade(const context& context, const incident& state, std::size_t wanted) {
  const auto& sender = state.partners.sender;
  if (!sender || context.now >= sender->held_until) return std::nullopt;
  const auto sent = context.policy.find_grade(sender->sent.grade);
  if (!sent || wanted <= *sent) return std::nullopt;
  return refusal{
      refusal_kind::conflict,
      "sender_grade_held",
      sender->partner + " sent this at grade " + sender->sent.grade + ", which holds until " +
          to_rfc3339(sender->held_until) + ".",
      "Agree it with the sender, and lower it after that time.",
      {}
  };
}

} // namespace frontdoor::triage
