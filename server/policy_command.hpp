#pragma once
// `frontdoor policy verify | diff | mix`: what a pack's author asks of it before it is used.

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>

namespace frontdoor {

struct policy_arguments {
  std::string folder;         // of the pack
  std::string other_folder;   // diff: of the pack to compare with
  std::string schemas_folder; // the JSON Schemas that packs are held to
  std::string day_file;       // mix: the day's data
  double limit_seconds = 10;  // for each question that is put to the prover
  std::uint64_t seed = 1;     // mix
  bool json = false;          // for machines
};

inline constexpr int policy_verified = 0;
inline constexpr int policy_refused = 1;
inline constexpr int policy_unreadable = 2;

// Proves the pack and prints the report on `out`; progress goes to `err`. Returns one of the codes above.
int run_policy_verify(const policy_arguments& given, std::ostream& out, std::ostream& err);

// Prints which kinds of contact get another grade by the other pack. Returns 0, or policy_unreadable.
int run_policy_diff(const policy_arguments& given, std::ostream& out, std::ostream& err);

// Plays the day and prints its grades, units and questions. Returns 0, or policy_unreadable.
int run_policy_mix(const policy_arguments& given, std::ostream& out, std::ostream& err);

} // namespace frontdoor
