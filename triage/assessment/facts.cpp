#include "triage/assessment/facts.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <nlohmann/json.hpp>

#include "triage/listed.hpp"
#include "triage/nearest_name.hpp"

namespace frontdoor::triage {
namespace {

using nlohmann::json;

constexpr std::string_view unknown_word = "unknown";
constexpr std::string_view withheld_word = "withheld";

// RFC 6901: "~" and "/" in a key are escaped.
std::string pointer_to(std::string_view prefix, std::string_view key) {
  std::string pointer(prefix);
  pointer += '/';
  for (const char c : key) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

bool snake_case(std::string_view key) {
  return !key.empty() && key.size() <= 64 && key[0] >= 'a' && key[0] <= 'z' &&
         std::ranges::all_of(key, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// Reads one definition, adding what is wrong to `found`.
class definition_reader {
 public:
  definition_reader(const json& entry, std::string pointer, const std::string& file, faults& found)
      : entry_(entry), pointer_(std::move(pointer)), file_(file), found_(found) {}

  fact_definition read() {
    fact_definition fact;
    if (!entry_.is_object()) {
      add("", "wrong_type", "a fact must be an object");
      return fact;
    }
    for (const auto& [key, value] : entry_.items()) {
      static constexpr std::array known{"key",     "label", "type",    "values",      "minimum",
                                        "maximum", "worse", "starred", "from_records"};
      if (std::ranges::find(known, key) == known.end()) add("/" + key, "unknown_key", "a fact has no \"" + key + "\"");
    }
    fact.key = text("key");
    if (!snake_case(fact.key)) add("/key", "bad_key", "a fact's key is snake_case, at most 64 characters");
    fact.label = text("label");
    if (fact.label.empty()) add("/label", "missing", "a fact needs a label in plain words");
    read_type(fact);
    read_values(fact);
    read_bounds(fact);
    read_direction(fact);
    fact.starred = flag("starred");
    fact.from_records = flag("from_records");
    return fact;
  }

 private:
  bool flag(const char* name) {
    const auto it = entry_.find(name);
    if (it == entry_.end()) return false;
    if (it->is_boolean()) return it->get<bool>();
    add(std::string("/") + name, "wrong_type", std::string(name) + " is true or false");
    return false;
  }

  void add(const std::string& below, const char* code, std::string detail, std::string remedy = {}) {
    found_.push_back({pointer_ + below, code, std::move(detail), std::move(remedy), file_});
  }

  std::string text(const char* key) const {
    const auto it = entry_.find(key);
    return it != entry_.end() && it->is_string() ? it->get<std::string>() : std::string{};
  }

  void read_type(fact_definition& fact) {
    const auto type = text("type");
    if (type == "boolean")
      fact.type = fact_type::boolean;
    else if (type == "integer")
      fact.type = fact_type::integer;
    else if (type == "enum")
      fact.type = fact_type::enumeration;
    else if (type == "set")
      fact.type = fact_type::set;
    else
      add("/type", "unknown_value", "\"" + type + "\" is not a type of fact", "use boolean, integer, enum or set");
  }

  void read_values(fact_definition& fact) {
    const bool wanted = fact.type == fact_type::enumeration || fact.type == fact_type::set;
    const auto it = entry_.find("values");
    if (it == entry_.end()) {
      if (wanted) add("/values", "missing", "an enum or set fact lists its values");
      return;
    }
    if (!wanted || !it->is_array() || it->empty() || it->size() >= fact_values_max) {
      add("/values", "wrong_type", "values is a list of 1 to 30 texts, for enum and set facts only");
      return;
    }
    for (const auto& value : *it) {
      const auto word = value.is_string() ? value.get<std::string>() : std::string{};
      if (!snake_case(word))
        add("/values", "bad_value", "a value is a snake_case text");
      else if (fact.find_value(word))
        add("/values", "duplicate", "\"" + word + "\" is listed twice");
      else if (word == withheld_word)
        add("/values", "bad_value", "\"withheld\" has a meaning of its own");
      fact.values.push_back(word);
    }
  }

  void read_bounds(fact_definition& fact) {
    for (const auto& [key, bound] : {std::pair{"minimum", &fact.minimum}, std::pair{"maximum", &fact.maximum}}) {
      const auto it = entry_.find(key);
      if (it == entry_.end()) continue;
      if (fact.type == fact_type::integer && it->is_number_integer() && std::abs(it->get<double>()) <= 1e9) {
        *bound = it->get<std::int32_t>();
      } else {
        add(std::string("/") + key, "wrong_type",
            "a bound is a whole number within a thousand million, for integer facts");
      }
    }
    if (fact.minimum > fact.maximum) add("/minimum", "out_of_range", "the minimum is above the maximum");
  }

  void read_direction(fact_definition& fact) {
    const auto it = entry_.find("worse");
    if (it == entry_.end()) return;
    const auto word = it->is_string() ? it->get<std::string>() : std::string{};
    if (word == "up")
      fact.worse = worse_direction::up;
    else if (word == "down")
      fact.worse = worse_direction::down;
    else if (word != "none")
      add("/worse", "unknown_value", "worse is \"up\", \"down\" or \"none\"");
  }

  const json& entry_;
  std::string pointer_;
  const std::string& file_;
  faults& found_;
};

// Reads one value of a request. Returns its code, or nothing after adding a fault.
class value_reader {
 public:
  value_reader(const fact_definition& fact, const json& value, std::string pointer, faults& found)
      : fact_(fact), value_(value), pointer_(std::move(pointer)), found_(found) {}

  std::optional<std::int32_t> read() {
    switch (fact_.type) {
    case fact_type::boolean:
      if (value_.is_boolean()) return value_.get<bool>() ? 2 : 1;
      return wrong_type("true or false");
    case fact_type::integer:
      return read_integer();
    case fact_type::enumeration: {
      if (!value_.is_string()) return wrong_type("one of: " + listed(fact_.values));
      const auto index = index_of(value_.get_ref<const std::string&>());
      if (!index) return std::nullopt;
      return static_cast<std::int32_t>(*index) + 1;
    }
    case fact_type::set:
      return read_set();
    }
    return std::nullopt;
  }

 private:
  std::optional<std::int32_t> wrong_type(const std::string& wanted) {
    found_.push_back(
        {pointer_,
         "wrong_type",
         "\"" + fact_.key + "\" has a value of the wrong type",
         "give " + wanted + "; or \"unknown\" or \"withheld\"",
         {}}
    );
    return std::nullopt;
  }

  std::optional<std::size_t> index_of(const std::string& word) {
    const auto index = fact_.find_value(word);
    if (!index) {
      found_.push_back(
          {pointer_,
           "unknown_value",
           "\"" + fact_.key + "\" has no such value",
           "give " + std::string(fact_.type == fact_type::set ? "a list of: " : "one of: ") + listed(fact_.values) +
               "; or \"unknown\" or \"withheld\"",
           {}}
      );
    }
    return index;
  }

  std::optional<std::int32_t> read_integer() {
    const auto wanted = "a whole number from " + std::to_string(fact_.minimum) + " to " + std::to_string(fact_.maximum);
    if (!value_.is_number()) return wrong_type(wanted);
    const auto number = value_.get<double>();
    if (std::floor(number) != number) return wrong_type(wanted);
    if (number < fact_.minimum || number > fact_.maximum) {
      found_.push_back({pointer_, "out_of_range", "\"" + fact_.key + "\" is out of range", "give " + wanted, {}});
      return std::nullopt;
    }
    return static_cast<std::int32_t>(number);
  }

  std::optional<std::int32_t> read_set() {
    if (!value_.is_array()) return wrong_type("a list of: " + listed(fact_.values));
    std::uint32_t members = 0;
    bool good = true;
    for (const auto& member : value_) {
      if (!member.is_string()) return wrong_type("a list of: " + listed(fact_.values));
      const auto index = index_of(member.get_ref<const std::string&>());
      if (index)
        members |= std::uint32_t{1} << *index;
      else
        good = false;
    }
    if (!good) return std::nullopt;
    return static_cast<std::int32_t>(members);
  }

  const fact_definition& fact_;
  const json& value_;
  std::string pointer_;
  faults& found_;
};

} // namespace

std::string_view to_text(fact_type type) {
  switch (type) {
  case fact_type::boolean:
    return "boolean";
  case fact_type::integer:
    return "integer";
  case fact_type::enumeration:
    return "enum";
  case fact_type::set:
    return "set";
  }
  return "";
}

std::optional<std::size_t> fact_definition::find_value(std::string_view value) const {
  const auto it = std::ranges::find(values, value);
  if (it == values.end()) return std::nullopt;
  return static_cast<std::size_t>(it - values.begin());
}

std::expected<vocabulary, faults> vocabulary::read(const json& document, const std::string& file) {
  faults found;
  const auto list = document.is_object() ? document.find("facts") : document.end();
  if (!document.is_object() || list == document.end() || !list->is_array() || list->empty()) {
    found.push_back({"/facts", "missing", "a vocabulary is an object with a list of facts", {}, file});
    return std::unexpected(std::move(found));
  }
  if (list->size() > facts_max) {
    found.push_back(
        {"/facts", "out_of_range", "a vocabulary has at most " + std::to_string(facts_max) + " facts", {}, file}
    );
    return std::unexpected(std::move(found));
  }
  vocabulary result;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto pointer = "/facts/" + std::to_string(i);
    auto fact = definition_reader((*list)[i], pointer, file, found).read();
    if (!fact.key.empty() && !result.index_.emplace(fact.key, i).second) {
      found.push_back({pointer + "/key", "duplicate", "the fact \"" + fact.key + "\" is defined twice", {}, file});
    }
    result.facts_.push_back(std::move(fact));
  }
  if (!found.empty()) return std::unexpected(std::move(found));
  return result;
}

std::optional<std::size_t> vocabulary::find(std::string_view key) const {
  const auto it = index_.find(key);
  if (it == index_.end()) return std::nullopt;
  return it->second;
}

std::string_view vocabulary::nearest(std::string_view key) const {
  return nearest_name(key, facts_, &fact_definition::key);
}

fact_set::fact_set(const vocabulary& facts) : size_(facts.size()) {
  for (std::size_t i = 0; i < size_; ++i)
    codes_[i] = code_without_value(facts[i].type);
}

bool operator==(const fact_set& a, const fact_set& b) {
  return a.size_ == b.size_ && a.codes_ == b.codes_ && a.status_ == b.status_;
}

std::expected<fact_reading, faults>
read_fact(const fact_definition& fact, const json& value, std::string_view pointer) {
  const bool word = value.is_string();
  if (value.is_null() ||
      (word && value.get_ref<const std::string&>() == unknown_word && !fact.find_value(unknown_word)))
    return fact_reading{fact_status::asked, 0};
  if (word && value.get_ref<const std::string&>() == withheld_word) return fact_reading{fact_status::withheld, 0};
  faults found;
  const auto code = value_reader(fact, value, std::string(pointer), found).read();
  if (code && found.empty()) return fact_reading{fact_status::known, *code};
  return std::unexpected(std::move(found));
}

std::expected<fact_set, faults>
read_facts(const vocabulary& facts, const json& object, std::string_view pointer_prefix) {
  faults found;
  fact_set result(facts);
  if (!object.is_object()) {
    found.push_back({std::string(pointer_prefix), "wrong_type", "facts is an object of fact keys and values", {}, {}});
    return std::unexpected(std::move(found));
  }
  for (auto it = object.begin(); it != object.end(); ++it) {
    const auto& key = it.key();
    const auto index = facts.find(key);
    if (!index) {
      const auto nearest = facts.nearest(key);
      found.push_back(
          {pointer_to(pointer_prefix, key),
           "unknown_fact",
           "the policy knows no fact \"" + key.substr(0, 64) + "\"",
           nearest.empty() ? "leave it out, or see GET /v1/policy for the facts there are"
                           : "did you mean \"" + std::string(nearest) + "\"?",
           {}}
      );
      continue;
    }
    auto read = read_fact(facts[*index], *it, pointer_to(pointer_prefix, key));
    if (!read) {
      std::ranges::move(read.error(), std::back_inserter(found));
    } else if (read->status == fact_status::known) {
      result.set(*index, read->code);
    } else {
      result.clear(facts, *index, read->status);
    }
  }
  if (!found.empty()) return std::unexpected(std::move(found));
  return result;
}

json value_to_json(const fact_definition& fact, fact_status status, std::int32_t code) {
  if (status == fact_status::withheld) return withheld_word;
  if (status != fact_status::known) return fact.find_value(unknown_word) ? json(nullptr) : json(unknown_word);
  switch (fact.type) {
  case fact_type::boolean:
    return code == 2;
  case fact_type::integer:
    return code;
  case fact_type::enumeration:
    return fact.values[static_cast<std::size_t>(code - 1)];
  case fact_type::set: {
    auto members = json::array();
    for (std::size_t i = 0; i < fact.values.size(); ++i) {
      if ((static_cast<std::uint32_t>(code) >> i) & 1U) members.push_back(fact.values[i]);
    }
    return members;
  }
  }
  return nullptr;
}

json to_json(const vocabulary& facts, const fact_set& set) {
  auto object = json::object();
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (set.status(i) != fact_status::unknown)
      object[facts[i].key] = value_to_json(facts[i], set.status(i), set.code(i));
  }
  return object;
}

fact_set union_of(const fact_set& older, const fact_set& newer) {
  fact_set result = older;
  for (std::size_t i = 0; i < result.size_; ++i) {
    const auto status = newer.status_[i];
    if (status == fact_status::known || (status != fact_status::unknown && older.status_[i] != fact_status::known)) {
      result.codes_[i] = newer.codes_[i];
      result.status_[i] = status;
    }
  }
  return result;
}

} // namespace frontdoor::triage
