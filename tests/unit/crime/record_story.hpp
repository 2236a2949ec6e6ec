#pragma once
// An incident that was told of a crime, and the decisions on it.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "crime_rules_files.hpp"
#include "triage/crime/record_decide.hpp"

namespace frontdoor::triage::crime::testing {

uuid id(unsigned number);

// One incident, one crime of it.
class record_story {
 public:
  // An incident opened at nine in the evening by a contact with these facts.
  explicit record_story(const nlohmann::json& facts);

  record_story& by(std::string name, bool supervisor = false, bool registrar = false);
  record_story& at(timestamp now) {
    now_ = now;
    return *this;
  }

  // Decides and, unless refused, keeps what follows. Draws a number where one is needed.
  std::expected<record_decision, refusal> when(const record_command& command);

  const incident& the_incident() const { return *incident_; }
  const std::optional<record>& held() const { return held_; }
  std::optional<record>& held() { return held_; }
  const std::vector<record_event>& events() const { return events_; }
  // Forgets the record, to decide on another crime of the incident.
  void next_crime() { held_.reset(); }
  timestamp now() const { return now_; }

 private:
  timestamp now_;
  actor who_{"user:handler", actor_kind::person, "call_handler"};
  bool supervisor_ = false;
  bool registrar_ = false;
  unsigned next_ = 1;
  unsigned numbers_ = 0;
  std::optional<incident> incident_;
  std::optional<record> held_;
  std::vector<record_event> events_;
};

// A decision of that kind, with an account long enough.
decide_crime choice_of(state what, std::optional<std::string> reason = std::nullopt);

} // namespace frontdoor::triage::crime::testing
