// Crimes told to an incident: proposed at once, and owed a decision within the time the rules give.

#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

document record_crimes(recording& record, const fact_set& facts, timestamp received_at) {
  const auto* rules = record.context().crimes;
  if (rules == nullptr) return {};
  const auto proposed = crime::propose(*rules, record.context().policy.facts, facts);
  if (proposed.empty()) return {};
  const auto& times = rules->settings;
  auto owed = crime::new_duties(record.state().crimes, proposed, received_at, times.decide_within, times.warn_after);
  for (auto& one : owed)
    record.add(crime_decision_owed{record.head(record.state().id), std::move(one)});
  nlohmann::json out = nlohmann::json::array();
  for (const auto& one : proposed) {
    auto entry = to_json(one, rules->table);
    entry["decision_due_at"] = nullptr;
    for (const auto& duty : record.state().crimes.duties) {
      if (duty.key == one.key) entry["decision_due_at"] = to_rfc3339(duty.due_at);
    }
    out.push_back(std::move(entry));
  }
  return document(std::move(out));
}

bool tells_of_crime(const context& context, const fact_set& facts) {
  if (context.crimes == nullptr) return false;
  const auto& times = context.crimes->settings;
  const auto proposed = crime::propose(*context.crimes, context.policy.facts, facts);
  return !crime::new_duties({}, proposed, context.now, times.decide_within, times.warn_after).empty();
}

void record_late_crimes(recording& record) {
  for (auto& one : crime::fall_due(record.state().crimes, record.context().now))
    record.add(crime_decision_late{record.head(record.state().id), std::move(one)});
}

} // namespace frontdoor::triage
