#pragma once
// Small packs, made table by table, for tests that need one certain fault.

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/policy/pack.hpp"

namespace frontdoor::tests {

// A decision table: each rule is its input cells and, last, its output.
struct small_table {
  std::string name;
  std::string hit_policy; // "PRIORITY", "FIRST", "UNIQUE", "COLLECT SUM", ...
  std::vector<std::string> inputs;
  std::vector<std::string> values; // of the output, most important first; none: as the rules give them
  std::vector<std::vector<std::string>> rules;
  std::string otherwise = {}; // default output
};

// A pack with grades 1, 2 and 5 (which does not deploy), the facts life_threat (none, possible, immediate), injured,
// age, needs (child, elderly) and quiet; flag LOUD, exclusion X-CHILD, pathways SEND and TALK.
class small_pack {
 public:
  // Starts sound: one grading table, one exclusion, one flag, a pathway, THRIVE.
  small_pack();

  // Puts the table in place of the one of that name, or adds it.
  small_pack& with(small_table table);
  // What pack.json says under "decisions".
  nlohmann::json& roles() { return roles_; }
  nlohmann::json& safety() { return safety_; }
  nlohmann::json& vocabulary() { return vocabulary_; }

  std::map<std::string, std::string> files() const;
  // The pack; fails the test when it does not load.
  triage::policy_pack load() const;

 private:
  std::vector<small_table> tables_;
  nlohmann::json roles_;
  nlohmann::json safety_;
  nlohmann::json vocabulary_;
};

} // namespace frontdoor::tests
