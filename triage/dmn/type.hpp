#pragma once
// FEEL types and the types of a model (DMN 1.5, 7.3.2 and 10.3.2.9): conformance and implicit conversion.

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "triage/dmn/ast.hpp"
#include "triage/dmn/model.hpp"
#include "triage/dmn/value.hpp"

namespace frontdoor::triage::dmn {

struct compiled_tests;

class type {
 public:
  enum class kind_of : std::uint8_t {
    any,
    null,
    boolean,
    number,
    string,
    date,
    time,
    date_time,
    days_duration,
    months_duration,
    list,
    context,
    range,
    function,
    unknown, // a name that stands for nothing: conforms to nothing
  };
  kind_of kind = kind_of::any;
  std::string name;                                         // as the model calls it; may be empty
  const type* element = nullptr;                            // of list and range; null: Any
  bool open = false;                                        // a context of any members
  std::vector<std::pair<std::string, const type*>> members; // of a context
  std::vector<const type*> parameters;                      // of a function
  const type* result = nullptr;
  const type* base = nullptr;                       // an item definition's base type; its own kind repeats the base's
  std::shared_ptr<const compiled_tests> allowed;    // each value (of a collection: each item) satisfies these
  std::shared_ptr<const compiled_tests> constraint; // the value as a whole satisfies these
};

// The named types of one model. Built when the model is compiled, then immutable.
class type_table {
 public:
  type_table();
  // The type of a reference: a built-in name, with or without a prefix, or an item definition's. Null when unknown.
  const type* find(std::string_view reference) const;
  // Adds an empty type under a name, to be filled in; null when the name is taken.
  type* add(const std::string& name);
  // A type without a name of its own.
  type* add_anonymous();
  // Makes a name stand for a type of another table that outlives this one.
  void alias(const std::string& name, const type* target);
  const std::unordered_map<std::string, const type*>& named() const { return named_; }

  static const type* built_in(std::string_view name);

 private:
  std::deque<type> owned_;
  std::unordered_map<std::string, const type*> named_;
};

class evaluator;

// Whether the value is of the type; with `values`, of its allowed values too. Null conforms to every type but is an
// instance of none.
bool conforms(const value& v, const type* wanted, evaluator& with, bool values = true);
// `instance of`: as conforms without allowed values, but null is an instance of the null type only.
bool instance_of(const value& v, const type* wanted, evaluator& with);
// The value as the type wants it: itself, a singleton list put on or taken off, a date as a date and time.
// Null with a diagnostic when nothing fits. `what` names the value for the diagnostic.
value coerced(const value& v, const type* wanted, evaluator& with, std::string_view what);

} // namespace frontdoor::triage::dmn
