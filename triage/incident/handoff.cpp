// A hand-off to another organisation is a transaction (lessons.md R11): police hold the incident until it has said yes,
// and have it back at its grade when it says no, says nothing, comes too late or finds nobody. Police step back only
// where that leaves somebody attending and Right Care Right Person allows it (practice.md 7).

#include "triage/incident/handoff.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "triage/incident/assessing.hpp"
#include "triage/incident/partners.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/refusing.hpp"

namespace frontdoor::triage {

namespace {

using outcome = outcome_of_decision;

const char* member_for(partner_kind kind) {
  constexpr std::array names{"/agency", "/force", "/service"};
  return names.at(static_cast<std::size_t>(kind));
}

refusal unknown_partner(const context& context, partner_kind kind) {
  std::string remedy;
  for (const auto& one : context.policy.working.partners.partners) {
    if (one.kind == kind) remedy += (remedy.empty() ? "Use one of: " : ", ") + one.code;
  }
  remedy = remedy.empty() ? "The policy has none." : remedy + ".";
  return invalid(member_for(kind), "unknown_partner", "The policy has no such partner here.", remedy);
}

// Never handed back to whoever sent it.
refused check_not_sender(const incident& state, const partner_rule& rule) {
  for (const auto& one : state.contacts) {
    if (one.sender != rule.code) continue;
    return conflict(
        "handed_back_to_sender",
        rule.name + " has sent contact " + one.id.to_string() + ": it is not handed back to the sender.",
        "Police keep it, or another partner is asked."
    );
  }
  return std::nullopt;
}

// One request to a partner at a time, and to one force only: two owners are none (lessons.md R24).
refused check_not_asked(const incident& state, const partner_rule& rule) {
  for (const auto& one : state.partners.handoffs) {
    const bool same = one.partner == rule.code || (rule.kind == partner_kind::force && one.kind == rule.kind);
    if (!same || ended(one) || one.returned) continue;
    return conflict(
        "handoff_waits_already", rule.name + " cannot be asked while " + one.partner + " has been and has not ended.",
        "Go on with hand-off " + one.id.to_string() + ", or take it back first."
    );
  }
  return std::nullopt;
}

std::expected<handoff, refusal> find_answered(const incident& state, const answer_handoff& command) {
  const auto* found = command.handoff ? find_handoff(state, *command.handoff) : open_transfer(state);
  if (found == nullptr) {
    return std::unexpected(
        refusal{refusal_kind::not_found, "unknown_handoff", "The incident has no such hand-off.", "Check the id.", {}}
    );
  }
  if (!ended(*found)) return *found;
  return std::unexpected(conflict(
      "handoff_ended", "The hand-off has ended: " + std::string(to_string(found->state)) + ".", "Ask anew if need be."
  ));
}

// A partner's own system answers for that partner alone; a timer answers for nobody.
refused check_speaker(const context& context, const partner_rule* rule) {
  if (context.actor.kind == actor_kind::person && !context.actor.name.empty()) return std::nullopt;
  const bool own = context.actor.kind == actor_kind::integrator && rule != nullptr &&
                   std::ranges::find(rule->senders, context.actor.name) != rule->senders.end();
  if (own) return std::nullopt;
  return refusal{
      refusal_kind::forbidden,
      "not_this_partner",
      "This was not asked of you.",
      "Answer only what your organisation was asked.",
      {}
  };
}

refused check_sense(const context& context, const answer_handoff& command) {
  const bool person = context.actor.kind == actor_kind::person;
  if (command.answer == handoff_state::taken_back || command.disputed || command.police_attending == false) {
    if (!person) return check_person(context, "say what police do");
  }
  if (command.disputed && command.answer != handoff_state::declined) {
    return invalid(
        "/disputed", "dispute_without_decline", "Only an answer of declined is disputed.", "Leave it out, or decline."
    );
  }
  return std::nullopt;
}

bool partner_attends_after(const answer_handoff& command) {
  switch (command.answer) {
  case handoff_state::accepted:
    return command.partner_attending.value_or(true);
  case handoff_state::attending:
  case handoff_state::arrived:
  case handoff_state::completed:
    return true;
  default:
    return false;
  }
}

// An estimate behind the time by which police themselves would be there (lessons.md R11: a long ETA).
bool too_late(const incident& state, const answer_handoff& command) {
  return command.eta && state.grade && state.grade->arrive_by && *command.eta > *state.grade->arrive_by;
}

bool comes_back(const incident& state, const handoff& one, const answer_handoff& command) {
  if (one.kind == partner_kind::service) return false;
  if (command.answer == handoff_state::declined || command.answer == handoff_state::could_not_locate) return true;
  return (command.answer == handoff_state::accepted || command.answer == handoff_state::attending) &&
         too_late(state, command);
}

// When the next word is due: where they said they would be there, or by when police would have been.
std::optional<timestamp> next_word(
    const incident& state, const handoff_answered& e, const handoff& one, const partner_rule* rule,
    const context& context
) {
  const bool on_the_way = e.answer == handoff_state::accepted || e.answer == handoff_state::attending;
  if (e.returned || !on_the_way || !e.partner_attending || rule == nullptr || !rule->arrival_watched)
    return std::nullopt;
  const auto grade = state.grade ? std::optional(state.grade->grade) : std::nullopt;
  const auto soonest = context.now + rule->answer_time(grade);
  auto expected = e.eta ? e.eta : one.eta;
  if (!expected && state.grade) expected = state.grade->arrive_by;
  return std::max(expected.value_or(soonest), soonest);
}

// Back on the board at its grade: somebody is sent where nobody is any more, and dispatcher and supervisor both know.
void bring_back(recording& record, const uuid& id, bool police_were_attending) {
  const auto& dispatch = record.state().dispatch;
  const bool nobody = !police_were_attending || !dispatch || dispatch->state == dispatch_state::stood_down;
  if (nobody) record_dispatch(record, std::nullopt);
  record_task(record, task_kind::handoff_returned, id);
  record_task(record, task_kind::handoff_failed, id);
}

refused check_attendance(const incident& state, const handoff& one, const handoff_answered& e) {
  const bool others = std::ranges::any_of(state.partners.handoffs, [&](const handoff& other) {
    return other.id != one.id && other.partner_attending;
  });
  if (e.police_attending || e.partner_attending || others) return std::nullopt;
  return conflict(
      "nobody_attending", "Neither police nor a partner would attend.",
      "Police attend until a partner says that it does."
  );
}

} // namespace

faults right_care_bars(const policy_pack& pack, const incident& state) {
  faults found;
  const auto& vocabulary = pack.facts;
  const auto facts = latest_facts(vocabulary, state.facts);
  for (const auto& key : pack.working.partners.barring_facts) {
    const auto fact = vocabulary.find(key);
    if (!fact) continue;
    constexpr std::int32_t code_of_false = 1;
    if (facts.known(*fact) && facts.code(*fact) == code_of_false) continue;
    const bool unknown = !facts.known(*fact);
    found.push_back(
        {"/facts/" + key,
         "right_care_barred",
         "\"" + vocabulary[*fact].label + "\" is " + (unknown ? "not known." : "true."),
         unknown ? "Find out and record it as a fact." : "Police keep it.",
         {}}
    );
  }
  return found;
}

void add_handoffs(const context& context, const incident& state, const outcome_rule* rule, faults& found) {
  for (const auto& one : state.partners.handoffs) {
    if (one.kind == partner_kind::service || one.state != handoff_state::requested) continue;
    found.push_back(
        {"/handoffs/" + one.id.to_string(),
         "handoff_unconfirmed",
         one.partner + " has not said that it takes this.",
         "Record its answer, or answer taken_back: police keep it.",
         {}}
    );
  }
  if (rule == nullptr || !rule->by_hand_off) return;
  const auto taken = std::ranges::find_if(state.partners.handoffs, [](const handoff& one) {
    return one.kind != partner_kind::service && confirmed(one) && !one.returned;
  });
  if (taken == state.partners.handoffs.end()) {
    found.push_back(
        {"/handoffs",
         "no_hand_off",
         "No other service has said that it takes this.",
         "Ask it with POST /v1/incidents/{id}/handoffs and record its answer.",
         {}}
    );
    return;
  }
  const auto* partner = context.policy.working.partners.find(taken->partner);
  if (partner == nullptr || !partner->right_care) return;
  for (auto& one : right_care_bars(context.policy, state))
    found.push_back(std::move(one));
}

void lapse_tasks_about(recording& record, const uuid& id, const std::string& reason) {
  const auto tasks = record.state().tasks;
  for (const auto& one : tasks) {
    const bool returned = one.kind == task_kind::handoff_returned || one.kind == task_kind::handoff_failed ||
                          one.kind == task_kind::referral_receipt || one.kind == task_kind::referral_failed;
    if (one.state == task_state::open && one.about == id && returned) lapse_task(record, one.id, reason);
  }
}

outcome decide_handoff(const incident& state, const request_handoff& command, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  if (auto no = check_person(context, "ask another organisation")) return std::unexpected(*std::move(no));
  const auto* rule = context.policy.working.partners.find(command.partner);
  if (rule == nullptr || rule->kind != command.kind) return std::unexpected(unknown_partner(context, command.kind));
  if (auto no = check_not_sender(state, *rule)) return std::unexpected(*std::move(no));
  if (auto no = check_not_asked(state, *rule)) return std::unexpected(*std::move(no));
  if (auto no = check_service_request(*rule, command)) return std::unexpected(*std::move(no));
  recording record(context, state);
  handoff_requested e;
  e.head = record.head(state.id);
  e.handoff = context.next_id();
  e.partner = rule->code;
  e.kind = rule->kind;
  e.answer_by = context.now + rule->answer_time(state.grade ? std::optional(state.grade->grade) : std::nullopt);
  e.grade = state.grade;
  e.clock_from = std::min(state.received_at, state.clock_from);
  e.personal = handoff_words{command.request, command.reference};
  const auto id = e.handoff;
  const auto due = e.answer_by;
  record.add(std::move(e));
  if (const auto* owed = rule->ends_task.empty() ? nullptr : open_task(record.state(), rule->ends_task))
    lapse_task(record, owed->id, "asked");
  if (rule->kind == partner_kind::service) record_task(record, task_kind::referral_receipt, id, due);
  if (command.electronic) record_service_request(record, id, *command.electronic);
  return std::move(record).finish();
}

outcome decide_handoff_answer(const incident& state, const answer_handoff& command, const context& context) {
  const auto asked = find_answered(state, command);
  if (!asked) return std::unexpected(asked.error());
  const auto* rule = context.policy.working.partners.find(asked->partner);
  if (auto no = check_speaker(context, rule)) return std::unexpected(*std::move(no));
  if (auto no = check_sense(context, command)) return std::unexpected(*std::move(no));
  const bool were_attending = state.partners.police_attending;
  handoff_answered e;
  e.handoff = asked->id;
  e.answer = command.answer;
  e.partner_attending = asked->kind != partner_kind::service && partner_attends_after(command);
  e.returned = comes_back(state, *asked, command);
  e.disputed = command.disputed;
  e.eta = command.eta;
  e.police_attending = e.returned || command.answer == handoff_state::taken_back
                           ? true
                           : command.police_attending.value_or(were_attending);
  if (auto no = check_attendance(state, *asked, e)) return std::unexpected(*std::move(no));
  if (command.police_attending == false && rule != nullptr && rule->right_care) {
    if (auto bars = right_care_bars(context.policy, state); !bars.empty()) {
      return std::unexpected(refusal{
          refusal_kind::conflict, "right_care_barred", "Police do not step back: see what is listed.",
          "Police attend until every one of these is known not to be so.", std::move(bars)
      });
    }
  }
  e.watch_until = next_word(state, e, *asked, rule, context);
  if (command.note || command.reference) e.personal = handoff_words{command.note, command.reference};
  recording record(context, state);
  const bool back = e.returned || (command.answer == handoff_state::taken_back && !were_attending);
  // Closed on the partner's word, which no longer holds.
  const bool again = back && state.status == incident_status::closed;
  if (again) record_reopening(record, "handoff_returned", std::nullopt, context.now, std::nullopt);
  e.head = record.head(state.id);
  record.add(std::move(e));
  if (back)
    bring_back(record, asked->id, were_attending && !again);
  else if (asked->kind != partner_kind::service || command.answer == handoff_state::accepted)
    lapse_tasks_about(record, asked->id, std::string(to_string(command.answer)));
  if (command.disputed) record_task(record, task_kind::right_care_dispute, asked->id);
  return std::move(record).finish();
}

void fire_handoff(recording& record, const uuid& id) {
  const auto* found = find_handoff(record.state(), id);
  if (found == nullptr || !found->watch_until) return;
  const bool were_attending = record.state().partners.police_attending;
  const bool again = record.state().status == incident_status::closed;
  if (again) {
    record_reopening(record, "handoff_returned", std::nullopt, record.context().now, std::nullopt);
  }
  record.add(handoff_silent{record.head(record.state().id), id});
  bring_back(record, id, were_attending && !again);
}

} // namespace frontdoor::triage
