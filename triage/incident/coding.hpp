#pragma once
// NSIR codes of an incident (domain.md 5): the category at opening, which stays; the one at closing, which may differ;
// qualifiers, and how it was disposed of. The machine proposes, a person codes.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/event_head.hpp"

namespace frontdoor::triage {

// What a person says of the codes; what is left out stays as it was.
struct nsir_choice {
  std::optional<std::string> opening;
  std::optional<std::string> closing;
  std::optional<std::vector<std::string>> qualifiers;
  std::optional<std::string> disposal;

  bool empty() const { return !opening && !closing && !qualifiers && !disposal; }
  friend bool operator==(const nsir_choice&, const nsir_choice&) = default;
};

// The codes from now on, all of them.
struct incident_coded {
  event_head head;
  std::optional<std::string> opening;
  std::optional<std::string> closing;
  std::vector<std::string> qualifiers;
  std::optional<std::string> disposal;
  std::optional<std::string> proposed; // the category the machine proposed at that moment

  friend bool operator==(const incident_coded&, const incident_coded&) = default;
};

struct incident_coding {
  std::optional<std::string> opening;
  std::optional<std::string> closing;
  std::vector<std::string> qualifiers;
  std::optional<std::string> disposal;
  std::string by;
  timestamp at;

  friend bool operator==(const incident_coding&, const incident_coding&) = default;
};

struct code_incident {
  nsir_choice choice;

  friend bool operator==(const code_incident&, const code_incident&) = default;
};

// {opening?, closing?, qualifiers?[], disposal?}; a body that has passed its schema.
nsir_choice nsir_choice_from_json(const nlohmann::json& body);

// The codes as the contract writes them: {opening, closing, qualifiers[], disposal, by, at}; null where nobody coded.
nlohmann::json to_json(const std::optional<incident_coding>& value);

} // namespace frontdoor::triage
