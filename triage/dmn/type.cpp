#include "triage/dmn/type.hpp"

#include <algorithm>
#include <array>

#include "triage/dmn/evaluator.hpp"

namespace frontdoor::triage::dmn {
namespace {

using kind_of = type::kind_of;

struct built_in_types {
  built_in_types() {
    static constexpr std::array<std::pair<const char*, kind_of>, 17> names = {{
        {"Any", kind_of::any},
        {"Null", kind_of::null},
        {"number", kind_of::number},
        {"string", kind_of::string},
        {"boolean", kind_of::boolean},
        {"date", kind_of::date},
        {"time", kind_of::time},
        {"date and time", kind_of::date_time},
        {"dateTime", kind_of::date_time},
        {"days and time duration", kind_of::days_duration},
        {"dayTimeDuration", kind_of::days_duration},
        {"years and months duration", kind_of::months_duration},
        {"yearMonthDuration", kind_of::months_duration},
        {"list", kind_of::list},
        {"context", kind_of::context},
        {"range", kind_of::range},
        {"function", kind_of::function},
    }};
    for (const auto& [name, kind] : names) {
      auto& made = types[name];
      made.kind = kind;
      made.name = name;
      made.open = kind == kind_of::context || kind == kind_of::function;
    }
  }
  std::unordered_map<std::string, type> types;
};

bool scalar_fits(value_kind held, kind_of wanted) {
  switch (wanted) {
  case kind_of::boolean:
    return held == value_kind::boolean;
  case kind_of::number:
    return held == value_kind::number;
  case kind_of::string:
    return held == value_kind::string;
  case kind_of::date:
    return held == value_kind::date;
  case kind_of::time:
    return held == value_kind::time;
  case kind_of::date_time:
    return held == value_kind::date_time;
  case kind_of::days_duration:
    return held == value_kind::days_duration;
  case kind_of::months_duration:
    return held == value_kind::months_duration;
  default:
    return false;
  }
}

bool context_fits(const value& v, const type& wanted, evaluator& with, bool values) {
  if (!v.is(value_kind::context)) return false;
  return std::all_of(wanted.members.begin(), wanted.members.end(), [&](const auto& member) {
    const auto* held = v.context().find(member.first);
    return held != nullptr && conforms(*held, member.second, with, values);
  });
}

bool range_fits(const value& v, const type& wanted, evaluator& with, bool values) {
  if (!v.is(value_kind::range)) return false;
  if (wanted.element == nullptr) return true;
  const auto& r = v.range();
  return (r.low.is_null() || conforms(r.low, wanted.element, with, values)) &&
         (r.high.is_null() || conforms(r.high, wanted.element, with, values));
}

// Whether values of `a` may stand where `b` is wanted, as far as the types say.
bool type_fits(const type* a, const type* b, int depth) {
  if (b == nullptr || b->kind == kind_of::any || a == b) return true;
  if (a == nullptr || depth > 20) return false;
  if (a->kind != b->kind) return a->kind == kind_of::null;
  if (a->kind == kind_of::list || a->kind == kind_of::range) return type_fits(a->element, b->element, depth + 1);
  if (a->kind == kind_of::context) {
    return std::all_of(b->members.begin(), b->members.end(), [&](const auto& member) {
      return std::any_of(a->members.begin(), a->members.end(), [&](const auto& held) {
        return held.first == member.first && type_fits(held.second, member.second, depth + 1);
      });
    });
  }
  if (a->kind == kind_of::function) {
    if (b->open) return true;
    if (a->parameters.size() != b->parameters.size()) return false;
    for (std::size_t i = 0; i < a->parameters.size(); ++i) {
      if (!type_fits(b->parameters[i], a->parameters[i], depth + 1)) return false;
    }
    return type_fits(a->result, b->result, depth + 1);
  }
  return true;
}

bool function_fits(const value& v, const type& wanted) {
  if (!v.is(value_kind::function)) return false;
  if (wanted.open) return true;
  const auto& f = v.function();
  return std::any_of(f.signatures.begin(), f.signatures.end(), [&](const auto& way) {
    const auto count = wanted.parameters.size();
    if (count < way.required || (!way.variadic && count > way.parameters.size())) return false;
    if (f.built_in) return true;
    for (std::size_t i = 0; i < std::min(count, way.parameters.size()); ++i) {
      // A parameter without a type takes anything.
      if (!type_fits(wanted.parameters[i], way.parameters[i].type, 0)) return false;
    }
    return f.result == nullptr || type_fits(f.result, wanted.result, 0);
  });
}

bool satisfies_all(const value& v, const std::shared_ptr<const compiled_tests>& tests, evaluator& with) {
  return !tests || with.satisfies(tests, v, {}).is_true();
}

bool fits(const value& v, const type& wanted, evaluator& with, bool values) {
  switch (wanted.kind) {
  case kind_of::any:
    return true;
  case kind_of::null:
    return v.is_null();
  case kind_of::unknown:
    return false;
  case kind_of::list:
    if (!v.is(value_kind::list)) return false;
    if (!with.charge(v.list().size() / 8 + 1)) return false;
    return wanted.element == nullptr || std::all_of(v.list().begin(), v.list().end(), [&](const value& item) {
             return conforms(item, wanted.element, with, values);
           });
  case kind_of::context:
    return context_fits(v, wanted, with, values);
  case kind_of::range:
    return range_fits(v, wanted, with, values);
  case kind_of::function:
    return function_fits(v, wanted);
  default:
    return scalar_fits(v.kind(), wanted.kind);
  }
}

} // namespace

type_table::type_table() = default;

const type* type_table::built_in(std::string_view name) {
  static const built_in_types known;
  const auto found = known.types.find(std::string(name));
  return found == known.types.end() ? nullptr : &found->second;
}

const type* type_table::find(std::string_view reference) const {
  if (const auto found = named_.find(std::string(reference)); found != named_.end()) return found->second;
  if (const auto* known = built_in(reference)) return known;
  // A prefix as XML writes it: "feel:string", "tns:tPerson".
  if (const auto colon = reference.find(':'); colon != std::string_view::npos) return find(reference.substr(colon + 1));
  return nullptr;
}

type* type_table::add(const std::string& name) {
  if (named_.contains(name)) return nullptr;
  auto* made = add_anonymous();
  made->name = name;
  named_.emplace(name, made);
  return made;
}

type* type_table::add_anonymous() {
  return &owned_.emplace_back();
}

void type_table::alias(const std::string& name, const type* target) {
  named_.emplace(name, target);
}

bool conforms(const value& v, const type* wanted, evaluator& with, bool values) {
  if (wanted == nullptr || v.is_null()) return true;
  if (!with.charge(1)) return false;
  if (wanted->base != nullptr && !conforms(v, wanted->base, with, values)) return false;
  if (wanted->base == nullptr && !fits(v, *wanted, with, values)) return false;
  return !values || (satisfies_all(v, wanted->allowed, with) && satisfies_all(v, wanted->constraint, with));
}

bool instance_of(const value& v, const type* wanted, evaluator& with) {
  if (wanted == nullptr) return false;
  if (v.is_null()) return wanted->kind == kind_of::null;
  return conforms(v, wanted, with, false);
}

value coerced(const value& v, const type* wanted, evaluator& with, std::string_view what) {
  if (wanted == nullptr || v.is_null() || wanted->kind == kind_of::any) return v;
  const auto noted = with.diagnostics().size();
  if (conforms(v, wanted, with)) return v;
  if (with.stopped()) return {};
  const auto forget = [&] { with.diagnostics().resize(std::min(noted, with.diagnostics().size())); };
  if (v.is(value_kind::list) && v.list().size() == 1 && wanted->kind != kind_of::list &&
      conforms(v.list()[0], wanted, with)) {
    forget();
    return v.list()[0];
  }
  if (wanted->kind == kind_of::list && !v.is(value_kind::list)) {
    value single(std::vector<value>{v});
    if (conforms(single, wanted, with)) {
      forget();
      return single;
    }
  }
  if (wanted->kind == kind_of::date_time && v.is(value_kind::date)) {
    value moment(start_of(v.date()));
    if (conforms(moment, wanted, with)) {
      forget();
      return moment;
    }
  }
  if (with.stopped()) return {};
  forget();
  std::string detail(what);
  detail += " is a ";
  detail += kind_name(v.kind());
  detail += " and does not conform to the type ";
  detail += wanted->name.empty() ? "wanted" : wanted->name;
  return with.fail("wrong_type", std::move(detail));
}

} // namespace frontdoor::triage::dmn
