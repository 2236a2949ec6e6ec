#include <algorithm>

#include "triage/crime/record.hpp"

namespace frontdoor::triage::crime {

namespace {

// Adds one event; the version counts it already.
class folder {
 public:
  explicit folder(record& to) : to_(to) {}

  void operator()(const decided& e) const {
    const bool first = to_.version == 1;
    to_.id = e.head.stream;
    // Words that a later decision does not bring stay as they were said.
    auto words = e.personal;
    if (!first && words && to_.facts.personal) {
      if (!words->victim_name) words->victim_name = to_.facts.personal->victim_name;
      if (!words->victim_wishes) words->victim_wishes = to_.facts.personal->victim_wishes;
    }
    to_.facts = e;
    to_.facts.personal = std::move(words);
    to_.telling = telling::owed;
    keep();
  }

  void operator()(const reclassified& e) const {
    to_.former_codes.push_back(to_.facts.code);
    to_.facts.state = state::reclassified;
    to_.facts.code = e.code;
    to_.facts.title = e.title;
    to_.facts.group = e.group;
    to_.facts.included = e.included;
    to_.facts.registrar_cancels = e.registrar_cancels;
    keep();
  }

  void operator()(const cancelled& e) const {
    to_.facts.state = state::cancelled;
    to_.cancellation = cancellation{e.code, e.head.actor, e.head.occurred_at};
    to_.telling = telling::owed;
  }

  void operator()(const transferred& e) const {
    to_.facts.state = state::transferred;
    to_.transfer = transfer{e.force, e.reference};
    to_.telling = telling::owed;
  }

  void operator()(const officer_set& e) const { to_.officer = e.officer; }

  void operator()(const victim_told& e) const { to_.telling = parse_telling(e.how).value_or(telling::told); }

 private:
  void keep_code(const std::string& code) const {
    if (std::find(to_.codes.begin(), to_.codes.end(), code) == to_.codes.end()) to_.codes.push_back(code);
  }

  // A reported incident of rape is no offence; those it is about are included in it.
  void keep() const {
    if (to_.facts.state != state::n100 && !to_.facts.code.empty()) keep_code(to_.facts.code);
    for (const auto& code : to_.facts.included)
      keep_code(code);
  }

  record& to_;
};

} // namespace

record apply(record state, const record_event& e) {
  ++state.version;
  state.updated_at = head_of(e).occurred_at;
  visit(folder(state), e);
  return state;
}

link link_of(const record& state) {
  return {state.id,           state.facts.key,  std::string(to_string(state.facts.state)),
          state.facts.number, state.facts.code, state.codes};
}

} // namespace frontdoor::triage::crime
