#pragma once
// Small mistakes in the tables of a pack, one at a time, as an author might make them.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "triage/policy/pack.hpp"

namespace frontdoor::bench {

using pack_files = std::map<std::string, std::string>;

enum class mistake { softer_grade, narrower_cell, rule_dropped };

struct mutation {
  mistake kind = mistake::rule_dropped;
  std::string file;
  std::size_t decision = 0; // within the file
  std::size_t rule = 0;     // within the decision's table
  std::size_t cell = 0;     // narrower_cell: the input
  std::string text;         // of the cell or output afterwards
  std::string told;         // "weapons R03: cell 3 is now "seen""
};

// Every mistake of these kinds: a grade made one step less urgent, one alternative or one step of a number taken from a
// cell, a rule left out. Cells with "-" or not(...) are left as they are, and so are tables for THRIVE.
std::vector<mutation> mutations_of(const pack_files& files, const triage::policy_pack& pack);

// The files with the mistake made.
pack_files mutated(const pack_files& files, const mutation& made);

} // namespace frontdoor::bench
