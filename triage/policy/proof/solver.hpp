#pragma once
// Questions put to Z3, all over Boolean variables. Internal to triage/policy/proof.

#include <chrono>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include <z3++.h>

namespace frontdoor::triage::proof {

enum class answer { possible, impossible, undecided };

// One solver keeps what it has learnt from question to question. Not for use by several threads at once.
class solver {
 public:
  // `limit` is for each question; Z3 keeps it itself.
  explicit solver(std::chrono::milliseconds limit);
  solver(const solver&) = delete;
  solver& operator=(const solver&) = delete;

  z3::expr yes() { return context_.bool_val(true); }
  z3::expr no() { return context_.bool_val(false); }

  // A new variable.
  z3::expr variable(const std::string& name);

  // What holds from now on.
  void require(const z3::expr& formula) { solver_.add(formula); }

  // A variable that stands for `formula`: the same one each time the same formula is given.
  z3::expr named(const z3::expr& formula);

  // Whether the variables can be such that `wanted` holds.
  answer ask(const z3::expr& wanted);

  // Whether one of the cases found lately shows that `wanted` can hold: cheaper than asking, but it may miss.
  bool seen(const z3::expr& wanted) const;

  // The value of `formula` in the case that the last `possible` found.
  bool holds(const z3::expr& formula) const;

  z3::expr all_of(const std::vector<z3::expr>& parts);
  z3::expr any_of(const std::vector<z3::expr>& parts);

  // Sum of the weights of the parts that hold >= bound.
  z3::expr weight_at_least(const std::vector<z3::expr>& parts, const std::vector<int>& weights, std::int64_t bound);

 private:
  z3::context context_;
  z3::solver solver_;
  std::unordered_map<unsigned, z3::expr> name_of_; // by the formula's identity
  std::vector<z3::expr> kept_;                     // so that identities stay unique
  std::vector<z3::model> model_;                   // none, or the last one
  std::deque<z3::model> recent_;
  unsigned variables_ = 0;
};

} // namespace frontdoor::triage::proof
