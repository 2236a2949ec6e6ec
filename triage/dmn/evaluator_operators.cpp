// Operators of FEEL: comparisons, three-valued logic, ranges, arithmetic (DMN 1.5, 10.3.2.13 to 10.3.2.16).
#include "triage/dmn/evaluator.hpp"

namespace frontdoor::triage::dmn {
namespace {

std::string operands(std::string_view op, const value& a, const value& b) {
  std::string out(kind_name(a.kind()));
  out += ' ';
  out += op;
  out += ' ';
  out += kind_name(b.kind());
  return out;
}

value no_operation(std::string_view op, const value& a, const value& b, evaluator& with) {
  return with.fail("wrong_type", "there is no operation " + operands(op, a, b));
}

template <class A, class D> value moved(const A& moment, const D& amount, bool back, evaluator& with) {
  const auto by = back ? negated(amount) : std::optional(amount);
  if (!by) return with.fail("out_of_range", "the result is out of range");
  return in_range(add(moment, *by, with.options().zones), with);
}

// A date moved by a duration stays a date.
value date_moved(const date& day, const value& amount, bool back, evaluator& with) {
  if (amount.is(value_kind::months_duration)) {
    return in_range(add(day, back ? *negated(amount.months()) : amount.months()), with);
  }
  const auto by = back ? negated(amount.days()) : std::optional(amount.days());
  const auto moment = by ? add(start_of(day), *by, nullptr) : std::nullopt;
  return moment ? value(moment->date) : with.fail("out_of_range", "the result is out of range");
}

bool is_duration(const value& v) {
  return v.is(value_kind::days_duration) || v.is(value_kind::months_duration);
}

// A date or date and time as a moment; a date is its midnight in UTC.
std::optional<date_time> moment_of(const value& v) {
  if (v.is(value_kind::date_time)) return v.date_time();
  if (v.is(value_kind::date)) return start_of(v.date());
  return std::nullopt;
}

value difference(const value& a, const value& b, evaluator& with) {
  if (a.is(value_kind::time) && b.is(value_kind::time)) {
    if (a.time().zone.given != b.time().zone.given)
      return with.fail("zone_mismatch", "one time is local, the other has a zone");
    const auto nanos = days_duration{0, a.time().nanos};
    const auto less = negated(days_duration{0, b.time().nanos});
    const auto rest = add(nanos, less.value_or(days_duration{}));
    return in_range(add(rest.value_or(days_duration{}), {instant(a.time()) - instant(b.time()), 0}), with);
  }
  const auto x = moment_of(a);
  const auto y = moment_of(b);
  if (!x || !y) return no_operation("-", a, b, with);
  if (x->time.zone.given != y->time.zone.given)
    return with.fail("zone_mismatch", "one moment is local, the other has a zone");
  const auto less = negated(days_duration{0, y->time.nanos});
  const auto rest = add(days_duration{0, x->time.nanos}, less.value_or(days_duration{}));
  return in_range(add(rest.value_or(days_duration{}), {instant(*x) - instant(*y), 0}), with);
}

value sum(const value& a, const value& b, bool minus, evaluator& with) {
  const auto op = minus ? "-" : "+";
  if (a.kind() == b.kind()) {
    switch (a.kind()) {
    case value_kind::number:
      return in_range(minus ? a.number().minus(b.number()) : a.number().plus(b.number()), with);
    case value_kind::string:
      return minus ? no_operation(op, a, b, with) : value(a.string() + b.string());
    case value_kind::days_duration: {
      const auto other = minus ? negated(b.days()) : std::optional(b.days());
      return in_range(other ? add(a.days(), *other) : std::nullopt, with);
    }
    case value_kind::months_duration:
      return in_range(add(a.months(), minus ? *negated(b.months()) : b.months()), with);
    default:
      break;
    }
  }
  if (is_duration(b)) {
    const bool months = b.is(value_kind::months_duration);
    if (a.is(value_kind::date)) return date_moved(a.date(), b, minus, with);
    if (a.is(value_kind::date_time)) {
      return months ? moved(a.date_time(), b.months(), minus, with) : moved(a.date_time(), b.days(), minus, with);
    }
    if (a.is(value_kind::time) && !months) {
      const auto by = minus ? negated(b.days()) : std::optional(b.days());
      return by ? value(add(a.time(), *by)) : with.fail("out_of_range", "the result is out of range");
    }
  }
  if (minus) return difference(a, b, with);
  if (is_duration(a) && !is_duration(b) && !b.is(value_kind::number)) return sum(b, a, false, with);
  return no_operation(op, a, b, with);
}

value scaled(const value& duration, const number& factor, bool divide, evaluator& with) {
  const auto size =
      duration.is(value_kind::days_duration) ? seconds_of(duration.days()) : number(duration.months().months);
  const auto result = divide ? size.divided_by(factor) : size.times(factor);
  if (!result) return with.fail("out_of_range", divide ? "division by zero" : "the result is out of range");
  if (duration.is(value_kind::days_duration)) return in_range(duration_of_seconds(*result), with);
  return in_range(duration_of_months(*result), with);
}

value product(const value& a, const value& b, evaluator& with) {
  if (a.is(value_kind::number) && b.is(value_kind::number)) return in_range(a.number().times(b.number()), with);
  if (is_duration(a) && b.is(value_kind::number)) return scaled(a, b.number(), false, with);
  if (a.is(value_kind::number) && is_duration(b)) return scaled(b, a.number(), false, with);
  return no_operation("*", a, b, with);
}

value quotient(const value& a, const value& b, evaluator& with) {
  const auto divided = [&](const number& x, const number& y) {
    if (y.is_zero()) return with.fail("division_by_zero", "division by zero");
    return in_range(x.divided_by(y), with);
  };
  if (a.is(value_kind::number) && b.is(value_kind::number)) return divided(a.number(), b.number());
  if (is_duration(a) && b.is(value_kind::number)) return scaled(a, b.number(), true, with);
  if (a.is(value_kind::days_duration) && b.is(value_kind::days_duration)) {
    return divided(seconds_of(a.days()), seconds_of(b.days()));
  }
  if (a.is(value_kind::months_duration) && b.is(value_kind::months_duration)) {
    return divided(number(a.months().months), number(b.months().months));
  }
  return no_operation("/", a, b, with);
}

// The order of two values for an operator; a diagnostic when there is none.
value compared(std::string_view op, const value& a, const value& b, evaluator& with) {
  if (op == "=" || op == "!=") {
    const auto same = equal(a, b);
    if (!same) return no_operation(op, a, b, with);
    return (op == "=") == *same;
  }
  const auto result = order(a, b);
  if (!result) return no_operation(op, a, b, with);
  if (op == "<") return *result < 0;
  if (op == "<=") return *result <= 0;
  if (op == ">") return *result > 0;
  return *result >= 0;
}

} // namespace

value arithmetic(std::string_view op, const value& a, const value& b, evaluator& with) {
  if (op == "+" || op == "-") return sum(a, b, op == "-", with);
  if (op == "*") return product(a, b, with);
  if (op == "/") return quotient(a, b, with);
  if (a.is(value_kind::number) && b.is(value_kind::number)) return in_range(a.number().power(b.number()), with);
  return no_operation(op, a, b, with);
}

value negated(const value& v, evaluator& with) {
  switch (v.kind()) {
  case value_kind::number:
    return v.number().negated();
  case value_kind::days_duration:
    return in_range(negated(v.days()), with);
  case value_kind::months_duration:
    return in_range(negated(v.months()), with);
  default:
    return with.wrong_type("what is negated", v, "number or duration");
  }
}

value evaluator::comparison(const ast::node& n, const scope& names) {
  const auto left = node(*n.children[0], names);
  const auto right = node(*n.children[1], names);
  if (stopped_ || !charge((left.weight() + right.weight()) / 8)) return {};
  return compared(n.text, left, right, *this);
}

// Three-valued: what is not a boolean counts as null, and is a fault when it decides (10.3.2.12).
value evaluator::logic(const ast::node& n, const scope& names, bool conjunction) {
  const auto left = node(*n.children[0], names);
  if (left.is(value_kind::boolean) && left.boolean() != conjunction) return left;
  const auto right = node(*n.children[1], names);
  if (stopped_) return {};
  if (right.is(value_kind::boolean) && right.boolean() != conjunction) return right;
  for (const auto* operand : {&left, &right}) {
    if (operand->is_null() || operand->is(value_kind::boolean)) continue;
    return wrong_type(conjunction ? "an operand of `and`" : "an operand of `or`", *operand, "boolean");
  }
  if (left.is_null() || right.is_null()) return {};
  return conjunction;
}

value evaluator::between(const ast::node& n, const scope& names) {
  const auto tested = node(*n.children[0], names);
  const auto low = node(*n.children[1], names);
  const auto high = node(*n.children[2], names);
  if (stopped_) return {};
  const auto above = compared(">=", tested, low, *this);
  const auto below = compared("<=", tested, high, *this);
  if (above.is_null() || below.is_null()) return {};
  return above.boolean() && below.boolean();
}

value evaluator::range(const ast::node& n, const scope& names) {
  auto out = std::make_shared<range_data>();
  out->low = node(*n.children[0], names);
  out->high = node(*n.children[1], names);
  out->low_included = n.low_included;
  out->high_included = n.high_included;
  if (stopped_) return {};
  const bool low_null = out->low.is_null();
  const bool high_null = out->high.is_null();
  if ((low_null && n.low_included) || (high_null && n.high_included)) {
    return fail("range_end", "an end of a range that is null cannot be included");
  }
  if (!low_null && !high_null && !order(out->low, out->high)) return no_operation("..", out->low, out->high, *this);
  return value(range_ptr(std::move(out)));
}

value evaluator::unary(const ast::node& n, const scope& names) {
  using form = range_data::form;
  auto end = node(*n.children[0], names);
  if (stopped_) return {};
  auto out = std::make_shared<range_data>();
  if (n.text == "<" || n.text == "<=") {
    out->written = n.text == "<" ? form::less : form::less_equal;
    out->high = std::move(end);
    out->high_included = n.text == "<=";
  } else if (n.text == ">" || n.text == ">=") {
    out->written = n.text == ">" ? form::greater : form::greater_equal;
    out->low = std::move(end);
    out->low_included = n.text == ">=";
  } else {
    out->written = n.text == "=" ? form::equal : form::not_equal;
    out->low = end;
    out->high = std::move(end);
    out->low_included = out->high_included = n.text == "=";
  }
  return value(range_ptr(std::move(out)));
}

// One test of `in` (table 54): a range that holds the value, a list with it, or the value itself.
value evaluator::one_test(const value& tested, const value& test) {
  if (!charge(1 + (tested.weight() + test.weight()) / 8)) return {};
  if (test.is(value_kind::range)) {
    if (tested.is(value_kind::range) && equal(tested, test).value_or(false)) return true;
    const auto held = holds(test.range(), tested);
    if (held) return *held;
    if (tested.is_null()) return fail("wrong_type", "null is tested against a range");
    return fail(
        "wrong_type",
        std::string("a ") + std::string(kind_name(tested.kind())) + " is tested against the range " + to_text(test, 40)
    );
  }
  if (test.is(value_kind::list)) {
    if (tested.is(value_kind::list) && equal(tested, test).value_or(false)) return true;
    for (const auto& item : test.list()) {
      if (item.is(value_kind::range) && !tested.is(value_kind::range)) {
        if (holds(item.range(), tested).value_or(false)) return true;
      } else if (equal(tested, item).value_or(false)) {
        return true;
      }
    }
    return false;
  }
  const auto same = equal(tested, test);
  if (!same) return no_operation("in", tested, test, *this);
  return *same;
}

value evaluator::in_test(const ast::node& n, const scope& names) {
  const auto tested = node(*n.children[0], names);
  bool unsure = false;
  for (std::size_t i = 1; i < n.children.size(); ++i) {
    scope inner{&names, {{"?", tested}}, nullptr};
    const auto outcome = one_cell_test(*n.children[i], tested, inner);
    if (stopped_) return {};
    if (outcome.is_true()) return true;
    unsure = unsure || outcome.is_null();
  }
  return unsure ? value() : value(false);
}

// A test that mentions "?" decides by its own truth; any other is compared with the tested value.
value evaluator::one_cell_test(const ast::node& test, const value& tested, const scope& names) {
  const auto noted = diagnostics_.size();
  auto result = node(test, names);
  if (stopped_) return {};
  if (result.is_null() && diagnostics_.size() > noted) return {}; // a faulty test is no test
  if (test.asks_tested) {
    if (result.is(value_kind::boolean)) return result;
    if (result.is_null()) return {};
    return wrong_type("the test", result, "boolean");
  }
  if (result.is(value_kind::boolean) && !tested.is(value_kind::boolean) && test.kind != ast::kind::literal)
    return result;
  return one_test(tested, result);
}

std::size_t
evaluator::rank(const std::shared_ptr<const compiled_tests>& tests, const value& tested, const scope& names) {
  const at_place here(*this, tests->file, tests->place);
  const scope inner{&names, {{"?", tested}}, nullptr};
  for (std::size_t i = 0; i < tests->tests.tests.size(); ++i) {
    if (one_cell_test(*tests->tests.tests[i], tested, inner).is_true()) return i;
  }
  return tests->tests.tests.size();
}

value evaluator::satisfies(
    const std::shared_ptr<const compiled_tests>& tests, const value& tested, const scope& names
) {
  if (tests->tests.any && !tests->fault) return true;
  const at_place here(*this, tests->file, tests->place);
  if (tests->fault) {
    return fail(
        "syntax", tests->fault->detail + " (line " + std::to_string(tests->fault->line) + ", column " +
                      std::to_string(tests->fault->column) + ")"
    );
  }
  const auto unit = std::exchange(unit_, tests);
  const auto* types = std::exchange(types_, tests->types);
  const scope inner{&names, {{"?", tested}}, nullptr};
  value outcome = false;
  for (const auto& test : tests->tests.tests) {
    auto one = one_cell_test(*test, tested, inner);
    if (stopped_) break;
    if (one.is_true()) {
      outcome = true;
      break;
    }
    if (one.is_null()) outcome = value();
  }
  unit_ = unit;
  types_ = types;
  if (stopped_) return {};
  if (tests->tests.negated && outcome.is(value_kind::boolean)) return !outcome.boolean();
  return outcome;
}

} // namespace frontdoor::triage::dmn
