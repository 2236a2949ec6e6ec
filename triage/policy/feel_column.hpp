#pragma once
// A column of a decision table whose tests go beyond what bit sets can hold: the FEEL evaluator reads it, test by test.
// Slower, and with the same result. As in compiled columns an unknown satisfies nothing but "-".

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "triage/assessment/facts.hpp"
#include "triage/dmn/evaluator.hpp"
#include "triage/dmn/model.hpp"
#include "triage/fault.hpp"

namespace frontdoor::triage {

// A test could not be evaluated (such as a division by zero), so that nobody knows whether its rule matches. The pack
// in use is faulty; nothing else to do with it is safe. `what()` names file, cell and reason.
class evaluation_fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class feel_column {
 public:
  // Reads the column at place `input` of a table of the model `file`. Names in it are those of `slots`. Returns what
  // cannot be parsed and the names that nothing has.
  static std::expected<feel_column, faults> read(
      const dmn::decision_table& table, std::size_t input, std::span<const fact_definition> slots,
      const std::string& file
  );

  // Whether a text says more than a value: it calls, computes or names something.
  static bool worth_reading(const std::string& cell, std::span<const fact_definition> slots);

  // Everything its expression and its tests look at.
  const std::vector<std::uint16_t>& slots() const { return slots_; }
  // What the test of one rule (by its place in the table) looks at; nothing for "-".
  std::vector<std::uint16_t> slots_of(std::size_t rule) const;

  // Puts the rules in another order: `order[i]` is the place in the table of the rule that comes i-th.
  void reorder(std::span<const std::size_t> order);

  // The rules among `candidates` whose test holds. Throws evaluation_fault.
  std::uint64_t accepted(std::uint64_t candidates, const std::int32_t* codes) const;

 private:
  struct cell {
    std::shared_ptr<const dmn::compiled_tests> tests;
    std::vector<std::uint16_t> slots;
  };
  struct name_of_slot {
    std::uint16_t slot = 0;
    fact_definition domain;
  };

  dmn::scope scope_of(const std::int32_t* codes) const;

  std::shared_ptr<const dmn::compiled_text> expression_;
  std::vector<std::uint16_t> expression_slots_;
  std::vector<cell> cells_;
  std::vector<std::uint16_t> slots_;
  std::vector<name_of_slot> names_; // of slots_
};

// The value a code stands for; null for no value.
dmn::value feel_value(const fact_definition& domain, std::int32_t code);

} // namespace frontdoor::triage
