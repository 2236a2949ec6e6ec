#include <algorithm>

#include "triage/nearest_name.hpp"
#include "triage/policy/grade_called.hpp"
#include "triage/policy/pack_reader.hpp"

namespace frontdoor::triage {
namespace {

constexpr std::initializer_list<const char*> promises = {"grade_at_least", "grade_is",   "never_without_deployment",
                                                         "excluded",       "exclusions", "pathway_not",
                                                         "flags"};

std::string did_you_mean(std::string_view nearest) {
  return nearest.empty() ? std::string{} : "did you mean \"" + std::string(nearest) + "\"?";
}

} // namespace

bool accepts(const unary_cell& test, const fact_definition& domain, std::int32_t code) {
  if (test.any()) return true;
  if (code == code_without_value(domain.type)) return false;
  if (domain.type != fact_type::set) return test.accepts(code);
  const bool member = (test.members() & static_cast<std::uint32_t>(code)) != 0;
  return member != test.negated();
}

void pack_reader::read_safety() {
  const auto document = read_json(safety_file);
  if (document.is_null()) return;
  check_keys(document, {"about", "source", "properties", "monotonicity_exceptions"}, safety_file, "");
  safety_rules rules;
  const auto properties = read_list(safety_file, "properties");
  for (std::size_t i = 0; i < properties.size(); ++i)
    read_property(rules, properties[i], "/properties/" + std::to_string(i));
  const auto exceptions = read_optional_list(document, "monotonicity_exceptions", safety_file, "");
  for (std::size_t i = 0; i < exceptions.size(); ++i)
    read_monotonicity_exception(rules, exceptions[i], "/monotonicity_exceptions/" + std::to_string(i));
  pack_.safety = std::move(rules);
}

void pack_reader::read_property(safety_rules& rules, const json& entry, const std::string& pointer) {
  if (!entry.is_object()) {
    add(safety_file, pointer, "wrong_type", "a property is an object");
    return;
  }
  check_keys(entry, {"id", "text", "source", "when", "then", "except"}, safety_file, pointer);
  safety_property property;
  property.id = read_text(entry, "id", safety_file, pointer);
  property.text = read_text(entry, "text", safety_file, pointer);
  property.source = read_optional_text(entry, "source", safety_file, pointer);
  property.when = read_when(entry, pointer);
  const auto exceptions = read_optional_list(entry, "except", safety_file, pointer);
  for (std::size_t i = 0; i < exceptions.size(); ++i)
    read_exception(property, exceptions[i], pointer + "/except/" + std::to_string(i));
  read_then(property, entry, pointer);
  if (std::ranges::find(rules.properties, property.id, &safety_property::id) != rules.properties.end())
    add(safety_file, pointer + "/id", "duplicate", "two properties have the id \"" + property.id + "\"");
  rules.properties.push_back(std::move(property));
}

void pack_reader::read_exception(safety_property& property, const json& entry, const std::string& pointer) {
  if (!entry.is_object()) {
    add(safety_file, pointer, "wrong_type", "an exception is an object with when and why");
    return;
  }
  check_keys(entry, {"when", "why"}, safety_file, pointer);
  safety_exception exception;
  exception.when = read_when(entry, pointer);
  exception.why = read_text(entry, "why", safety_file, pointer);
  if (exception.when.empty())
    add(safety_file, pointer + "/when", "missing", "an exception without a condition would take back the property");
  property.except.push_back(std::move(exception));
}

void pack_reader::read_monotonicity_exception(safety_rules& rules, const json& entry, const std::string& pointer) {
  if (!entry.is_object()) {
    add(safety_file, pointer, "wrong_type", "an exception is an object with fact and why");
    return;
  }
  check_keys(entry, {"fact", "why"}, safety_file, pointer);
  const auto key = read_text(entry, "fact", safety_file, pointer);
  auto why = read_text(entry, "why", safety_file, pointer);
  const auto fact = pack_.facts.find(key);
  if (!fact) {
    add(safety_file, pointer + "/fact", "unknown_fact", "there is no fact \"" + key + "\"",
        did_you_mean(pack_.facts.nearest(key)));
    return;
  }
  if (pack_.facts[*fact].worse == worse_direction::none)
    add(safety_file, pointer + "/fact", "needless", "\"" + key + "\" has no worse direction in vocabulary.json");
  rules.monotonicity_exceptions.push_back({static_cast<std::uint16_t>(*fact), std::move(why)});
}

std::vector<slot_test> pack_reader::read_when(const json& entry, const std::string& pointer) {
  std::vector<slot_test> tests;
  const auto it = entry.find("when");
  if (it == entry.end() || !it->is_object()) {
    add(safety_file, pointer + "/when", "missing", "\"when\" is an object of facts and tests; {} is every contact");
    return tests;
  }
  for (const auto& [name, text] : it->items())
    read_slot_test(tests, name, text, pointer + "/when/" + name);
  return tests;
}

void pack_reader::read_slot_test(
    std::vector<slot_test>& tests, const std::string& name, const json& text, const std::string& at
) {
  const auto slot = pack_.tables.find_slot(name);
  if (!slot) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < pack_.tables.slot_count(); ++i)
      known.push_back(pack_.tables.slot(i).key);
    add(safety_file, at, "unknown_fact", "\"" + name + "\" is neither a fact nor a decision of this policy",
        did_you_mean(nearest_name(name, known)));
    return;
  }
  for (std::size_t table = 0; table < pack_.tables.size(); ++table) {
    const auto& each = pack_.tables[table];
    if (each.result != result_kind::all || each.outputs[0].slot != *slot) continue;
    add(safety_file, at, "unsupported_input", "the result of \"" + name + "\" is a list and cannot be tested");
    return;
  }
  if (!text.is_string()) {
    add(safety_file, at, "wrong_type",
        "a test is a text as in the tables' cells, such as \"true\" or \"\\\"seen\\\"\"");
    return;
  }
  auto test = unary_cell::read(text.get_ref<const std::string&>(), pack_.tables.slot(*slot));
  if (!test) {
    add(safety_file, at, test.error().code.c_str(), test.error().detail, test.error().remedy);
    return;
  }
  tests.push_back({static_cast<std::uint16_t>(*slot), std::move(*test)});
}

void pack_reader::read_then(safety_property& property, const json& entry, const std::string& pointer) {
  const auto at = pointer + "/then";
  const auto it = entry.find("then");
  if (it == entry.end() || !it->is_object() || it->empty()) {
    add(safety_file, at, "missing", "\"then\" says what must hold: grade_at_least, excluded, flags, ...");
    return;
  }
  for (const auto& [key, value] : it->items()) {
    if (std::ranges::find(promises, key) == promises.end())
      add(safety_file, at + "/" + key, "unknown_key", "there is no \"" + key + "\" here",
          did_you_mean(nearest_name(key, promises)));
  }
  property.grade_at_least = read_grade_code(*it, "grade_at_least", at);
  property.grade_is = read_grade_code(*it, "grade_is", at);
  property.never_without_deployment = read_flag(*it, "never_without_deployment", false, safety_file, at);
  property.excluded = read_flag(*it, "excluded", false, safety_file, at);
  property.exclusions = read_known_codes(*it, "exclusions", pack_.exclusions, at);
  property.pathway_not = read_known_codes(*it, "pathway_not", pack_.pathways, at);
  property.flags = read_known_codes(*it, "flags", pack_.flags, at);
}

std::optional<std::uint8_t>
pack_reader::read_grade_code(const json& then, const char* key, const std::string& pointer) {
  if (!then.contains(key)) return std::nullopt;
  const auto code = read_text(then, key, safety_file, pointer);
  const auto grade = grade_called(pack_, code);
  if (grade) return static_cast<std::uint8_t>(*grade);
  add(safety_file, pointer + "/" + key, "unknown_grade", "pack.json lists no grade \"" + code + "\"",
      did_you_mean(nearest_name(code, pack_.grades, &grade_definition::code)));
  return std::nullopt;
}

std::vector<std::uint16_t> pack_reader::read_known_codes(
    const json& then, const char* key, const std::vector<code_definition>& codes, const std::string& pointer
) {
  std::vector<std::uint16_t> found;
  for (const auto& each : read_optional_list(then, key, safety_file, pointer)) {
    const auto code = each.is_string() ? each.get<std::string>() : each.dump();
    const auto it = std::ranges::find(codes, code, &code_definition::code);
    if (it != codes.end()) {
      found.push_back(static_cast<std::uint16_t>(it - codes.begin()));
      continue;
    }
    add(safety_file, pointer + "/" + key, "unknown_code", "\"" + code + "\" is none of the pack's codes",
        did_you_mean(nearest_name(code, codes, &code_definition::code)));
  }
  return found;
}

} // namespace frontdoor::triage
