#pragma once
// What somebody in the incident needs to be understood: an interpreter, sign language, a relay, text only (practice.md
// 17; domain.md 7.6, 7.7). It opens the task that sees to it, and whoever is sent sees it on the card.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/incident/event_head.hpp"

namespace frontdoor::triage {

struct stated_need {
  std::string need;                    // code of the pack
  std::optional<std::string> language; // ISO 639: "pl", "ckb"

  friend bool operator==(const stated_need&, const stated_need&) = default;
};

struct need_recorded {
  event_head head;
  stated_need need;

  friend bool operator==(const need_recorded&, const need_recorded&) = default;
};

// It was recorded in error, or turned out not to be needed.
struct need_withdrawn {
  event_head head;
  stated_need need;

  friend bool operator==(const need_withdrawn&, const need_withdrawn&) = default;
};

struct record_need {
  stated_need need;
  bool withdrawn = false;

  friend bool operator==(const record_need&, const record_need&) = default;
};

// {need, language?}; a body that has passed its schema.
stated_need need_from_json(const nlohmann::json& body);
nlohmann::json to_json(const stated_need& value);

} // namespace frontdoor::triage
