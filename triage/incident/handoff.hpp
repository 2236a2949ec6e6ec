#pragma once
// What an incident's state holds of other organisations, and what is read from it.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/incident/handoff_events.hpp"
#include "triage/incident/referral_sending.hpp"

namespace frontdoor::triage {

struct incident;

// Something asked of another organisation.
struct handoff {
  uuid id;
  std::string partner;
  partner_kind kind = partner_kind::agency;
  handoff_state state = handoff_state::requested;
  std::string requested_by;
  timestamp requested_at;
  timestamp answer_by;
  std::optional<timestamp> watch_until; // none: nothing is waited for
  std::optional<timestamp> eta;
  bool partner_attending = false;
  bool returned = false; // it came back: declined, silent, too late, not found
  bool disputed = false;
  std::uint32_t generation = 0;
  std::optional<referral_sending> sending; // of a referral that the service's own system is told

  friend bool operator==(const handoff&, const handoff&) = default;
};

// The grade that another organisation's contact came with.
struct sender_grade {
  std::string partner;
  grade_target sent;
  timestamp held_until;

  friend bool operator==(const sender_grade&, const sender_grade&) = default;
};

// What comes of partners and of putting off.
struct partner_work {
  bool police_attending = true; // false: police have stepped back since a partner attends
  std::vector<handoff> handoffs;
  std::optional<triage::sender_grade> sender;
  std::uint32_t deferrals = 0;
  std::optional<timestamp> review_at; // of the last deferral

  friend bool operator==(const partner_work&, const partner_work&) = default;
};

// Whether the organisation has taken it, by word or deed.
bool confirmed(const handoff& one);
// Whether nothing more is expected of it.
bool ended(const handoff& one);
// Whether any partner attends.
bool partner_attends(const partner_work& work);

// The hand-off of that id, or the one of that kind that is not ended; nullptr where there is none.
const handoff* find_handoff(const incident& state, const uuid& id);
const handoff* open_transfer(const incident& state);

// Who owns the incident: "police", or the force that has accepted it.
std::string owner_of(const incident& state);

// A hand-off as the contract writes it, with who attends.
nlohmann::json to_json(const handoff& value);
// The members of the incident's detail: handoffs, attendance, owner, sender_grade, deferrals.
void add_partner_detail(const incident& state, nlohmann::json& detail);

} // namespace frontdoor::triage
