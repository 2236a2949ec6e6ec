// How the state follows a referral that goes to a service's own system.

#include <algorithm>
#include <array>

#include "triage/incident/handoff_fold.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage {

namespace {

constexpr std::array<std::string_view, 5> sending_codes{"waiting", "trying", "token_held", "settled", "given_up"};

referral_sending* find_sending(incident& state, const uuid& referral) {
  auto* one = find_changing_handoff(state, referral);
  return one == nullptr || !one->sending ? nullptr : &*one->sending;
}

} // namespace

std::string_view to_string(referral_sending_state value) {
  return sending_codes.at(static_cast<std::size_t>(value));
}

std::optional<referral_sending_state> parse_referral_sending_state(std::string_view text) {
  const auto found = std::ranges::find(sending_codes, text);
  if (found == sending_codes.end()) return std::nullopt;
  return static_cast<referral_sending_state>(found - sending_codes.begin());
}

void fold(incident& state, const referral_queued& e) {
  auto* one = find_changing_handoff(state, e.referral);
  if (one == nullptr) return;
  referral_sending sending;
  sending.service_code = e.service_code;
  sending.due_at = e.head.occurred_at;
  sending.generation = state.version;
  one->sending = std::move(sending);
}

void fold(incident& state, const referral_attempted& e) {
  auto* sending = find_sending(state, e.referral);
  if (sending == nullptr) return;
  sending->state = referral_sending_state::trying;
  sending->attempts = e.attempt;
  sending->for_token = e.for_token;
  sending->due_at = e.answer_by;
  sending->generation = state.version;
}

void fold(incident& state, const referral_sent& e) {
  auto* sending = find_sending(state, e.referral);
  if (sending == nullptr || sending->state == referral_sending_state::settled) return;
  find_changing_handoff(state, e.referral)->returned = false;
  sending->state = e.ask_at ? referral_sending_state::token_held : referral_sending_state::settled;
  sending->due_at = e.ask_at;
  sending->reason_code.reset();
  sending->generation = state.version;
}

void fold(incident& state, const referral_failed& e) {
  using enum referral_sending_state;
  auto* sending = find_sending(state, e.referral);
  if (sending == nullptr) return;
  sending->state = !e.next_at ? given_up : sending->for_token ? token_held : waiting;
  sending->due_at = e.next_at;
  sending->reason_code = e.reason_code;
  sending->generation = state.version;
  // Whoever takes the task may refer to the service again.
  if (!e.next_at) find_changing_handoff(state, e.referral)->returned = true;
}

void add_referral_timers(const incident& state, std::vector<timer>& out) {
  for (const auto& one : state.partners.handoffs) {
    if (one.sending && one.sending->due_at)
      out.push_back({std::string(referral_timer) + one.id.to_string(), *one.sending->due_at, one.sending->generation});
  }
}

nlohmann::json to_json(const referral_sending& value) {
  return object_of(
      field{"state", to_string(value.state)}, field{"service_code", value.service_code},
      field{"attempts", value.attempts}, field{"due_at", time_or_null(value.due_at)},
      field{"reason_code", value_or_null(value.reason_code)}
  );
}

} // namespace frontdoor::triage
