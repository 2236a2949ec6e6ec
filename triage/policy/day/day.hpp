#pragma once
// A plausible day, to see what a pack would make of it: how many of each grade, how many units when, how long handlers
// ask. The day is data (config/mix/day.json); the same seed gives the same day.

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage {

inline constexpr std::size_t hours_a_day = 24;

// How often a fact of a kind of contact has which value.
struct fact_chance {
  std::uint16_t fact = 0;
  bool said = true;                // told at once; otherwise when asked
  std::vector<std::int32_t> codes; // with `weights`: one of these; sets: each member for itself, weights in percent
  std::vector<double> weights;
  std::int32_t low = 0; // without `codes`: a number from `low` to `high`
  std::int32_t high = 0;
};

// A kind of contact: "theft from a shop, offender gone".
struct contact_kind {
  std::string id;
  std::string text;
  double incidents = 0; // weight among first contacts about an incident
  double others = 0;    // weight among the other contacts
  double units = 1;     // sent when it is graded for deployment
  double minutes = 60;  // that they are bound
  std::vector<fact_chance> facts;
};

struct day_plan {
  std::size_t incidents = 0;
  std::size_t contacts = 0; // with the first contacts of the incidents
  double seconds_a_question = 0;
  std::array<double, hours_a_day> hours{}; // weights
  std::vector<contact_kind> kinds;
  std::vector<std::string> facts_left_out; // in the day's data, but not in the pack's vocabulary
};

// Reads day.json for the facts of `pack`. Returns every fault found; `file` only names the file in them.
std::expected<day_plan, faults>
read_day(const nlohmann::json& document, const policy_pack& pack, const std::string& file);

struct kind_result {
  std::size_t contacts = 0;
  std::vector<std::size_t> grades; // by grade of the pack, then ungraded
};

struct day_result {
  std::uint64_t seed = 0;
  std::size_t incidents = 0;
  std::size_t contacts = 0;
  std::vector<std::size_t> grades; // of the incidents: by grade of the pack, then ungraded
  std::array<double, hours_a_day> contacts_by_hour{};
  std::array<double, hours_a_day> units_by_hour{}; // bound on average during the hour
  double question_minutes = 0;                     // of all handlers together
  double questions = 0;
  std::size_t made_incidents = 0; // contacts for which the pack wants an incident
  std::vector<kind_result> kinds; // by kind
};

// Plays the day: each contact says what it says, is asked the pack's next questions one after the other, and is graded
// by what is known then. Safe to call from any thread.
day_result play_day(const policy_pack& pack, const day_plan& plan, std::uint64_t seed);

// The result for people, and for machines.
std::string to_text(const day_result& result, const policy_pack& pack, const day_plan& plan);
nlohmann::json to_json(const day_result& result, const policy_pack& pack, const day_plan& plan);

} // namespace frontdoor::triage
