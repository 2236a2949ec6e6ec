// A referral that goes to a service's own system by Open311 GeoReport v2 (domain.md 8.5). One that certainly was not
// taken is sent again after the pack's waits. One that may have been taken is not, since Open311 has no way to tell a
// repeat and the service would do the work twice: a person asks. So does a person with what was refused.

#include "triage/incident/referral_sending.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/needed_text.hpp"
#include "triage/incident/partners.hpp"
#include "triage/incident/refusing.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using outcome = outcome_of_decision;
using enum referral_sending_state;

std::string service_codes_of(const open311_rule& rule) {
  std::string out;
  for (const auto& one : rule.services)
    out += (out.empty() ? "" : ", ") + one.code + " (" + one.text + ")";
  return out;
}

// nullptr where the pack of today does not send to it.
const open311_rule* open311_of(const context& context, const handoff& referral) {
  const auto* rule = context.policy.working.partners.find(referral.partner);
  return rule == nullptr || !rule->open311 ? nullptr : &*rule->open311;
}

// When it goes on after a try that came to nothing; none: a person takes it from there.
std::optional<timestamp> next_try(const context& context, const handoff& referral, bool not_reached) {
  const auto* rule = open311_of(context, referral);
  const auto& sending = *referral.sending;
  if (rule == nullptr) return std::nullopt;
  if (sending.for_token) {
    const auto next = context.now + rule->token_asked_every;
    return next < referral.answer_by ? std::optional(next) : std::nullopt;
  }
  if (!not_reached || sending.attempts == 0 || sending.attempts > rule->retry_after.size()) return std::nullopt;
  return context.now + rule->retry_after[sending.attempts - 1];
}

void record_referral_failure(
    recording& record, const handoff& referral, const std::string& reason_code, bool not_reached,
    std::optional<sealed_words> said = std::nullopt
) {
  const auto next = next_try(record.context(), referral, not_reached);
  record.add(referral_failed{record.head(record.state().id), referral.id, reason_code, next, std::move(said)});
  if (!next) record_task(record, task_kind::referral_failed, referral.id);
}

// It has the request after all: nobody has to tell it another way. Its receipt is still owed.
void lapse_referral_failure(recording& record, const uuid& referral) {
  const auto tasks = record.state().tasks;
  for (const auto& one : tasks) {
    if (one.state == task_state::open && one.about == referral && one.kind == task_kind::referral_failed)
      lapse_task(record, one.id, "token_held");
  }
}

void record_receipt(recording& record, const uuid& referral, const std::string& number) {
  handoff_answered e;
  e.head = record.head(record.state().id);
  e.handoff = referral;
  e.answer = handoff_state::accepted;
  e.police_attending = record.state().partners.police_attending;
  e.personal = handoff_words{std::nullopt, number};
  record.add(std::move(e));
  lapse_tasks_about(record, referral, std::string(to_string(handoff_state::accepted)));
}

void record_report(recording& record, const handoff& referral, const report_referral& command) {
  using came = report_referral::outcome;
  const auto& sending = *referral.sending;
  const auto id = record.state().id;
  switch (command.came_of_it) {
  case came::number: // it has the request, however late it says so
    record.add(referral_sent{record.head(id), referral.id, std::nullopt, sealed(command.said)});
    if (sending.state != settled) record_receipt(record, referral.id, command.said.value_or(""));
    return;
  case came::token: {
    if (sending.state == settled || sending.state == token_held) return;
    const auto* rule = open311_of(record.context(), referral);
    const auto ask_at = rule == nullptr ? referral.answer_by : record.context().now + rule->token_asked_every;
    record.add(referral_sent{record.head(id), referral.id, ask_at, sealed(command.said)});
    return lapse_referral_failure(record, referral.id);
  }
  case came::not_reached:
  case came::failed:
    if (sending.state != trying || sending.attempts != command.attempt) return;
    return record_referral_failure(
        record, referral, command.reason_code, command.came_of_it == came::not_reached, sealed(command.said)
    );
  }
}

} // namespace

service_request service_request_from_json(const json& body, faults& found) {
  service_request out;
  out.service_code = needed_text(body, "service_code", found, "/open311");
  out.told.description = needed_text(body, "description", found, "/open311");
  out.told.address = text_of(body, "address");
  out.told.lat = number_of(body, "lat");
  out.told.lon = number_of(body, "lon");
  out.told.first_name = text_of(body, "first_name");
  out.told.last_name = text_of(body, "last_name");
  out.told.phone = text_of(body, "phone");
  out.told.email = text_of(body, "email");
  return out;
}

refused check_service_request(const partner_rule& rule, const request_handoff& command) {
  if (!command.electronic && (!rule.open311 || command.by_hand)) return std::nullopt;
  if (!rule.open311) {
    return invalid(
        "/open311", "not_electronic", rule.name + " has no system here that takes referrals.",
        "Leave out open311, and tell the service another way."
    );
  }
  if (!command.electronic) {
    return invalid(
        "/open311", "service_request_missing", rule.name + " is told by its own system, and nothing says what.",
        "Add open311 with one of " + service_codes_of(*rule.open311) +
            "; or by_hand: true where the service is told another way."
    );
  }
  if (command.by_hand) {
    return invalid(
        "/by_hand", "told_twice", "The service would be told by its system and by hand.", "Send one of the two."
    );
  }
  const auto& request = *command.electronic;
  const auto& services = rule.open311->services;
  if (std::ranges::find(services, request.service_code, &coded_text::code) == services.end()) {
    return invalid(
        "/open311/service_code", "unknown_service_code", rule.name + " has no such service code.",
        "Use one of " + service_codes_of(*rule.open311) + "."
    );
  }
  if (!request.told.address && !(request.told.lat && request.told.lon)) {
    return invalid(
        "/open311/address", "place_missing", "The service is not told where.", "Add address, or lat and lon."
    );
  }
  return std::nullopt;
}

void record_service_request(recording& record, const uuid& referral, const service_request& request) {
  record.add(referral_queued{record.head(record.state().id), referral, request.service_code, request.told});
}

outcome decide_referral_report(const incident& state, const report_referral& command, const context& context) {
  if (context.actor.kind != actor_kind::machine) {
    return std::unexpected(refusal{
        refusal_kind::forbidden, "machine_only", "Only the server tells what came of a referral.", "Nothing to do.", {}
    });
  }
  const auto* found = find_handoff(state, command.referral);
  if (found == nullptr || !found->sending) {
    return std::unexpected(
        refusal{refusal_kind::not_found, "unknown_handoff", "The incident has no such referral.", "Check the id.", {}}
    );
  }
  const auto referral = *found;
  recording record(context, state);
  record_report(record, referral, command);
  return std::move(record).finish();
}

void fire_referral(recording& record, const uuid& id) {
  const auto* found = find_handoff(record.state(), id);
  if (found == nullptr || !found->sending) return;
  const auto referral = *found;
  const auto& sending = *referral.sending;
  if (sending.state == trying) return record_referral_failure(record, referral, "no_answer", false);
  if (sending.state != waiting && sending.state != token_held) return;
  const auto* rule = open311_of(record.context(), referral);
  if (rule == nullptr) return record_referral_failure(record, referral, "not_electronic", false);
  record.add(referral_attempted{
      record.head(record.state().id), id, sending.attempts + 1, sending.state == token_held,
      record.context().now + rule->answer_within
  });
}

} // namespace frontdoor::triage
