// Resolving by a pathway (domain.md 3.2 to 3.4): every field of the record is there or the answer names it; a protected
// category needs its authority, who is never the one who resolves (practice.md 4, 12).

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/incident/assessing.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/partners.hpp"
#include "triage/incident/refusing.hpp"
#include "triage/incident/resolving.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage {

namespace {

using outcome = outcome_of_decision;
using nlohmann::json;

bool blank_or_none(const std::optional<std::string>& text) {
  return !text || text->find_first_not_of(" \t\r\n") == std::string::npos;
}

refusal unknown_pathway(const policy_pack& pack) {
  std::vector<std::string> codes;
  for (const auto& one : pack.working.screening.pathways)
    codes.push_back(one.pathway);
  return invalid(
      "/pathway", "unknown_pathway", "The policy has no such pathway that an incident is resolved by.",
      codes.empty() ? "The policy has none." : "Use one of: " + listed(codes) + "."
  );
}

// ---- the authority

// The posts that may agree to the subject although these exclusions hold, for each of them.
std::expected<std::vector<held_exclusion>, refusal>
open_to_authority(const context& context, const incident& state, const agree_to_pathway& command) {
  const auto& pack = context.policy;
  const auto* rule = pack.working.screening.find_pathway(command.subject);
  const auto* closing = pack.working.find_outcome(command.subject);
  if (rule == nullptr && (closing == nullptr || !closing->early)) return std::unexpected(unknown_pathway(pack));
  auto held = held_exclusions(pack, state);
  if (held.empty()) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "nothing_to_agree",
        "No exclusion holds on this incident.",
        "No authority is needed: resolve or close it.",
        {}
    });
  }
  for (const auto& one : held) {
    if (!one.posts.empty() && (rule == nullptr || !rule->no_authority)) continue;
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "barred_by_exclusion",
        one.code + ": " + one.text + ". Nobody may agree otherwise.",
        "Send somebody.",
        {}
    });
  }
  return held;
}

// The post by which the actor, or the officer whose word is recorded, may agree to every one of these.
std::expected<std::string, refusal>
exclusion_post_of(const std::vector<held_exclusion>& held, const agree_to_pathway& command, const context& context) {
  const auto& rules = context.policy.working;
  const auto speaks = [&](const std::string& code) {
    const auto* post = rules.find_post(code);
    if (post == nullptr) return false;
    if (command.officer) return post->on_call && code == command.officer->post;
    return contains(post->roles, context.actor.role);
  };
  if (command.officer && !contains(rules.recorders, context.actor.role)) {
    return std::unexpected(refusal{
        refusal_kind::forbidden,
        "recording_not_yours",
        "Your role does not record an officer's decision.",
        "Ask somebody at a console to record it.",
        {}
    });
  }
  if (command.officer && command.officer->means != "radio" && command.officer->means != "phone")
    return std::unexpected(
        invalid("/officer/means", "unknown_code", "An officer is heard by radio or phone.", "Use radio or phone.")
    );
  std::string post;
  for (const auto& one : held) {
    const auto found = std::ranges::find_if(one.posts, speaks);
    if (found == one.posts.end()) {
      return std::unexpected(refusal{
          refusal_kind::forbidden,
          "authority_not_yours",
          "You are not the authority for " + one.code + ".",
          "One of these decides: " + listed(one.posts) +
              ". Where nobody is there, record what the officer on call says.",
          {}
      });
    }
    if (post.empty()) post = *found;
  }
  return post;
}

// ---- the record

const handoff* handoff_for(const incident& state, const pathway_rule& rule, bool has_to_be_confirmed) {
  for (const auto& one : state.partners.handoffs) {
    const bool given = !one.returned && one.state != handoff_state::declined && one.state != handoff_state::taken_back;
    if (given && contains(rule.partners, one.partner) && (!has_to_be_confirmed || confirmed(one))) return &one;
  }
  return nullptr;
}

const appointment* appointment_for(const incident& state) {
  const auto& list = state.screening.appointments;
  const auto found = std::ranges::find_if(list, [](const appointment& one) {
    return standing(one) || one.state == appointment_state::kept;
  });
  return found == list.end() ? nullptr : &*found;
}

class record_check {
 public:
  record_check(
      const context& context, const incident& state, const pathway_rule& rule, const resolve_by_pathway& command
  )
      : context_(context), state_(state), rule_(rule), command_(command) {}

  // What is missing of the record, each by its field.
  faults missing() {
    for (const auto field : rule_.needs)
      check(field);
    check_due();
    check_crimes();
    return std::move(found_);
  }

 private:
  void lack(const char* pointer, const char* code, std::string detail, std::string remedy) {
    found_.push_back({pointer, code, std::move(detail), std::move(remedy), {}});
  }

  void check(pathway_field field) {
    switch (field) {
    case pathway_field::person:
      return check_person_told();
    case pathway_field::nothing_lost:
      if (!command_.nothing_lost)
        lack(
            "/nothing_lost", "something_lost", "Something would be lost by not going.",
            "Send somebody, or say that nothing would be."
        );
      return;
    case pathway_field::safety_net:
      if (blank_or_none(command_.safety_net))
        lack("/safety_net", "missing", "The caller is told what to do if it changes.", "Write what was said.");
      return;
    case pathway_field::promise:
      if (blank_or_none(command_.promise))
        lack("/promise", "missing", "The caller is told what happens next.", "Write what was said.");
      return;
    case pathway_field::due_at:
      if (!command_.due_at) lack("/due_at", "missing", "A promise has a time.", "Say by when.");
      return;
    case pathway_field::owner:
      return check_owner();
    case pathway_field::history:
      return check_history();
    default:
      return check_on_record(field);
    }
  }

  // What is not said but stands on the incident.
  void check_on_record(pathway_field field) {
    if (field == pathway_field::crime_recorded && state_.crimes.links.empty())
      lack("/crimes", "crime_not_recorded", "No crime is recorded.", "Record it with POST /v1/incidents/{id}/crimes.");
    if (field == pathway_field::partner_asked && handoff_for(state_, rule_, false) == nullptr)
      lack("/handoffs", "not_sent", "Nobody was asked to take it.", "Ask " + listed(rule_.partners) + " first.");
    if (field == pathway_field::partner_confirmed && handoff_for(state_, rule_, true) == nullptr)
      lack(
          "/handoffs", "receipt_missing", "Nobody has said that they take it.",
          "Record the answer of " + listed(rule_.partners) + "."
      );
    if (field == pathway_field::appointment && appointment_for(state_) == nullptr)
      lack(
          "/appointments", "no_appointment", "No slot is booked.", "Book one with POST /v1/incidents/{id}/appointments."
      );
    if (field == pathway_field::problem && state_.screening.problems.empty())
      lack(
          "/problems", "no_problem", "No problem record has it.", "Open one with POST /v1/problems, or add it to one."
      );
    if (field == pathway_field::link && state_.related.empty() && !state_.joined)
      lack(
          "/links", "no_link", "The incident it belongs to is not linked.",
          "Link it with POST /v1/incidents/{id}/links."
      );
  }

  void check_person_told() {
    const auto& codes = context_.policy.working.screening.agreements;
    if (command_.person && has_code(codes, *command_.person)) return;
    std::vector<std::string> known;
    for (const auto& one : codes)
      known.push_back(one.code);
    lack(
        "/person", command_.person ? "unknown_code" : "missing", "Say how the person took it.",
        "Use one of: " + listed(known) + "."
    );
  }

  void check_owner() {
    if (blank_or_none(command_.owner))
      lack("/owner", "missing", "Somebody has it from now on.", "Name the role or post.");
    else if (!command_.owner_accepted)
      lack("/owner_accepted", "owner_not_accepted", "The owner has not accepted it.", "Ask the owner, and say so.");
  }

  void check_history() {
    if (command_.history == history_search::searched) return;
    if (contains(context_.policy.working.screening.roles_without_history, context_.actor.role)) return;
    const bool down = command_.history == history_search::unavailable;
    lack(
        "/history", down ? "history_unavailable" : "history_not_searched",
        down ? "A source of history did not answer: that is not \"nothing known\"."
             : "Number, person and place were not searched.",
        "Give the contact's number, name or place as a contact, or ask the supervisor."
    );
  }

  void check_due() {
    if (!command_.due_at) return;
    const bool none = rule_.due_at_most.count() == 0;
    if (!none && *command_.due_at > context_.now && *command_.due_at <= context_.now + rule_.due_at_most) return;
    lack(
        "/due_at", "out_of_range", "It is not a time by which this is done.",
        none ? "Leave it out: nothing is owed on this pathway."
             : "Take one from now to " + to_iso8601(rule_.due_at_most) + " ahead."
    );
  }

  // A crime is recorded, or decided to be none, before it is resolved (domain.md 3.2).
  void check_crimes() {
    for (const auto& duty : state_.crimes.duties)
      lack(
          ("/crimes/" + duty.key).c_str(), "crime_undecided", "A crime that was told is not decided on.",
          "Record it, or decide that it is none, with POST /v1/incidents/{id}/crimes."
      );
  }

  const context& context_;
  const incident& state_;
  const pathway_rule& rule_;
  const resolve_by_pathway& command_;
  faults found_;
};

// "advice/rule_3": what gave the proposal, by which returns are counted.
std::vector<std::string> rules_of(const incident& state) {
  std::vector<std::string> out;
  const json* reasons = member_of(state.assessment.value(), "reasons");
  if (reasons == nullptr || !reasons->is_array()) return out;
  for (const auto& one : *reasons) {
    const auto decision = text_of(one, "decision");
    const auto rule = text_of(one, "rule");
    if (decision && rule) out.push_back(*decision + "/" + *rule);
  }
  return out;
}

// What was known when it was found eligible: the facts that are asked first, and those of the conditions.
document facts_of(const policy_pack& pack, const incident& state, const pathway_rule& rule) {
  const auto all = current_facts(state);
  json out = json::object();
  for (std::size_t i = 0; i < pack.facts.size(); ++i) {
    const auto& fact = pack.facts[i];
    const bool in_bars = std::ranges::any_of(rule.bars, [&](const pathway_bar& bar) {
      return std::ranges::any_of(bar.when.facts, [&](const fact_test& test) { return test.fact == i; });
    });
    if (!fact.starred && !in_bars && !contains(rule.asks, fact.key)) continue;
    if (const json* value = member_of(all, fact.key.c_str())) out[fact.key] = *value;
  }
  return out.empty() ? document() : document(std::move(out));
}

// Whoever agreed to an exclusion is not the one who resolves.
refused check_own_authority(const incident& state, const resolve_by_pathway& command, const context& context) {
  for (const auto& one : state.screening.agreements) {
    const bool own = one.subject == command.pathway && !one.recorded && one.by == context.actor.name;
    if (!own || !one.agreed) continue;
    return refusal{
        refusal_kind::forbidden,
        "own_request",
        "You have agreed to it yourself.",
        "Somebody else resolves what you have agreed to.",
        {}
    };
  }
  return std::nullopt;
}

pathway_resolved resolved_event(recording& record, const pathway_rule& rule, const resolve_by_pathway& command) {
  const auto& state = record.state();
  const auto& pack = record.context().policy;
  pathway_resolved e;
  e.head = record.head(state.id);
  e.pathway = rule.pathway;
  e.grade = state.grade->grade;
  e.rules = rules_of(state);
  e.facts = facts_of(pack, state, rule);
  for (const auto& one : held_exclusions(pack, state))
    e.exclusions.push_back(one.code);
  e.person = command.person.value_or("");
  e.nothing_lost = command.nothing_lost;
  e.history = command.history;
  e.owner = command.owner;
  e.due_at = command.due_at;
  if (const auto* one = handoff_for(state, rule, rule.needs_field(pathway_field::partner_confirmed)))
    e.handoff = one->id;
  if (const auto* one = rule.needs_field(pathway_field::appointment) ? appointment_for(state) : nullptr)
    e.appointment = one->id;
  if (rule.needs_field(pathway_field::problem)) e.problem = state.screening.problems.back();
  auto after = state;
  after.pathway = rule.pathway;
  e.promise = say_to_caller(pack, &after);
  e.policy = {pack.name, pack.version, pack.sha256};
  e.personal = pathway_resolved::personal_part{command.promise, command.safety_net};
  return e;
}

} // namespace

outcome decide_agreement(const incident& state, const agree_to_pathway& command, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  if (auto no = check_person(context, "decide as an authority")) return std::unexpected(*std::move(no));
  const auto held = open_to_authority(context, state, command);
  if (!held) return std::unexpected(held.error());
  const auto post = exclusion_post_of(*held, command, context);
  if (!post) return std::unexpected(post.error());
  if (auto no = check_own_words(context, command.rationale, "/rationale")) return std::unexpected(*std::move(no));
  recording record(context, state);
  pathway_agreed e;
  e.head = record.head(state.id);
  e.subject = command.subject;
  e.agreed = command.agree;
  for (const auto& one : *held)
    e.exclusions.push_back(one.code);
  e.post = *post;
  pathway_agreed::personal_part words{command.rationale, std::nullopt};
  if (command.officer) {
    e.means = command.officer->means;
    words.officer = command.officer->name;
  }
  e.personal = std::move(words);
  record.add(std::move(e));
  // Decided away from the desk: looked at again next day (practice.md 12).
  if (command.officer) record_task(record, task_kind::review_authority);
  return std::move(record).finish();
}

outcome decide_resolution(const incident& state, const resolve_by_pathway& command, const context& context) {
  const auto& pack = context.policy;
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  if (auto no = check_person(context, "resolve an incident")) return std::unexpected(*std::move(no));
  if (auto no = check_version(state, command.expected_version)) return std::unexpected(*std::move(no));
  const auto* rule = pack.working.screening.find_pathway(command.pathway);
  if (rule == nullptr) return std::unexpected(unknown_pathway(pack));
  auto option = option_of(pack, state, *rule);
  if (option.standing == pathway_standing::barred) {
    return std::unexpected(refusal{
        refusal_kind::conflict, "pathway_barred", "This incident does not go this way: see what is listed.",
        "Do what is listed, or send somebody.", std::move(option.because)
    });
  }
  if (option.standing == pathway_standing::needs_authority) {
    return std::unexpected(refusal{
        refusal_kind::conflict, "authority_needed",
        "It is protected, and its authority has not agreed: " + listed(option.posts) + ".",
        "Send somebody, or have the authority agree with POST /v1/incidents/{id}/pathway/authority.",
        std::move(option.because)
    });
  }
  if (auto no = check_own_authority(state, command, context)) return std::unexpected(*std::move(no));
  if (auto lacking = record_check(context, state, *rule, command).missing(); !lacking.empty()) {
    return std::unexpected(refusal{
        refusal_kind::invalid, "pathway_incomplete", "What the record of this pathway needs is not all there.",
        "Mend what is listed.", std::move(lacking)
    });
  }
  recording record(context, state);
  record.add(resolved_event(record, *rule, command));
  // An earlier promise of this kind is replaced by this one.
  if (const auto* earlier = open_task(record.state(), task_kind::pathway_promise))
    lapse_task(record, earlier->id, "resolved_again");
  if (command.due_at) record_promise(record, *command.due_at, *command.owner);
  if (command.close) {
    auto refused = record_closing_by_pathway(record, *command.close);
    if (refused) return std::unexpected(*std::move(refused));
  }
  return std::move(record).finish();
}

void add_early_closing(const context& context, const incident& state, const outcome_rule& rule, faults& found) {
  const auto& pack = context.policy;
  const bool resolved = resolution_holds(pack, state);
  const bool stays = state.grade && std::ranges::any_of(pack.grades, [&](const grade_definition& one) {
                       return one.code == state.grade->grade && !one.deploys;
                     });
  const bool needs_record =
      rule.record == pathway_record::always || (rule.record == pathway_record::without_deployment && stays);
  if (needs_record && !resolved) {
    found.push_back(
        {"/pathway",
         "pathway_not_recorded",
         "\"" + rule.text + "\" needs the record of the pathway that it was resolved by.",
         "Record it with POST /v1/incidents/{id}/pathway.",
         {}}
    );
  }
  if (!rule.early || resolved) return;
  for (const auto& one : held_exclusions(pack, state)) {
    if (exclusion_agreed(state, one.code, rule.code)) continue;
    found.push_back(
        {"/exclusions/" + one.code,
         "barred_by_exclusion",
         one.code + ": " + one.text + ". \"" + rule.text + "\" is barred by it.",
         one.posts.empty() ? "Close it with an outcome that resolves the risk."
                           : "Close it with an outcome that resolves the risk, or have one of these agree: " +
                                 listed(one.posts) + ".",
         {}}
    );
  }
}

void add_appointments(const incident& state, faults& found) {
  for (const auto& one : state.screening.appointments) {
    if (!standing(one)) continue;
    found.push_back(
        {"/appointments/" + one.id.to_string(),
         "appointment_open",
         "An appointment is booked for " + to_rfc3339(one.slot.starts_at) + ".",
         "Keep it and say so, or cancel it.",
         {}}
    );
  }
}

outcome decide_return(const incident& state, const note_return& command, const context& context) {
  recording record(context, state);
  const auto& windows = context.policy.working.screening.return_windows;
  const auto days = std::chrono::ceil<std::chrono::days>(command.returned_at - command.resolved_at).count();
  const auto window = std::ranges::find_if(windows, [&](std::uint32_t one) { return days <= one; });
  const auto& noted = state.screening.returns;
  const bool already =
      std::ranges::any_of(noted, [&](const earlier_resolution& one) { return one.incident == command.earlier; });
  if (days < 0 || window == windows.end() || already) return std::move(record).finish();
  record.add(pathway_returned{record.head(state.id), command.earlier, command.contact, command.pathway, *window});
  if (state.status == incident_status::open) record_task(record, task_kind::review_return, command.earlier);
  return std::move(record).finish();
}

} // namespace frontdoor::triage
