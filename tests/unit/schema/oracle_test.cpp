// Our checker and valijson's validator must agree on what is right, over many documents with one thing changed.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "server/schema/schema_subset.hpp"
#include "tests/unit/schema/contract_files.hpp"
#include "tests/unit/schema/valijson_oracle.hpp"

using namespace frontdoor::schema;
using nlohmann::json;

namespace {

// valijson 1.0 checks hardly any format, so both sides go without.
void strip_formats(json& schema) {
  if (schema.is_object() && schema.contains("format") && schema["format"].is_string()) schema.erase("format");
  if (schema.is_structured()) {
    for (auto& inner : schema)
      strip_formats(inner);
  }
}

void pointers(const json& value, const json::json_pointer& at, std::vector<json::json_pointer>& out) {
  out.push_back(at);
  if (value.is_object()) {
    for (const auto& [name, inner] : value.items())
      pointers(inner, at / name, out);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      pointers(value[i], at / i, out);
  }
}

std::vector<json> changed(const json& document) {
  static const std::vector<json> palette{
      nullptr,
      true,
      0,
      -1,
      7,
      91,
      0.5,
      1e9 + 0.5,
      "",
      " ",
      "1",
      "x",
      "999",
      "Salford",
      "salford ",
      "new_information",
      "victim",
      std::string(61, 'a'),
      std::string(300, 'b'),
      json::array(),
      json::array({"1"}),
      json::array({"1", "1"}),
      json::array({json::object()}),
      json::object(),
      json::object({{"grade", "2"}}),
      json::object({{"lat", 1}})
  };
  std::vector<json::json_pointer> places;
  pointers(document, json::json_pointer(), places);
  std::vector<json> out;
  for (const auto& place : places) {
    for (const auto& value : palette) {
      out.push_back(document);
      out.back()[place] = value;
    }
    if (document[place].is_object()) {
      out.push_back(document);
      out.back()[place]["no_such_name"] = 1;
    }
    if (!place.empty() && document[place.parent_pointer()].is_object()) {
      out.push_back(document);
      out.back()[place.parent_pointer()].erase(place.back());
    }
  }
  return out;
}

} // namespace

TEST_CASE("Our checker and valijson agree on every schema of the contract") {
  std::map<std::string, json> documents;
  std::map<std::string, std::string> stripped;
  for (const auto& [name, text] : test::contract_files()) {
    json document = json::parse(text);
    strip_formats(document);
    stripped.emplace(name, document.dump());
    documents.emplace(name, std::move(document));
  }
  const auto ours = schema_set::load(stripped);
  REQUIRE(ours);
  std::size_t compared = 0;
  std::size_t refused = 0;
  for (const auto& [name, document] : documents) {
    frontdoor::triage::faults found;
    const test::oracle theirs(put_in_references(documents, name, found));
    for (const auto& example : document.value("examples", json::array())) {
      for (const auto& one : changed(example)) {
        const auto faults = ours->validate(name, one);
        std::string why;
        const bool accepted = theirs.accepts(one, &why);
        ++compared;
        refused += accepted ? 0 : 1;
        if (faults.empty() != accepted) {
          INFO(name << " " << one << "\nours:\n" << test::listed(faults) << "theirs:\n" << why);
          CHECK(faults.empty() == accepted);
        }
      }
    }
  }
  CHECK(compared > 1500);
  CHECK(refused > 1000);
}
