#pragma once
// What a force's crime rules say of the facts of an incident: config/crime/ read once, checked whole, never changed.

#include <chrono>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/assessment/facts.hpp"
#include "triage/crime/code_table.hpp"
#include "triage/crime/proposal.hpp"
#include "triage/fault.hpp"
#include "triage/policy/compiled_tables.hpp"
#include "triage/time.hpp"

namespace frontdoor::triage::crime {

struct reason {
  std::string code;
  std::string text;
  bool supervisor = false; // signed off by one
  bool reference = false;  // names another record
};

// crime.json.
struct settings {
  std::chrono::microseconds decide_within{};
  std::vector<std::chrono::microseconds> warn_after; // soonest first, all before decide_within
  std::string number_format;                         // "CR/NNNNNNN/YY"
  std::vector<std::string> protected_flags; // an incident with one of them is not "no crime" without a supervisor
  std::vector<reason> crime_related_reasons;
  std::vector<reason> not_crime_reasons;
  std::vector<reason> n100_reasons;
};

// May be shared by threads.
struct rules {
  crime::settings settings;
  code_table table;
  compiled_tables offences;
  std::vector<std::uint16_t> listing;   // tables with the outputs code, part and other
  std::uint16_t recording = 0;          // the table that says how what is alleged is proposed
  std::optional<std::uint16_t> reports; // the table that says for whom the reporter speaks
};

// Reads crime.json, codes.json, facts.json and offences.dmn (name -> content). The decisions are compiled for the facts
// of `vocabulary`; those of facts.json that it lacks stay unknown. Every fault with its file.
std::expected<rules, faults> read_rules(const std::map<std::string, std::string>& files, const vocabulary& facts);

// The crimes these facts propose; empty where they allege none. `facts` must have been made for the vocabulary the
// rules were read with. Victims beyond the first (fact victims_count) each get the offences that are counted by victim.
std::vector<proposal> propose(const rules& rules, const vocabulary& vocabulary, const fact_set& facts);

// The number of the n-th crime of that year in the force's own form.
std::string crime_number(const std::string& format, int year, std::uint64_t n);

} // namespace frontdoor::triage::crime
