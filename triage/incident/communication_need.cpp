// What somebody needs to be understood (practice.md 17; domain.md 7.6, 7.7).

#include "triage/incident/communication_need.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/day_one_deciding.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/refusing.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using outcome = outcome_of_decision;

bool known(const incident& state, const stated_need& need) {
  return std::ranges::find(state.day_one.needs, need) != state.day_one.needs.end();
}

// The same need again, from another contact, is the same need.
void record_new_need(recording& record, const stated_need& need) {
  if (known(record.state(), need)) return;
  record.add(need_recorded{record.head(record.state().id), need});
  if (const auto* rule = record.context().policy.day_one.find_need(need.need)) record_task(record, rule->task);
}

} // namespace

stated_need need_from_json(const json& body) {
  return {text_of(body, "need").value_or(""), text_of(body, "language")};
}

json to_json(const stated_need& value) {
  return object_of(field{"need", value.need}, field{"language", value_or_null(value.language)});
}

refused check_need(const context& context, const stated_need& need, const std::string& pointer) {
  const auto& rules = context.policy.day_one.needs;
  const auto* rule = context.policy.day_one.find_need(need.need);
  if (rule == nullptr)
    return invalid(
        pointer + "/need", "unknown_need", "The policy has no such need.", use_one_of(rules, &need_rule::code)
    );
  if (rule->names_language && !need.language) {
    return invalid(
        pointer + "/language", "language_missing", "\"" + rule->text + "\" needs to say which language.",
        "Give its code, such as \"pl\"; \"und\" where nobody knows yet."
    );
  }
  return std::nullopt;
}

outcome decide_need(const incident& state, const record_need& command, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  recording record(context, state);
  if (!command.withdrawn) {
    if (auto no = check_need(context, command.need, "")) return std::unexpected(*std::move(no));
    record_new_need(record, command.need);
    return std::move(record).finish();
  }
  if (!known(state, command.need)) {
    return std::unexpected(refusal{
        refusal_kind::not_found, "no_such_need", "The incident has no such need.", "Check need and language.", {}
    });
  }
  record.add(need_withdrawn{record.head(state.id), command.need});
  // The task goes with the last need that asked for it.
  const auto* gone = context.policy.day_one.find_need(command.need.need);
  const auto& left = record.state().day_one.needs;
  const bool asked_still = gone == nullptr || std::ranges::any_of(left, [&](const stated_need& one) {
                             const auto* rule = context.policy.day_one.find_need(one.need);
                             return rule != nullptr && rule->task == gone->task;
                           });
  if (asked_still) return std::move(record).finish();
  if (const auto* task = open_task(record.state(), gone->task)) lapse_task(record, task->id, "need_withdrawn");
  return std::move(record).finish();
}

void record_contact_work(recording& record, const take_contact& command) {
  const auto& phone = command.contact.caller.phone;
  if (phone && record.context().policy.day_one.is_test_line(*phone))
    record.add(test_line_recognised{record.head(record.state().id), command.contact.id});
  for (const auto& one : command.needs)
    record_new_need(record, one);
}

} // namespace frontdoor::triage
