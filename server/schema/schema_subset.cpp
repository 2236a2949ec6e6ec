#include "server/schema/schema_subset.hpp"

#include <algorithm>
#include <vector>

#include "server/schema/json_pointer.hpp"
#include "server/schema/schema_node.hpp"
#include "triage/nearest_name.hpp"

namespace frontdoor::schema {

namespace {

using nlohmann::json;
using triage::faults;

// What a keyword's value must be.
enum class kind {
  text,
  texts,
  value,
  values,
  flag,
  flag_or_schema,
  count,
  number,
  schema,
  schemas,
  schema_map,
  dependencies,
  types
};

const std::map<std::string, kind>& keywords() {
  static const std::map<std::string, kind> known{
      {"$schema", kind::text},
      {"$id", kind::text},
      {"$ref", kind::text},
      {"definitions", kind::schema_map},
      {"title", kind::text},
      {"description", kind::text},
      {"default", kind::value},
      {"examples", kind::values},
      {"x-remedy", kind::text},
      {"type", kind::types},
      {"enum", kind::values},
      {"const", kind::value},
      {"properties", kind::schema_map},
      {"required", kind::texts},
      {"additionalProperties", kind::flag_or_schema},
      {"propertyNames", kind::schema},
      {"minProperties", kind::count},
      {"maxProperties", kind::count},
      {"dependencies", kind::dependencies},
      {"items", kind::schema},
      {"minItems", kind::count},
      {"maxItems", kind::count},
      {"uniqueItems", kind::flag},
      {"minLength", kind::count},
      {"maxLength", kind::count},
      {"pattern", kind::text},
      {"format", kind::text},
      {"minimum", kind::number},
      {"maximum", kind::number},
      {"exclusiveMinimum", kind::number},
      {"exclusiveMaximum", kind::number},
      {"allOf", kind::schemas},
      {"anyOf", kind::schemas},
  };
  return known;
}

bool is_texts(const json& value) {
  return value.is_array() && std::ranges::all_of(value, [](const json& item) { return item.is_string(); });
}

bool is_type_name(const json& value) {
  static constexpr const char* names[] = {"null", "boolean", "integer", "number", "string", "array", "object"};
  return value.is_string() && std::ranges::find(names, value.get_ref<const std::string&>()) != std::end(names);
}

bool is_kind(kind wanted, const json& value) {
  switch (wanted) {
  case kind::text:
    return value.is_string();
  case kind::texts:
    return is_texts(value);
  case kind::value:
    return true;
  case kind::values:
    return value.is_array() && !value.empty();
  case kind::flag:
    return value.is_boolean();
  case kind::flag_or_schema:
    return value.is_boolean() || value.is_object();
  case kind::count:
    return value.is_number_unsigned();
  case kind::number:
    return value.is_number();
  case kind::schema:
    return value.is_object();
  case kind::schemas:
    return value.is_array() && !value.empty();
  case kind::schema_map:
    return value.is_object();
  case kind::dependencies:
    return value.is_object() && std::ranges::all_of(value, is_texts);
  case kind::types:
    return is_type_name(value) || (value.is_array() && !value.empty() && std::ranges::all_of(value, is_type_name));
  }
  return false;
}

class subset_checker {
 public:
  subset_checker(const std::string& file, faults& found) : file_(file), found_(found) {}

  void check(const json& schema, const std::string& pointer) {
    if (!schema.is_object()) return add(pointer, "wrong_type", "a schema is an object", "");
    if (schema.contains("$ref") && schema.size() > 1) {
      add(pointer, "wrong_keyword", "draft-07 ignores whatever stands beside $ref", "move it to what $ref names");
    }
    for (const auto& [name, value] : schema.items())
      keyword(name, value, pointer);
    check_texts(schema, pointer);
  }

 private:
  void keyword(const std::string& name, const json& value, const std::string& pointer) {
    std::string at = pointer;
    append_name(at, name);
    const auto known = keywords().find(name);
    if (known == keywords().end()) {
      const auto nearest =
          triage::nearest_name(name, keywords(), [](const auto& item) -> const std::string& { return item.first; });
      return add(
          at, "unknown_keyword", "the keyword " + clipped(name) + " is outside the subset of draft-07 used here",
          nearest.empty() ? "say it with the listed keywords" : "did you mean " + std::string(nearest) + "?"
      );
    }
    if (!is_kind(known->second, value))
      return add(at, "wrong_type", "the keyword " + name + " has a value of the wrong kind", "");
    switch (known->second) {
    case kind::schema:
      return check(value, at);
    case kind::flag_or_schema:
      return value.is_object() ? check(value, at) : void();
    case kind::schemas:
      for (std::size_t i = 0; i < value.size(); ++i)
        check(value[i], at + "/" + std::to_string(i));
      return;
    case kind::schema_map:
      for (const auto& [member, schema] : value.items()) {
        std::string inside = at;
        append_name(inside, member);
        check(schema, inside);
      }
      return;
    default:
      return;
    }
  }

  // Patterns and formats run only on texts whose length has been checked, so there must be a length.
  void check_texts(const json& schema, const std::string& pointer) {
    const auto pattern = schema.find("pattern");
    const auto format = schema.find("format");
    if ((pattern != schema.end() || format != schema.end()) && !schema.contains("maxLength")) {
      add(pointer, "missing", "pattern and format need a maxLength beside them", "say how long the text may be");
    }
    if (pattern != schema.end() && pattern->is_string()) {
      re2::RE2::Options options;
      options.set_log_errors(false);
      const re2::RE2 compiled(pattern->get<std::string>(), options);
      if (!compiled.ok()) add(pointer + "/pattern", "wrong_form", "RE2 refuses the pattern: " + compiled.error(), "");
    }
    if (format != schema.end() && format->is_string() && !parse_text_format(format->get<std::string>())) {
      add(pointer + "/format", "not_one_of", "format must be one of date-time, date, uuid, duration",
          "use pattern for other forms");
    }
  }

  void add(std::string pointer, std::string code, std::string detail, std::string remedy) {
    found_.push_back({std::move(pointer), std::move(code), std::move(detail), std::move(remedy), file_});
  }

  const std::string& file_;
  faults& found_;
};

class reference_writer {
 public:
  reference_writer(const std::map<std::string, json>& files, faults& found) : files_(files), found_(found) {}

  json copy(const json& schema, const std::string& file, const std::string& pointer) {
    if (!schema.is_object()) return schema;
    if (const auto reference = schema.find("$ref"); reference != schema.end()) {
      return follow(reference->get<std::string>(), file, pointer);
    }
    json made = schema;
    for (auto& [name, value] : made.items()) {
      const auto at = pointer + "/" + name; // keywords need no escapes
      switch (keywords().at(name)) {
      case kind::schema:
      case kind::flag_or_schema:
        value = copy(value, file, at);
        break;
      case kind::schema_map:
        for (auto& [member, inner] : value.items()) {
          std::string inside = at;
          append_name(inside, member);
          inner = copy(inner, file, inside);
        }
        break;
      case kind::schemas:
        for (std::size_t i = 0; i < value.size(); ++i)
          value[i] = copy(value[i], file, at + "/" + std::to_string(i));
        break;
      default:
        break;
      }
    }
    return made;
  }

 private:
  json follow(const std::string& reference, const std::string& file, const std::string& pointer) {
    std::string target_file = file;
    const json* target = find_reference(files_, reference, target_file);
    if (target == nullptr) {
      found_.push_back({pointer + "/$ref", "unknown_reference", "$ref leads nowhere: " + clipped(reference), "", file});
      return json::object();
    }
    if (std::ranges::find(open_, target) != open_.end()) {
      found_.push_back(
          {pointer + "/$ref", "circle", "$ref leads in a circle: " + clipped(reference), "schemas here are finite", file
          }
      );
      return json::object();
    }
    open_.push_back(target);
    json made = copy(*target, target_file, pointer);
    open_.pop_back();
    return made;
  }

  const std::map<std::string, json>& files_;
  faults& found_;
  std::vector<const json*> open_;
};

} // namespace

faults check_subset(const std::string& file, const json& schema) {
  faults found;
  subset_checker(file, found).check(schema, "");
  return found;
}

const json* find_reference(const std::map<std::string, json>& files, const std::string& reference, std::string& file) {
  const auto hash = reference.find('#');
  if (hash != 0) file = reference.substr(0, hash);
  const auto document = files.find(file);
  if (document == files.end()) return nullptr;
  if (hash == std::string::npos) return &document->second;
  try {
    const json::json_pointer pointer(reference.substr(hash + 1));
    return document->second.contains(pointer) ? &document->second.at(pointer) : nullptr;
  } catch (const json::exception&) {
    return nullptr;
  }
}

json put_in_references(const std::map<std::string, json>& files, const std::string& file, faults& found) {
  json schema = files.at(file);
  schema.erase("definitions");
  return reference_writer(files, found).copy(schema, file, "");
}

} // namespace frontdoor::schema
