#pragma once
// Which kinds of contact get another grade by another pack.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/policy/pack.hpp"

namespace frontdoor::triage::proof {

enum class direction { raised, lowered, now_ungraded, now_graded };

std::string_view to_text(direction way);

// Contacts on which the same two rules decide, one in each pack.
struct kind_of_contact {
  std::string rule_before; // "rule W01 of weapons"; empty when ungraded
  std::string rule_after;
  fact_set facts; // one of them, with only the facts that matter
};

// From one grade of the first pack to one of the second.
struct grade_change {
  std::string from; // the grade's code, or "ungraded"
  std::string to;
  direction way = direction::raised;
  std::vector<kind_of_contact> kinds;
  bool complete = true; // false: there are more kinds, or the time limit ended the search
};

struct difference {
  vocabulary facts; // the first pack's, which `kinds` are written with
  std::vector<grade_change> changes;
  std::vector<std::string> facts_left_out; // facts that the packs do not share; taken as not known
};

struct difference_options {
  std::chrono::milliseconds limit{30'000};                                   // for each question
  std::size_t kinds_max = 12;                                                // of each pair of grades
  std::function<void(const std::string& from, const std::string& to)> begun; // may be empty
};

// Compares the grades proposed, over the facts and values both packs know. Grades are compared by how soon somebody
// arrives, so that packs with other names for them can be compared; grades alike in that are no change. Safe to call
// from any thread.
difference compare(const policy_pack& before, const policy_pack& after, const difference_options& options);

std::string to_text(const difference& found);
nlohmann::json to_json(const difference& found);

} // namespace frontdoor::triage::proof
