// NSIR codes (domain.md 5): proposed from what is known, set by a person, required by the closing gate as the pack
// says, and never at odds with the crimes that were decided on.

#include "triage/incident/coding.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/incident/assessing.hpp"
#include "triage/incident/day_one_deciding.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/refusing.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using outcome = outcome_of_decision;

std::string_view group_of(const crime::rules* rules, const std::string& code) {
  if (rules == nullptr) return {};
  const auto found = rules->table.find(code);
  return found ? std::string_view(rules->table.codes.at(*found).group) : std::string_view();
}

// What the crimes of an incident allow its category to be.
struct crime_view {
  bool recorded = false; // one stands: the category is a crime's
  bool possible = false; // one was decided on in a way that a crime's category may tell of
};

crime_view crimes_of(const incident& state) {
  crime_view out;
  for (const auto& one : state.crimes.links) {
    const bool stands = one.state == "recorded" || one.state == "reclassified";
    out.recorded = out.recorded || stands;
    // A report of rape, a crime of another force, one that nobody confirmed: coded as a crime or not, as is truer.
    out.possible =
        out.possible || stands || one.state == "n100" || one.state == "transferred" || one.state == "crime_related";
  }
  return out;
}

// The category of the first crime that is recorded, or owed a decision as one to record (domain.md 5, last rule).
std::string_view category_by_crime(const nsir_rules& rules, const crime::rules* crimes, const incident& state) {
  for (const auto& one : state.crimes.links) {
    if (one.state != "recorded" && one.state != "reclassified" && one.state != "n100") continue;
    if (const auto code = rules.category_of(one.code, group_of(crimes, one.code)); !code.empty()) return code;
  }
  for (const auto& one : state.crimes.duties) {
    if (one.recording == crime::recording::crime_related || one.offences.empty()) continue;
    const auto& principal = one.offences.front();
    if (const auto code = rules.category_of(principal, group_of(crimes, principal)); !code.empty()) return code;
  }
  return {};
}

step_view view_of(const context& context, const incident& state, const fact_set& facts) {
  step_view out{context.policy.facts, facts, state.flags, {}, std::nullopt, state.partners.deferrals};
  for (const auto& one : state.contacts)
    out.channels.push_back(to_string(one.channel));
  if (state.grade) out.grade = state.grade->grade;
  return out;
}

std::string_view proposed_category(const context& context, const incident& state, const fact_set& facts) {
  const auto& rules = context.policy.nsir;
  if (const auto code = category_by_crime(rules, context.crimes, state); !code.empty()) return code;
  const auto view = view_of(context, state, facts);
  for (const auto& one : rules.proposals) {
    if (holds(one.when, view)) return one.category;
  }
  return {};
}

std::vector<std::string> proposed_qualifiers(const nsir_rules& rules, const incident& state) {
  std::vector<std::string> out;
  for (const auto& one : rules.qualifiers) {
    if (std::ranges::any_of(one.flags, [&](const std::string& flag) { return contains(state.flags, flag); }))
      out.push_back(one.code);
  }
  return out;
}

// What was set before with what is said now.
incident_coded merged(const incident& state, const nsir_choice& choice) {
  incident_coded out;
  if (const auto& held = state.day_one.coding) {
    out.opening = held->opening;
    out.closing = held->closing;
    out.qualifiers = held->qualifiers;
    out.disposal = held->disposal;
  }
  if (choice.opening) out.opening = choice.opening;
  if (choice.closing) out.closing = choice.closing;
  if (choice.qualifiers) out.qualifiers = *choice.qualifiers;
  if (choice.disposal) out.disposal = choice.disposal;
  return out;
}

std::optional<std::string> optional_code(std::string_view code) {
  return code.empty() ? std::nullopt : std::optional(std::string(code));
}

void check_category(
    const nsir_rules& rules, const nsir_outcome* outcome, const crime_view& crimes, const std::string& code,
    faults& found
) {
  if (outcome != nullptr && !outcome->categories.empty() && !contains(outcome->categories, code)) {
    std::string remedy = "Take one of: ";
    for (const auto& one : outcome->categories)
      remedy += (&one == &outcome->categories.front() ? "" : ", ") + one;
    found.push_back(
        {"/nsir/closing",
         "category_not_of_outcome",
         "Category " + code + " does not go with this outcome.",
         remedy + ", or close with another outcome.",
         {}}
    );
  }
  const auto* category = rules.find(code);
  if (category == nullptr) return;
  if (category->crime && !category->national && !crimes.possible) {
    found.push_back(
        {"/nsir/closing",
         "crime_category_without_crime",
         "Category " + code + " stands for a crime, and none was decided on here.",
         "Record the crime with POST /v1/incidents/{id}/crimes, or take another category.",
         {}}
    );
  }
  if (!category->crime && crimes.recorded) {
    found.push_back(
        {"/nsir/closing",
         "crime_recorded_otherwise",
         "A crime is recorded here, and category " + code + " does not tell of one.",
         "Take the category of the crime; a crime recorded in error is cancelled first.",
         {}}
    );
  }
}

} // namespace

nsir_choice nsir_choice_from_json(const json& body) {
  nsir_choice out;
  out.opening = text_of(body, "opening");
  out.closing = text_of(body, "closing");
  out.disposal = text_of(body, "disposal");
  if (const auto* list = member_of(body, "qualifiers"); list != nullptr && list->is_array()) {
    auto& codes = out.qualifiers.emplace();
    for (const auto& one : *list) {
      if (one.is_string() && !contains(codes, one.get_ref<const std::string&>()))
        codes.push_back(one.get<std::string>());
    }
  }
  return out;
}

json to_json(const std::optional<incident_coding>& value) {
  if (!value) return {};
  return object_of(
      field{"opening", value_or_null(value->opening)}, field{"closing", value_or_null(value->closing)},
      field{"qualifiers", value->qualifiers}, field{"disposal", value_or_null(value->disposal)}, field{"by", value->by},
      field{"at", to_rfc3339(value->at)}
  );
}

refused check_codes(const context& context, const nsir_choice& choice, const std::string& pointer) {
  const auto& rules = context.policy.nsir;
  for (const auto& [name, code] : {std::pair{"/opening", &choice.opening}, std::pair{"/closing", &choice.closing}}) {
    if (*code && rules.find(**code) == nullptr) {
      return invalid(
          pointer + name, "unknown_category", "The policy has no category " + **code + ".",
          "Take one of the policy's categories."
      );
    }
  }
  for (const auto& one : choice.qualifiers.value_or(std::vector<std::string>())) {
    if (std::ranges::find(rules.qualifiers, one, &nsir_qualifier::code) == rules.qualifiers.end()) {
      return invalid(
          pointer + "/qualifiers", "unknown_qualifier", "The policy has no qualifier " + one + ".",
          "Take one of the policy's qualifiers."
      );
    }
  }
  if (choice.disposal && !has_code(rules.disposals, *choice.disposal)) {
    return invalid(
        pointer + "/disposal", "unknown_disposal", "The policy has no disposal " + *choice.disposal + ".",
        "Take one of the policy's disposals."
    );
  }
  return std::nullopt;
}

outcome decide_coding(const incident& state, const code_incident& command, const context& context) {
  if (auto no = check_open(state)) return std::unexpected(*std::move(no));
  if (auto no = check_person(context, "code an incident")) return std::unexpected(*std::move(no));
  if (command.choice.empty()) {
    return std::unexpected(
        invalid("", "nothing_said", "No code is given.", "Give a category, qualifiers or a disposal.")
    );
  }
  if (auto no = check_codes(context, command.choice, "")) return std::unexpected(*std::move(no));
  const auto& held = state.day_one.coding;
  if (command.choice.opening && held && held->opening && *held->opening != *command.choice.opening) {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "opening_code_stands",
        "The opening category is " + *held->opening + " and stays: it tells what was first reported.",
        "Set the closing category instead.",
        {}
    });
  }
  recording record(context, state);
  auto e = merged(state, command.choice);
  e.head = record.head(state.id);
  e.proposed = optional_code(proposed_category(context, state, latest_facts(context.policy.facts, state.facts)));
  record.add(std::move(e));
  return std::move(record).finish();
}

document propose_coding(const context& context, const incident& state, const fact_set& facts) {
  const auto& rules = context.policy.nsir;
  if (rules.categories.empty()) return {};
  const auto* category = rules.find(proposed_category(context, state, facts));
  auto qualifiers = proposed_qualifiers(rules, state);
  if (category == nullptr && qualifiers.empty()) return {};
  return document(object_of(
      field{"category", category != nullptr ? json(category->code) : json()},
      field{"name", category != nullptr ? json(category->name) : json()},
      field{"theme", category != nullptr ? json(category->theme) : json()}, field{"qualifiers", std::move(qualifiers)}
  ));
}

std::optional<incident_coded>
coding_at_closing(const context& context, const incident& state, const close_incident& command, faults& found) {
  const auto& rules = context.policy.nsir;
  if (rules.categories.empty()) return std::nullopt;
  const auto* outcome = rules.find_outcome(command.outcome);
  const bool one_only = outcome != nullptr && outcome->categories.size() == 1;
  auto out = merged(state, command.nsir);
  const auto proposed = proposed_category(context, state, latest_facts(context.policy.facts, state.facts));
  out.proposed = optional_code(proposed);
  if (!out.closing && one_only) out.closing = outcome->categories.front();
  const bool fits = outcome == nullptr || outcome->categories.empty() || contains(outcome->categories, proposed);
  if (!out.closing && rules.proposal_stands && fits) out.closing = out.proposed;
  // Nobody wrote down what was first reported: that is what the machine made of it.
  if (!out.opening) out.opening = out.proposed ? out.proposed : out.closing;
  if (!out.disposal && outcome != nullptr && !outcome->disposal.empty()) out.disposal = outcome->disposal;
  if (out.qualifiers.empty() && !command.nsir.qualifiers) out.qualifiers = proposed_qualifiers(rules, state);
  if (out.closing) check_category(rules, outcome, crimes_of(state), *out.closing, found);
  if (rules.required_at_closing && !out.closing) {
    found.push_back(
        {"/nsir/closing",
         "closing_code_missing",
         "The incident has no closing category, and none can be proposed.",
         "Give one with the closing: {\"nsir\": {\"closing\": \"ADM-CONTACT\"}}.",
         {}}
    );
  }
  if (rules.required_at_closing && !out.disposal) {
    found.push_back(
        {"/nsir/disposal",
         "disposal_missing",
         "It is not said how the incident was disposed of.",
         "Give the disposal with the closing.",
         {}}
    );
  }
  return out;
}

} // namespace frontdoor::triage
