#pragma once
// What a supervisor reads when the record is back: gaps, doubles and broken promises first (lessons.md R21). Pure.

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "server/journal/journal.hpp"
#include "triage/incident/incident.hpp"

namespace frontdoor::outage {

// A time that was promised and had passed when the record was back.
struct broken_promise {
  triage::uuid incident;
  std::string number;
  std::string what; // "acknowledgement", "allocation", "arrival"
  triage::timestamp due_at;
  std::chrono::microseconds late{0};

  friend bool operator==(const broken_promise&, const broken_promise&) = default;
};

// Those of one incident, the latest by how much it is late first. An acknowledgement that came late counts.
std::vector<broken_promise>
broken_promises(const triage::incident& state, std::string_view number, triage::timestamp now);

struct outage_facts {
  journal::outage_note outage;
  std::string node;
  triage::timestamp back_at; // when bringing in ended
  std::vector<journal::entry_head> entries;
  std::vector<broken_promise> promises;
};

// {"id","node","began_at","ended_at","counts":{},"gaps":[],"doubles":[],"broken_promises":[],"both_sides":[],
// "contacts":[]}. Holds no personal data.
nlohmann::json write_report(const outage_facts& facts);

} // namespace frontdoor::outage
