#pragma once
// The one audit page (practice.md 18): everything a supervisor needs beside each other, put together from the log
// alone, so that it says what was known when it was decided and not what is known now.

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/incident/event_codec.hpp"
#include "triage/time.hpp"

namespace frontdoor::triage::review {

// An event of the log. Without its personal part the page is without the words it holds.
struct page_event {
  std::uint64_t position = 0;
  std::uint32_t version = 0; // of its stream
  timestamp recorded_at;
  encoded_event event;
};

using page_log = std::vector<page_event>; // of one stream, in order

struct audit_source {
  page_log incident;
  std::vector<page_log> contacts;
  std::vector<page_log> crimes;
  std::vector<page_log> major_incidents;
};

// The members of the page that the log gives:
//   contacts[]        words, facts, what was looked up and which source answered, policy revision
//   assessments[]     each as it was made, with the facts as they were known then
//   grade_history[]   with rationale, approval, what was proposed then and by which policy revision
//   approvals[]       what was asked, THRIVE in words, the backlog at that moment, every voice
//   tasks[]           with attempts and how they ended
//   promises[]        what callers were told, and when
//   dispatches[], handoffs[], crimes[], major_incidents[], closures[], set_aside[], deferrals[], links[], notes[]
//   decided_by[]      who decided anything on it: whose work can be reviewed
//   timeline[]        who did what when, over all streams in the order of the log
// An event of a type that is in none of the lists stands in the timeline with its data.
nlohmann::json audit_page(const audit_source& from);

} // namespace frontdoor::triage::review
