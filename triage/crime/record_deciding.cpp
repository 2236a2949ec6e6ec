// The decision on a crime that was told.

#include "triage/crime/record_deciding.hpp"

#include <algorithm>

#include "triage/listed.hpp"

namespace frontdoor::triage::crime {

namespace {

const reason* find_reason(const std::vector<reason>& among, const std::optional<std::string>& code) {
  const auto found = std::find_if(among.begin(), among.end(), [&](const reason& one) { return one.code == code; });
  return found == among.end() ? nullptr : &*found;
}

const duty* find_duty(const incident& of, const std::string& key) {
  const auto& duties = of.crimes.duties;
  const auto found = std::find_if(duties.begin(), duties.end(), [&](const duty& one) { return one.key == key; });
  return found == duties.end() ? nullptr : &*found;
}

class deciding {
 public:
  deciding(
      const incident& of, const std::optional<record>& held, const decide_crime& command, const record_context& context
  )
      : of_(of), held_(held), command_(command), context_(context) {}

  record_outcome run() {
    if (auto no = find_what()) return std::unexpected(*std::move(no));
    if (auto no = take_offences()) return std::unexpected(*std::move(no));
    if (auto no = check_decision()) return std::unexpected(*std::move(no));
    return write();
  }

 private:
  refused refusing(std::unexpected<refusal> no) const { return std::move(no.error()); }

  // Which crime this is: the record held, a duty of the incident, or one that no fact proposed.
  refused find_what() {
    if (held_) {
      if (!is_one_of(held_->facts.state, {state::crime_related, state::n100, state::not_crime})) {
        return refusing(refuse(
            refusal_kind::conflict, "already_decided",
            "The crime is " + std::string(to_string(held_->facts.state)) + ".", "Reclassify, cancel or transfer it."
        ));
      }
      key_ = held_->facts.key;
      duty_ = find_duty(of_, key_);
      return std::nullopt;
    }
    const auto& duties = of_.crimes.duties;
    if (command_.key) {
      duty_ = find_duty(of_, *command_.key);
      if (duty_ == nullptr) {
        return refusing(refuse_member(
            "key", "unknown_key", "No decision is owed under this key.",
            "Leave key out for a crime of your own finding."
        ));
      }
    } else if (duties.size() == 1) {
      duty_ = &duties.front();
    } else if (duties.size() > 1) {
      std::string keys;
      for (const auto& one : duties)
        keys += (keys.empty() ? "" : ", ") + one.key;
      return refusing(
          refuse_member("key", "which_crime", "Several decisions are owed.", "Name the one this is for: " + keys + ".")
      );
    }
    if (duty_ != nullptr && duty_->crime) {
      return refusing(refuse(
          refusal_kind::conflict, "reclassify_instead", "This crime has a record, and more was told of it.",
          "Reclassify crime " + duty_->crime->to_string() + "."
      ));
    }
    if (duty_ != nullptr) key_ = duty_->key;
    return std::nullopt;
  }

  // The principal code and everything kept inside: no offence that was alleged is left out.
  refused take_offences() {
    const auto add = [this](const std::string& code) {
      if (std::find(offences_.begin(), offences_.end(), code) == offences_.end()) offences_.push_back(code);
    };
    if (command_.code) add(*command_.code);
    if (duty_ != nullptr) std::for_each(duty_->offences.begin(), duty_->offences.end(), add);
    if (held_) std::for_each(held_->codes.begin(), held_->codes.end(), add);
    std::for_each(command_.included.begin(), command_.included.end(), add);
    for (const auto& code : command_.included) {
      if (!context_.rules.table.find(code)) {
        return refusing(refuse_member("included", "unknown_code", code + " is not in the table of codes.", "Check it.")
        );
      }
    }
    const auto& table = context_.rules.table;
    rape_ = std::any_of(offences_.begin(), offences_.end(), [&](const std::string& code) {
      const auto place = table.find(code);
      return place && table.codes[*place].registrar_cancels;
    });
    rape_ = rape_ || (duty_ != nullptr && duty_->recording == recording::n100);
    return std::nullopt;
  }

  refused check_decision() {
    switch (command_.decision) {
    case state::recorded:
      return check_recorded();
    case state::crime_related:
      return check_crime_related();
    case state::n100:
      return check_reason(context_.rules.settings.n100_reasons);
    default:
      return check_not_crime();
    }
  }

  refused check_recorded() {
    if (offences_.empty()) {
      return refusing(refuse_member("code", "code_needed", "No offence is proposed.", "Name the code of the crime."));
    }
    const auto& table = context_.rules.table;
    auto found = usable_code(table, offences_.front());
    if (!found) return std::move(found.error());
    entry_ = *found;
    // Proposed as it is, an order that the sentences alone do not give has its reason in the rules.
    if (duty_ != nullptr && duty_->offences.front() == entry_->number) return std::nullopt;
    for (const auto& code : offences_) {
      const auto place = table.find(code);
      if (!place || !recordable(table.codes[*place]) || !longer(table.codes[*place].sentence, entry_->sentence))
        continue;
      if (has_words(command_.words.account, account_bytes_min)) continue;
      return refusing(refuse_member(
          "code", "less_serious_principal", code + " is more serious and was alleged too.",
          "Record " + code + ", or say in account why it is not the principal crime."
      ));
    }
    return std::nullopt;
  }

  refused check_reason(const std::vector<reason>& among) {
    const auto* why = find_reason(among, command_.reason_code);
    if (why == nullptr) {
      return refusing(refuse_member(
          "reason_code", "unknown_reason_code", "This decision has a reason from the force's list.",
          "Use one of " + listed(among, &reason::code) + "."
      ));
    }
    if (why->reference && !has_words(command_.reference.value_or(""))) {
      return refusing(refuse_member(
          "reference", "reference_needed", "This reason needs the number of the other record.", "Give it as reference."
      ));
    }
    if (why->supervisor && !context_.supervisor) return refusing(supervisor_needed());
    return std::nullopt;
  }

  static std::unexpected<refusal> supervisor_needed() {
    return refuse(
        refusal_kind::forbidden, "supervisor_required", "A supervisor signs this decision off.",
        "Ask a supervisor to decide it."
    );
  }

  static std::unexpected<refusal> rape_refused() {
    return refuse(
        refusal_kind::conflict, "rape_needs_record",
        "A report of rape is recorded as a crime or as a reported incident of rape, never as less.",
        "Decide recorded or n100."
    );
  }

  refused check_crime_related() {
    if (rape_) return refusing(rape_refused());
    if (auto no = check_reason(context_.rules.settings.crime_related_reasons)) return no;
    // The victim, whoever acts for them and a professional in role are believed at first contact (domain.md 4.3).
    if (duty_ == nullptr || duty_->recording != recording::record) return std::nullopt;
    if (!context_.supervisor || !has_words(command_.words.account, account_bytes_min)) {
      return refusing(refuse(
          refusal_kind::conflict, "record_on_report",
          "It was reported by the victim, for the victim or by a professional in role: that is enough to record it.",
          "Record it; a supervisor may decide otherwise and say why in account."
      ));
    }
    return std::nullopt;
  }

  refused check_not_crime() {
    if (rape_) return refusing(rape_refused());
    if (auto no = check_reason(context_.rules.settings.not_crime_reasons)) return no;
    if (!has_words(command_.words.account, account_bytes_min)) {
      return refusing(refuse_member(
          "account", "account_needed", "That something is no crime is explained in your own words.",
          "Say what shows it; a missing name, a doubt about the place or a lack of time does not."
      ));
    }
    const auto& flags = of_.flags;
    const auto& guarded = context_.rules.settings.protected_flags;
    const bool is_protected = std::any_of(flags.begin(), flags.end(), [&](const auto& flag) {
      return std::find(guarded.begin(), guarded.end(), flag) != guarded.end();
    });
    if (is_protected && !context_.supervisor) return refusing(supervisor_needed());
    return std::nullopt;
  }

  bool gets_number() const { return is_one_of(command_.decision, {state::recorded, state::n100}); }

  record_outcome write() {
    decided e;
    e.head = head_for(held_ ? held_->id : context_.next_id(), context_);
    e.incident = of_.id;
    e.key = key_.empty() ? "own/" + e.head.stream.to_string() : key_;
    e.state = command_.decision;
    if (held_) e.number = held_->facts.number;
    const bool needs_number = gets_number() && !e.number && !context_.number;
    if (gets_number() && !e.number) e.number = context_.number;
    fill_offences(e);
    e.flags = of_.flags;
    e.reason_code = command_.reason_code;
    e.reference = command_.reference;
    e.district = of_.district;
    e.reported_at = duty_ != nullptr ? duty_->reported_at : held_ ? held_->facts.reported_at : of_.received_at;
    e.due_at = duty_ != nullptr ? duty_->due_at : e.reported_at + context_.rules.settings.decide_within;
    // A later decision on a record held was not late: the first one kept the clock.
    e.late = held_ ? held_->facts.late : context_.now > e.due_at;
    e.supervised = context_.supervisor;
    e.personal = command_.words;
    std::vector<record_event> events;
    const auto stream = e.head.stream;
    events.emplace_back(std::move(e));
    if (command_.officer) events.emplace_back(officer_set{head_for(stream, context_), "user:" + *command_.officer});
    if (command_.victim_told) events.emplace_back(victim_told{head_for(stream, context_), "told"});
    auto out = recorded_with(of_, held_, std::move(events), context_);
    out.needs_number = needs_number;
    return out;
  }

  void fill_offences(decided& e) const {
    const auto& table = context_.rules.table;
    e.included = offences_;
    if (command_.decision == state::n100) {
      e.code = "N100";
    } else if (!offences_.empty()) {
      e.code = offences_.front();
      e.included.erase(e.included.begin());
    }
    if (const auto place = table.find(e.code)) {
      e.title = table.codes[*place].title;
      e.group = table.codes[*place].group;
      e.registrar_cancels = table.codes[*place].registrar_cancels;
    }
  }

  const incident& of_;
  const std::optional<record>& held_;
  const decide_crime& command_;
  const record_context& context_;
  std::string key_;
  const duty* duty_ = nullptr;
  std::vector<std::string> offences_; // the principal first
  bool rape_ = false;
  const code* entry_ = nullptr;
};

} // namespace

record_outcome decide_first(
    const incident& of, const std::optional<record>& held, const decide_crime& command, const record_context& context
) {
  return deciding(of, held, command, context).run();
}

} // namespace frontdoor::triage::crime
