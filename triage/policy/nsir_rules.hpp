#pragma once
// How incidents are coded: the categories of the National Standard for Incident Recording, qualifiers beside them, how
// an incident was disposed of, and what is proposed on what is known (domain.md 5). Data of the force: nsir.json.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "triage/fault.hpp"
#include "triage/policy/coded_text.hpp"
#include "triage/policy/step_rules.hpp"

namespace frontdoor::triage {

inline constexpr const char* nsir_file = "nsir.json";

struct nsir_category {
  std::string code; // the force's own short code: "CR-VAP"
  std::string name;
  std::string theme;
  std::string confidence; // how sure the source is of the name: H, M, P; empty: not said
  std::string note;
  bool crime = false;    // stands for a crime, and only where one was decided on
  bool national = false; // counted by the national service: the force decides on none
};

// Stands beside the category, zero or more; proposed where one of the flags is up.
struct nsir_qualifier {
  std::string code;
  std::string text;
  std::vector<std::string> flags;
};

// Which category a crime has, by its code in the crime table, or else by its group there.
struct nsir_crime {
  std::string category;
  std::vector<std::string> codes;
  std::vector<std::string> groups;
};

// The first that holds is proposed.
struct nsir_proposal {
  std::string category;
  step_condition when;
};

// What a closing outcome says by itself: hoax is coded as one.
struct nsir_outcome {
  std::string outcome;
  std::vector<std::string> categories; // one of these; empty: any
  std::string disposal;                // where nobody says another; empty: somebody has to
};

struct nsir_rules {
  std::string source;
  std::string version;
  bool required_at_closing = false; // no incident is closed without a category
  bool proposal_stands = false;     // who closes without naming one accepts the one proposed
  std::vector<nsir_category> categories;
  std::vector<nsir_qualifier> qualifiers;
  std::vector<coded_text> disposals;
  std::vector<nsir_crime> crimes;
  std::vector<nsir_proposal> proposals;
  std::vector<nsir_outcome> outcomes;

  // nullptr where there is none.
  const nsir_category* find(std::string_view code) const;
  const nsir_outcome* find_outcome(std::string_view outcome) const;
  // The category of a crime; empty where no line has it.
  std::string_view category_of(std::string_view crime, std::string_view group) const;
};

// Reads nsir.json when the rest of the pack has been read; a pack without it codes nothing. Adds every fault found.
nsir_rules read_nsir_rules(const std::map<std::string, std::string>& files, const policy_pack& pack, faults& found);

} // namespace frontdoor::triage
