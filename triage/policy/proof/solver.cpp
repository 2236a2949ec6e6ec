#include "triage/policy/proof/solver.hpp"

#include <algorithm>

namespace frontdoor::triage::proof {
namespace {

constexpr std::size_t recent_max = 24;

} // namespace

// QF_FD is Z3's incremental solver for finite domains.
solver::solver(std::chrono::milliseconds limit) : solver_(context_, "QF_FD") {
  z3::params options(context_);
  options.set("timeout", static_cast<unsigned>(std::max<std::chrono::milliseconds::rep>(1, limit.count())));
  solver_.set(options);
}

z3::expr solver::variable(const std::string& name) {
  return context_.bool_const((name + '#' + std::to_string(variables_++)).c_str());
}

z3::expr solver::named(const z3::expr& formula) {
  const bool short_enough = formula.is_const() || (formula.is_not() && formula.arg(0).is_const());
  if (short_enough) return formula;
  const auto identity = Z3_get_ast_id(context_, formula);
  if (const auto it = name_of_.find(identity); it != name_of_.end()) return it->second;
  const auto name = variable("n");
  require(name == formula);
  kept_.push_back(formula);
  name_of_.emplace(identity, name);
  return name;
}

answer solver::ask(const z3::expr& wanted) {
  if (wanted.is_false()) return answer::impossible;
  z3::expr_vector assumed(context_);
  if (!wanted.is_true()) assumed.push_back(named(wanted));
  model_.clear();
  switch (solver_.check(assumed)) {
  case z3::sat:
    model_.push_back(solver_.get_model());
    recent_.push_front(model_.front());
    if (recent_.size() > recent_max) recent_.pop_back();
    return answer::possible;
  case z3::unsat:
    return answer::impossible;
  case z3::unknown:
    break;
  }
  return answer::undecided;
}

// Without completion: a variable that is younger than the case has no value there, and proves nothing.
bool solver::seen(const z3::expr& wanted) const {
  return std::ranges::any_of(recent_, [&](const z3::model& each) { return each.eval(wanted, false).is_true(); });
}

bool solver::holds(const z3::expr& formula) const {
  return !model_.empty() && model_.front().eval(formula, true).is_true();
}

z3::expr solver::all_of(const std::vector<z3::expr>& parts) {
  z3::expr_vector kept(context_);
  for (const auto& part : parts) {
    if (part.is_false()) return no();
    if (!part.is_true()) kept.push_back(part);
  }
  if (kept.empty()) return yes();
  return kept.size() == 1 ? kept[0] : z3::mk_and(kept);
}

z3::expr solver::any_of(const std::vector<z3::expr>& parts) {
  z3::expr_vector kept(context_);
  for (const auto& part : parts) {
    if (part.is_true()) return yes();
    if (!part.is_false()) kept.push_back(part);
  }
  if (kept.empty()) return no();
  return kept.size() == 1 ? kept[0] : z3::mk_or(kept);
}

z3::expr
solver::weight_at_least(const std::vector<z3::expr>& parts, const std::vector<int>& weights, std::int64_t bound) {
  // A negative weight counts for the part that does not hold: w * x = w + |w| * (not x).
  z3::expr_vector terms(context_);
  std::vector<int> counted;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (weights[i] == 0) continue;
    if (weights[i] < 0) bound -= weights[i];
    terms.push_back(weights[i] < 0 ? !parts[i] : parts[i]);
    counted.push_back(std::abs(weights[i]));
  }
  std::int64_t most = 0;
  for (const auto weight : counted)
    most += weight;
  if (bound <= 0) return yes();
  if (bound > most) return no();
  return z3::pbge(terms, counted.data(), static_cast<int>(bound));
}

} // namespace frontdoor::triage::proof
