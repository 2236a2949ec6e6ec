// Everyday work by REST: calls from telephony, planned jobs, codes, needs, texts.

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/eventually.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"
#include "tests/system/example_start.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

json news(const std::string& call, const char* state, const char* channel = "999") {
  return {{"call", call}, {"state", state}, {"channel", channel}, {"phone", "+447700900131"}};
}

json tell(const json& what) {
  return done(contract_server().program().post("/v1/calls", what));
}

const json* open_task(const json& incident, const std::string& kind) {
  const auto& tasks = incident.at("tasks");
  const auto found =
      std::ranges::find_if(tasks, [&](const json& one) { return one.at("kind") == kind && one.at("state") == "open"; });
  return found == tasks.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("given a call that was answered, then its contact has its number, is live, and ends with it") {
  const auto ringing = tell(news("day-one-1", "ringing"));
  tell(news("day-one-1", "answered"));
  const auto call = id_of(ringing, "call");
  CHECK(done(as("handler").get("/v1/calls/" + call)).at("personal").at("phone") == "+447700900131");

  const json contact{{"channel", "999"}, {"narrative", "He is at the door."}, {"call", "day-one-1"}};
  const auto taken = done(as("handler").post("/v1/contacts", contact));
  CHECK(id_of(taken, "contact") == ringing.at("call").at("contact").get<std::string>());
  const auto incident = id_of(taken, "incident");
  CHECK(as("handler").post("/v1/contacts", contact).code() == "call_taken_already");
  const auto closing = json{{"outcome", "advice_given"}, {"rationale", "She has what she asked for."}};
  auto refused = as("supervisor").post(path_of(incident) + "/closure", closing, if_match(path_of(incident)));
  CHECK(refused.body.find("call_is_live") != std::string::npos);

  CHECK(tell(news("day-one-1", "ended")).at("call").at("standing") == "over");
  const auto after = record_of(incident).at("version");
  tell(news("day-one-1", "ended")); // telephony repeats itself
  CHECK(record_of(incident).at("version") == after);
  refused = as("supervisor").post(path_of(incident) + "/closure", closing, if_match(path_of(incident)));
  CHECK(refused.body.find("call_is_live") == std::string::npos);
  CHECK(
      as("handler").post("/v1/contacts", {{"channel", "999"}, {"narrative", "x"}, {"call", "never-rang"}}).status == 404
  );
}

TEST_CASE(
    "given a 999 call that is abandoned, then it has an incident with the task to trace it; a 101 call is rung back"
) {
  tell(news("day-one-2", "ringing"));
  const auto gone = tell(news("day-one-2", "abandoned"));
  const auto incident = record_of(id_of(gone, "incident"));
  CHECK(gone.at("call").at("incident") == incident.at("id"));
  CHECK(open_task(incident, "trace_call") != nullptr);
  // It is over, and still found from its incident.
  const auto path = "/v1/calls?incident=" + incident.at("id").get<std::string>();
  const auto own = done(as("handler").get(path)).at("items");
  REQUIRE(own.size() == 1);
  CHECK(own.at(0).at("id") == gone.at("call").at("id"));
  CHECK(own.at(0).at("state") == "abandoned");
  CHECK(as("handler").get(path + "&standing=live").status == 400);
  CHECK(as("handler").get("/v1/calls?incident=018f6b1e-0000-7000-8000-000000000001").status == 404);

  const auto queued = id_of(tell(news("day-one-3", "abandoned", "101")), "call");
  const auto waiting = done(as("handler").get("/v1/calls?standing=call_back")).at("items");
  CHECK(std::ranges::any_of(waiting, [&](const json& one) { return one.at("id") == queued; }));
  const auto rung = done(as("handler").post("/v1/calls/" + queued + "/call-back", {{"outcome", "reached"}}));
  CHECK(rung.at("call").at("standing") == "called_back");
  CHECK(as("handler").post("/v1/calls", news("day-one-4", "ringing")).status == 403);
}

TEST_CASE("given places that telephony tells of, when a handler takes one, then the contact of the call has it") {
  auto ringing = news("day-one-5", "ringing");
  ringing["locations"] = {
      {{"source", "subscriber"}, {"text", "3 Comfrey Close, Oldham"}},
      {{"source", "network"}, {"lat", 53.4631}, {"lon", -2.2913}, {"radius_m", 45}}
  };
  const auto path = "/v1/calls/" + id_of(tell(ringing), "call");
  tell(news("day-one-5", "answered"));
  CHECK(as("handler").post(path + "/location", {{"candidate", 7}}).code() == "unknown_candidate");
  CHECK(done(as("handler").post(path + "/location", {{"candidate", 1}})).at("call").at("location") == 1);
  done(as("handler").post(path + "/location", {{"candidate", 0}}));
  const json contact{{"channel", "999"}, {"narrative", "He is at the door."}, {"call", "day-one-5"}};
  const auto taken = done(as("handler").post("/v1/contacts", contact));
  CHECK(record_of(id_of(taken, "incident")).at("personal").at("location_text") == "3 Comfrey Close, Oldham");
  // What is known later is recorded on the incident.
  const auto before = record_of(id_of(taken, "incident")).at("version").get<int>();
  done(as("handler").post(path + "/location", {{"candidate", 1}}));
  CHECK(record_of(id_of(taken, "incident")).at("version").get<int>() > before);
  tell(news("day-one-5", "ended"));
}

TEST_CASE("given a text and no provider, then it is given up and somebody has the task to tell the caller") {
  const auto taken = done(as("handler").post(
      "/v1/contacts", {{"channel", "101"}, {"narrative", "When do you come?"}, {"caller", {{"phone", "0161 496 0132"}}}}
  ));
  const auto incident = id_of(taken, "incident");
  const auto sent = as("handler").post(
      path_of(incident) + "/messages",
      {{"contact", taken.at("contact").at("id")}, {"text", "Officers come this evening."}}
  );
  REQUIRE(sent.status == 202);
  CHECK(sent.body_json.at("message").at("state") == "waiting");
  advance("PT1S");
  REQUIRE(eventually([&] { return record_of(incident).at("messages").at(0).at("state") == "given_up"; }));
  const auto after = record_of(incident);
  CHECK(after.at("messages").at(0).at("reason_code") == "no_gateway");
  CHECK(open_task(after, "tell_caller") != nullptr);
}

TEST_CASE("given a planned job, then nobody is sent before its time, and a need is on the card") {
  const auto now = done(as("handler").post("/v1/contacts", {{"channel", "101"}, {"narrative", "What time is it?"}}))
                       .at("incident")
                       .at("opened_at")
                       .get<std::string>();
  const json job{
      {"channel", "officer"},
      {"narrative", "Warrant at the flat above the shop."},
      {"planned", {{"kind", "warrant"}, {"active_from", an_hour_after(now)}}},
      {"needs", {{{"need", "interpreter"}, {"language", "pl"}}}}
  };
  const auto taken = done(as("handler").post("/v1/contacts", job));
  const auto card = taken.at("incident");
  CHECK(card.at("planned").at("active") == false);
  CHECK(card.at("needs").at(0).at("language") == "pl");
  CHECK(open_task(record_of(card.at("id")), "arrange_interpreter") != nullptr);
  const auto forward = done(as("dispatcher").post(path_of(id_of(taken, "incident")) + "/activation", json::object()));
  CHECK(forward.at("incident").at("planned").at("active") == true);
}
