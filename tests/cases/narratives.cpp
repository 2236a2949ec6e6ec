#include "tests/cases/narratives.hpp"

#include <fstream>
#include <map>
#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace frontdoor::cases {

namespace {

using nlohmann::json;

// What is argued, by narrative and field.
using arguments = std::map<std::pair<std::string, std::string>, json>;

void read_arguments(const char* path, const char* field, arguments& into) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(std::string("no ") + path);
  for (const auto& one : json::parse(file).at("differences"))
    into[{one.at("id").get<std::string>(), one.value("field", std::string(field))}] = one;
}

arguments read_arguments() {
  arguments out;
  read_arguments("tests/data/narrative-differences.json", "grade", out);
  read_arguments("tests/data/narrative-crime-differences.json", "crimes", out);
  return out;
}

std::set<std::string> crimes_recorded(const json& answer) {
  std::set<std::string> out;
  for (const auto& one : answer.at("crimes")) {
    if (one.at("recording") == "record") out.insert(one.at("principal").get<std::string>());
    if (one.at("recording") == "n100") out.insert("N100");
  }
  return out;
}

// Codes are answered with their names and qualifiers; a narrative expects the category.
json category_of(const json& codes) {
  return codes.is_object() ? codes.value("category", json()) : codes;
}

// What the server made of it, in the shape of `expected`. Lists are sets: their order says nothing.
std::map<std::string, json> given_by(const json& answer) {
  std::map<std::string, json> out;
  const auto& assessment = answer.at("assessment");
  out["grade"] = assessment.at("proposed_grade");
  out["pathway"] = assessment.at("pathway");
  out["flags"] = assessment.at("flags").get<std::set<std::string>>();
  out["crimes"] = crimes_recorded(answer);
  for (const auto* name : {"nsir", "nsir_opening"}) {
    if (answer.contains(name)) out["nsir"] = category_of(answer.at(name));
  }
  return out;
}

json as_set(const json& value) {
  return value.is_array() ? json(value.get<std::set<std::string>>()) : value;
}

narrative_result compared(const json& narrative, const json& answer, const arguments& argued) {
  narrative_result out;
  out.id = narrative.at("id").get<std::string>();
  for (const auto& [field, given] : given_by(answer)) {
    const auto& expected = narrative.at("expected");
    if (!expected.contains(field)) continue;
    const auto wanted = as_set(expected.at(field));
    const auto argument = argued.find({out.id, field});
    if (argument == argued.end()) {
      if (given != wanted) out.faults.push_back(field + ": expected " + wanted.dump() + ", got " + given.dump());
    } else if (given == as_set(argument->second.at("given"))) {
      out.argued.push_back(field);
    } else {
      out.faults.push_back(field + ": argued to be " + argument->second.at("given").dump() + ", got " + given.dump());
    }
  }
  return out;
}

} // namespace

std::vector<narrative_result> play_narratives(stage& where, const std::filesystem::path& path) {
  const auto argued = read_arguments();
  std::vector<narrative_result> out;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto narrative = json::parse(line);
    json contact;
    for (const auto* name : {"channel", "narrative", "facts"})
      contact[name] = narrative.at(name);
    const auto answer = where.call("partner", "POST", "/v1/contacts", contact.dump(), {});
    if (answer.status == 201)
      out.push_back(compared(narrative, answer.body_json, argued));
    else
      out.push_back({narrative.at("id").get<std::string>(), {"not taken: " + answer.body}, {}});
  }
  return out;
}

} // namespace frontdoor::cases
