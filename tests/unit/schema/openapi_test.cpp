#include <catch2/catch.hpp>

#include <functional>
#include <set>

#include <nlohmann/json.hpp>

#include "server/schema/openapi_document.hpp"
#include "server/schema/schema_subset.hpp"
#include "tests/unit/schema/contract_files.hpp"
#include "tests/unit/schema/valijson_oracle.hpp"

using namespace frontdoor::schema;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

// The document as it is written, and as it is served.
const ordered_json& written() {
  static const auto document = read_yaml(frontdoor::tests::content_of("schemas/openapi.yaml"));
  if (!document) throw std::runtime_error(test::listed(document.error()));
  return *document;
}

const json& served() {
  static const auto text = openapi_json(frontdoor::tests::content_of("schemas/openapi.yaml"), test::contract_files());
  if (!text) throw std::runtime_error(test::listed(text.error()));
  static const json document = json::parse(*text);
  return document;
}

const std::string components = "#/components/schemas/";

void each_reference(const ordered_json& value, const std::function<void(const std::string&)>& visit) {
  if (value.is_object() && value.contains("$ref") && value["$ref"].is_string()) visit(value["$ref"].get<std::string>());
  if (value.is_structured()) {
    for (const auto& inner : value)
      each_reference(inner, visit);
  }
}

void each_operation(
    const json& document, const std::function<void(const std::string&, const std::string&, const json&)>& visit
) {
  for (const auto& [path, item] : document.at("paths").items()) {
    for (const auto* verb : {"get", "post", "put", "patch", "delete"}) {
      if (item.contains(verb)) visit(verb, path, item[verb]);
    }
  }
}

const json& resolved(const json& document, const json& value) {
  return value.contains("$ref") ? document.at(json::json_pointer(value["$ref"].get<std::string>().substr(1))) : value;
}

// The schema file a request body is checked with.
std::string request_file(const json& content) {
  const auto name = content.at("schema").at("$ref").get<std::string>().substr(components.size());
  return written().at("components").at("schemas").at(name).at("$ref").get<std::string>();
}

} // namespace

TEST_CASE("YAML is read with its types") {
  const auto read =
      read_yaml("a: 1\nb: '1'\nc: \"true\"\nd: true\ne: null\nf: ~\ng: 1.5\nh: 1.0.0\ni: 2026-03-01\nj: &x [x, *y]\n");
  CHECK_FALSE(read); // *y is not defined
  const auto good = read_yaml("a: 1\nb: '1'\nc: \"true\"\nd: true\ne: null\nf:\ng: 1.5\nh: 1.0.0\ni: 2026-03-01\nj: &x "
                              "[x]\nk: *x\nl: '200'\nm: 1e3\nn: -4\no: nan\n");
  REQUIRE(good);
  CHECK(*good == ordered_json::parse(R"({"a":1,"b":"1","c":"true","d":true,"e":null,"f":null,"g":1.5,"h":"1.0.0",
      "i":"2026-03-01","j":["x"],"k":["x"],"l":"200","m":1000.0,"n":-4,"o":"nan"})"));
  CHECK(read_yaml("a: 1\na: 2\n").error().front().code == "duplicate_name");
  CHECK(read_yaml("a: &x {b: 1}\nc:\n  <<: *x\n").error().front().code == "wrong_keyword");
  CHECK(read_yaml("a: [").error().front().code == "not_yaml");
}

TEST_CASE("The served document is complete in itself") {
  CHECK(served().at("openapi") == "3.1.0");
  each_reference(ordered_json(served()), [](const std::string& reference) {
    INFO(reference);
    REQUIRE(reference.starts_with("#/"));
    CHECK(served().contains(json::json_pointer(reference.substr(1))));
  });
  CHECK(served().at("components").at("schemas").at("ContactRequest").at("properties").contains("narrative"));
  CHECK(served().at("components").at("schemas").at("Location").contains("dependentRequired"));
  CHECK_FALSE(served().at("components").at("schemas").contains("Location_"));
}

TEST_CASE("References that lead nowhere are faults") {
  const auto here = openapi_document("a: { $ref: '#/b' }\n", {});
  REQUIRE_FALSE(here);
  CHECK(here.error().front().code == "unknown_reference");
  CHECK_FALSE(openapi_document("a: { $ref: missing.schema.json }\n", {}));
  CHECK_FALSE(openapi_document("a: { $ref: 'a.schema.json#/x' }\n", {{"a.schema.json", "{}"}}));
}

TEST_CASE("Every request body is checked with a file of the contract, and its examples hold to it") {
  std::set<std::string> used;
  std::size_t examples = 0;
  each_operation(served(), [&](const std::string& verb, const std::string& path, const json& operation) {
    if (!operation.contains("requestBody")) return;
    const auto& content = operation["requestBody"]["content"]["application/json"];
    const auto file = request_file(content);
    INFO(verb << " " << path << " " << file);
    used.insert(file);
    REQUIRE(content.contains("examples"));
    for (const auto& [name, example] : content["examples"].items()) {
      const auto faults = test::contract().validate(file, example.at("value"));
      INFO(name << "\n" << test::listed(faults));
      CHECK(faults.empty());
      ++examples;
    }
  });
  CHECK(examples >= 13);
  // What is not a request of HTTP is a message of the console's socket, a shared shape or a file of a policy pack.
  for (const auto& name : test::contract().names()) {
    INFO(name);
    CHECK(
        (used.contains(name) || name.starts_with("console-") || name.starts_with("policy-") ||
         name == "common.schema.json")
    );
  }
}

TEST_CASE("Every example of an answer holds to its schema") {
  const test::contract_oracle contract(served());
  std::size_t examples = 0;
  const auto check = [&](const std::string& where, const json& answer) {
    for (const auto& [type, content] : answer.value("content", json::object()).items()) {
      for (const auto& [name, example] : content.value("examples", json::object()).items()) {
        std::string why;
        const bool held = contract.holds(content.at("schema"), example.at("value"), why);
        INFO(where << " " << name << "\n" << why);
        CHECK(held);
        ++examples;
      }
    }
  };
  each_operation(served(), [&](const std::string& verb, const std::string& path, const json& operation) {
    for (const auto& [status, answer] : operation.at("responses").items())
      check(verb + " " + path + " " + status, resolved(served(), answer));
  });
  for (const auto& [name, answer] : served().at("components").at("responses").items())
    check(name, answer);
  CHECK(examples > 25);
}

TEST_CASE("Every call is named once, described, and says what refusals there are") {
  std::set<std::string> names;
  each_operation(served(), [&](const std::string& verb, const std::string& path, const json& operation) {
    INFO(verb << " " << path);
    CHECK(names.insert(operation.at("operationId").get<std::string>()).second);
    CHECK_FALSE(operation.at("summary").get<std::string>().empty());
    CHECK_FALSE(operation.at("tags").empty());
    const auto& responses = operation.at("responses");
    CHECK_FALSE(responses.empty());
    const bool open = operation.contains("security") && operation["security"].empty();
    if (!open) CHECK(responses.contains("401"));
    if (operation.contains("requestBody")) {
      for (const auto* status : {"400", "413", "415", "422"})
        CHECK(responses.contains(status));
    }
    std::set<std::string> in_path;
    const auto& item = served().at("paths").at(path);
    for (const auto& list : {item.value("parameters", json::array()), operation.value("parameters", json::array())}) {
      for (const auto& one : list) {
        const auto& parameter = resolved(served(), one);
        CHECK_FALSE(parameter.at("description").get<std::string>().empty());
        if (parameter.at("in") == "path") in_path.insert("{" + parameter.at("name").get<std::string>() + "}");
      }
    }
    std::set<std::string> in_its_text;
    for (auto from = path.find('{'); from != std::string::npos; from = path.find('{', from + 1))
      in_its_text.insert(path.substr(from, path.find('}', from) + 1 - from));
    CHECK(in_path == in_its_text);
  });
}

TEST_CASE("The console socket's document refers to what there is, and its examples hold") {
  const auto document = read_yaml(frontdoor::tests::content_of("schemas/asyncapi.yaml"));
  REQUIRE(document);
  std::map<std::string, json> files{
      {"openapi.yaml", json::parse(written().dump())}, {"asyncapi.yaml", json::parse(document->dump())}
  };
  for (const auto& [name, text] : test::contract_files())
    files.emplace(name, json::parse(text));
  each_reference(*document, [&](const std::string& reference) {
    INFO(reference);
    std::string file = "asyncapi.yaml";
    CHECK(find_reference(files, reference, file) != nullptr);
  });
  std::size_t checked = 0;
  for (const auto& [name, message] : document->at("components").at("messages").items()) {
    INFO(name);
    REQUIRE(message.contains("examples"));
    for (const auto& example : message["examples"]) {
      const json payload = json::parse(example.at("payload").dump());
      CHECK(payload.at("type") == name);
      if (!message["payload"].contains("$ref")) continue;
      CHECK(test::contract().validate(message["payload"]["$ref"].get<std::string>(), payload).empty());
      ++checked;
    }
  }
  CHECK(checked == 6);
}
