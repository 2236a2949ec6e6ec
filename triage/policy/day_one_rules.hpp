#pragma once
// What a pack says of a control room's everyday work beside grading (practice.md 16, 17): calls that telephony tells
// of, planned jobs, what callers need to be understood, texts, test lines, and outcomes with guards of their own. Data
// of the force: day-one.json.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "triage/fault.hpp"
#include "triage/policy/coded_text.hpp"

namespace frontdoor::triage {

struct policy_pack;

inline constexpr const char* day_one_file = "day-one.json";

// A call that opens its contact by itself when it comes to this state (practice.md 8).
struct call_opening {
  std::string state;   // "abandoned", "silent_solution"
  std::string channel; // "999"
  std::string facts;   // JSON text of an object: what that alone tells
  std::string narrative;
};

// An abandoned call that makes no incident stands on the call-back list.
struct call_back_rule {
  std::string channel;
  std::chrono::microseconds within{0};
  std::uint32_t tries = 0; // without an answer, after which nobody rings again
};

struct call_rules {
  std::vector<call_opening> opens;
  std::vector<call_back_rule> call_back;

  // nullptr where there is none.
  const call_opening* find_opening(std::string_view state, std::string_view channel) const;
  const call_back_rule* find_call_back(std::string_view channel) const;
};

struct planned_job_rules {
  std::chrono::microseconds ahead_at_most{0};
  std::vector<coded_text> kinds;
};

// What somebody needs to be understood; opens the task that sees to it.
struct need_rule {
  std::string code;
  std::string text;
  std::string task;
  bool names_language = false; // which one has to be said
};

// A text to a caller is sent again after these waits, then given up: somebody tells the caller.
struct message_rules {
  std::uint32_t characters_max = 0;
  std::chrono::microseconds answer_within{0}; // of the gateway; after it the next try is due
  std::vector<std::chrono::microseconds> retry_after;
  std::vector<std::string> safe_first; // with one of these flags only once it is known to be safe
};

// What an outcome needs besides what the closing gate asks of all.
struct closing_guard {
  std::string outcome;
  bool by_force_transfer = false; // only where another force has accepted the incident
  bool only_test_lines = false;   // only where every contact came from a registered test line
  bool not_by_taker = false;      // not by whoever took one of its contacts
};

struct day_one_rules {
  std::vector<std::string> test_lines; // numbers, E.164
  call_rules calls;
  planned_job_rules jobs;
  std::vector<need_rule> needs;
  message_rules messages;
  std::vector<closing_guard> guards;

  // nullptr where there is none.
  const need_rule* find_need(std::string_view code) const;
  const closing_guard* find_guard(std::string_view outcome) const;
  bool is_test_line(std::string_view phone) const;
};

// Reads day-one.json into the pack, whose working.json and facts have been read: its outcomes and tasks join those of
// the pack. A pack without the file has none of this. Adds every fault found.
void read_day_one(const std::map<std::string, std::string>& files, policy_pack& pack, faults& found);

} // namespace frontdoor::triage
