// The grade of an incident: who may set it to what, and what follows from it.

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/assessing.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/recording.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

refusal lowering_by_contact(const grade_target& held, const grade_definition& wanted) {
  return {
      refusal_kind::conflict,
      "lowering_by_contact",
      "Grade " + wanted.code + " is less urgent than grade " + held.grade +
          ", which the incident has. A contact does not lower a grade.",
      "Keep grade " + held.grade + " or choose a more urgent one; ask for a lower one on the incident itself.",
      {}
  };
}

// An exclusion bars a grade without deployment whoever asks for it (domain.md 2.4 and 3.3, practice.md 4).
// But its named authority may have agreed to a pathway that is taken at this grade.
refused check_exclusions(const policy_pack& pack, const incident& state, const grade_definition& wanted) {
  std::vector<std::string> codes;
  for (auto& one : held_exclusions(pack, state)) {
    if (!exclusion_agreed_at(pack, state, one.code, wanted.code)) codes.push_back(std::move(one.code));
  }
  if (codes.empty()) return std::nullopt;
  return refusal{
      refusal_kind::conflict,
      "barred_by_exclusion",
      "Grade " + wanted.code + " sends nobody, and that is barred here by: " + listed(codes) + ".",
      "Choose a grade with a deployment.",
      {}
  };
}

// Before the protected categories have been asked about, nobody may decide that no one is sent (domain.md 2.4 and
// Annex B). Asked without an answer is enough.
refused check_starred(const policy_pack& pack, const incident& state, const grade_definition& wanted) {
  const auto facts = latest_facts(pack.facts, state.facts);
  faults missing;
  for (std::size_t i = 0; i < pack.facts.size(); ++i) {
    const auto& fact = pack.facts[i];
    if (!fact.starred || facts.status(i) != fact_status::unknown) continue;
    missing.push_back(
        {"/facts/" + fact.key,
         "not_asked",
         "\"" + fact.label + "\" has not been asked.",
         "Ask it; \"unknown\" is an answer.",
         {}}
    );
  }
  if (missing.empty()) return std::nullopt;
  return refusal{
      refusal_kind::conflict, "starred_facts_not_asked",
      "Grade " + wanted.code + " sends nobody, and what must be asked first has not been asked.",
      "Ask what is listed, or choose a grade with a deployment.", std::move(missing)
  };
}

} // namespace

std::optional<std::size_t> held_grade(const policy_pack& pack, const std::optional<grade_target>& held) {
  if (!held) return std::nullopt;
  if (const auto found = pack.find_grade(held->grade)) return found;
  return held->rank;
}

grade_target target_of(const policy_pack& pack, std::size_t grade, timestamp clock_from) {
  const auto& definition = pack.grades.at(grade);
  grade_target out{definition.code, definition.name, static_cast<std::uint32_t>(grade), std::nullopt, std::nullopt};
  if (definition.allocate_by) out.allocate_by = clock_from + *definition.allocate_by;
  if (definition.arrive_by) out.arrive_by = clock_from + *definition.arrive_by;
  if (const auto first = pack.working.ladder.first_due(definition)) out.ladder_at = clock_from + *first;
  return out;
}

refused check_choice(const context& context, const grade_choice& choice, const std::string& pointer) {
  if (context.actor.kind != actor_kind::person || context.actor.name.empty()) {
    return refusal{
        refusal_kind::forbidden,
        "named_person_required",
        "Only a named person can set a grade.",
        "Leave the grade out: one is proposed from the facts.",
        {}
    };
  }
  if (!context.policy.find_grade(choice.grade)) {
    std::vector<std::string> codes;
    for (const auto& one : context.policy.grades)
      codes.push_back(one.code);
    const std::string remedy = "Choose one of: " + listed(codes) + ".";
    return refusal{
        refusal_kind::invalid,
        "unknown_grade",
        "The policy in force has no such grade.",
        remedy,
        {{pointer + "/grade", "unknown_grade", "The policy in force has no such grade.", remedy, {}}}
    };
  }
  if (choice.reason_code && !is_code(*choice.reason_code)) {
    const std::string detail = "A reason is a code: small letters, digits and underscores, at most 64.";
    return refusal{
        refusal_kind::invalid,
        "unknown_reason_code",
        detail,
        "Put words into the rationale.",
        {{pointer + "/reason_code", "unknown_reason_code", detail, "Put words into the rationale.", {}}}
    };
  }
  return std::nullopt;
}

refused check_without_deployment(const context& context, const incident& state, std::size_t wanted) {
  const auto& definition = context.policy.grades.at(wanted);
  if (definition.deploys) return std::nullopt;
  if (auto no = check_exclusions(context.policy, state, definition)) return no;
  return check_starred(context.policy, state, definition);
}

refused record_choice(recording& record, const grade_choice& choice) {
  const auto& pack = record.context().policy;
  const auto& state = record.state();
  const auto wanted = *pack.find_grade(choice.grade); // check_choice has seen it
  const auto& definition = pack.grades.at(wanted);
  const auto held = held_grade(pack, state.grade);
  if (held && wanted > *held) return lowering_by_contact(*state.grade, definition);
  const bool same = state.grade && state.grade->grade == definition.code;
  if (same && state.grade_state == grade_state::confirmed) return std::nullopt; // nothing new
  if (!same) {
    if (auto no = check_without_deployment(record.context(), state, wanted)) return no;
  }
  grade_set e;
  e.head = record.head(state.id);
  e.target = same ? *state.grade : target_of(pack, wanted, state.clock_from);
  if (state.grade) e.previous = state.grade->grade;
  e.reason_code = choice.reason_code;
  if (!same) {
    const auto pathway = pathway_at(pack, latest_facts(pack.facts, state.facts), wanted);
    if (pathway) e.pathway = pack.pathways[*pathway].code;
  }
  if (choice.rationale) e.personal = grade_set::personal_part{*choice.rationale};
  record.add(std::move(e));
  return std::nullopt;
}

void record_assessment(recording& record, document assessment, std::optional<std::size_t> proposed) {
  const auto& pack = record.context().policy;
  const auto& state = record.state();
  triage::assessed e;
  e.head = record.head(state.id);
  e.assessment = std::move(assessment);
  if (state.grade) e.previous = state.grade->grade;
  if (more_urgent(proposed, held_grade(pack, state.grade))) e.applied = target_of(pack, *proposed, state.clock_from);
  record.add(std::move(e));
}

namespace {

void request_dispatch(recording& record, const grade_definition& definition, std::chrono::microseconds within) {
  const auto& state = record.state();
  dispatch_requested e;
  e.head = record.head(state.id);
  e.dispatch = record.context().next_id();
  e.grade = definition.code;
  e.acknowledge_by = record.context().now + within;
  if (state.dispatch) e.supersedes = state.dispatch->id;
  const bool said = state.dispatch && state.dispatch->grade == e.grade && state.dispatch->voice == voice_state::given;
  e.voice = !said && record.context().policy.working.ladder.voiced(e.grade);
  record.add(std::move(e));
}

} // namespace

void record_dispatch(recording& record, std::optional<std::size_t> before) {
  if (record.state().status == incident_status::linked) return; // its survivor is dispatched
  if (dormant(record.state())) return;                          // its time has not come
  const auto& pack = record.context().policy;
  const auto now = held_grade(pack, record.state().grade);
  if (!more_urgent(now, before) || *now >= pack.grades.size()) return;
  if (const auto within = pack.grades[*now].acknowledge_within) request_dispatch(record, pack.grades[*now], *within);
}

void record_dispatch_to_cover(recording& record) {
  const auto& pack = record.context().policy;
  const auto now = held_grade(pack, record.state().grade);
  if (!now || *now >= pack.grades.size()) return;
  const auto& definition = pack.grades[*now];
  if (!definition.acknowledge_within) return;
  const auto* pace = pack.working.ladder.pace_of(definition.code);
  const auto cover = pace == nullptr ? std::nullopt : pace->cover_within;
  request_dispatch(record, definition, cover.value_or(*definition.acknowledge_within));
}

void record_lesser_dispatch(recording& record, const std::string& reason_code) {
  const auto& pack = record.context().policy;
  const auto& dispatch = record.state().dispatch;
  if (!dispatch || dispatch->state == dispatch_state::stood_down) return;
  const auto now = held_grade(pack, record.state().grade);
  if (now && *now < pack.grades.size() && pack.grades[*now].acknowledge_within)
    return request_dispatch(record, pack.grades[*now], *pack.grades[*now].acknowledge_within);
  record.add(dispatch_stood_down{record.head(record.state().id), dispatch->id, reason_code});
}

} // namespace frontdoor::triage
