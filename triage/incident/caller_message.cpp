// Texts to callers (practice.md 17): the log is the outbox. A try is recorded before it is made, so that two servers
// never both make it; what gets no answer counts as failed and is tried again, and then owed by a person.

#include "triage/incident/caller_message.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/day_one_deciding.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/refusing.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using outcome = outcome_of_decision;

// UTF-8 characters, not bytes.
std::size_t characters_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// Where a text may be read by somebody it endangers, nobody sends one without having made sure (domain.md 7.6).
bool must_be_safe(const context& context, const incident& state) {
  return std::ranges::any_of(context.policy.day_one.messages.safe_first, [&](const std::string& flag) {
    return std::ranges::find(state.flags, flag) != state.flags.end();
  });
}

refused check_text(const context& context, const std::string& text) {
  const auto& rules = context.policy.day_one.messages;
  if (std::ranges::all_of(text, [](unsigned char c) { return c <= ' '; }))
    return invalid("/text", "message_empty", "The text is empty.", "Write what the caller is to know.");
  if (const auto count = characters_of(text); count > rules.characters_max) {
    return invalid(
        "/text", "message_too_long",
        "The text has " + std::to_string(count) + " characters; " + std::to_string(rules.characters_max) + " go.",
        "Shorten it."
    );
  }
  return std::nullopt;
}

// After the last wait nobody tries again: a person tells the caller.
void record_failure(recording& record, const caller_message& message, const std::string& reason_code, bool final) {
  const auto& waits = record.context().policy.day_one.messages.retry_after;
  message_failed e{record.head(record.state().id), message.id, reason_code, std::nullopt};
  if (!final && message.attempts >= 1 && message.attempts <= waits.size())
    e.next_at = record.context().now + waits[message.attempts - 1];
  const bool given_up = !e.next_at;
  record.add(std::move(e));
  if (given_up) record_task(record, task_kind::tell_caller);
}

} // namespace

json to_json(const caller_message& value) {
  return object_of(
      field{"id", value.id.to_string()}, field{"contact", value.contact.to_string()},
      field{"state", to_string(value.state)}, field{"by", value.by}, field{"at", to_rfc3339(value.at)},
      field{"attempts", value.attempts}, field{"due_at", time_or_null(value.due_at)},
      field{"reason_code", value_or_null(value.reason_code)}, field{"reference", value_or_null(value.reference)}
  );
}

outcome decide_message(const incident& state, const send_message& command, const context& context) {
  if (auto no = check_person(context, "text a caller")) return std::unexpected(*std::move(no));
  const auto& rules = context.policy.day_one.messages;
  if (rules.characters_max == 0) {
    return std::unexpected(
        conflict("no_messages", "The policy sends no texts to callers.", "Call the caller, or open a task tell_caller.")
    );
  }
  if (std::ranges::find(state.contacts, command.contact, &contact_link::id) == state.contacts.end()) {
    return std::unexpected(refusal{
        refusal_kind::not_found,
        "unknown_contact",
        "The incident has no such contact.",
        "Take one of the incident's contacts.",
        {{"/contact", "unknown_contact", "The incident has no such contact.", {}, {}}}
    });
  }
  if (auto no = check_text(context, command.text)) return std::unexpected(*std::move(no));
  if (!command.to) {
    return std::unexpected(
        conflict("no_number", "The contact has no number that a text could go to.", "Reach the caller another way.")
    );
  }
  if (must_be_safe(context, state) && !command.safe_to_text) {
    return std::unexpected(conflict(
        "not_safe_to_text", "Somebody else may read a text to this caller.",
        "Make sure that it is safe and send safe_to_text, or reach the caller another way."
    ));
  }
  recording record(context, state);
  message_requested e;
  e.head = record.head(state.id);
  e.message = context.next_id();
  e.contact = command.contact;
  e.personal = message_requested::personal_part{*command.to, command.text};
  record.add(std::move(e));
  return std::move(record).finish();
}

outcome decide_report(const incident& state, const report_message& command, const context& context) {
  if (context.actor.kind != actor_kind::machine) {
    return std::unexpected(refusal{
        refusal_kind::forbidden, "machine_only", "Only the server tells what came of a message.", "Nothing to do.", {}
    });
  }
  const auto* found = find_message(state, command.message);
  if (found == nullptr) {
    return std::unexpected(
        refusal{refusal_kind::not_found, "unknown_message", "The incident has no such message.", "Check the id.", {}}
    );
  }
  const auto message = *found;
  recording record(context, state);
  // What was sent was sent, however late the answer.
  if (command.sent && message.state != message_state::sent)
    record.add(message_sent{record.head(state.id), message.id, command.reference});
  else if (!command.sent && message.state == message_state::sending && message.attempts == command.attempt)
    record_failure(record, message, command.reason_code, command.final);
  return std::move(record).finish();
}

void fire_message(recording& record, const uuid& id) {
  const auto* found = find_message(record.state(), id);
  if (found == nullptr) return;
  const auto message = *found;
  const auto& rules = record.context().policy.day_one.messages;
  if (message.state == message_state::waiting) {
    record.add(message_attempted{
        record.head(record.state().id), id, message.attempts + 1, record.context().now + rules.answer_within
    });
  } else if (message.state == message_state::sending) {
    record_failure(record, message, "no_answer", false);
  }
}

} // namespace frontdoor::triage
