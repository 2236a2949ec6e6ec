// Functions of ranges and points (10.3.4.9, table 78) and the function `range`.
#include <algorithm>

#include "triage/dmn/builtins.hpp"
#include "triage/dmn/parser.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

// An end of a range. A missing end lies beyond every value.
struct range_end {
  value at;
  bool included = false;
  int beyond = 0; // -1: before everything, 1: after everything
};

struct span_of {
  range_end low, high;
  bool point = false;
};

span_of spanned(const value& v) {
  if (!v.is(value_kind::range)) return {{v, true, 0}, {v, true, 0}, true};
  const auto& r = v.range();
  span_of out{{r.low, r.low_included, 0}, {r.high, r.high_included, 0}, false};
  if (r.low.is_null()) out.low.beyond = -1;
  if (r.high.is_null()) out.high.beyond = 1;
  return out;
}

// Compares ends, remembering when they have no order.
struct comparing {
  bool failed = false;
  int operator()(const range_end& a, const range_end& b) {
    if (a.beyond != 0 || b.beyond != 0) return a.beyond < b.beyond ? -1 : a.beyond > b.beyond ? 1 : 0;
    const auto result = order(a.at, b.at);
    failed = failed || !result;
    return result.value_or(0);
  }
};

using relation_of = bool (*)(comparing&, const span_of&, const span_of&);

bool before(comparing& cmp, const span_of& a, const span_of& b) {
  const auto c = cmp(a.high, b.low);
  return c < 0 || (c == 0 && (!a.high.included || !b.low.included));
}

bool meets(comparing& cmp, const span_of& a, const span_of& b) {
  return a.high.included && b.low.included && cmp(a.high, b.low) == 0;
}

bool overlaps(comparing& cmp, const span_of& a, const span_of& b) {
  const auto left = cmp(a.high, b.low);
  const auto right = cmp(a.low, b.high);
  return (left > 0 || (left == 0 && a.high.included && b.low.included)) &&
         (right < 0 || (right == 0 && a.low.included && b.high.included));
}

bool overlaps_before(comparing& cmp, const span_of& a, const span_of& b) {
  const auto starts = cmp(a.low, b.low);
  const auto inner = cmp(a.high, b.low);
  const auto ends = cmp(a.high, b.high);
  return (starts < 0 || (starts == 0 && a.low.included && !b.low.included)) &&
         (inner > 0 || (inner == 0 && a.high.included && b.low.included)) &&
         (ends < 0 || (ends == 0 && (!a.high.included || b.high.included)));
}

bool overlaps_after(comparing& cmp, const span_of& a, const span_of& b) {
  const auto starts = cmp(b.low, a.low);
  const auto inner = cmp(b.high, a.low);
  const auto ends = cmp(b.high, a.high);
  return (starts < 0 || (starts == 0 && b.low.included && !a.low.included)) &&
         (inner > 0 || (inner == 0 && b.high.included && a.low.included)) &&
         (ends < 0 || (ends == 0 && (!b.high.included || a.high.included)));
}

bool finishes(comparing& cmp, const span_of& a, const span_of& b) {
  if (a.point) return b.high.included && cmp(a.high, b.high) == 0;
  const auto starts = cmp(a.low, b.low);
  return a.high.included == b.high.included && cmp(a.high, b.high) == 0 &&
         (starts > 0 || (starts == 0 && (!a.low.included || b.low.included)));
}

bool includes(comparing& cmp, const span_of& a, const span_of& b) {
  const auto starts = cmp(a.low, b.low);
  const auto ends = cmp(a.high, b.high);
  return (starts < 0 || (starts == 0 && (a.low.included || !b.low.included))) &&
         (ends > 0 || (ends == 0 && (a.high.included || !b.high.included)));
}

bool starts(comparing& cmp, const span_of& a, const span_of& b) {
  if (a.point) return b.low.included && cmp(a.low, b.low) == 0;
  const auto ends = cmp(a.high, b.high);
  return a.low.included == b.low.included && cmp(a.low, b.low) == 0 &&
         (ends < 0 || (ends == 0 && (!a.high.included || b.high.included)));
}

bool coincides(comparing& cmp, const span_of& a, const span_of& b) {
  return cmp(a.low, b.low) == 0 && cmp(a.high, b.high) == 0 && a.low.included == b.low.included &&
         a.high.included == b.high.included;
}

template <relation_of Relation, bool Swapped> value related(evaluator& e, arguments& a) {
  for (std::size_t i = 0; i < 2; ++i) {
    if (a[i].is_null() || a[i].is(value_kind::list) || a[i].is(value_kind::context)) {
      return e.wrong_type("argument " + std::to_string(i + 1), a[i], "range or a point");
    }
  }
  comparing cmp;
  const auto first = spanned(a[Swapped ? 1 : 0]);
  const auto second = spanned(a[Swapped ? 0 : 1]);
  const bool result = Relation(cmp, first, second);
  if (cmp.failed) return e.fail("wrong_type", "the ends of the ranges have no order");
  return result;
}

// What may stand as an end in the text of a range: a literal, or a date, time or duration made from one.
bool is_constant(const ast::node& n) {
  if (n.kind == ast::kind::literal) return true;
  if (n.kind == ast::kind::negation) return is_constant(*n.children[0]);
  if (n.kind != ast::kind::call || n.children[0]->kind != ast::kind::name || n.children.size() != 2) return false;
  static const std::vector<std::string> makers = {"@", "date", "time", "date and time", "duration"};
  const auto& called = n.children[0]->text;
  return std::find(makers.begin(), makers.end(), called) != makers.end() && n.children[1]->kind == ast::kind::literal;
}

value range_of_text(evaluator& e, arguments& a) {
  const auto* text = string_argument(e, a, 0);
  if (text == nullptr) return {};
  auto parsed = parse_expression(*text, {});
  const bool usable = parsed && (*parsed)->kind == ast::kind::range && is_constant(*(*parsed)->children[0]) &&
                      is_constant(*(*parsed)->children[1]);
  if (!usable) return e.fail("bad_text", "the text is not a range of literals");
  auto compiled = std::make_shared<compiled_text>();
  compiled->tree = std::move(*parsed);
  auto out = e.evaluate(compiled, {});
  if (!out.is(value_kind::range)) return {};
  const auto& r = out.range();
  if (r.low.is_null() || r.high.is_null()) return e.fail("bad_text", "a range of text needs two ends");
  const auto compared = order(r.low, r.high);
  if (!compared || *compared > 0) return e.fail("bad_text", "the range ends before it begins");
  return out;
}

} // namespace

void register_ranges(function_registry& to) {
  const auto ranges = [&](const char* name, function_registry::implementation run) {
    to.add(name, {"range1", "range2"}, 2, run);
    to.add(name, {"point1", "point2"}, 2, run);
    to.add(name, {"point", "range"}, 2, run);
  };
  ranges("before", related<before, false>);
  ranges("after", related<before, true>);
  ranges("meets", related<meets, false>);
  ranges("met by", related<meets, true>);
  ranges("overlaps", related<overlaps, false>);
  ranges("overlaps before", related<overlaps_before, false>);
  ranges("overlaps after", related<overlaps_after, false>);
  ranges("finishes", related<finishes, false>);
  ranges("finished by", related<finishes, true>);
  ranges("includes", related<includes, false>);
  ranges("during", related<includes, true>);
  ranges("starts", related<starts, false>);
  ranges("started by", related<starts, true>);
  ranges("coincides", related<coincides, false>);
  to.add("range", {"from"}, 1, range_of_text);
}

} // namespace frontdoor::triage::dmn::detail
