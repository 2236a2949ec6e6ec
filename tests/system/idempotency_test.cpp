// Repeats of a request: the same key gives the same answer, and the thing is done once.

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "tests/support/served_frontdoor.hpp"
#include "tests/system/contacts.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

const header_list key(const std::string& text) {
  return {{"Idempotency-Key", text}};
}

std::size_t contacts_in_log(const http_caller& reader) {
  const auto log = whole_log(reader);
  return static_cast<std::size_t>(std::count_if(log.begin(), log.end(), [](const json& event) {
    return event.at("type") == "uk.police.frontdoor.contact.received.v1";
  }));
}

} // namespace

TEST_CASE("given a contact sent again with its key, then the answer is the same to the byte and it is kept once") {
  const auto program = shared_server().program();
  const auto before = contacts_in_log(program);
  const auto first = program.post("/v1/contacts", knife_contact(), key("repeat-1"));
  REQUIRE(first.status == 201);
  for (int i = 0; i < 3; ++i) {
    const auto again = program.post("/v1/contacts", knife_contact(), key("repeat-1"));
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
  }
  CHECK(contacts_in_log(program) == before + 1);
}

TEST_CASE("given another body with the same key, then it is refused with 422 and nothing is kept") {
  const auto program = shared_server().program();
  REQUIRE(program.post("/v1/contacts", knife_contact(), key("repeat-2")).status == 201);
  const auto before = contacts_in_log(program);
  const auto other = program.post("/v1/contacts", knife_contact("Something else entirely."), key("repeat-2"));
  CHECK(other.status == 422);
  CHECK(other.code() == "idempotency_key_reused");
  CHECK(contacts_in_log(program) == before);
}

TEST_CASE("given the same key from another caller or for another call, then it is another key") {
  const auto program = shared_server().program();
  const auto handler = shared_server().person("handler");
  const auto of_program = program.post("/v1/contacts", knife_contact(), key("repeat-3"));
  const auto of_handler = handler.post("/v1/contacts", knife_contact(), key("repeat-3"));
  REQUIRE(of_program.status == 201);
  REQUIRE(of_handler.status == 201);
  CHECK(of_program.body_json.at("contact").at("id") != of_handler.body_json.at("contact").at("id"));
  const auto id = of_handler.body_json.at("incident").at("id").get<std::string>();
  const auto note = handler.post("/v1/incidents/" + id + "/notes", {{"text", "He has gone."}}, key("repeat-3"));
  CHECK(note.status == 201);
}

TEST_CASE("given notes and grades sent again with their key, then they are done once") {
  const auto handler = shared_server().person("handler");
  const auto made = handler.post("/v1/contacts", knife_contact());
  REQUIRE(made.status == 201);
  const auto path = "/v1/incidents/" + made.body_json.at("incident").at("id").get<std::string>();
  const auto note = handler.post(path + "/notes", {{"text", "He has gone."}}, key("note-1"));
  CHECK(handler.post(path + "/notes", {{"text", "He has gone."}}, key("note-1")).body == note.body);
  const auto grade = handler.post(path + "/grade", {{"grade", "1"}}, key("grade-1"));
  REQUIRE(grade.status == 200);
  CHECK(handler.post(path + "/grade", {{"grade", "1"}}, key("grade-1")).body == grade.body);
  CHECK(handler.post(path + "/grade", {{"grade", "2"}}, key("grade-1")).code() == "idempotency_key_reused");
  const auto record = handler.get(path).body_json;
  CHECK(record.at("notes_list").size() == 1);
  CHECK(record.at("grade_history").size() == 2);
}

TEST_CASE("given many repeats at the same moment, then all get one answer") {
  const auto program = shared_server().program();
  const auto text = program.text_of("POST", "/v1/contacts", knife_contact().dump(), key("repeat-4"));
  std::vector<std::unique_ptr<raw_client>> crowd;
  for (int i = 0; i < 16; ++i) {
    crowd.push_back(std::make_unique<raw_client>(shared_server().port()));
    crowd.back()->send(text);
  }
  std::set<std::string> bodies;
  for (const auto& one : crowd) {
    const auto got = one->read();
    CHECK(got.status == 201);
    bodies.insert(got.body);
  }
  CHECK(bodies.size() == 1);
}

TEST_CASE("given a record, then its ETag is its version, and grows with it") {
  const auto handler = shared_server().person("handler");
  const auto made = handler.post("/v1/contacts", knife_contact());
  REQUIRE(made.status == 201);
  const auto path = "/v1/incidents/" + made.body_json.at("incident").at("id").get<std::string>();
  const auto first = handler.get(path);
  CHECK(first.header("etag") == "\"" + std::to_string(first.body_json.at("version").get<int>()) + "\"");
  REQUIRE(handler.post(path + "/notes", {{"text", "He has gone."}}).status == 201);
  const auto second = handler.get(path);
  CHECK(second.header("etag") == "\"" + std::to_string(first.body_json.at("version").get<int>() + 1) + "\"");
  const auto policy = handler.get("/v1/policy");
  CHECK(policy.header("etag") == "\"" + policy.body_json.at("sha256").get<std::string>() + "\"");
}

TEST_CASE("given a server with the system's clock, then there is no clock to move") {
  const auto admin = shared_server().person("admin");
  for (const auto& answer :
       {admin.get("/v1/test/clock"), admin.post("/v1/test/clock", {{"advance", "PT40M"}}),
        shared_server().program().post("/v1/test/clock", {{"advance", "PT40M"}})}) {
    CHECK(answer.status == 404);
    CHECK(answer.code() == "not_found");
  }
}
