#include "triage/crime/record_decide.hpp"

#include <algorithm>

#include "triage/crime/record_deciding.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::crime {

namespace {

using nlohmann::json;

refused check_classification(const record& held, const code& to, const record_context& context) {
  const auto& table = context.rules.table;
  if (held.facts.registrar_cancels && !to.registrar_cancels && !context.registrar) {
    return refusal{
        refusal_kind::forbidden,
        "registrar_required",
        "To make another crime of a rape is for the force crime registrar alone.",
        "Ask the registrar.",
        {}
    };
  }
  const auto place = table.find(held.facts.code);
  if (place && longer(table.codes[*place].sentence, to.sentence) && !context.supervisor && !context.registrar) {
    return refusal{
        refusal_kind::forbidden,
        "supervisor_required",
        "A supervisor makes a crime less serious.",
        "Ask a supervisor.",
        {}
    };
  }
  return std::nullopt;
}

record_outcome decide_reclassifying(
    const incident& of, const record& held, const reclassify_crime& command, const record_context& context
) {
  if (!is_one_of(held.facts.state, {state::recorded, state::reclassified})) {
    return refuse(
        refusal_kind::conflict, "not_in_this_state",
        "A crime that is " + std::string(to_string(held.facts.state)) + " is not reclassified.", "Decide on it first."
    );
  }
  auto to = usable_code(context.rules.table, command.code);
  if (!to) return std::unexpected(std::move(to.error()));
  if (!has_words(command.account, account_bytes_min)) {
    return refuse_member(
        "account", "account_needed", "A new classification is explained.", "Say what shows it, in your own words."
    );
  }
  if (auto no = check_classification(held, **to, context)) return std::unexpected(*std::move(no));
  reclassified e;
  e.head = head_for(held.id, context);
  e.from = held.facts.code;
  e.code = (*to)->number;
  e.title = (*to)->title;
  e.group = (*to)->group;
  e.registrar_cancels = (*to)->registrar_cancels;
  const auto include = [&](const std::string& code) {
    if (code != e.code && std::find(e.included.begin(), e.included.end(), code) == e.included.end())
      e.included.push_back(code);
  };
  std::for_each(held.facts.included.begin(), held.facts.included.end(), include);
  std::for_each(command.included.begin(), command.included.end(), include);
  for (const auto& duty : of.crimes.duties) {
    if (duty.crime == held.id) std::for_each(duty.offences.begin(), duty.offences.end(), include);
  }
  if (e.code == e.from && e.included == held.facts.included) {
    return refuse_member(
        "code", "nothing_changes", "The crime has this code already.", "Name another code, or an offence to include."
    );
  }
  e.personal = record_words{{}, {}, command.account};
  return recorded_with(of, held, {std::move(e)}, context);
}

record_outcome
decide_transfer(const incident& of, const record& held, const transfer_crime& command, const record_context& context) {
  if (!is_one_of(held.facts.state, {state::recorded, state::reclassified, state::n100, state::crime_related})) {
    return refuse(
        refusal_kind::conflict, "not_in_this_state",
        "A crime that is " + std::string(to_string(held.facts.state)) + " is not transferred.", "Look at its record."
    );
  }
  if (!has_words(command.force) || !has_words(command.reference)) {
    return refuse_member(
        "reference", "proof_needed", "A transfer counts once the other force has it.",
        "Give the force and its reference."
    );
  }
  return recorded_with(of, held, {transferred{head_for(held.id, context), command.force, command.reference}}, context);
}

record_outcome
decide_officer(const incident& of, const record& held, const set_officer& command, const record_context& context) {
  const auto officer = "user:" + command.officer;
  if (held.officer == officer) return record_decision{{}, {}, held, of, false};
  return recorded_with(of, held, {officer_set{head_for(held.id, context), officer}}, context);
}

record_outcome
decide_telling(const incident& of, const record& held, const tell_victim& command, const record_context& context) {
  if (held.telling == command.how) return record_decision{{}, {}, held, of, false};
  return recorded_with(
      of, held, {victim_told{head_for(held.id, context), std::string(to_string(command.how))}}, context
  );
}

struct record_decider {
  const incident& of;
  const record& held;
  const record_context& context;

  record_outcome operator()(const decide_crime& command) const {
    return decide_first(of, std::optional<record>(held), command, context);
  }
  record_outcome operator()(const reclassify_crime& command) const {
    return decide_reclassifying(of, held, command, context);
  }
  record_outcome operator()(const cancel_crime& command) const { return decide_cancelling(of, held, command, context); }
  record_outcome operator()(const transfer_crime& command) const { return decide_transfer(of, held, command, context); }
  record_outcome operator()(const set_officer& command) const { return decide_officer(of, held, command, context); }
  record_outcome operator()(const tell_victim& command) const { return decide_telling(of, held, command, context); }
};

std::vector<std::string> texts(const json& body, const char* name) {
  std::vector<std::string> out;
  if (const json* list = member_of(body, name); list != nullptr && list->is_array()) {
    for (const auto& one : *list) {
      if (one.is_string()) out.push_back(one.get<std::string>());
    }
  }
  return out;
}

} // namespace

bool has_words(const std::string& text, std::size_t bytes_min) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string::npos) return false;
  return text.find_last_not_of(" \t\r\n") - from + 1 >= bytes_min;
}

bool is_one_of(state value, std::initializer_list<state> wanted) {
  return std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

event_head head_for(const uuid& stream, const record_context& context) {
  return {stream, context.now, context.actor.name};
}

record_decision recorded_with(
    const incident& of, const std::optional<record>& held, std::vector<record_event> events,
    const record_context& context
) {
  record_decision out;
  out.after = held.value_or(record{});
  for (const auto& one : events)
    out.after = crime::apply(std::move(out.after), one);
  out.events = std::move(events);
  out.beside = crime_decided{head_for(of.id, context), link_of(out.after)};
  out.incident_after = triage::apply(of, *out.beside);
  return out;
}

std::expected<const code*, refusal> usable_code(const code_table& table, const std::string& number) {
  const auto place = table.find(number);
  if (!place) return refuse_member("code", "unknown_code", number + " is not in the table of codes.", "Check it.");
  const auto& entry = table.codes[*place];
  if (entry.closed) {
    return refuse_member(
        "code", "closed_code", number + " is kept for old crimes.", "Use the code that took its place."
    );
  }
  if (entry.kind == kind::national) {
    return refuse_member(
        "code", "counted_nationally", number + " is recorded by the national service.",
        "Help the caller to report it there, and note the reference."
    );
  }
  if (entry.kind == kind::record) {
    return refuse_member(
        "code", "unknown_code", number + " is no crime.", "Decide n100 for a reported incident of rape."
    );
  }
  return &entry;
}

std::expected<record_decision, refusal> decide(
    const incident& of, const std::optional<record>& held, const record_command& command, const record_context& context
) {
  if (context.actor.kind != actor_kind::person || context.actor.name.empty()) {
    return refuse(
        refusal_kind::forbidden, "named_person_required", "A named person decides on a crime.", "Sign in and decide it."
    );
  }
  if (!held) {
    if (const auto* first = get_if<decide_crime>(&command)) return decide_first(of, held, *first, context);
    return refuse(refusal_kind::not_found, "unknown_crime", "There is no such crime.", "Check the id.");
  }
  return visit(record_decider{of, *held, context}, command);
}

decide_crime decide_crime_from_json(const json& body) {
  decide_crime out;
  out.key = text_of(body, "key");
  out.decision = parse_state(text_of(body, "decision").value_or("")).value_or(state::recorded);
  out.code = text_of(body, "code");
  out.included = texts(body, "included");
  out.reason_code = text_of(body, "reason_code");
  out.reference = text_of(body, "reference");
  out.officer = text_of(body, "officer");
  out.victim_told = body.value("victim_told", false);
  out.words = {text_of(body, "victim_name"), text_of(body, "victim_wishes"), text_of(body, "account").value_or("")};
  return out;
}

reclassify_crime reclassify_crime_from_json(const json& body) {
  return {text_of(body, "code").value_or(""), texts(body, "included"), text_of(body, "account").value_or("")};
}

cancel_crime cancel_crime_from_json(const json& body) {
  cancel_crime out;
  out.code = text_of(body, "code").value_or("");
  out.force = text_of(body, "force");
  out.reference = text_of(body, "reference");
  out.verified_by = text_of(body, "verified_by");
  out.verified_how = text_of(body, "verified_how");
  out.retraction = body.value("retraction", false);
  out.account = text_of(body, "account").value_or("");
  return out;
}

} // namespace frontdoor::triage::crime
