// Which pathways an incident may be resolved by (domain.md 3.2 to 3.4): offered, barred with what bars it, or open to a
// named authority.

#include "triage/incident/screening.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/incident/assessing.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/partners.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> standings{"offered", "barred", "needs_authority"};

// When anything was last said of the incident.
timestamp last_news(const incident& state) {
  timestamp last = state.opened_at;
  for (const auto& [fact, said] : state.facts) {
    if (!said.empty()) last = std::max(last, said.back().at);
  }
  for (const auto& one : state.contacts)
    last = std::max(last, one.received_at);
  return last;
}

// Until what must be asked first is answered, unknown counts as possible (lessons.md R12).
void add_unasked(const policy_pack& pack, const incident& state, const pathway_rule& rule, faults& found) {
  const auto facts = latest_facts(pack.facts, state.facts);
  for (std::size_t i = 0; i < pack.facts.size(); ++i) {
    const auto& fact = pack.facts[i];
    const bool wanted = rule.asks.empty() ? fact.starred : contains(rule.asks, fact.key);
    const bool set_aside = std::ranges::find(state.set_aside, fact.key, &set_aside_fact::fact) != state.set_aside.end();
    if (!wanted || facts.known(i) || set_aside) continue;
    found.push_back(
        {"/facts/" + fact.key,
         "risk_fact_unanswered",
         "\"" + fact.label + "\" has no answer.",
         "Ask it, or say why it is not establishable.",
         {}}
    );
  }
}

void add_bars(const policy_pack& pack, const incident& state, const pathway_rule& rule, faults& found) {
  const auto facts = latest_facts(pack.facts, state.facts);
  const auto view = step_view_of(pack, state, facts);
  for (const auto& bar : rule.bars) {
    if (holds(bar.when, view)) found.push_back({"/pathway", "pathway_not_for_this", bar.text, bar.remedy, {}});
  }
  if (!rule.right_care) return;
  for (auto& one : right_care_bars(pack, state))
    found.push_back(std::move(one));
}

void add_grade(const incident& state, const pathway_rule& rule, faults& found) {
  if (state.grade && contains(rule.grades, state.grade->grade)) return;
  const auto held = state.grade ? "The incident has grade " + state.grade->grade : std::string("Nobody has graded it");
  found.push_back(
      {"/grade",
       "not_at_this_grade",
       held + "; this pathway is for grade " + listed(rule.grades) + ".",
       "Set the grade with POST /v1/incidents/{id}/grade, or send somebody.",
       {}}
  );
}

} // namespace

bool screening_work::empty() const {
  return agreements.empty() && !resolution && returns.empty() && appointments.empty() && problems.empty();
}

bool standing(const appointment& one) {
  return one.state == appointment_state::booked || one.state == appointment_state::reminded;
}

const appointment* find_appointment(const incident& state, const uuid& id) {
  const auto& list = state.screening.appointments;
  const auto found = std::ranges::find(list, id, &appointment::id);
  return found == list.end() ? nullptr : &*found;
}

std::string_view to_string(pathway_standing value) {
  return standings.at(static_cast<std::size_t>(value));
}

std::vector<held_exclusion> held_exclusions(const policy_pack& pack, const incident& state) {
  std::vector<held_exclusion> out;
  const json* held = member_of(state.assessment.value(), "exclusions");
  if (held == nullptr || !held->is_array()) return out;
  for (const auto& one : *held) {
    const auto code = text_of(one, "code");
    if (code) out.push_back({*code, text_of(one, "text").value_or(*code), pack.working.screening.posts_for(*code)});
  }
  return out;
}

bool exclusion_agreed(const incident& state, std::string_view exclusion, std::string_view subject) {
  const auto& list = state.screening.agreements;
  const auto found = std::ranges::find(list, subject, &pathway_agreement::subject);
  return found != list.end() && found->agreed && contains(found->exclusions, exclusion) &&
         last_news(state) <= found->at;
}

bool exclusion_agreed_at(
    const policy_pack& pack, const incident& state, std::string_view exclusion, std::string_view grade
) {
  return std::ranges::any_of(state.screening.agreements, [&](const pathway_agreement& one) {
    const auto* rule = pack.working.screening.find_pathway(one.subject);
    return rule != nullptr && contains(rule->grades, grade) && exclusion_agreed(state, exclusion, one.subject);
  });
}

pathway_option option_of(const policy_pack& pack, const incident& state, const pathway_rule& rule) {
  pathway_option out;
  out.rule = &rule;
  bool authority = false;
  for (const auto& one : held_exclusions(pack, state)) {
    if (!rule.no_authority && exclusion_agreed(state, one.code, rule.pathway)) continue;
    const bool nobody = rule.no_authority || one.posts.empty();
    authority = authority || !nobody;
    if (nobody) out.standing = pathway_standing::barred;
    for (const auto& post : nobody ? std::vector<std::string>() : one.posts) {
      if (!contains(out.posts, post)) out.posts.push_back(post);
    }
    out.because.push_back(
        {"/exclusions/" + one.code,
         "barred_by_exclusion",
         one.code + ": " + one.text + ".",
         nobody ? "Send somebody: nobody may agree otherwise here."
                : "Send somebody, or have one of these agree: " + listed(one.posts) + ".",
         {}}
    );
  }
  faults more;
  // An exclusion that may be agreed away comes before the grade, which it bars too.
  if (!authority) add_grade(state, rule, more);
  add_unasked(pack, state, rule, more);
  add_bars(pack, state, rule, more);
  if (!more.empty()) out.standing = pathway_standing::barred;
  std::ranges::move(more, std::back_inserter(out.because));
  if (authority && out.standing == pathway_standing::offered) out.standing = pathway_standing::needs_authority;
  if (out.standing == pathway_standing::barred) out.posts.clear();
  return out;
}

std::vector<pathway_option> pathway_options(const policy_pack& pack, const incident& state) {
  std::vector<pathway_option> out;
  for (const auto& rule : pack.working.screening.pathways)
    out.push_back(option_of(pack, state, rule));
  return out;
}

bool resolution_holds(const policy_pack& pack, const incident& state) {
  const auto& made = state.screening.resolution;
  if (!made) return false;
  if (!state.earlier_clocks.empty() && made->at <= state.earlier_clocks.back().closed_at) return false;
  const auto* rule = pack.working.screening.find_pathway(made->pathway);
  return rule != nullptr && option_of(pack, state, *rule).standing == pathway_standing::offered;
}

json to_json(const pathway_option& value, const policy_pack& pack) {
  const auto& rule = *value.rule;
  const auto definition = std::ranges::find(pack.pathways, rule.pathway, &code_definition::code);
  json needs = json::array();
  for (const auto one : rule.needs)
    needs.push_back(to_string(one));
  json because = json::array();
  for (const auto& one : value.because)
    because.push_back(object_of(
        field{"pointer", one.pointer}, field{"code", one.code}, field{"detail", one.detail}, field{"remedy", one.remedy}
    ));
  json out = object_of(
      field{"pathway", rule.pathway},
      field{"text", definition == pack.pathways.end() ? rule.pathway : definition->text},
      field{"standing", to_string(value.standing)}, field{"because", std::move(because)},
      field{"authorities", value.posts}, field{"needs", std::move(needs)}, field{"grades", rule.grades}
  );
  out["due_at_most"] = rule.due_at_most.count() == 0 ? json() : json(to_iso8601(rule.due_at_most));
  out["say_to_caller"] =
      definition == pack.pathways.end() || definition->say_to_caller.empty() ? json() : json(definition->say_to_caller);
  return out;
}

} // namespace frontdoor::triage
