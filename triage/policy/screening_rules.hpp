#pragma once
// What a pack says of early resolution and demand screening (domain.md 3.2 to 3.5; practice.md 4, 5): what each pathway
// needs before an incident is resolved by it, who may agree where an exclusion stands in the way, which appointments
// and problems there are, and how a contact's demand is named. Data of the force; triage/incident uses it.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/policy/coded_text.hpp"
#include "triage/policy/step_rules.hpp"

namespace frontdoor::triage {

struct policy_pack;

// What a record of a pathway may need (domain.md 3.2, 3.4).
enum class pathway_field : std::uint8_t {
  person,            // how the person took it: agreed, or told why
  nothing_lost,      // nothing would be lost by not attending
  safety_net,        // what to do if it changes
  promise,           // what was said happens next
  due_at,            // by when
  owner,             // who has it from now on, and has said so
  history,           // number, person and place were searched
  crime_recorded,    // a crime of the incident is recorded
  partner_asked,     // a partner of the pathway was asked: sent, not bounced
  partner_confirmed, // and has said that it takes it
  appointment,       // a slot is booked
  problem,           // a problem record has the incident
  link               // the open incident it belongs to is linked
};

std::string_view to_string(pathway_field value);
std::optional<pathway_field> parse_pathway_field(std::string_view text);

// What keeps a pathway from being taken, besides the exclusions.
struct pathway_bar {
  step_condition when;
  std::string text;
  std::string remedy;
};

struct pathway_rule {
  std::string pathway;
  std::vector<std::string> grades; // of the pack's scale at which it can be taken
  std::vector<pathway_field> needs;
  std::vector<std::string> asks;            // facts that are answered first; empty: the starred ones (practice.md 5)
  std::vector<std::string> partners;        // who may have been asked
  bool right_care = false;                  // only as Right Care Right Person allows (practice.md 7)
  bool no_authority = false;                // an exclusion bars it, whoever agrees
  std::chrono::microseconds due_at_most{0}; // a promise is due within this time
  std::vector<pathway_bar> bars;

  bool needs_field(pathway_field field) const;
};

// Who may agree that an incident is resolved early although this exclusion holds; nobody where there is no such line.
struct exclusion_authority {
  std::string exclusion;
  std::vector<std::string> posts;
};

struct appointment_rules {
  std::vector<coded_text> kinds;   // visit, station, telephone, video, local resolution officer
  std::vector<coded_text> reasons; // to move or cancel one
  std::chrono::microseconds remind_before{0};
  std::chrono::microseconds missed_after{0}; // the end of the slot, without word that it was kept
};

// Counts that propose a problem record to a person (domain.md 3.5).
struct problem_trigger {
  std::string code;
  std::string text;
  step_condition when;
};

// Value demand, failure demand, a partner's demand, nuisance (domain.md 3.5).
struct demand_tag {
  std::string code;
  std::string text;
  std::string kind;
};

struct screening_rules {
  std::vector<pathway_rule> pathways;
  std::vector<exclusion_authority> authorities;
  std::vector<coded_text> agreements;             // how the person took it
  std::vector<std::string> roles_without_history; // may resolve early while a history source does not answer
  std::vector<std::uint32_t> return_windows;      // days within which the same person, place or problem comes back
  appointment_rules appointments;
  std::vector<coded_text> problem_kinds;
  std::vector<problem_trigger> problem_triggers;
  std::vector<demand_tag> demand_tags;

  // nullptr where there is none.
  const pathway_rule* find_pathway(std::string_view code) const;
  const demand_tag* find_demand(std::string_view code) const;
  // The posts that may agree; empty: none.
  const std::vector<std::string>& posts_for(std::string_view exclusion) const;
};

// Read the members "screening" and "open_risk_when" of working.json, when the rest of the pack has been read. Add every
// fault found: unknown pathways, exclusions, posts, partners, facts, tasks. What is no object has none.
screening_rules read_screening(const nlohmann::json& working, const policy_pack& pack, faults& found);
std::vector<step_condition> read_open_risk(const nlohmann::json& working, const policy_pack& pack, faults& found);

} // namespace frontdoor::triage
