#pragma once
// What everyday work leaves in an incident's state (practice.md 16, 17), for the sources of this folder.

#include <optional>
#include <string>
#include <vector>

#include "triage/incident/caller_message.hpp"
#include "triage/incident/coding.hpp"
#include "triage/incident/communication_need.hpp"
#include "triage/incident/planned_job.hpp"
#include "triage/incident/test_line.hpp"

namespace frontdoor::triage {

struct incident;

struct day_one_work {
  std::optional<incident_coding> coding;
  std::optional<planned_job> job;
  std::vector<stated_need> needs;
  std::vector<caller_message> messages;
  std::vector<uuid> test_contacts; // from registered test lines

  friend bool operator==(const day_one_work&, const day_one_work&) = default;
};

// Planned, and not work yet: nobody is sent.
bool dormant(const incident& state);

// nullptr where there is none.
const caller_message* find_message(const incident& state, const uuid& id);

// Adds the members planned and needs to a card, where there is something to tell.
void add_day_one_card(const incident& state, nlohmann::json& card);
// The members of the incident's detail: nsir, planned, needs, messages.
void add_day_one_detail(const incident& state, nlohmann::json& detail);

} // namespace frontdoor::triage
