// What is known already: by REST, on the built server.

#include <catch2/catch.hpp>

#include "tests/support/eventually.hpp"
#include "tests/support/served_frontdoor.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

json advice_from(const std::string& phone) {
  return {
      {"channel", "101"},
      {"narrative", "How does one hand in a bicycle lock that was found?"},
      {"facts", {{"advice_only", true}, {"life_threat", "none"}, {"violence", "none"}}},
      {"caller", {{"phone", phone}, {"role", "witness"}}}
  };
}

json source(const json& history, const std::string& name) {
  for (const auto& one : history.at("sources")) {
    if (one.at("source") == name) return one;
  }
  return nullptr;
}

// With time to look up on a slow machine.
served_frontdoor& history_server() {
  static served_frontdoor server(serve_options{{"--set", "history.contact_timeout_ms=5000"}, {}, {}});
  return server;
}

// Waits until that many contacts of the number are in the history.
bool known(const http_caller& who, const std::string& phone, std::size_t contacts) {
  return eventually([&] {
    const auto found = who.get("/v1/history?phone=" + phone);
    if (found.status != 200) return false;
    const auto answer = source(found.body_json, "contacts");
    return answer.at("status") == (contacts == 0 ? "none" : "found") && answer.at("results").size() == contacts;
  });
}

} // namespace

TEST_CASE("given a first call from a number, when it calls again, then the first is shown; the fourth in a day raises"
) {
  auto& server = history_server();
  const auto handler = server.person("handler");
  const std::string phone = "07700900311";
  REQUIRE(known(handler, phone, 0));
  const auto first = handler.post("/v1/contacts", advice_from("07700 900311"));
  REQUIRE(first.status == 201);
  CHECK(first.body_json.at("history").at("status") == "none");
  CHECK(first.body_json.at("incident").at("grade") == "5");
  REQUIRE(known(handler, phone, 1));

  const auto second = handler.post("/v1/contacts", advice_from("+44 7700 900311"));
  REQUIRE(second.status == 201);
  const auto& history = second.body_json.at("history");
  CHECK(history.at("status") == "found");
  CHECK(history.at("facts").at("repeat_contacts_24h") == 1);
  const auto contacts = source(history, "contacts");
  REQUIRE(contacts.at("results").size() == 1);
  CHECK(contacts.at("results")[0].at("incident") == first.body_json.at("incident").at("id"));
  CHECK(contacts.at("results")[0].at("number") == first.body_json.at("incident").at("number"));
  CHECK(contacts.at("results")[0].at("why_matched")[0].at("by") == "phone");
  CHECK(second.body_json.at("incident").at("grade") == "5");

  // At once: each is found as soon as it has been answered.
  REQUIRE(handler.post("/v1/contacts", advice_from("0044 7700 900311")).status == 201);
  const auto fourth = handler.post("/v1/contacts", advice_from("07700-900311"));
  REQUIRE(fourth.status == 201);
  CHECK(fourth.body_json.at("incident").at("grade") == "3");
  CHECK(fourth.body_json.at("history").at("cluster").at("contacts") == 3);
  const auto record =
      handler.get("/v1/incidents/" + fourth.body_json.at("incident").at("id").get<std::string>()).body_json;
  CHECK(record.at("facts").at("repeat_contacts_24h") == 3);
}

TEST_CASE("given a contact with nothing to look under, then history says that nothing was searched") {
  const auto handler = history_server().person("handler");
  auto contact = advice_from("999");
  const auto taken = handler.post("/v1/contacts", contact);
  REQUIRE(taken.status == 201);
  CHECK(taken.body_json.at("history").at("status") == "not_searched");
}

TEST_CASE("given another organisation's system, then it is told nothing of history, not even that there is some") {
  auto& server = history_server();
  const auto program = server.program();
  const auto handler = server.person("handler");
  REQUIRE(program.post("/v1/contacts", advice_from("07700 900322")).status == 201);
  REQUIRE(known(handler, "07700900322", 1));
  const auto taken = program.post("/v1/contacts", advice_from("07700 900322"));
  REQUIRE(taken.status == 201);
  CHECK(
      taken.body_json.at("history") ==
      json{
          {"status", "not_shown"},
          {"sources", json::array()},
          {"counts", json::array()},
          {"cluster", nullptr},
          {"facts", json::object()}
      }
  );
  CHECK(program.get("/v1/history?phone=07700900322").status == 403);

  // The fourth raises its own incident all the same; that it is the fourth stays with police.
  for (std::size_t earlier = 2; earlier <= 3; ++earlier) {
    REQUIRE(known(handler, "07700900322", earlier));
    if (earlier == 2) REQUIRE(program.post("/v1/contacts", advice_from("07700 900322")).status == 201);
  }
  const auto fourth = program.post("/v1/contacts", advice_from("07700 900322"));
  REQUIRE(fourth.status == 201);
  CHECK(fourth.body_json.at("incident").at("grade") == "3");
  const auto path = "/v1/incidents/" + fourth.body_json.at("incident").at("id").get<std::string>();
  CHECK(handler.get(path).body.find("repeat_contacts_24h") != std::string::npos);
  for (const auto& told : {fourth.body, program.get(path).body, program.get(path + "/log").body}) {
    CAPTURE(told);
    CHECK(told.find("repeat_contacts") == std::string::npos);
  }
  CHECK(whole_log(program).dump().find("repeat_contacts") == std::string::npos);
}

TEST_CASE("given parameters that are none, then history refuses them by name and looks under nothing else") {
  const auto handler = history_server().person("handler");
  const auto refused = handler.get("/v1/history?phone=999&dob=84&uprn=abc&postcode=M1&vrm=x");
  CHECK(refused.status == 400);
  CHECK(refused.code() == "bad_parameter");
  CHECK(refused.body_json.at("errors").size() == 6);
  CHECK(handler.get("/v1/history").code() == "nothing_to_look_under");
  CHECK(handler.get("/v1/history?name=Cher").code() == "nothing_to_look_under");
}
