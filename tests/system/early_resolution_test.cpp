// Early resolution by REST: a call for advice resolved and closed, a protected report that waits for its authority, an
// appointment in a diary, a problem record, and what kind of demand a contact was.

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

json taken(const std::string& words, const json& facts) {
  return done(as("handler").post("/v1/contacts", {{"channel", "101"}, {"narrative", words}, {"facts", facts}}));
}

// Taken from a contact of that; the path of its incident.
std::string reported(const std::string& words, const json& facts) {
  return path_of(id_of(taken(words, facts), "incident"));
}

json pathway_of(const std::string& path, const std::string& code) {
  const auto answer = done(as("handler").get(path + "/pathways"));
  for (const auto& one : answer.at("pathways")) {
    if (one.at("pathway") == code) return one;
  }
  FAIL("no pathway " + code);
  return {};
}

std::set<std::string> pointers_of(const reply& answer) {
  std::set<std::string> out;
  for (const auto& one : answer.body_json.at("errors"))
    out.insert(one.at("pointer").get<std::string>());
  return out;
}

json advice_record() {
  return {
      {"pathway", "ADVICE_CLOSE"},
      {"person", "agreed"},
      {"nothing_lost", true},
      {"safety_net", "Call 101 again if it turns up, 999 if anyone is in danger."},
      {"promise", "That was our advice; nobody comes out."},
      {"close", "She wanted to know where the lost property desk is."}
  };
}

json new_slot(const std::string& starts_at, const std::string& ends_at) {
  const auto made = done(as("supervisor")
                             .post(
                                 "/v1/diary/slots", {{"district", "Trafford"},
                                                     {"kind", "visit"},
                                                     {"starts_at", starts_at},
                                                     {"ends_at", ends_at},
                                                     {"capacity", 1}}
                             ));
  return made.at("diary");
}

} // namespace

TEST_CASE(
    "given a call for advice, when its pathway lacks fields, then each is named; with them it is resolved and closed"
) {
  const auto path = reported("How do I hand in a lost purse?", calm({{"advice_only", true}}));
  CHECK(pathway_of(path, "ADVICE_CLOSE").at("standing") == "offered");
  const auto supervisor = as("supervisor");
  CHECK(supervisor.post(path + "/pathway", advice_record()).status == 428);
  const auto bare = supervisor.post(path + "/pathway", {{"pathway", "ADVICE_CLOSE"}}, if_match(path));
  CHECK(bare.status == 422);
  CHECK(bare.code() == "pathway_incomplete");
  CHECK(pointers_of(bare).contains("/safety_net"));
  const auto early = supervisor.post(
      path + "/closure", {{"outcome", "advice_given"}, {"rationale", "She knows now where the desk is."}},
      if_match(path)
  );
  CHECK(early.code() == "still_open");
  CHECK(pointers_of(early).contains("/pathway"));
  done(supervisor.post(path + "/call-ended", json::object()));
  const auto made = done(supervisor.post(path + "/pathway", advice_record(), if_match(path)));
  CHECK(made.at("incident").at("status") == "closed");
  CHECK(made.at("screening").at("resolution").at("pathway") == "ADVICE_CLOSE");
}

TEST_CASE("given a protected report, then its exclusion is named and nobody closes it early until the authority agrees"
) {
  const auto path = reported("My sister's husband shouts at her.", calm({{"domestic", true}}));
  const auto option = pathway_of(path, "SPECIALIST_CONTACT");
  CHECK(option.at("standing") == "needs_authority");
  CHECK(option.at("because").at(0).at("pointer") == "/exclusions/X-DA");
  const auto refused = as("handler").post(
      path + "/closure", {{"outcome", "no_reply"}, {"rationale", "Nobody answered when it was tried."}}, if_match(path)
  );
  CHECK(refused.code() == "still_open");
  CHECK(pointers_of(refused).contains("/exclusions/X-DA"));
  const json agree{
      {"pathway", "SPECIALIST_CONTACT"},
      {"decision", "agree"},
      {"rationale", "She is at her mother's and asks for a call this evening."}
  };
  CHECK(as("handler").post(path + "/pathway/authority", agree).status == 403);
  done(as("supervisor").post(path + "/pathway/authority", agree));
  CHECK(pathway_of(path, "SPECIALIST_CONTACT").at("standing") == "offered");
}

TEST_CASE("given one place in a slot, when two incidents want it, then one has it, and it is free again once moved") {
  const auto diary = new_slot("2030-03-05T10:00:00Z", "2030-03-05T11:00:00Z");
  const auto later = new_slot("2030-03-06T10:00:00Z", "2030-03-06T11:00:00Z");
  const json place{{"diary", diary.at("id")}, {"slot", diary.at("slots").back().at("slot")}};
  const auto first = reported("A bicycle is gone.", calm({{"theft", true}}));
  const auto second = reported("A fence was broken.", calm({{"damage", true}}));
  const auto handler = as("handler");
  const auto booked = done(handler.post(first + "/appointments", place)).at("appointment");
  CHECK(handler.post(second + "/appointments", place).code() == "slot_full");
  const json move{
      {"diary", later.at("id")}, {"slot", later.at("slots").back().at("slot")}, {"reason_code", "person_asks"}
  };
  const auto appointment = first + "/appointments/" + booked.at("id").get<std::string>();
  done(handler.post(appointment + "/move", move));
  done(handler.post(second + "/appointments", place));
  const auto day = done(handler.get("/v1/diary?district=Trafford&day=2030-03-06"));
  CHECK(day.at("slots").back().at("free") == 0);
  done(handler.post(appointment + "/cancel", {{"reason_code", "dealt_with"}}));
  CHECK(handler.post(appointment + "/result", {{"kept", true}}).code() == "appointment_ended");
}

TEST_CASE("given a problem record, then it goes through its stages and its incident knows it") {
  const auto path = reported("They are behind the shops again.", calm({{"asb", true}}));
  const auto supervisor = as("supervisor");
  const json wanted{
      {"incident", id_at(path)},
      {"kind", "place"},
      {"owner", "neighbourhood_team"},
      {"statement", "Youths gather behind the shops on most evenings."},
      {"baseline", {{"contacts", 14}, {"days", 28}}}
  };
  const auto problem = done(supervisor.post("/v1/problems", wanted)).at("problem");
  const auto at = "/v1/problems/" + problem.at("id").get<std::string>();
  const json too_far{{"stage", "response"}, {"text", "The gate has been mended."}};
  CHECK(supervisor.post(at + "/stage", too_far).code() == "stage_out_of_order");
  done(supervisor.post(at + "/stage", {{"stage", "analysis"}, {"text", "The yard has no light since May."}}));
  CHECK(done(supervisor.get(at)).at("personal").at("analysis") == "The yard has no light since May.");
  CHECK(done(supervisor.get(path)).at("screening").at("problems").at(0) == problem.at("id"));
}

TEST_CASE("given an early resolution, when another incident joins its problem record, then the problem came back") {
  const auto supervisor = as("supervisor");
  const auto path = reported("Whom do I ask about the bins behind the library?", calm({{"advice_only", true}}));
  const json wanted{
      {"incident", id_at(path)},
      {"kind", "place"},
      {"owner", "neighbourhood_team"},
      {"statement", "Bins are emptied behind the library on most evenings."},
      {"baseline", {{"contacts", 9}, {"days", 28}}}
  };
  const auto problem =
      "/v1/problems/" + done(supervisor.post("/v1/problems", wanted)).at("problem").at("id").get<std::string>();
  done(supervisor.post(path + "/call-ended", json::object()));
  done(supervisor.post(path + "/pathway", advice_record(), if_match(path)));
  CHECK(done(supervisor.get(problem)).at("returns").front() == json({{"within_days", 7}, {"incidents", 0}}));
  advance("PT1H");
  const auto again = reported("The bins are emptied out once more.", calm({{"asb", true}}));
  done(supervisor.post(problem + "/incidents", {{"incident", id_at(again)}}));

  const json once = json::array(
      {{{"within_days", 7}, {"incidents", 1}},
       {{"within_days", 28}, {"incidents", 1}},
       {{"within_days", 90}, {"incidents", 1}}}
  );
  CHECK(done(supervisor.get(problem)).at("returns") == once);
  const auto listed = done(supervisor.get("/v1/problems")).at("items");
  const auto own =
      std::ranges::find_if(listed, [&](const json& one) { return problem.ends_with(one.at("id").get<std::string>()); });
  REQUIRE(own != listed.end());
  CHECK(own->at("returns") == once);
  const auto counted = done(supervisor.get("/v1/returns")).at("items");
  const auto advice = std::ranges::find_if(counted, [](const json& one) {
    return one.at("pathway") == "ADVICE_CLOSE" && one.at("rule").is_null();
  });
  REQUIRE(advice != counted.end());
  CHECK(advice->at("returned").front().at("by_problem").get<int>() >= 1);
  CHECK(advice->at("returned").front().at("incidents").get<int>() >= 1);
  const auto waiting = done(as("auditor").get("/v1/reviews?queue=early_resolution_returns")).at("items");
  const auto is_it = [&](const json& one) { return one.at("incident") == id_at(path); };
  CHECK(std::ranges::count_if(waiting, is_it) == 1);
}

TEST_CASE("given contacts that only chase, then the register of demand counts them") {
  const auto contact = taken("What has become of my report?", calm({{"police_update_request", true}}));
  const auto path = "/v1/contacts/" + contact.at("contact").at("id").get<std::string>() + "/demand";
  CHECK(as("handler").post(path, {{"tag", "boredom"}}).code() == "unknown_demand_tag");
  done(as("handler").post(path, {{"tag", "new_report"}}));
  done(as("handler").post(path, {{"tag", "chasing"}}));
  const auto counted = done(as("supervisor").get("/v1/demand"));
  const auto chasing =
      std::ranges::find_if(counted.at("tags"), [](const json& one) { return one.at("tag") == "chasing"; });
  REQUIRE(chasing != counted.at("tags").end());
  CHECK(chasing->at("contacts").get<int>() >= 1);
  CHECK(as("handler").get("/v1/demand").status == 403);
  CHECK(done(as("supervisor").get("/v1/returns")).contains("items"));
}
