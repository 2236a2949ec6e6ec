// The working life of an incident by REST: a lower grade under guard, what is owed, closing, coming back, crimes.

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"
#include "tests/system/example_start.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

// Grade 2, the caller still on the line.
std::string dispatched_incident() {
  const json facts{
      {"domestic", true}, {"suspect_present", true}, {"life_threat", "none"}, {"violence", "none"}, {"weapon", "none"}
  };
  const auto taken = done(as("handler").post(
      "/v1/contacts",
      {{"channel", "999"}, {"call_live", true}, {"narrative", "He is outside and shouts."}, {"facts", facts}}
  ));
  REQUIRE(taken.at("incident").at("grade") == "2");
  return path_of(id_of(taken, "incident"));
}

const json* task_of(const json& incident, const char* kind) {
  const auto& tasks = incident.at("tasks");
  const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const json& one) {
    return one.at("kind") == kind && one.at("state") == "open";
  });
  return found == tasks.end() ? nullptr : &*found;
}

std::vector<std::string> codes_of(const reply& refused) {
  std::vector<std::string> codes;
  for (const auto& one : refused.body_json.at("errors"))
    codes.push_back(one.at("code"));
  return codes;
}

} // namespace

TEST_CASE("given a grade 2, when it is to be lowered, then only words, version, quiet line and a second person do it") {
  const auto path = dispatched_incident();
  const auto dispatcher = as("dispatcher");
  const auto ask = [&](const json& body, const header_list& headers) {
    return dispatcher.post(path + "/grade", body, headers);
  };
  CHECK(ask(lower_to("3"), {}).status == 428);
  const auto live = ask(lower_to("3"), if_match(path));
  CHECK(live.status == 409);
  CHECK(live.code() == "call_is_live");
  const auto earlier = if_match(path);
  done(as("handler").post(path + "/call-ended", json::object()));
  CHECK(ask(lower_to("3"), earlier).status == 412);
  auto stock = lower_to("3");
  stock["rationale"] = "THRIVE considered.";
  CHECK(ask(stock, if_match(path)).status == 422);
  auto late = lower_to("3");
  late["reason_code"] = "no_resource";
  CHECK(ask(late, if_match(path)).status == 422);

  const auto asked = ask(lower_to("3"), if_match(path));
  CHECK(asked.status == 202);
  auto incident = record_at(path);
  CHECK(incident.at("grade") == "2");
  const auto approval = "/v1/approvals/" + incident.at("approvals").back().at("id").get<std::string>();
  const json yes{{"decision", "approve"}, {"rationale", "I have read the log; the unit stays near."}};
  CHECK(dispatcher.post(approval, yes).code() == "own_request");
  const auto reduced = done(dispatcher.post(path + "/response", {{"response", "reduced"}}));
  CHECK(reduced.at("incident").at("grade") == "2");
  done(as("supervisor").post(approval, yes));
  incident = record_at(path);
  CHECK(incident.at("grade") == "3");
  REQUIRE(task_of(incident, "tell_caller") != nullptr);

  // A new fact that is worse takes effect at once, whoever lowered before.
  done(as("handler").post(path + "/facts", {{"facts", {{"weapon", "seen"}, {"weapon_type", "knife"}}}}));
  CHECK(record_at(path).at("grade") == "1");
}

TEST_CASE("given an incident with things owed, when it is closed, then each is named, and it closes once they are done"
) {
  const auto path = dispatched_incident();
  const auto supervisor = as("supervisor");
  const auto id = id_at(path);
  done(supervisor.post(path + "/tasks", {{"kind", "call_back"}}));
  const auto refused = supervisor.post(
      path + "/closure", {{"outcome", "no_reply"}, {"rationale", "Nobody opened the door at the house."}},
      if_match(path)
  );
  CHECK(refused.status == 409);
  CHECK(refused.code() == "still_open");
  const auto open = codes_of(refused);
  for (const auto* code : {"task_open", "call_is_live", "dispatch_not_acknowledged", "risk_open"}) {
    CAPTURE(code);
    CHECK(std::ranges::find(open, code) != open.end());
  }
  console_client console(as("dispatcher"));
  console.subscribe();
  console.send({{"type", "ack"}, {"dispatch", record_at(path).at("dispatch").at("id")}});
  CHECK(console.next("acked").at("ok") == true);
  const auto closed = satisfy_gate(supervisor, id, "attended_dealt_with");
  CAPTURE(closed.body);
  REQUIRE(closed.status == 200);
  CHECK(record_at(path).at("status") == "closed");

  SECTION("a new contact on it opens it again, with a clock of its own") {
    const auto before = record_at(path);
    advance("PT3H");
    const auto back = done(as("handler").post(
        "/v1/contacts", {{"channel", "101"}, {"narrative", "He is outside again."}, {"incident", id}}
    ));
    CHECK(back.at("incident").at("id") == id);
    const auto after = record_at(path);
    CHECK(after.at("status") == "open");
    CHECK(after.at("opened_at") == before.at("opened_at"));
    CHECK(after.at("clock_from") == back.at("contact").at("received_at"));
    REQUIRE(after.at("earlier_clocks").size() == before.at("earlier_clocks").size() + 1);
  }
  SECTION("the sum of contacts in, resolved, open and linked is right") {
    const auto sum = done(supervisor.get("/v1/reconciliation"));
    CHECK(sum.at("difference") == 0);
    CHECK(sum.at("in").get<int>() > 0);
  }
}

TEST_CASE("given a task that nobody does, when its time passes, then it goes to the supervisor and says that it is late"
) {
  const auto path = dispatched_incident();
  done(as("supervisor").post(path + "/tasks", {{"kind", "tell_caller"}, {"note", "Say that a unit comes."}}));
  CHECK(task_of(record_at(path), "tell_caller")->at("owner") == "call_handler");
  advance("PT16M");
  const auto incident = record_at(path);
  const auto* task = task_of(incident, "tell_caller");
  REQUIRE(task != nullptr);
  CHECK(task->at("owner") == "supervisor");
  CHECK(task->at("overdue") == true);
  const auto listed = done(as("supervisor").get("/v1/tasks?owner=supervisor&incident=" + id_at(path)));
  CHECK(std::ranges::any_of(listed.at("items"), [&](const json& one) {
    return one.dump().find(task->at("id").get<std::string>()) != std::string::npos;
  }));
  // One attempt is not three.
  const auto at = "/v1/tasks/" + task->at("id").get<std::string>();
  done(as("supervisor").post(at + "/attempts", {{"code", "no_answer"}}));
  CHECK(as("supervisor").post(at + "/complete", {{"outcome", "not_reached"}}).code() == "attempts_missing");
  done(as("supervisor").post(at + "/complete", {{"outcome", "told"}}));
  CHECK(task_of(record_at(path), "tell_caller") == nullptr);
}

TEST_CASE(
    "given a crime told, when nobody decides within a day, then the register says so, and a decision gives a number"
) {
  const auto taken = done(as("handler").post(
      "/v1/contacts",
      {{"channel", "101"}, {"narrative", "Somebody took my bicycle from the yard."}, {"facts", {{"theft", true}}}}
  ));
  REQUIRE(taken.at("crimes").size() == 1);
  const auto path = path_of(id_of(taken, "incident"));
  const auto in_register = [&](const char* name) {
    const auto list = done(as("registrar").get(std::string("/v1/crimes?register=") + name + "&limit=200"));
    return list.dump().find(id_at(path)) != std::string::npos;
  };
  CHECK(in_register("due"));
  CHECK_FALSE(in_register("breached"));
  advance("PT25H");
  CHECK(in_register("breached"));

  const json decision{{"decision", "recorded"}, {"key", taken.at("crimes").front().at("key")}, {"victim_told", true}};
  const header_list key{{"Idempotency-Key", "bicycle-from-the-yard"}};
  const auto handler = as("handler");
  const auto recorded = handler.post(path + "/crimes", decision, key);
  REQUIRE(recorded.status == 201);
  CHECK(!recorded.body_json.at("number").get<std::string>().empty());
  const auto again = handler.post(path + "/crimes", decision, key);
  CHECK(again.status == 201);
  CHECK(again.body_json == recorded.body_json);
  CHECK_FALSE(in_register("breached"));
  CHECK(done(as("registrar").get("/v1/crimes/reconciliation")).at("mismatches").empty());
  const auto crime = "/v1/crimes/" + recorded.body_json.at("id").get<std::string>();
  CHECK(handler.post(crime + "/cancel", {{"code", "C3"}, {"reference", "CR/0000777/26"}}).status == 403);
}
