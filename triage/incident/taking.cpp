// Taking a contact: it opens an incident, joins one, or is recorded alone.

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/assessing.hpp"
#include "triage/incident/conflicts.hpp"
#include "triage/incident/day_one_deciding.hpp"
#include "triage/incident/partners.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/separate_risk.hpp"

namespace frontdoor::triage {

namespace {

constexpr std::size_t summary_bytes_max = 240;

// The first words of a narrative on one line, cut at a whole character.
std::optional<std::string> summary_of(const std::string& narrative) {
  std::string out;
  for (const char c : narrative) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c;
    if (out.size() > summary_bytes_max) break;
  }
  if (out.size() > summary_bytes_max) {
    constexpr std::string_view ellipsis = "\u2026";
    std::size_t end = summary_bytes_max - ellipsis.size();
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U)
      --end;
    out.resize(end);
    while (!out.empty() && out.back() == ' ')
      out.pop_back();
    out += ellipsis;
  }
  while (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out.empty() ? std::nullopt : std::optional(std::move(out));
}

incident_personal board_personal(const contact& contact) {
  auto where = contact.location.text;
  if (!where) where = contact.location.postcode;
  incident_personal out{std::move(where), summary_of(contact.narrative), contact.caller.name, contact.caller.phone};
  keep_for_comparison(contact, out);
  return out;
}

refused check_command(const take_contact& command, const context& context) {
  if (auto no = check_sender(context, command.contact)) return no;
  if (auto no = check_plan(context, command)) return no;
  for (std::size_t i = 0; i < command.needs.size(); ++i) {
    if (auto no = check_need(context, command.needs[i], "/needs/" + std::to_string(i))) return no;
  }
  if (!command.grade) return std::nullopt;
  if (command.contact_only && !command.incident) {
    return refusal{
        refusal_kind::invalid,
        "grade_without_incident",
        "A contact that makes no incident has no grade.",
        "Leave out grade, or leave out contact_only to open an incident.",
        {{"/grade",
          "grade_without_incident",
          "A contact that makes no incident has no grade.",
          "Leave out grade, or leave out contact_only.",
          {}}}
    };
  }
  return check_choice(context, *command.grade, "/grade");
}

contact_received received(const take_contact& command, const context& context, const document& facts) {
  const auto& contact = command.contact;
  contact_received e;
  e.head = {contact.id, context.now, context.actor.name};
  e.channel = contact.channel;
  e.received_at = contact.received_at;
  e.outcome = command.contact_only;
  e.district = contact.location.district;
  e.location_quality = contact.location.quality;
  e.facts = facts;
  e.policy = {context.policy.name, context.policy.version, context.policy.sha256};
  e.personal = contact_received::personal_part{contact.external_ref, contact.caller,    contact.location,
                                               contact.subjects,     contact.narrative, contact.vehicles};
  e.history = command.history;
  return e;
}

template <typename Event>
Event link(const recording& record, const uuid& incident, const contact& contact, const document& facts) {
  Event e;
  e.head = record.head(incident);
  e.contact = contact.id;
  e.channel = contact.channel;
  e.received_at = contact.received_at;
  e.district = contact.location.district;
  e.facts = facts;
  e.personal = board_personal(contact);
  e.call_live = contact.call_live;
  e.sender = sender_of(record.context(), contact);
  return e;
}

contact_result result_of(const take_contact& command, const recording& record, document assessment) {
  contact_result out;
  out.id = command.contact.id;
  out.outcome = command.contact_only;
  out.assessment = std::move(assessment);
  out.say_to_caller = say_to_caller(record.context().policy, record.has_state() ? &record.state() : nullptr);
  return out;
}

using outcome = std::expected<decision, refusal>;

// A contact about a closed incident opens it again (lessons.md R08); an update that brings nothing new does not.
bool reopens(const incident& state, const take_contact& command, const document& facts) {
  if (state.status != incident_status::closed) return false;
  return !command.contact_only || !facts.is_null() || command.grade;
}

// In a burst, what a contact tells of another event is not lost among the others: it is told to its taker at once, and
// somebody owes a decision on it (practice.md, edge cases).
document flag_separate_risk(recording& record, const incident& before, const contact& contact, const fact_set& stated) {
  const auto& pack = record.context().policy;
  const auto burst = pack.working.links.cluster_from;
  // Of a duplicate, the burst is that of the incident it lives on in.
  const auto& others = record.context().others;
  const auto& whole = before.joined && !others.empty() ? others.back() : before;
  if (burst == 0 || whole.contacts.size() + 1 < burst) return {};
  const auto risk = find_separate_risk(pack, whole.facts, stated, pack.cue_words.find(contact.narrative));
  if (!risk) return {};
  record_task(record, task_kind::separate_risk, contact.id);
  return document(to_json(*risk));
}

outcome join_contact(
    const incident& state, const take_contact& command, const context& context, const document& facts,
    const document& news, const fact_set& stated
) {
  const auto& pack = context.policy;
  const auto before = held_grade(pack, state.grade);
  recording record(context, state);
  contact_received taken = received(command, context, facts);
  taken.incident = state.id;
  record.add_beside(std::move(taken));
  record.add(link<contact_joined>(record, state.id, command.contact, facts));
  record_contact_work(record, command);
  record_history(record, news);
  const auto conflicts = conflicts_with(pack, state, command.contact);
  record_machine_facts(record, conflicts, conflict_actor, confidence::inferred);
  const bool again = reopens(state, command, facts);
  if (again) {
    record_reopening(record, "new_contact", command.contact.id, command.contact.received_at, std::nullopt);
  }
  const auto cues = incident_cues(
      pack, command.contact.narrative, state.assessment.is_null() ? nlohmann::json() : state.assessment.value()
  );
  const auto now = assess_incident(pack, record.state().facts, before, cues);
  document full(to_json(now.result, pack));
  // An update that brings neither fact nor cue is not a new assessment.
  const bool cued = std::ranges::any_of(cues, [](const auto& found) { return !found.ranges.empty(); });
  if (!facts.is_null() || !news.is_null() || !conflicts.is_null() || cued)
    record_assessment(record, recorded_assessment(full.value()), now.result.proposed_grade);
  record_sender_grade(record, command.contact);
  if (command.grade) {
    if (auto no = record_choice(record, *command.grade)) return std::unexpected(*std::move(no));
  }
  settle(record, true);
  record_dispatch(record, again ? std::nullopt : before);
  auto crimes = record_crimes(record, now.facts, command.contact.received_at);
  auto separate = flag_separate_risk(record, state, command.contact, stated);
  auto result = result_of(command, record, std::move(full));
  record.promise_made(result.say_to_caller);
  result.joined = true;
  result.separate_risk = std::move(separate);
  result.crimes = std::move(crimes);
  result.nsir = propose_coding(context, record.state(), now.facts);
  return std::move(record).finish(std::move(result));
}

outcome take_new(
    const take_contact& command, const context& context, const fact_set& stated, const document& facts,
    const document& news
) {
  const auto& pack = context.policy;
  const auto cues = incident_cues(pack, command.contact.narrative, {});
  const auto assessed = assess_with_history(context, stated, facts, news, cues);
  const auto& assessment = assessed.result;
  document full(to_json(assessment, pack));
  // A crime that is told makes an auditable incident (domain.md 4.1).
  const bool promoted = command.contact_only && (assessment.promotes_contact || tells_of_crime(context, stated));
  recording record(context, std::nullopt);
  contact_received taken = received(command, context, facts);
  taken.promoted = promoted;
  if (command.contact_only && !promoted) {
    record.add_beside(std::move(taken));
    auto result = result_of(command, record, std::move(full));
    return std::move(record).finish(std::move(result));
  }
  const uuid id = context.next_id();
  taken.incident = id;
  record.add_beside(std::move(taken));
  record.add(link<incident_opened>(record, id, command.contact, facts));
  record_contact_work(record, command);
  record_plan(record, command);
  record_history(record, news);
  record_assessment(record, recorded_assessment(full.value()), assessment.proposed_grade);
  record_sender_grade(record, command.contact);
  if (command.grade) {
    if (auto no = record_choice(record, *command.grade)) return std::unexpected(*std::move(no));
  }
  if (auto no = check_plan_holds(record)) return std::unexpected(*std::move(no));
  record_dispatch(record, std::nullopt);
  auto crimes = record_crimes(record, assessed.facts, command.contact.received_at);
  auto result = result_of(command, record, std::move(full));
  record.promise_made(result.say_to_caller);
  result.promoted = promoted;
  result.crimes = std::move(crimes);
  result.nsir = propose_coding(context, record.state(), assessed.facts);
  return std::move(record).finish(std::move(result));
}

} // namespace

std::string say_to_caller(const policy_pack& pack, const incident* state) {
  if (state == nullptr) {
    return "We have recorded what you told us. If anything changes, contact us again; if anyone is in danger, call "
           "999.";
  }
  const auto held = held_grade(pack, state->grade);
  if (!held || *held >= pack.grades.size()) {
    return "We have recorded what you told us. A person is deciding what happens next. If anyone is in danger, call "
           "999.";
  }
  for (const auto& pathway : pack.pathways) {
    if (pathway.code == state->pathway && !pathway.say_to_caller.empty()) return pathway.say_to_caller;
  }
  return pack.grades[*held].say_to_caller;
}

std::expected<decision, refusal>
decide_contact(const std::optional<incident>& state, const take_contact& command, const context& context) {
  if (command.incident && (!state || state->id != *command.incident)) {
    return std::unexpected(refusal{
        refusal_kind::not_found,
        "unknown_incident",
        "The incident to join does not exist.",
        "Leave incident out to open a new one.",
        {{"/incident", "unknown_incident", "The incident to join does not exist.", {}, {}}}
    });
  }
  if (auto no = check_command(command, context)) return std::unexpected(*std::move(no));
  const auto& vocabulary = context.policy.facts;
  const auto& said = command.contact.facts;
  const auto stated = read_facts(vocabulary, said.is_null() ? nlohmann::json::object() : said.value(), "/facts");
  if (!stated) {
    return std::unexpected(refusal{
        refusal_kind::invalid, "invalid_facts", "Some facts cannot be read.", "Mend the facts listed.", stated.error()
    });
  }
  auto as_recorded = to_json(vocabulary, *stated);
  const document facts = as_recorded.empty() ? document() : document(std::move(as_recorded));
  const auto news = news_of_history(context.policy, *stated, command.history);
  auto made = command.incident ? join_contact(*state, command, context, facts, news, *stated)
                               : take_new(command, context, *stated, facts, news);
  if (made && command.temporary_number) number_temporarily(*made, *command.temporary_number);
  return made;
}

void number_temporarily(decision& taken, const std::string& number) {
  for (auto& event : taken.events) {
    if (auto* received = get_if<contact_received>(&event)) received->temporary_number = number;
    auto* opened = get_if<incident_opened>(&event);
    if (opened == nullptr) continue;
    opened->temporary_number = number;
    taken.incident->temporary_number = number; // which this event opened
  }
}

} // namespace frontdoor::triage
