#pragma once
// Compares the compiled tables of a pack with the FEEL evaluator on the same models, on made-up values.

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "triage/dmn/engine.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::tests {

class table_agreement {
 public:
  // `files` are those the pack was read from.
  table_agreement(const triage::policy_pack& pack, const std::map<std::string, std::string>& files);

  // Tries every table on `rounds` made-up sets of values for what it tests, unknown ones among them. Returns what
  // differs, in words; stops at ten.
  std::vector<std::string> try_all(std::size_t rounds, std::uint64_t seed);

  // How many sets of values were tried, and in how many of them a rule matched.
  std::size_t tried() const { return tried_; }
  std::size_t matched() const { return matched_; }

 private:
  struct rule_place {
    std::size_t compiled = 0;  // place of the rule in the compiled table
    std::uint64_t negated = 0; // bit i: its cell in column i is not(...)
  };
  struct subject {
    std::size_t table = 0;
    std::vector<triage::compiled_column> columns; // in the order of the model's inputs
    std::vector<std::vector<std::int32_t>> candidates;
    std::shared_ptr<const triage::dmn::decision_model> model;
    std::shared_ptr<const triage::dmn::decision_model> every_rule; // the same with a hit policy that lists every match
    std::vector<rule_place> rules;                                 // in the order of the model
  };
  struct outcome {
    std::string result;
    std::vector<std::size_t> rules; // of the model
  };

  subject prepare(std::size_t table, const triage::dmn::definitions& model) const;
  std::vector<std::int32_t> candidates(const triage::compiled_column& column) const;
  std::int32_t any_code(const subject& of, std::size_t column);
  void fill(const subject& of);
  std::string compare(const subject& of);
  std::string compiled_result(const subject& of) const;
  outcome evaluated(const subject& of, const triage::dmn::decision_model& model) const;
  bool rests_on_unknown(const subject& of, std::size_t rule) const;
  std::string described(const subject& of) const;
  triage::dmn::value as_value(std::size_t slot) const;

  const triage::policy_pack& pack_;
  std::vector<subject> subjects_;
  std::mt19937_64 random_;
  std::vector<std::int32_t> slots_;
  std::vector<triage::rule_mask> masks_;
  std::size_t tried_ = 0;
  std::size_t matched_ = 0;
};

} // namespace frontdoor::tests
