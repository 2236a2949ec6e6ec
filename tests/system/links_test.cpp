// Duplicates by REST: found, joined, worked on as one, parted again; and the one contact of a burst that is about
// something else.

#include <catch2/catch.hpp>

#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

// A collision at that place, as another caller saw it.
json collision(double lat, double lon, const std::string& phone) {
  return {
      {"channel", "999"},
      {"caller", {{"phone", phone}}},
      {"narrative", "Two cars have run into each other at the lights."},
      {"location", {{"text", "Junction " + std::to_string(lat)}, {"lat", lat}, {"lon", lon}, {"district", "Stockport"}}
      },
      {"facts", {{"collision", true}, {"life_threat", "none"}, {"injury", "minor"}}}
  };
}

std::string opened(const json& contact) {
  return id_of(done(as("handler").post("/v1/contacts", contact)), "incident");
}

reply join(const std::string& duplicate, const std::string& survivor) {
  return as("handler").post(
      path_of(duplicate) + "/links", {{"kind", "duplicate"}, {"other", survivor}}, if_match(path_of(duplicate))
  );
}

const json* candidate(const json& found, const std::string& incident) {
  for (const auto& one : found.at("candidates"))
    if (one.at("incident").at("id") == incident) return &one;
  return nullptr;
}

json sums() {
  return done(as("supervisor").get("/v1/reconciliation"));
}

} // namespace

TEST_CASE("given one collision told by two, then the second is proposed, joined, and parted again as it was") {
  const auto survivor = opened(collision(53.4011, -2.1561, "+441614960101"));
  const auto duplicate = opened(collision(53.4014, -2.1561, "+441614960102"));

  const auto found = done(as("handler").get(path_of(duplicate) + "/candidates"));
  const auto* like = candidate(found, survivor);
  REQUIRE(like != nullptr);
  CHECK(like->at("kind") == "duplicate");
  CHECK(like->at("reasons").dump().find("33 m away") != std::string::npos);
  CHECK(like->at("reasons").dump().find("4960") == std::string::npos);

  const auto before = record_of(duplicate);
  CHECK(as("handler").post(path_of(duplicate) + "/links", {{"kind", "duplicate"}, {"other", survivor}}).status == 428);
  const auto joined = done(join(duplicate, survivor));
  CHECK(joined.at("incident").at("status") == "linked");
  CHECK(joined.at("incident").at("joined_to") == survivor);
  CHECK(joined.at("other").at("contacts") == 2);
  CHECK(joined.at("other").at("absorbed") == 1);

  // Nothing is lost to the sum while it is linked.
  const auto sum = sums();
  CHECK(sum.at("difference") == 0);

  const auto refused =
      as("supervisor").post(path_of(duplicate) + "/grade", {{"grade", "1"}, {"reason_code", "new_information"}});
  CHECK(refused.status == 409);
  CHECK(refused.body_json.at("code") == "incident_linked");
  CHECK(refused.body.find(survivor) != std::string::npos);

  // What a caller says of the duplicate reaches the survivor at once.
  auto worse = collision(53.4014, -2.1561, "+441614960102");
  worse["incident"] = duplicate;
  worse["facts"] = {{"life_threat", "immediate"}};
  done(as("handler").post("/v1/contacts", worse));
  CHECK(record_of(survivor).at("grade") == "1");
  CHECK(record_of(survivor).at("contacts").size() == 3);

  const auto parted = done(as("handler").post(
      path_of(survivor) + "/links/" + duplicate + "/undo", json::object(), if_match(path_of(survivor))
  ));
  CHECK(parted.at("incident").at("id") == survivor);
  CHECK(parted.at("other").at("status") == "open");
  const auto after = record_of(duplicate);
  CHECK(after.at("contacts").size() == before.at("contacts").size() + 1);
  CHECK(after.at("clock_from") == before.at("clock_from"));
  CHECK(after.at("grade") == "1");
  CHECK(record_of(survivor).at("contacts").size() == 1);
  CHECK(sums().at("difference") == 0);
}

TEST_CASE("given a survivor that is closed, then nothing is joined to it, and the refusal names it") {
  const auto survivor = opened(collision(53.61, -2.31, "+441614960103"));
  const auto duplicate = opened(collision(53.61, -2.31, "+441614960104"));
  const auto first = done(join(duplicate, survivor));
  CHECK(first.at("incident").at("joined_to") == survivor);
  const auto third = opened(collision(53.61, -2.31, "+441614960105"));
  const auto refused = join(third, duplicate);
  CHECK(refused.status == 409);
  CHECK(refused.body_json.at("code") == "survivor_linked");
  CHECK(refused.body.find(survivor) != std::string::npos);
}

TEST_CASE("given a burst about one crash, then it is a cluster, and the call about a stabbing is not one of it") {
  const auto first = opened(collision(53.72, -2.42, "+441614960110"));
  for (int i = 0; i < 5; ++i) {
    auto more = collision(53.72, -2.42, "+44161496012" + std::to_string(i));
    more["incident"] = first;
    CHECK_FALSE(done(as("handler").post("/v1/contacts", more)).contains("separate_risk"));
  }
  const auto apart = opened(collision(53.7201, -2.42, "+441614960119"));
  const auto found = done(as("handler").get(path_of(apart) + "/candidates"));
  CHECK(found.at("cluster").at("size") == 7);
  CHECK(found.at("cluster").at("incident") == first);

  auto stabbing = collision(53.72, -2.42, "+441614960130");
  stabbing["incident"] = first;
  stabbing["narrative"] = "There is a crash, and in the shop beside it a man has a knife and has stabbed somebody.";
  stabbing["facts"] = {
      {"weapon", "used"}, {"weapon_type", "knife"}, {"suspect_present", true}, {"time_since_event", "now"}
  };
  const auto told = done(as("handler").post("/v1/contacts", stabbing));
  REQUIRE(told.contains("separate_risk"));
  CHECK(told.at("separate_risk").at("grade") == "1");
  CHECK(told.at("tasks").dump().find("separate_risk") != std::string::npos);
}
