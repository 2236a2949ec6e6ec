// A major incident by REST: declared, joined in bulk but for the contact about something else, told of, stood down.

#include <catch2/catch.hpp>

#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

json pile_up(const json& more = json::object()) {
  json out{
      {"channel", "999"},
      {"narrative", "Many cars have run into each other in the fog."},
      {"facts", {{"collision", true}, {"life_threat", "none"}}}
  };
  out.update(more);
  return out;
}

json taken(const json& contact) {
  return done(as("handler").post("/v1/contacts", contact));
}

} // namespace

TEST_CASE("given a major incident, then contacts are joined in bulk but for the separate stabbing, told and stood down"
) {
  const auto lead = id_of(taken(pile_up()), "incident");
  CHECK(as("handler").post("/v1/major-incidents", declaration(lead)).status == 403);
  const auto major = id_of(done(as("supervisor").post("/v1/major-incidents", declaration(lead))), "major_incident");
  const auto path = "/v1/major-incidents/" + major;
  CHECK(done(as("supervisor").get(path)).at("personal").at("posts").at("silver") == "Moss");

  const auto asked = taken(pile_up({{"incident", lead}}));
  CHECK(asked.at("major_incident") == major);
  CHECK(asked.at("assessment").at("next_questions").size() <= 3);

  json contacts = json::array();
  std::vector<std::string> joined;
  for (int i = 0; i < 3; ++i) {
    const auto more = taken(pile_up());
    contacts.push_back(id_of(more, "contact"));
    joined.push_back(id_of(more, "incident"));
  }
  const auto stabbing = taken(
      {{"channel", "999"},
       {"narrative", "A man with a knife has stabbed somebody in the services."},
       {"facts", {{"weapon", "used"}, {"weapon_type", "knife"}, {"suspect_present", true}, {"time_since_event", "now"}}}
      }
  );
  contacts.push_back(id_of(stabbing, "contact"));
  const json bulk{{"contacts", contacts}, {"rationale", "All of them describe the same pile-up."}};
  const auto result = done(as("supervisor").post(path + "/contacts", bulk));
  CHECK(result.at("joined").size() == 3);
  REQUIRE(result.at("left_out").size() == 1);
  CHECK(result.at("left_out")[0].at("code") == "separate_risk");
  CHECK(result.at("left_out")[0].at("contact") == id_of(stabbing, "contact"));
  for (const auto& one : joined)
    CHECK(record_of(one).at("joined_to") == lead);
  const auto apart = record_of(id_of(stabbing, "incident"));
  CHECK(apart.at("status") == "open");
  CHECK(apart.at("grade") == "1");

  CHECK(done(as("supervisor").post(path + "/update", {{"text", "Everybody is with a paramedic."}})).at("tasks") == 1);
  const auto ended = done(as("supervisor").post(path + "/stand-down", {{"text", "The road is open again."}}));
  CHECK(ended.at("major_incident").at("status") == "stood_down");
  CHECK(as("supervisor").post(path + "/update", {{"text", "One more."}}).status == 409);
  CHECK(as("supervisor").post(path + "/contacts", bulk).status == 409);
  CHECK(record_of(lead).at("status") == "open");
  CHECK_FALSE(taken(pile_up({{"incident", lead}})).contains("major_incident"));
}
