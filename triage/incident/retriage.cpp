// Facts after the first contact: every one is assessed with all that was said before (lessons.md R09). A rise takes
// effect at once, a fall is a suggestion; only what its author entered in error is as if it had never been said.

#include <algorithm>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/assessing.hpp"
#include "triage/incident/partners.hpp"
#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using outcome = outcome_of_decision;

bool known_contact(const incident& state, const uuid& id) {
  return std::ranges::find(state.contacts, id, &contact_link::id) != state.contacts.end();
}

refusal unknown_contact() {
  return {
      refusal_kind::not_found,
      "unknown_contact",
      "The incident has no such contact.",
      "Take one of the incident's contacts, or leave it out.",
      {{"/source/contact", "unknown_contact", "The incident has no such contact.", {}, {}}}
  };
}

// The same person speaking for the same kind of source is one source: what is said later takes back what was said
// before.
uuid source_of(const recording& record, const add_facts_command& command) {
  if (command.contact) return *command.contact;
  for (const auto& one : record.state().sources) {
    if (one.kind == command.kind && one.by == record.context().actor.name) return one.id;
  }
  return record.context().next_id();
}

refused check_not_established(const context& context, const add_facts_command& command) {
  faults found;
  for (std::size_t i = 0; i < command.not_established.size(); ++i) {
    const auto& one = command.not_established[i];
    const auto pointer = "/not_establishable/" + std::to_string(i);
    const auto fact = context.policy.facts.find(one.fact);
    if (!fact)
      found.push_back({pointer + "/fact", "unknown_fact", "The policy has no such fact.", "Check its key.", {}});
    if (!has_code(context.policy.working.not_establishable, one.reason_code)) {
      found.push_back(
          {pointer + "/reason_code",
           "unknown_reason_code",
           "The policy has no such reason.",
           "Take one of the policy's reasons.",
           {}}
      );
    }
  }
  if (found.empty()) return std::nullopt;
  return refusal{
      refusal_kind::invalid, "invalid_facts", "Some facts cannot be read.", "Mend the facts listed.", std::move(found)
  };
}

// All that was said, assessed anew; what callers' words suggested stays a question until it is answered.
incident_assessment assess_all(const policy_pack& pack, const incident& state, std::optional<std::size_t> held) {
  const auto earlier = state.assessment.is_null() ? json() : state.assessment.value();
  return assess_incident(pack, state.facts, held, incident_cues(pack, {}, earlier));
}

fact_set assess_again(recording& record) {
  const auto& pack = record.context().policy;
  const auto now = assess_all(pack, record.state(), held_grade(pack, record.state().grade));
  record_assessment(record, recorded_assessment(to_json(now.result, pack)), now.result.proposed_grade);
  return now.facts;
}

void set_aside(recording& record, const add_facts_command& command) {
  for (const auto& one : command.not_established) {
    fact_set_aside e{record.head(record.state().id), one.fact, one.reason_code, {}};
    if (one.words) e.personal = sealed_words{*one.words};
    record.add(std::move(e));
  }
}

} // namespace

outcome decide_facts(const incident& state, const add_facts_command& command, const context& context) {
  if (command.facts.is_null() && command.not_established.empty()) {
    return std::unexpected(refusal{
        refusal_kind::invalid,
        "nothing_said",
        "Neither a fact nor one that cannot be established is given.",
        "Give at least one; a note alone goes to the notes.",
        {{"/facts", "nothing_said", "Nothing is said here.", {}, {}}}
    });
  }
  if (command.contact && !known_contact(state, *command.contact)) return std::unexpected(unknown_contact());
  if (command.facts.is_null()) {
    if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  }
  if (auto no = check_not_established(context, command)) return std::unexpected(*std::move(no));
  if (!command.not_established.empty()) {
    if (auto no = check_person(context, "say that a fact cannot be established"))
      return std::unexpected(*std::move(no));
  }
  const auto& vocabulary = context.policy.facts;
  const auto stated =
      read_facts(vocabulary, command.facts.is_null() ? json::object() : command.facts.value(), "/facts");
  if (!stated) {
    return std::unexpected(refusal{
        refusal_kind::invalid, "invalid_facts", "Some facts cannot be read.", "Mend the facts listed.", stated.error()
    });
  }
  auto as_recorded = to_json(vocabulary, *stated);
  recording record(context, state);
  const bool again = state.status == incident_status::closed;
  const auto before = held_grade(context.policy, state.grade);
  if (again) record_reopening(record, "new_information", std::nullopt, context.now, std::nullopt);
  if (command.note) {
    record.add(note_added{record.head(state.id), context.next_id(), note_added::personal_part{*command.note}});
  }
  if (!as_recorded.empty()) {
    facts_added e;
    e.head = record.head(state.id);
    e.source = source_of(record, command);
    e.kind = command.contact ? fact_source::caller : command.kind;
    e.confidence = command.confidence;
    e.facts = document(std::move(as_recorded));
    record.add(std::move(e));
  }
  set_aside(record, command);
  if (!command.facts.is_null()) {
    const auto facts = assess_again(record);
    record_crimes(record, facts, context.now);
    settle(record, true);
  }
  record_dispatch(record, again ? std::nullopt : before);
  return std::move(record).finish();
}

namespace {

// The statement of that fact that the author may take back, or why not.
std::expected<const statement*, refusal>
find_withdrawn(const incident& state, const std::string& fact, const context& context) {
  const auto fail = [&](refusal_kind kind, const char* code, std::string detail, std::string remedy) {
    return std::unexpected(refusal{kind, code, detail, remedy, {{"/facts", code, detail, remedy, {}}}});
  };
  const auto said = state.facts.find(fact);
  if (said == state.facts.end() || said->second.empty()) {
    return fail(
        refusal_kind::not_found, "unknown_statement", "Nothing was said of \"" + fact + "\".", "Check its key."
    );
  }
  const statement* own = nullptr;
  for (const auto& one : said->second) {
    if (one.by == context.actor.name) own = &one;
  }
  if (own == nullptr) {
    return fail(
        refusal_kind::forbidden, "not_the_author", "\"" + fact + "\" was entered by somebody else.",
        "Ask its author, or add what is known now as a new fact."
    );
  }
  if (context.now - own->at > context.policy.working.undo_within) {
    return fail(
        refusal_kind::conflict, "too_late_to_withdraw", "\"" + fact + "\" was entered too long ago to be a slip.",
        "Add what is known now as a new fact: both stay on the record."
    );
  }
  for (const auto& one : said->second) {
    if (one.source != own->source && one.value == own->value) {
      return fail(
          refusal_kind::conflict, "fact_given_by_another", "Another source has said the same of \"" + fact + "\".",
          "It stands. Add what is known now as a new fact."
      );
    }
  }
  return own;
}

// What the grade falls back to, or nothing where a person has decided on it since.
std::optional<fact_entry> base_of(const incident& state, const statement& withdrawn, const std::string& author) {
  const auto entry = std::ranges::find_if(state.entries, [&](const fact_entry& one) {
    return one.source == withdrawn.source && one.at == withdrawn.at;
  });
  if (entry == state.entries.end()) return std::nullopt;
  if (state.graded && state.graded->at >= entry->at && (state.graded->by != author || state.graded->chosen))
    return std::nullopt;
  return *entry;
}

// The grade as it would have been: what held before, or the proposal where that is more urgent now.
void restate(recording& record, const fact_entry& base) {
  const auto& pack = record.context().policy;
  const auto before = held_grade(pack, base.grade);
  const auto now = assess_all(pack, record.state(), before);
  const bool rises = more_urgent(now.result.proposed_grade, before);
  assessed e;
  e.head = record.head(record.state().id);
  e.assessment = recorded_assessment(to_json(now.result, pack));
  if (record.state().grade) e.previous = record.state().grade->grade;
  if (rises)
    e.applied = target_of(pack, *now.result.proposed_grade, record.state().clock_from);
  else
    e.applied = base.grade;
  e.restated = restated_grade{base.confirmed && !rises, base.flags};
  record.add(std::move(e));
}

} // namespace

outcome decide_withdrawal(const incident& state, const withdraw_facts& command, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  std::vector<std::pair<std::string, const statement*>> taken;
  for (const auto& fact : command.facts) {
    auto own = find_withdrawn(state, fact, context);
    if (!own) return std::unexpected(std::move(own.error()));
    taken.emplace_back(fact, *own);
  }
  recording record(context, state);
  // One event for what was entered together.
  std::ranges::sort(taken, {}, [](const auto& one) {
    return std::tuple(one.second->at, one.second->source, one.first);
  });
  for (std::size_t i = 0; i < taken.size();) {
    const auto& first = *taken[i].second;
    facts_withdrawn e{record.head(state.id), first.source, {}, first.at};
    for (; i < taken.size() && taken[i].second->at == first.at && taken[i].second->source == first.source; ++i)
      e.facts.push_back(taken[i].first);
    record.add(std::move(e));
  }
  const auto held = held_grade(context.policy, state.grade);
  const auto base = taken.empty() ? std::nullopt : base_of(state, *taken.front().second, context.actor.name);
  if (base)
    restate(record, *base);
  else
    assess_again(record);
  record_sender_floor(record);
  settle(record, true);
  const auto after = held_grade(context.policy, record.state().grade);
  if (more_urgent(held, after) || (held && !after)) {
    record_lesser_dispatch(record, "entered_in_error");
    const auto text = say_to_caller(context.policy, &record.state());
    if (state.promise && state.promise->text != text) record_task(record, task_kind::tell_caller);
  } else {
    record_dispatch(record, held);
  }
  return std::move(record).finish();
}

outcome decide_call_end(const incident& state, const end_call& command, const context& context) {
  if (command.contact && !known_contact(state, *command.contact)) return std::unexpected(unknown_contact());
  recording record(context, state);
  for (const auto& one : state.contacts) {
    if (one.call_live && (!command.contact || one.id == *command.contact))
      record.add(call_ended{record.head(state.id), one.id});
  }
  return std::move(record).finish();
}

} // namespace frontdoor::triage
