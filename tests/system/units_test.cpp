// Units on the built server: their own states, a diversion, the queue, suggestions, a handover.

#include <catch2/catch.hpp>

#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

// An incident in that district at that grade; its path.
std::string incident_in(const std::string& district, const std::string& grade) {
  const json contact{
      {"channel", "101"},
      {"narrative", "He came back."},
      {"facts", {{"suspect_present", true}}},
      {"location", {{"text", "Market, " + district}, {"district", district}, {"lat", 53.58}, {"lon", -2.43}}}
  };
  const auto taken = done(as("handler").post("/v1/contacts", contact));
  const auto path = path_of(id_of(taken, "incident"));
  const json raise{{"grade", grade}, {"reason_code", "new_information"}};
  if (taken.at("incident").at("grade") != grade) done(as("supervisor").post(path + "/grade", raise));
  return path;
}

json unit(const std::string& name) {
  for (const auto& one : done(as("dispatcher").get("/v1/units")).at("items")) {
    if (one.at("unit") == name) return one;
  }
  return nullptr;
}

bool warned(const json& answer, const std::string& code) {
  for (const auto& one : answer.at("warnings")) {
    if (one.at("code") == code) return true;
  }
  return false;
}

} // namespace

TEST_CASE("A unit's state follows from its incident, and its incident from its state") {
  const auto path = incident_in("Bury", "1");
  const json patrol{{"state", 2}, {"position", {{"lat", 53.59}, {"lon", -2.29}}}};
  done(as("dispatcher").post("/v1/units/BY31/status", patrol));
  CHECK(unit("BY31").at("free") == true);
  done(as("dispatcher").post(path + "/units", {{"unit", "BY31"}, {"state", "accepted"}}));
  CHECK(unit("BY31").at("state").at("state") == 7);
  CHECK(unit("BY31").at("incident").at("id") == id_at(path));
  done(contract_server().program().post("/v1/units/BY31/status", {{"state", 6}}));
  CHECK(done(as("supervisor").get(path)).at("resourcing") == "attended");
  CHECK(as("handler").post("/v1/units/BY31/status", {{"state", 2}}).status == 403);
}

TEST_CASE("A diversion is carried out, warns, and leaves the other incident unresourced") {
  const auto first = incident_in("Rochdale", "2");
  const auto second = incident_in("Rochdale", "1");
  const json order{{"unit", "RC91"}, {"state", "accepted"}, {"order_reason", "nearest_unit"}};
  done(as("dispatcher").post(first + "/units", order));
  const json diversion{{"unit", "RC91"}, {"state", "accepted"}, {"diversion_reason", "higher_risk"}};
  const auto made = done(as("dispatcher").post(second + "/units", diversion));
  CHECK(warned(made, "unit_diverted"));
  CHECK(warned(made, "left_unresourced"));
  const auto left = done(as("supervisor").get(first));
  CHECK(left.at("resourcing") == "unresourced");
  CHECK(left.at("chain").back().at("reason_code") == "higher_risk");
}

TEST_CASE("The map has the districts' outlines, no tiles unless they are set, and an incident at its coordinates") {
  const auto ground = done(as("auditor").get("/v1/map"));
  CHECK(ground.at("districts").at("type") == "FeatureCollection");
  CHECK(ground.at("districts").at("features").size() == 10);
  CHECK(ground.at("tiles").is_null());
  const auto personal = done(as("dispatcher").get(incident_in("Bolton", "2"))).at("personal");
  CHECK(personal.at("place") == json{{"lat", 53.58}, {"lon", -2.43}});
  CHECK(personal.at("places_told") == 1);
}

TEST_CASE("The queue is in order, and going before it needs a reason below grade 1") {
  const auto two = incident_in("Stockport", "2");
  const auto one = incident_in("Stockport", "1");
  const auto queue = done(as("dispatcher").get("/v1/incidents?order=queue&district=Stockport&limit=200")).at("items");
  REQUIRE(queue.size() >= 2);
  const auto place = [&](const std::string& path) {
    for (std::size_t i = 0; i < queue.size(); ++i) {
      if (queue[i].at("id") == id_at(path)) return i;
    }
    return queue.size();
  };
  CHECK(place(one) < place(two));
  const json plain{{"unit", "SK61"}, {"state", "accepted"}};
  CHECK(as("dispatcher").post(two + "/units", plain).code() == "order_reason_missing");
  auto reasoned = plain;
  reasoned["order_reason"] = "same_place";
  done(as("dispatcher").post(two + "/units", reasoned));
}

TEST_CASE("The nearest unit is suggested with its reasons, and none is taken") {
  const auto path = incident_in("Wigan", "1");
  done(as("dispatcher").post("/v1/units/WG81/status", {{"state", 2}, {"position", {{"lat", 53.58}, {"lon", -2.44}}}}));
  const auto found = done(as("dispatcher").get(path + "/unit-suggestions"));
  CHECK(found.at("place_known") == true);
  REQUIRE_FALSE(found.at("items").empty());
  for (const auto& one : found.at("items"))
    CHECK_FALSE(one.at("why").empty());
  CHECK(done(as("supervisor").get(path)).at("units").empty());
}

TEST_CASE("What is handed over is accepted by another person, item by item") {
  const auto path = incident_in("Trafford", "2");
  const auto made = done(as("supervisor").post("/v1/handovers", {{"district", "Trafford"}})).at("handover");
  const auto accept = "/v1/handovers/" + made.at("id").get<std::string>() + "/accept";
  const json item{{"item", made.at("items")[0].at("id")}};
  CHECK(as("supervisor").post(accept, item).code() == "own_handover");
  const auto after = done(as("dispatcher").post(accept, item)).at("handover");
  CHECK(after.at("items")[0].at("accepted_by") == "user:dispatcher");
}

TEST_CASE("Whoever leaves is told who covers the talkgroup") {
  done(as("supervisor").post("/v1/duty/status", {{"status", "on"}, {"talkgroup", "east"}}));
  done(as("dispatcher").post("/v1/duty/status", {{"status", "on"}, {"talkgroup", "east"}}));
  const auto left = done(as("dispatcher").post("/v1/duty/status", {{"status", "break"}}));
  CHECK(left.at("cover").dump().find("user:supervisor") != std::string::npos);
  CHECK(done(as("dispatcher").get("/v1/duty/roster")).at("items").size() >= 2);
}
