#pragma once
// Given these events, when this command comes, then these events or this refusal.

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "test_policy.hpp"
#include "triage/incident/decide.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/snapshot.hpp"

namespace frontdoor::triage::testing {

// 2026-03-01T21:00:00Z
timestamp nine_in_the_evening();

// A readable id: ...-000000000<number>.
uuid id(unsigned number);

actor person(const std::string& name = "user:jsmith");
actor dispatcher(const std::string& name = "user:radio");
actor supervisor(const std::string& name = "user:boss");
actor machine();
actor integrator();

// A contact with these facts, received at nine in the evening; its id is id(1000 + number).
contact contact_with(const nlohmann::json& facts, unsigned number = 0);

// One incident and the decisions made on it.
class story {
 public:
  explicit story(const policy_pack& policy = test_policy()) : policy_(policy) {}

  // The time that the next commands come at.
  story& at(timestamp now) {
    now_ = now;
    return *this;
  }
  story& by(actor who) {
    who_ = std::move(who);
    return *this;
  }
  timestamp now() const { return now_; }

  // Decides and, unless refused, keeps what follows. The events are those of this decision only.
  std::expected<decision, refusal> when(const command& command);

  // As `when`, and fails the test when that is refused.
  decision must(const command& command);

  // The version that a command speaks of.
  std::uint32_t version() const { return the_incident().version; }

  // Opens an incident by a contact with these facts; fails the test when that is refused.
  decision opened_with(const nlohmann::json& facts);

  const std::optional<incident>& state() const { return state_; }
  const incident& the_incident() const { return state_.value(); }
  const std::vector<event>& events() const { return events_; }

 private:
  const policy_pack& policy_;
  timestamp now_ = nine_in_the_evening();
  actor who_ = person();
  unsigned next_id_ = 1;
  unsigned contacts_ = 0;
  std::optional<incident> state_;
  std::vector<event> events_;
};

// "contact.received, incident.opened, ...": what a decision records.
std::string types_of(const decision& made);

// The only event of that kind in the decision; fails where there is none or more than one.
template <typename Event> const Event& only(const decision& made) {
  const Event* found = nullptr;
  for (const auto& one : made.events) {
    if (const auto* match = get_if<Event>(&one)) {
      if (found != nullptr) throw std::logic_error("more than one such event");
      found = match;
    }
  }
  if (found == nullptr) throw std::logic_error("no such event");
  return *found;
}

// The event as it comes back from the log: through the text that is kept there.
encoded_event stored(const event& e);

// The state that a stored snapshot gives.
std::expected<incident, faults> from_snapshot_text(const snapshot& kept);

// The incident as its recorded events give it.
incident folded(const std::vector<event>& events);

// The rank of its grade, the lowest of all where it has none.
inline std::uint32_t rank_of(const std::optional<incident>& state) {
  return state && state->grade ? state->grade->rank : 1000;
}

// The code a command was refused with; empty where it was not.
inline std::string refused_with(const std::expected<decision, refusal>& made) {
  return made ? std::string() : made.error().code;
}

} // namespace frontdoor::triage::testing
