#pragma once
// Proves a pack before it is used (Z3 over the compiled tables; every counterexample confirmed by the engine): that
// tables promise what they keep, that worse facts never lower urgency, and what the pack's safety.json promises.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/assessment/facts.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage::proof {

// What is asked of a pack, in the order in which it is asked.
enum class check {
  reading,      // files, types and values: what load_pack refuses
  scenarios,    // scenarios.json, by the engine
  gap,          // a table that promises a result gives one to every contact
  overlap,      // rules that match together do not contradict each other under the hit policy
  dead_rule,    // every rule matches some contact
  masked_rule,  // every rule that can match decides somewhere
  unreachable,  // every grade, pathway, flag, exclusion and listed value is reached by some contact
  monotonicity, // a worse value of a fact never lowers the urgency of the grade proposed
  safety,       // the pack's own properties
};
inline constexpr std::size_t check_count = 9;

std::string_view to_text(check which);

enum class verdict { proved, refuted, undecided };

std::string_view to_text(verdict given);

// One answer that somebody should read: whatever is not proved, and what is proved but odd.
struct finding {
  check which = check::reading;
  verdict given = verdict::refuted;
  bool warning = false; // does not refuse the pack
  std::string subject;  // the rule, table, fact or property it is about
  std::string text;     // in plain words
  std::string file;
  std::optional<fact_set> facts; // a contact that shows it, with only the facts that matter
  std::optional<fact_set> worse; // monotonicity: the same contact, worse
  std::string outcome;           // what the engine makes of it
};

// What one check was asked, and how it answered.
struct check_count_of {
  std::size_t asked = 0;
  std::size_t proved = 0;
  std::size_t refuted = 0;
  std::size_t undecided = 0;
  std::size_t warnings = 0;
};

// One property of safety.json, and whether it holds.
struct property_result {
  std::string id;
  std::string text;
  std::string source;
  verdict given = verdict::undecided;
  std::vector<std::string> exceptions; // why each is right
};

// A fact that safety.json excuses from monotonicity.
struct accepted_exception {
  std::string fact;
  std::string why;
};

struct proof_report {
  std::string pack;
  std::string version;
  std::string sha256;
  vocabulary facts; // what the contacts in `findings` are written with
  std::vector<check_count_of> checks = std::vector<check_count_of>(check_count); // by `check`
  std::vector<finding> findings;
  std::vector<property_result> properties;
  std::vector<accepted_exception> exceptions;

  // Everything asked was proved; warnings do not count.
  bool verified() const;
};

struct proof_options {
  std::chrono::milliseconds limit{30'000}; // for each question; Z3 keeps the time itself
  bool stop_at_first = false;              // one refutation is enough
  std::function<void(check)> begun;        // called as each check begins; may be empty
};

// Proves `pack`. `load_pack` has refused a pack with faults of type and value before. Safe to call from any thread.
proof_report verify(const policy_pack& pack, const proof_options& options);

// Whether this contact breaks one of the pack's safety properties, by the engine and without a proof.
bool breaks_a_property(const policy_pack& pack, const fact_set& facts);

// A report on files that load_pack, or the scenarios, refused.
proof_report refused(const faults& found);

// The report for people, one line a text, and for machines.
std::string to_text(const proof_report& report);
nlohmann::json to_json(const proof_report& report);

// A contact as lines "fact: value", for people, and nothing else; each line begins with `indent`.
std::string contact_text(const vocabulary& words, const fact_set& facts, std::string_view indent);

} // namespace frontdoor::triage::proof
