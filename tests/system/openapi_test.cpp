// schemas/openapi.yaml against the running server: the routing table and the document agree both ways, and every
// example of the document does what the document says.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <regex>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/whole_file.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/example_start.hpp"
#include "tests/unit/schema/valijson_oracle.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

const json& resolved(const json& value) {
  if (!value.contains("$ref")) return value;
  return served_document().at(json::json_pointer(value.at("$ref").get<std::string>().substr(1)));
}

// The rows of the routing table as they are written: "POST /v1/contacts".
std::set<std::string> written_rows() {
  static const std::regex row(R"re(\bmethod::(get|post|put|patch|delete)_?,\s*"(/[^"]*)")re");
  static const std::regex incident_call(R"re(\{"(/v1/incidents/\{id\}/[^"]*)",\s*permission::)re"); // each is a POST
  std::set<std::string> rows;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("server")) {
    if (entry.path().extension() != ".cpp") continue;
    const auto text = frontdoor::tests::content_of(entry.path());
    for (auto match = std::sregex_iterator(text.begin(), text.end(), row); match != std::sregex_iterator(); ++match)
      rows.insert(upper((*match)[1]) + " " + (*match)[2].str());
    for (std::sregex_iterator match(text.begin(), text.end(), incident_call); match != std::sregex_iterator(); ++match)
      rows.insert("POST " + (*match)[1].str());
  }
  return rows;
}

// What is no row: the console's upgrade, and the pages.
bool is_row(const std::string& path) {
  return path != "/v1/console" && path != "/docs";
}

// The path with its parameters filled in; those not named by some id.
std::string filled(std::string path, std::map<std::string, std::string> parameters) {
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
    const auto end = path.find('}', at);
    auto& value = parameters[path.substr(at + 1, end - at - 1)];
    if (value.empty()) value = "018f6b1e-7a10-7cc3-9d3e-0a1b2c3d4e5f";
    path.replace(at, end - at + 1, value);
  }
  return path;
}

std::set<std::string> listed(const std::string& text) {
  static const std::regex separator(", *");
  return {std::sregex_token_iterator(text.begin(), text.end(), separator, -1), {}};
}

// Who may make the call, by the permission that its description names.
http_caller caller_of(const json& operation) {
  auto& server = contract_server();
  const auto needs = operation.value("description", std::string());
  if (operation.contains("security") && operation.at("security").empty()) return server.anonymous();
  if (operation.at("operationId") == "sign_out") return server.person("handler");
  static const auto admin = server.person("admin");
  static const auto supervisor = server.person("supervisor");
  if (needs.find("`call_events`") != std::string::npos) return server.program();
  const bool manages = needs.find("`account_manage`") != std::string::npos ||
                       needs.find("`test_clock`") != std::string::npos ||
                       needs.find("`training_purge`") != std::string::npos;
  return manages ? admin : supervisor;
}

// The query of the parameters' examples.
std::string query_of(const json& operation) {
  std::string query;
  for (const auto& one : operation.value("parameters", json::array())) {
    const auto& parameter = resolved(one);
    if (parameter.at("in") != "query" || !parameter.contains("example")) continue;
    const auto& value = parameter.at("example");
    query += (query.empty() ? "?" : "&") + parameter.at("name").get<std::string>() + "=" +
             (value.is_string() ? value.get<std::string>() : value.dump());
  }
  return query;
}

// The statuses of success that the document promises, each with its answer.
std::map<int, json> promised(const json& operation) {
  std::map<int, json> found;
  for (const auto& [status, answer] : operation.at("responses").items()) {
    if (status.front() == '2' || status == "101") found[std::stoi(status)] = resolved(answer);
  }
  return found;
}

// The success that an example is to have: where the document has several, the one whose example has its name, or else
// the first.
int expected_status(const std::map<int, json>& promises, const std::string& example) {
  for (const auto& [status, promise] : promises) {
    if (!promise.contains("content")) continue;
    if (promise.at("content").begin()->value("examples", json::object()).contains(example)) return status;
  }
  return promises.begin()->first;
}

void check_answer(const reply& answer, const json& operation, const std::string& example) {
  const auto promises = promised(operation);
  REQUIRE_FALSE(promises.empty());
  const auto status = expected_status(promises, example);
  CAPTURE(answer.body);
  CHECK(answer.status == status);
  const auto& promise = promises.at(status);
  for (const auto& [name, header] : promise.value("headers", json::object()).items()) {
    CAPTURE(name);
    // A contact that made no incident is found nowhere.
    if (name == "Location" && answer.body_json.contains("incident") && answer.body_json.at("incident").is_null())
      continue;
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    CHECK(!answer.header(lower).empty());
  }
  if (!promise.contains("content")) {
    CHECK(answer.body.empty());
    return;
  }
  const auto first = promise.at("content").begin();
  const auto& type = first.key();
  const auto& content = first.value();
  CHECK(answer.header("content-type").starts_with(type));
  if (type != "application/json") return;
  std::string why;
  static const frontdoor::schema::test::contract_oracle contract(served_document());
  const bool held = contract.holds(content.at("schema"), answer.body_json, why);
  CAPTURE(why);
  CHECK(held);
}

// Replays one example of a body, or the call itself when it has none.
void replay(
    const std::string& verb, const std::string& path, const json& operation, json body, const std::string& name
) {
  const auto caller = caller_of(operation);
  const auto id = operation.at("operationId").get<std::string>();
  const auto start = given_for(caller, id, path, name, body);
  if (body.is_object() && body.contains("incident")) {
    body["incident"] = given_for(caller, "", "/v1/incidents/", "", body).id;
  }
  auto headers = start.headers;
  if (!body.is_null()) headers.emplace_back("Idempotency-Key", id + "-" + name);
  const auto text = body.is_null() ? std::string() : body.dump();
  auto parameters = start.more;
  parameters["id"] = start.id;
  check_answer(
      caller.call(upper(verb), filled(path, std::move(parameters)) + query_of(operation), text, headers), operation,
      name
  );
}

} // namespace

TEST_CASE("given the routing table and the document, then each has every call of the other") {
  std::set<std::string> documented;
  each_operation([&](const std::string& verb, const std::string& path, const json&) {
    if (is_row(path)) documented.insert(upper(verb) + " " + path);
  });
  const auto rows = written_rows();
  CHECK(rows.size() > 20);
  for (const auto& row : rows) {
    CAPTURE(row);
    CHECK(documented.contains(row));
  }
  for (const auto& row : documented) {
    CAPTURE(row);
    CHECK(rows.contains(row));
  }
}

TEST_CASE("given the running server, then each path of the document knows the document's methods and no others") {
  const auto anonymous = contract_server().anonymous();
  for (const auto& [path, item] : served_document().at("paths").items()) {
    if (path == "/docs") continue;
    CAPTURE(path);
    std::set<std::string> expected{"OPTIONS"};
    for (const auto* verb : {"get", "post", "put", "patch", "delete"}) {
      if (item.contains(verb)) expected.insert(upper(verb));
    }
    if (item.contains("get") && path != "/v1/console") expected.insert("HEAD");
    const auto answer = anonymous.call("OPTIONS", filled(path, {}));
    CHECK(answer.status == 204);
    CHECK(listed(answer.header("allow")) == expected);
  }
}

TEST_CASE("given the examples of every call, then each is answered as the document says") {
  std::set<std::string> replayed;
  each_operation([&](const std::string& verb, const std::string& path, const json& operation) {
    CAPTURE(verb, path);
    const auto id = operation.at("operationId").get<std::string>();
    replayed.insert(id);
    if (id == "open_console") {
      raw_client client(contract_server().port());
      client.send(console_handshake(contract_server().person("dispatcher")));
      CHECK(promised(operation).contains(client.read(true).status));
    } else if (id == "docs" && !std::filesystem::exists("console/docs-viewer/dist/index.html")) {
      std::cout << "skipped: /docs, whose viewer is not built\n";
    } else if (operation.contains("requestBody")) {
      const auto& examples = operation.at("requestBody").at("content").at("application/json").at("examples");
      REQUIRE(!examples.empty());
      for (const auto& [name, example] : examples.items()) {
        CAPTURE(name);
        replay(verb, path, operation, example.at("value"), name);
      }
    } else {
      // The pages stand in a folder, to which /docs leads.
      replay(verb, id == "docs" ? "/docs/" : path, operation, nullptr, "");
    }
  });
  CHECK(replayed.size() > 20);
}

TEST_CASE("given every call of the document that answers in JSON, then it shows an example of the answer") {
  each_operation([&](const std::string& verb, const std::string& path, const json& operation) {
    CAPTURE(verb, path);
    for (const auto& [status, answer] : promised(operation)) {
      CAPTURE(status);
      if (path == "/openapi.json" || !answer.contains("content")) continue;
      for (const auto& [type, content] : answer.at("content").items()) {
        if (type == "application/json") CHECK(!content.value("examples", json::object()).empty());
      }
    }
  });
}
