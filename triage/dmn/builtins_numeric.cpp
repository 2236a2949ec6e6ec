// Numeric functions (10.3.4.5).
#include "triage/dmn/builtins.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

value rounded(evaluator& e, arguments& a, rounding mode) {
  const auto* n = number_argument(e, a, 0);
  if (n == nullptr) return {};
  std::int64_t scale = 0;
  if (a.size() > 1) {
    const auto wanted = whole_argument(e, a, 1);
    if (!wanted) return {};
    scale = *wanted;
  }
  const auto result = n->rounded(scale, mode);
  return result ? value(*result) : e.fail("out_of_range", "the scale is not within -6111 to 6176");
}

value decimal(evaluator& e, arguments& a) {
  return rounded(e, a, rounding::half_even);
}
value floor_of(evaluator& e, arguments& a) {
  return rounded(e, a, rounding::floor);
}
value ceiling_of(evaluator& e, arguments& a) {
  return rounded(e, a, rounding::ceiling);
}
value round_up(evaluator& e, arguments& a) {
  return rounded(e, a, rounding::up);
}
value round_down(evaluator& e, arguments& a) {
  return rounded(e, a, rounding::down);
}
value round_half_up(evaluator& e, arguments& a) {
  return rounded(e, a, rounding::half_up);
}
value round_half_down(evaluator& e, arguments& a) {
  return rounded(e, a, rounding::half_down);
}

value absolute(evaluator& e, arguments& a) {
  if (a[0].is(value_kind::days_duration)) return a[0].days().seconds < 0 ? negated(a[0], e) : a[0];
  if (a[0].is(value_kind::months_duration)) return a[0].months().months < 0 ? negated(a[0], e) : a[0];
  const auto* n = number_argument(e, a, 0);
  return n != nullptr ? value(n->absolute()) : value();
}

value modulo(evaluator& e, arguments& a) {
  const auto* dividend = number_argument(e, a, 0);
  const auto* divisor = number_argument(e, a, 1);
  if (dividend == nullptr || divisor == nullptr) return {};
  if (divisor->is_zero()) return e.fail("division_by_zero", "division by zero");
  return in_range(dividend->modulo(*divisor), e);
}

value square_root(evaluator& e, arguments& a) {
  const auto* n = number_argument(e, a, 0);
  return n != nullptr ? in_range(n->square_root(), e) : value();
}

value logarithm(evaluator& e, arguments& a) {
  const auto* n = number_argument(e, a, 0);
  return n != nullptr ? in_range(n->logarithm(), e) : value();
}

value exponential(evaluator& e, arguments& a) {
  const auto* n = number_argument(e, a, 0);
  return n != nullptr ? in_range(n->exponential(), e) : value();
}

value parity(evaluator& e, arguments& a, bool odd) {
  const auto* n = number_argument(e, a, 0);
  if (n == nullptr) return {};
  const auto rest = n->modulo(number(2));
  return rest && *rest == number(odd ? 1 : 0);
}

value is_odd(evaluator& e, arguments& a) {
  return parity(e, a, true);
}
value is_even(evaluator& e, arguments& a) {
  return parity(e, a, false);
}

} // namespace

void register_numbers(function_registry& to) {
  to.add("decimal", {"n", "scale"}, 2, decimal);
  to.add("floor", {"n", "scale"}, 1, floor_of);
  to.add("ceiling", {"n", "scale"}, 1, ceiling_of);
  to.add("round up", {"n", "scale"}, 2, round_up);
  to.add("round down", {"n", "scale"}, 2, round_down);
  to.add("round half up", {"n", "scale"}, 2, round_half_up);
  to.add("round half down", {"n", "scale"}, 2, round_half_down);
  to.add("abs", {"n"}, 1, absolute);
  to.add("modulo", {"dividend", "divisor"}, 2, modulo);
  to.add("sqrt", {"number"}, 1, square_root);
  to.add("log", {"number"}, 1, logarithm);
  to.add("exp", {"number"}, 1, exponential);
  to.add("odd", {"number"}, 1, is_odd);
  to.add("even", {"number"}, 1, is_even);
}

} // namespace frontdoor::triage::dmn::detail
