#pragma once
// What the deciding sources of this folder share.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "triage/incident/assessing.hpp"
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

  // The caller was told this: kept with the last event that says what happens next.
  void promise_made(const std::string& text);

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

// The grade with its targets on a clock that runs from that time (domain.md 2.2: from first receipt).
grade_target target_of(const policy_pack& pack, std::size_t grade, timestamp clock_from);

// Whether the choice itself may be recorded: a person's, of a known grade, with a reason in the right form.
refused check_choice(const context& context, const grade_choice& choice, const std::string& pointer);

// Records a person's choice on the state as it is. Refuses a less urgent grade than the one held, and a grade without
// deployment that the state of the assessment bars.
refused record_choice(recording& record, const grade_choice& choice);

// Records the assessment of everything said; its grade takes effect where it is more urgent than the one held.
void record_assessment(recording& record, document assessment, std::optional<std::size_t> proposed);

// Pushes a dispatch where the grade asks for one and is more urgent than `before`.
void record_dispatch(recording& record, std::optional<std::size_t> before);

// Pushes it again for a colleague of whoever has left the desk.
void record_dispatch_to_cover(recording& record);

// The grade has become less urgent: the dispatch that is out is replaced by one of the new grade, or stood down where
// that grade has none.
void record_lesser_dispatch(recording& record, const std::string& reason_code);

// Lapses what no longer fits after a change of facts or grade: an approval that waits, a condition that is moot.
void settle(recording& record, bool news);

// Opens a task of that kind where the pack has it and none is open for the same; its id.
std::optional<uuid> record_task(
    recording& record, std::string_view kind, std::optional<uuid> about = std::nullopt,
    std::optional<timestamp> due_at = std::nullopt
);

// Words as they go into the sealed part of an event; none where nothing was said.
inline std::optional<sealed_words> sealed(const std::optional<std::string>& text) {
  return text ? std::optional(sealed_words{*text}) : std::nullopt;
}

// Ends the open task of that kind (about `about`, where given) since nobody owes it any more.
void lapse_task(recording& record, const uuid& task, const std::string& reason_code);

// Brings back the grade that a lowering on a condition had left.
void record_restored_grade(recording& record, const std::string& reason_code);

// Opens a closed incident again with a new attendance clock from `clock_from`. The caller sees to the dispatch, which
// is that of a new incident.
void record_reopening(
    recording& record, const std::string& reason_code, std::optional<uuid> contact, timestamp clock_from,
    std::optional<std::string> rationale
);

// Whether a call counts as live: said to be, not said to have ended, and not longer ago than a call lasts.
bool call_is_live(const context& context, const incident& state);

// What a closed incident, a machine or a blank rationale is told; none where the command may go on.
refused check_open(const incident& state);
refusal linked_elsewhere(const incident& state);
refused check_person(const context& context, const char* what);
refused check_own_words(const context& context, const std::string& text, const std::string& pointer);
refused check_version(const incident& state, const std::optional<std::uint32_t>& expected);

// What exclusions and starred facts not asked say against a grade that sends nobody.
refused check_without_deployment(const context& context, const incident& state, std::size_t wanted);

// Everything that stands open; what has to be done about each is its remedy. Empty: the incident may be closed with
// `outcome` (none: leaving out what only some outcomes need).
faults open_items(const context& context, const incident& state, const outcome_rule* outcome);

using outcome_of_decision = std::expected<decision, refusal>;

outcome_of_decision decide_facts(const incident& state, const add_facts_command& command, const context& context);
outcome_of_decision decide_withdrawal(const incident& state, const withdraw_facts& command, const context& context);
outcome_of_decision decide_call_end(const incident& state, const end_call& command, const context& context);
outcome_of_decision decide_lowering(const incident& state, const set_grade& command, const context& context);
outcome_of_decision decide_on_approval(const incident& state, const decide_approval& command, const context& context);
outcome_of_decision decide_response(const incident& state, const change_response& command, const context& context);
outcome_of_decision decide_task_start(const incident& state, const start_task& command, const context& context);
outcome_of_decision decide_attempt(const incident& state, const attempt_task& command, const context& context);
outcome_of_decision decide_completion(const incident& state, const complete_task& command, const context& context);
outcome_of_decision decide_closing(const incident& state, const close_incident& command, const context& context);
outcome_of_decision decide_reopening(const incident& state, const reopen_incident& command, const context& context);

outcome_of_decision decide_link(const incident& state, const link_incident& command, const context& context);
outcome_of_decision decide_unlink(const incident& state, const unlink_incident& command, const context& context);

outcome_of_decision
decide_outage_return(const incident& state, const return_from_outage& command, const context& context);

// What a decision brought to an incident that is linked goes to its survivors too, and is assessed there.
decision pass_on(const incident& before, decision made, const context& context);

// A task's timer that fell due.
void fire_task(recording& record, const uuid& task);

// The crimes that these facts of the incident propose, and the duties to decide on those that are new, with their
// clock from the receipt of the contact that told of them.
document record_crimes(recording& record, const fact_set& facts, timestamp received_at);

// Whether these facts tell of a crime that this force has to decide on.
bool tells_of_crime(const context& context, const fact_set& facts);

// Moves the clock of the crime decisions on that are due to be told of now.
void record_late_crimes(recording& record);

// What the history that was looked up adds to the facts stated; null: nothing.
document news_of_history(const policy_pack& pack, const fact_set& stated, const document& history);

// The assessment of a first contact with it. `said` are the facts stated, as they are recorded.
incident_assessment assess_with_history(
    const triage::context& context, const fact_set& stated, const document& said, const document& news,
    std::span<const cue_finding> cues
);

// Records it as the facts of a source of its own.
void record_history(recording& record, const document& news);

// Records what a part of the server has found out by itself, as the facts of a source of that name; null: nothing.
void record_machine_facts(recording& record, const document& news, const char* actor, confidence sure);

std::expected<decision, refusal>
decide_contact(const std::optional<incident>& state, const take_contact& command, const context& context);

// Plain words on what happens next, true for the grade and pathway the incident has; without an incident, for a
// contact that was recorded alone.
std::string say_to_caller(const policy_pack& pack, const incident* state);

} // namespace frontdoor::triage
