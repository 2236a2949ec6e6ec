// Taking a crime off: only on proof, and never by the one who investigates it (domain.md 4.5).

#include "triage/crime/record_deciding.hpp"

namespace frontdoor::triage::crime {

namespace {

refused check_authority(const record& held, const record_context& context) {
  if (held.officer == context.actor.name) {
    return refusal{
        refusal_kind::forbidden,
        "own_investigation",
        "Whoever investigates a crime does not cancel it.",
        "Ask another supervisor.",
        {}
    };
  }
  if (held.facts.registrar_cancels && !context.registrar) {
    return refusal{
        refusal_kind::forbidden,
        "registrar_required",
        "Only the force crime registrar cancels a rape.",
        "Ask the registrar.",
        {}
    };
  }
  if (!context.supervisor && !context.registrar) {
    return refusal{
        refusal_kind::forbidden, "supervisor_required", "A supervisor cancels a crime.", "Ask a supervisor.", {}
    };
  }
  return std::nullopt;
}

refusal proof(const char* member, const char* detail, const char* remedy) {
  return {
      refusal_kind::invalid,
      "proof_needed",
      detail,
      remedy,
      {{std::string("/") + member, "proof_needed", detail, remedy, {}}}
  };
}

bool given(const std::optional<std::string>& text) {
  return text && has_words(*text);
}

refused check_proof(const record& held, const cancel_crime& command, const record_context& context) {
  const auto& code = command.code;
  if (code == "C1") {
    if (!given(command.force)) return proof("force", "It happened in another force's area.", "Name the force.");
    if (!given(command.reference))
      return proof("reference", "The other force has it.", "Give its reference: the receipt.");
    return std::nullopt;
  }
  if (code == "C3") {
    if (!given(command.reference) || command.reference == held.facts.number)
      return proof("reference", "It is part of another crime, or the same.", "Give the other crime's number.");
    return std::nullopt;
  }
  if (!has_words(command.account, account_bytes_min))
    return proof(
        "account", "The reason is written down in your own words.",
        "Say what the information, the error or the claim is."
    );
  if (code == "C2") {
    if (command.retraction) {
      return refusal{
          refusal_kind::conflict,
          "retraction_alone",
          "That a report is taken back is not by itself additional verifiable information.",
          "Keep the crime, or give what else shows that none was committed.",
          {}
      };
    }
    if (!given(command.verified_by))
      return proof("verified_by", "The information was verified by a person.", "Name them.");
    if (!given(command.verified_how)) return proof("verified_how", "The information was verified.", "Say how.");
  }
  if (code == "C5") {
    const auto place = context.rules.table.find(held.facts.code);
    if (!place || context.rules.table.codes[*place].kind != kind::violence)
      return proof("code", "Self-defence answers an offence of violence.", "Use the code that fits.");
  }
  return std::nullopt;
}

} // namespace

record_outcome
decide_cancelling(const incident& of, const record& held, const cancel_crime& command, const record_context& context) {
  if (!is_one_of(held.facts.state, {state::recorded, state::reclassified, state::n100})) {
    return refuse(
        refusal_kind::conflict, "not_in_this_state",
        "A crime that is " + std::string(to_string(held.facts.state)) + " is not cancelled.", "Look at its record."
    );
  }
  if (auto no = check_authority(held, context)) return std::unexpected(*std::move(no));
  if (auto no = check_proof(held, command, context)) return std::unexpected(*std::move(no));
  cancelled e;
  e.head = head_for(held.id, context);
  e.code = command.code;
  e.force = command.force;
  e.reference = command.reference;
  e.personal = cancelled::proof{command.account, command.verified_by, command.verified_how};
  return recorded_with(of, held, {std::move(e)}, context);
}

} // namespace frontdoor::triage::crime
