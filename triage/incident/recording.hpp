#pragma once
// What the deciding sources of this folder share.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "triage/incident/decide.hpp"

namespace frontdoor::triage {

// Collects the events of one decision and folds them on the way.
class recording {
 public:
  recording(const triage::context& context, std::optional<incident> state)
      : context_(context), state_(std::move(state)) {}

  // The head of the next event of that stream.
  event_head head(const uuid& stream) const { return {stream, context_.now, context_.actor.name}; }

  // Keeps an event of the incident's stream and folds it.
  void add(event e) {
    state_ = triage::apply(state_ ? *std::move(state_) : incident{}, e);
    events_.push_back(std::move(e));
  }

  // Keeps an event of another stream.
  void add_beside(event e) { events_.push_back(std::move(e)); }

  const triage::context& context() const { return context_; }
  const incident& state() const { return *state_; }
  bool has_state() const { return state_.has_value(); }

  decision finish(std::optional<contact_result> contact = std::nullopt) && {
    return {std::move(events_), std::move(state_), std::move(contact)};
  }

 private:
  const triage::context& context_;
  std::optional<incident> state_;
  std::vector<event> events_;
};

using refused = std::optional<refusal>;

// The grade's index in the pack; where the pack does not know its code any more, the place it had in its own.
std::optional<std::size_t> held_grade(const policy_pack& pack, const std::optional<grade_target>& held);

// The grade with its targets for an incident received at that time (domain.md 2.2: from first receipt).
grade_target target_of(const policy_pack& pack, std::size_t grade, timestamp received_at);

// Whether the choice itself may be recorded: a person's, of a known grade, with a reason in the right form.
refused check_choice(const context& context, const grade_choice& choice, const std::string& pointer);

// Records a person's choice on the state as it is. Refuses a less urgent grade than the one held, and a grade without
// deployment that the state of the assessment bars.
refused record_choice(recording& record, const grade_choice& choice);

// Records the assessment of everything said; its grade takes effect where it is more urgent than the one held.
void record_assessment(recording& record, document assessment, std::optional<std::size_t> proposed);

// Pushes a dispatch where the grade asks for one and is more urgent than `before`.
void record_dispatch(recording& record, std::optional<std::size_t> before);

std::expected<decision, refusal>
decide_contact(const std::optional<incident>& state, const take_contact& command, const context& context);

// Plain words on what happens next, true for the grade and pathway the incident has; without an incident, for a
// contact that was recorded alone.
std::string say_to_caller(const policy_pack& pack, const incident* state);

} // namespace frontdoor::triage
