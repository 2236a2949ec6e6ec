#pragma once
// One cell of a decision table that can be compiled: the unary tests (DMN 1.5 chapter 7.3.3, grammar rules 7 to 15)
// made of
// "-", true, false, texts, whole or decimal numbers, comparisons, ranges, list contains(?, "x"), lists of these and
// not(...).

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "triage/assessment/facts.hpp"

namespace frontdoor::triage {

// Why a cell cannot be compiled, as stable code and plain words.
struct cell_fault {
  std::string code;
  std::string detail;
  std::string remedy;
};

// The codes a cell accepts. "No value" is accepted by "-" only: an unknown never satisfies not(...) either.
class unary_cell {
 public:
  // Reads `text` as tests on a value of `domain`; every text is checked to be one of the domain's values.
  static std::expected<unary_cell, cell_fault> read(std::string_view text, const fact_definition& domain);

  // "-": accepts everything, also no value.
  bool any() const { return any_; }

  // Whether it accepts this known code. For sets use `members` and `negated`.
  bool accepts(std::int32_t code) const;

  // Set facts: the cell accepts a set with one of these members; or, if negated, a set with none of them.
  std::uint32_t members() const { return values_; }
  bool negated() const { return negated_; }

  // Integer facts: the numbers at which acceptance may change (the first number of each piece).
  const std::vector<std::int32_t>& cuts() const { return cuts_; }

 private:
  struct piece {
    double low, high;
    bool low_open, high_open;
  };
  friend class unary_cell_parser;

  bool any_ = false;
  bool negated_ = false;
  fact_type type_ = fact_type::boolean;
  std::uint32_t values_ = 0; // accepted codes (bit code - 1) of booleans and enumerations, members of sets
  std::vector<piece> pieces_;
  std::vector<std::int32_t> cuts_;
};

} // namespace frontdoor::triage
