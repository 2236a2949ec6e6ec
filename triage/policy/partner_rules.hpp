#pragma once
// What a pack says of other organisations: who they are, how long police wait for their answer, what may be handed to
// them (lessons.md R11, R24, R25; practice.md 7); and how often an incident may be put off (lessons.md R02).

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/fault.hpp"
#include "triage/policy/coded_text.hpp"

namespace frontdoor::triage {

class working_entry;
struct working_rules;

// An agency takes a part of the work, another force takes the incident, a service takes a referral.
enum class partner_kind : std::uint8_t { agency, force, service };

std::string_view to_string(partner_kind value);
std::optional<partner_kind> parse_partner_kind(std::string_view text);

// A time for some grades.
struct graded_time {
  std::vector<std::string> grades;
  std::chrono::microseconds within{0};
};

// A service whose own system takes referrals, by Open311 GeoReport v2 (domain.md 8.5). Where that system is, the
// server's settings say.
struct open311_rule {
  std::vector<coded_text> services;                   // its service codes, as it has published them
  std::chrono::microseconds answer_within{0};         // to one try; after it nobody knows whether it has the request
  std::vector<std::chrono::microseconds> retry_after; // waits after which one that was not reached is asked again
  std::chrono::microseconds token_asked_every{0};     // for the number behind a token
};

struct partner_rule {
  std::string code;
  std::string name;
  partner_kind kind = partner_kind::agency;
  std::vector<std::string> senders; // its keys, as the log names them, and the roles that callers from it give
  bool right_care = false;          // police step back for it only as Right Care Right Person allows
  bool arrival_watched = false;     // whoever attends is watched until they are there
  std::string ends_task;            // kind of task that is over once it has been asked; empty: none
  std::chrono::microseconds answer_within{0};
  std::vector<graded_time> by_grade;         // instead of `answer_within`
  std::map<std::string, std::string> grades; // its own grades as those of the pack
  std::optional<open311_rule> open311;       // none: whoever refers tells the service

  // How long police wait for its answer on an incident of that grade (none: ungraded).
  std::chrono::microseconds answer_time(const std::optional<std::string>& grade) const;
};

struct partner_rules {
  std::vector<std::string> barring_facts; // while one is true or unknown, police do not step back (practice.md 7)
  std::chrono::microseconds sender_grade_held{0}; // a sender's grade is not lowered for so long
  std::vector<partner_rule> partners;

  // nullptr where there is none.
  const partner_rule* find(std::string_view code) const;
  // The organisation that this name or role of a sender belongs to.
  const partner_rule* find_sender(std::string_view name) const;
};

// How many times an incident of these grades may be put off before the supervisor hears of it.
struct deferral_limit {
  std::vector<std::string> grades;
  std::uint32_t from = 1;
};

struct deferral_rules {
  std::vector<coded_text> reasons;
  std::chrono::microseconds review_within{0}; // the next review is within this time
  std::vector<deferral_limit> escalates;
};

// Read the members "partners" and "deferral" of working.json, which may be left out. `grades` are the codes of the
// pack's scale.
partner_rules read_partner_rules(const working_entry& from, const std::vector<std::string>& grades);
deferral_rules read_deferral_rules(const working_entry& from, const std::vector<std::string>& grades);

// Adds a fault for each kind of task that partners or deferrals open and the pack does not have.
void check_partner_tasks(const working_rules& rules, faults& found);

} // namespace frontdoor::triage
