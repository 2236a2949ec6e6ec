#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

#include "server/schema/json_pointer.hpp"
#include "server/schema/schema_node.hpp"
#include "server/schema/schema_words.hpp"
#include "triage/nearest_name.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::schema {

namespace {

using nlohmann::json;
using triage::faults;

constexpr std::size_t faults_max = 100;

unsigned type_of(const json& value) {
  switch (value.type()) {
  case json::value_t::null:
    return type_null;
  case json::value_t::boolean:
    return type_boolean;
  case json::value_t::number_integer:
  case json::value_t::number_unsigned:
    return type_integer | type_number;
  case json::value_t::number_float: {
    const auto number = value.get<double>();
    return number == std::floor(number) ? type_integer | type_number : type_number;
  }
  case json::value_t::string:
    return type_string;
  case json::value_t::array:
    return type_array;
  case json::value_t::object:
    return type_object;
  case json::value_t::binary:
  case json::value_t::discarded:
    break;
  }
  return 0;
}

// Characters, not bytes; the text is known to be UTF-8.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

bool has_format(text_format format, std::string_view text) {
  switch (format) {
  case text_format::none:
    return true;
  case text_format::date_time:
    return triage::parse_rfc3339(text).has_value();
  case text_format::date:
    return triage::parse_day(text).has_value();
  case text_format::uuid:
    return triage::uuid::parse(text).has_value();
  case text_format::duration:
    return triage::parse_duration(text).has_value();
  }
  return false;
}

class checker {
 public:
  explicit checker(faults& found) : found_(found) {}

  void check(const schema_node& node, const json& value, const place& at) {
    if (found_.size() > faults_max) return;
    const unsigned type = type_of(value);
    if (node.types != 0 && (node.types & type) == 0) {
      add(at, "wrong_type", to_words(at) + " must be " + type_words(node.types),
          or_else(node.remedy, type_remedy(node.types)));
      return;
    }
    if (!node.values.empty() && std::ranges::find(node.values, value) == node.values.end()) {
      add(at, "not_one_of", to_words(at) + " must be " + value_words(node.values), value_remedy(node, value));
      return;
    }
    if ((type & type_string) != 0)
      check_text(node, value.get_ref<const std::string&>(), at);
    else if ((type & type_number) != 0)
      check_number(node, value.get<double>(), at);
    else if ((type & type_array) != 0)
      check_items(node, value.get_ref<const json::array_t&>(), at);
    else if ((type & type_object) != 0)
      check_members(node, value.get_ref<const json::object_t&>(), at);
    for (const auto* part : node.all_of)
      check(*part, value, at);
    if (!node.any_of.empty()) check_any(node, value, at);
  }

 private:
  void check_text(const schema_node& node, const std::string& text, const place& at) {
    // Bytes are never fewer than characters, so most texts need no counting.
    if (node.max_length && text.size() > *node.max_length && characters(text) > *node.max_length) {
      add(at, "too_long", to_words(at) + " is longer than " + counted(*node.max_length, "character"),
          or_else(node.remedy, "shorten it"));
      return;
    }
    if (node.min_length && (text.size() < *node.min_length || characters(text) < *node.min_length)) {
      const bool empty = text.empty() && *node.min_length == 1;
      add(at, "too_short",
          to_words(at) + (empty ? " is empty" : " is shorter than " + counted(*node.min_length, "character")),
          or_else(node.remedy, "write more"));
      return;
    }
    if (node.pattern && !re2::RE2::PartialMatch(text, *node.pattern)) {
      add(at, "wrong_form", to_words(at) + " is not written in the form needed",
          or_else(node.remedy, "write it so that it matches " + node.pattern->pattern()));
    } else if (!has_format(node.format, text)) {
      add(at, "wrong_form", to_words(at) + " is not " + format_words(node.format),
          or_else(node.remedy, format_remedy(node.format)));
    }
  }

  void check_number(const schema_node& node, double number, const place& at) {
    if (node.minimum && (node.minimum_is_outside ? number <= *node.minimum : number < *node.minimum)) {
      const std::string words = (node.minimum_is_outside ? "more than " : "at least ") + number_words(*node.minimum);
      add(at, "too_small", to_words(at) + " must be " + words, or_else(node.remedy, "send " + words));
    }
    if (node.maximum && (node.maximum_is_outside ? number >= *node.maximum : number > *node.maximum)) {
      const std::string words = (node.maximum_is_outside ? "less than " : "at most ") + number_words(*node.maximum);
      add(at, "too_large", to_words(at) + " must be " + words, or_else(node.remedy, "send " + words));
    }
  }

  void check_items(const schema_node& node, const json::array_t& items, const place& at) {
    if (node.max_items && items.size() > *node.max_items) {
      add(at, "too_many", to_words(at) + " has more than " + counted(*node.max_items, "item"),
          or_else(node.remedy, "send fewer"));
      return;
    }
    if (node.min_items && items.size() < *node.min_items) {
      add(at, "too_few", to_words(at) + " needs at least " + counted(*node.min_items, "item"),
          or_else(node.remedy, "send more"));
    }
    if (node.items != nullptr) {
      for (std::size_t i = 0; i < items.size(); ++i)
        check(*node.items, items[i], place{&at, {}, i, false});
    }
    if (node.unique_items) check_unique(items, at);
  }

  void check_unique(const json::array_t& items, const place& at) {
    std::vector<const json*> sorted;
    sorted.reserve(items.size());
    for (const auto& item : items)
      sorted.push_back(&item);
    std::ranges::sort(sorted, [](const json* a, const json* b) { return *a != *b ? *a < *b : a < b; });
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      if (*sorted[i - 1] != *sorted[i]) continue;
      const auto index = static_cast<std::size_t>(sorted[i] - items.data());
      const place twice{&at, {}, index, false};
      add(twice, "not_unique", to_words(twice) + " is there already", "name each once");
    }
  }

  void check_members(const schema_node& node, const json::object_t& object, const place& at) {
    if (node.max_members && object.size() > *node.max_members) {
      add(at, "too_many", to_words(at) + " has more than " + counted(*node.max_members, "member"),
          or_else(node.remedy, "send fewer"));
      return;
    }
    if (node.min_members && object.size() < *node.min_members) {
      add(at, "too_few", to_words(at) + " needs at least " + counted(*node.min_members, "member"),
          or_else(node.remedy, "send more"));
    }
    for (const auto& name : node.required) {
      if (!object.contains(name)) missing(node, name, at, {});
    }
    for (const auto& [name, needs] : node.dependencies) {
      if (!object.contains(name)) continue;
      for (const auto& needed : needs) {
        if (!object.contains(needed)) missing(node, needed, at, ": " + name + " is given");
      }
    }
    // Both sides are sorted by name: one walk finds every pair.
    auto known = node.members.begin();
    for (const auto& [name, value] : object) {
      const place inside{&at, name, 0, true};
      while (known != node.members.end() && known->name < name)
        ++known;
      if (known != node.members.end() && known->name == name) {
        check(*known->schema, value, inside);
      } else if (node.limits_members) {
        unknown(node, inside);
      } else if (node.other_members != nullptr) {
        check(*node.other_members, value, inside);
      }
      if (node.member_names != nullptr) check_name(*node.member_names, name, inside);
    }
  }

  void check_name(const schema_node& node, const std::string& name, const place& at) {
    faults of_name;
    checker(of_name).check(node, json(name), at);
    for (auto& fault : of_name) {
      fault.detail = "the name " + fault.detail;
      found_.push_back(std::move(fault));
    }
  }

  // Where nothing fits, the faults of the form that comes nearest say most.
  void check_any(const schema_node& node, const json& value, const place& at) {
    faults nearest;
    for (const auto* form : node.any_of) {
      faults of_form;
      checker(of_form).check(*form, value, at);
      if (of_form.empty()) return;
      if (nearest.empty() || of_form.size() < nearest.size()) nearest = std::move(of_form);
    }
    if (nearest.size() == 1 && nearest.front().pointer == to_pointer(at)) {
      add(at, "no_form_fits", to_words(at) + " fits none of the forms it may have",
          or_else(node.remedy, nearest.front().detail));
      return;
    }
    for (auto& fault : nearest)
      found_.push_back(std::move(fault));
  }

  void missing(const schema_node& node, const std::string& name, const place& at, const std::string& why) {
    const auto* schema = node.find(name);
    add(place{&at, name, 0, true}, "missing", name + " is missing" + why,
        schema == nullptr ? "add it" : or_else(schema->remedy, missing_remedy(*schema)));
  }

  void unknown(const schema_node& node, const place& at) {
    const auto nearest = triage::nearest_name(at.name, node.members, &schema_node::member::name);
    add(at, "unknown_name", "\"" + clipped(at.name) + "\" is not known here",
        nearest.empty() ? "leave it out; known here: " + member_words(node)
                        : "did you mean \"" + std::string(nearest) + "\"?");
  }

  void add(const place& at, std::string code, std::string detail, std::string remedy) {
    if (found_.size() < faults_max) {
      found_.push_back({to_pointer(at), std::move(code), std::move(detail), std::move(remedy), {}});
    } else if (found_.size() == faults_max) {
      found_.push_back(
          {"", "more_faults", "there are more faults than are listed here", "mend these and send it again", {}}
      );
    }
  }

  faults& found_;
};

} // namespace

faults check(const schema_tree& tree, const json& document) {
  faults found;
  checker(found).check(tree.nodes.front(), document, place{});
  return found;
}

} // namespace frontdoor::schema
