#include <catch2/catch.hpp>

#include <functional>

#include <nlohmann/json.hpp>

#include "tests/unit/schema/contract_files.hpp"

using frontdoor::schema::test::contract;
using frontdoor::schema::test::contract_files;
using frontdoor::schema::test::listed;
using nlohmann::json;

namespace {

json file(const std::string& name) {
  return json::parse(contract_files().at(name));
}
json example(const std::string& name) {
  return file(name).at("examples").at(0);
}

// Every schema inside a schema file, with its pointer.
void each_schema(
    const json& schema, const std::string& pointer, const std::function<void(const json&, const std::string&)>& visit
) {
  visit(schema, pointer);
  for (const auto* map : {"properties", "definitions"}) {
    if (!schema.contains(map)) continue;
    for (const auto& [name, inner] : schema[map].items())
      each_schema(inner, pointer + "/" + map + "/" + name, visit);
  }
  for (const auto* one : {"items", "additionalProperties", "propertyNames"}) {
    if (schema.contains(one) && schema[one].is_object()) each_schema(schema[one], pointer + "/" + one, visit);
  }
  for (const auto* list : {"anyOf", "allOf"}) {
    if (!schema.contains(list)) continue;
    for (const auto& inner : schema[list])
      each_schema(inner, pointer + "/" + list, visit);
  }
}

bool has_type(const json& schema, const std::string& type) {
  if (!schema.contains("type")) return false;
  const auto& types = schema["type"];
  return types == type || (types.is_array() && std::find(types.begin(), types.end(), type) != types.end());
}

struct broken_field {
  std::string file, at, value, pointer, code;
};

} // namespace

TEST_CASE("Every example in a schema holds to it") {
  std::size_t count = 0;
  for (const auto& [name, text] : contract_files()) {
    for (const auto& one : json::parse(text).value("examples", json::array())) {
      INFO(name << "\n" << listed(contract().validate(name, one)));
      CHECK(contract().validate(name, one).empty());
      ++count;
    }
  }
  CHECK(count >= 14);
}

TEST_CASE("Nothing unknown is let through, and every text and list has an end") {
  for (const auto& [name, text] : contract_files()) {
    each_schema(json::parse(text), "", [&, &file_name = name](const json& schema, const std::string& pointer) {
      INFO(file_name << " " << pointer);
      if (has_type(schema, "object") && pointer != "/definitions/facts") {
        CHECK(schema.contains("additionalProperties"));
        CHECK(schema.value("additionalProperties", json(true)) != json(true));
      }
      if (has_type(schema, "string"))
        CHECK((schema.contains("maxLength") || schema.contains("enum") || schema.contains("const")));
      if (has_type(schema, "array")) CHECK(schema.contains("maxItems"));
      if (schema.contains("pattern")) CHECK(schema.contains("x-remedy"));
    });
  }
}

TEST_CASE("Each required member left out is named, with what to do") {
  for (const auto& name : contract().names()) {
    const json schema = file(name);
    for (const auto& required : schema.value("required", json::array())) {
      json body = example(name);
      body.erase(required.get<std::string>());
      const auto faults = contract().validate(name, body);
      INFO(name << "\n" << listed(faults));
      REQUIRE(faults.size() == 1);
      CHECK(faults[0].pointer == "/" + required.get<std::string>());
      CHECK(faults[0].code == "missing");
      CHECK_FALSE(faults[0].remedy.empty());
    }
  }
}

TEST_CASE("Each member with a value of the wrong kind is named, with what to do") {
  for (const auto& name : contract().names()) {
    const json schema = file(name);
    if (!schema.contains("properties")) continue;
    for (const auto& [member, inner] : schema["properties"].items()) {
      for (const json& wrong :
           {json(json::array({json::array()})), json(-7.5), json(json::object({{"no_such_name", 1}}))}) {
        if (member == "facts" && wrong.is_object()) continue;
        json body = example(name);
        body[member] = wrong;
        const auto faults = contract().validate(name, body);
        INFO(name << " " << member << " " << wrong << "\n" << listed(faults));
        REQUIRE_FALSE(faults.empty());
        CHECK(faults[0].pointer.starts_with("/" + member));
        CHECK_FALSE(faults[0].remedy.empty());
      }
    }
    json body = example(name);
    body["no_such_name"] = 1;
    const auto faults = contract().validate(name, body);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "unknown_name");
  }
}

TEST_CASE("Values out of their bounds are refused where they stand") {
  const auto one = GENERATE(values<broken_field>({
      {"contact.schema.json", "/channel", R"("fax")", "/channel", "not_one_of"},
      {"contact.schema.json", "/channel", "999", "/channel", "wrong_type"},
      {"contact.schema.json", "/narrative", R"("")", "/narrative", "too_short"},
      {"contact.schema.json", "/narrative", R"("  ")", "/narrative", "wrong_form"},
      {"contact.schema.json", "/external_ref", R"(" A1")", "/external_ref", "wrong_form"},
      {"contact.schema.json", "/received_at", R"("yesterday")", "/received_at", "wrong_form"},
      {"contact.schema.json", "/caller/phone", R"("0161 CALL ME")", "/caller/phone", "wrong_form"},
      {"contact.schema.json", "/caller/role", R"("victm")", "/caller/role", "not_one_of"},
      {"contact.schema.json", "/location/lat", "90.5", "/location/lat", "too_large"},
      {"contact.schema.json", "/location/lon", "-181", "/location/lon", "too_small"},
      {"contact.schema.json", "/location/radius_m", "-1", "/location/radius_m", "too_small"},
      {"contact.schema.json", "/location/uprn", R"("12345678901234")", "/location/uprn", "too_long"},
      {"contact.schema.json", "/location/postcode", R"("12345")", "/location/postcode", "wrong_form"},
      {"contact.schema.json", "/subjects", R"([{"date_of_birth":"1984-13-01"}])", "/subjects/0/date_of_birth",
       "wrong_form"},
      {"contact.schema.json", "/subjects", R"([{},{"nam":"x"}])", "/subjects/1/nam", "unknown_name"},
      {"contact.schema.json", "/incident", R"("GMP-20260301-000001")", "/incident", "wrong_form"},
      {"contact.schema.json", "/contact_only", R"({"outcome":"closed"})", "/contact_only/outcome", "not_one_of"},
      {"contact.schema.json", "/contact_only", "{}", "/contact_only/outcome", "missing"},
      {"contact.schema.json", "/grade", R"({"rationale":"x"})", "/grade/grade", "missing"},
      {"contact.schema.json", "/grade", R"({"grade":"one two three"})", "/grade/grade", "too_long"},
      {"contact.schema.json", "/grade", R"({"grade":"!"})", "/grade/grade", "wrong_form"},
      {"grade.schema.json", "/reason_code", R"("No Resource")", "/reason_code", "wrong_form"},
      {"session.schema.json", "/password", R"("")", "/password", "too_short"},
      {"account.schema.json", "/name", R"("J Smith")", "/name", "wrong_form"},
      {"account.schema.json", "/password", R"("short")", "/password", "too_short"},
      {"account.schema.json", "/role", R"("dispacher")", "/role", "not_one_of"},
      {"account.schema.json", "/districts", R"(["Salford","Salford"])", "/districts/1", "not_unique"},
      {"api-key.schema.json", "/permissions", "[]", "/permissions", "too_few"},
      {"api-key.schema.json", "/permissions", R"(["asses"])", "/permissions/0", "not_one_of"},
      {"clock-advance.schema.json", "/advance", R"("P1M")", "/advance", "wrong_form"},
      {"console-subscribe.schema.json", "/after", "-1", "/after", "too_small"},
      {"console-subscribe.schema.json", "/grades", R"(["1","1"])", "/grades/1", "not_unique"},
      {"console-ack.schema.json", "/dispatch", R"("1")", "/dispatch", "wrong_form"},
      {"console-ack.schema.json", "/type", R"("nack")", "/type", "not_one_of"},
  }));
  json body = example(one.file);
  body[json::json_pointer(one.at)] = json::parse(one.value);
  const auto faults = contract().validate(one.file, body);
  INFO(one.file << " " << one.at << " " << one.value << "\n" << listed(faults));
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].pointer == one.pointer);
  CHECK(faults[0].code == one.code);
  CHECK_FALSE(faults[0].remedy.empty());
}

TEST_CASE("A position needs both its numbers, and a change must change something") {
  json body = example("contact.schema.json");
  body["location"].erase("lon");
  const auto faults = contract().validate("contact.schema.json", body);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].pointer == "/location/lon");
  CHECK(faults[0].detail == "lon is missing: lat is given");
  CHECK(
      contract().validate("account-patch.schema.json", json::object()).front().remedy ==
      "name at least one thing to change"
  );
}

TEST_CASE("A withheld number is null, and the common ways of writing one pass") {
  json body = example("contact.schema.json");
  for (const json& phone :
       {json(nullptr), json("+447700900123"), json("01632 960123"), json("(0161) 496-0123"), json("999")}) {
    body["caller"]["phone"] = phone;
    CHECK(contract().validate("contact.schema.json", body).empty());
  }
}

TEST_CASE("The longest narrative passes and one character more does not") {
  json body = example("contact.schema.json");
  std::string narrative;
  for (int i = 0; i < 20'000; ++i)
    narrative += "é";
  body["narrative"] = narrative;
  CHECK(contract().validate("contact.schema.json", body).empty());
  body["narrative"] = narrative + "é";
  CHECK(contract().validate("contact.schema.json", body).front().code == "too_long");
}

TEST_CASE("The policy packs of this repository hold to their schemas") {
  const std::map<std::string, std::string> schema_of{
      {"pack.json", "policy-pack.schema.json"},           {"vocabulary.json", "policy-vocabulary.schema.json"},
      {"questions.json", "policy-questions.schema.json"}, {"flags.json", "policy-codes.schema.json"},
      {"pathways.json", "policy-codes.schema.json"},      {"exclusions.json", "policy-codes.schema.json"},
      {"cues.json", "policy-cues.schema.json"},           {"safety.json", "policy-safety.schema.json"},
      {"nsir.json", "policy-nsir.schema.json"},           {"day-one.json", "policy-day-one.schema.json"}
  };
  std::size_t packs = 0;
  for (const auto& folder : std::filesystem::directory_iterator("config/policies")) {
    for (const auto& [name, schema] : schema_of) {
      const auto path = (folder.path() / name).string();
      if (!std::filesystem::exists(path)) continue;
      if (name == "pack.json") ++packs;
      INFO(path);
      if (name == "safety.json" && !std::filesystem::exists(path)) continue; // then it is not verified
      const auto document = json::parse(frontdoor::tests::content_of(path));
      const auto faults = contract().validate(schema, document);
      INFO(listed(faults));
      CHECK(faults.empty());
    }
    // The working life is a part that a pack may leave out.
    const auto working = (folder.path() / "working.json").string();
    if (!std::filesystem::exists(working)) continue;
    const auto faults =
        contract().validate("policy-working.schema.json", json::parse(frontdoor::tests::content_of(working)));
    INFO(working << "\n" << listed(faults));
    CHECK(faults.empty());
  }
  CHECK(packs == 3);
}
