#pragma once
// What the deciding sources of a crime's record share.

#include <initializer_list>
#include <string>
#include <utility>

#include "triage/crime/record_decide.hpp"

namespace frontdoor::triage::crime {

using record_outcome = std::expected<record_decision, refusal>;
using refused = std::optional<refusal>;

// The shortest account that says anything: about three words.
inline constexpr std::size_t account_bytes_min = 20;

inline std::unexpected<refusal> refuse(refusal_kind kind, const char* code, std::string detail, std::string remedy) {
  return std::unexpected(refusal{kind, code, std::move(detail), std::move(remedy), {}});
}

inline std::unexpected<refusal>
refuse_member(const char* member, const char* code, const std::string& detail, const std::string& remedy) {
  return std::unexpected(
      refusal{refusal_kind::invalid, code, detail, remedy, {{std::string("/") + member, code, detail, remedy, {}}}}
  );
}

// Some words that are not blanks alone.
bool has_words(const std::string& text, std::size_t bytes_min = 1);

bool is_one_of(state value, std::initializer_list<state> wanted);

event_head head_for(const uuid& stream, const record_context& context);

// Folds the events and adds the incident's.
record_decision recorded_with(
    const incident& of, const std::optional<record>& held, std::vector<record_event> events,
    const record_context& context
);

// A code that a new crime may have; otherwise why not.
std::expected<const code*, refusal> usable_code(const code_table& table, const std::string& number);

record_outcome decide_first(
    const incident& of, const std::optional<record>& held, const decide_crime& command, const record_context& context
);
record_outcome
decide_cancelling(const incident& of, const record& held, const cancel_crime& command, const record_context& context);

} // namespace frontdoor::triage::crime
