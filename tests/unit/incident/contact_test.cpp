#include <catch2/catch.hpp>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::seconds;

namespace {

json whole_body() {
  return json::parse(R"({"channel":"999","narrative":"He is at the door.","external_ref":"AMB-1",
    "received_at":"2026-03-01T20:59:00Z","facts":{"weapon":"seen"},
    "caller":{"phone":"+441615550100","name":"Ada Fielding","role":"victim"},
    "location":{"text":"3 Comfrey Close","uprn":"100012","postcode":"OL1 1AA","quality":"exact","district":"Oldham",
      "lat":53.54,"lon":-2.11,"radius_m":25},
    "subjects":[{"name":"Bert","role":"suspect","date_of_birth":"1980","description":"tall"}]})");
}

} // namespace

TEST_CASE("A contact is read whole") {
  const auto read = contact_from_json(whole_body(), id(5), nine_in_the_evening());
  REQUIRE(read);
  CHECK(read->id == id(5));
  CHECK(read->channel == channel::emergency_999);
  CHECK(read->received_at == nine_in_the_evening() - seconds(60));
  CHECK(read->external_ref == "AMB-1");
  CHECK(read->caller == caller{"+441615550100", "Ada Fielding", "victim"});
  CHECK(read->location.district == "Oldham");
  CHECK(read->location.lat == 53.54);
  REQUIRE(read->subjects.size() == 1);
  CHECK(read->subjects[0].date_of_birth == "1980");
  CHECK(read->facts.value() == json{{"weapon", "seen"}});
}

TEST_CASE("Only channel and narrative are needed; absent and null read alike") {
  const json body{{"channel", "web_form"}, {"narrative", "x"}, {"caller", nullptr}, {"received_at", nullptr}};
  const auto read = contact_from_json(body, id(5), nine_in_the_evening());
  REQUIRE(read);
  CHECK(read->received_at == nine_in_the_evening());
  CHECK(read->facts.is_null());
  CHECK(read->caller == caller{});
}

TEST_CASE("A time of receipt ahead of the clock by less than a minute is now, further ahead is refused") {
  auto body = whole_body();
  body["received_at"] = to_rfc3339(nine_in_the_evening() + seconds(59));
  CHECK(contact_from_json(body, id(5), nine_in_the_evening())->received_at == nine_in_the_evening());
  body["received_at"] = to_rfc3339(nine_in_the_evening() + seconds(61));
  const auto read = contact_from_json(body, id(5), nine_in_the_evening());
  REQUIRE_FALSE(read);
  CHECK(read.error().at(0).pointer == "/received_at");
  CHECK(read.error().at(0).code == "in_the_future");
}

TEST_CASE("All faults of a contact are told at once, each with its pointer") {
  const auto body = json::parse(R"({"channel":"pigeon","received_at":"yesterday","caller":{"name":7},
    "location":{"lat":91,"lon":"x"},"subjects":[{"name":"a"},{"role":[]}],"facts":[]})");
  const auto read = contact_from_json(body, id(5), nine_in_the_evening());
  REQUIRE_FALSE(read);
  std::vector<std::string> pointers;
  for (const auto& one : read.error())
    pointers.push_back(one.pointer);
  CHECK(
      pointers ==
      std::vector<std::string>{
          "/channel", "/narrative", "/received_at", "/caller/name", "/location/lat", "/location/lon",
          "/subjects/1/role", "/facts"
      }
  );
}

TEST_CASE("Something other than an object is a fault, never a throw") {
  for (const auto& body : {json(), json::array(), json("x"), json(7)}) {
    CHECK_FALSE(contact_from_json(body, id(5), nine_in_the_evening()));
    CHECK_FALSE(take_contact_from_json(body, id(5), nine_in_the_evening()));
  }
}

TEST_CASE("The body says what to do with the contact") {
  auto body = whole_body();
  body["incident"] = id(9).to_string();
  body["contact_only"] = {{"outcome", "update_given"}};
  body["grade"] = {{"grade", "1"}, {"rationale", "screaming"}};
  const auto read = take_contact_from_json(body, id(5), nine_in_the_evening());
  REQUIRE(read);
  CHECK(read->incident == id(9));
  CHECK(read->contact_only == contact_outcome::update_given);
  CHECK(read->grade == grade_choice{"1", std::nullopt, "screaming"});
}

TEST_CASE("What the body says wrongly is told with its pointer") {
  auto body = whole_body();
  body["incident"] = "GMP-20260301-000001";
  body["contact_only"] = {{"outcome", "bored"}};
  body["grade"] = json::object();
  const auto read = take_contact_from_json(body, id(5), nine_in_the_evening());
  REQUIRE_FALSE(read);
  REQUIRE(read.error().size() == 3);
  CHECK(read.error()[0].pointer == "/incident");
  CHECK(read.error()[1].pointer == "/contact_only/outcome");
  CHECK(read.error()[2].pointer == "/grade/grade");
}

TEST_CASE("Codes of channels and outcomes are read back") {
  for (int i = 0; i < 8; ++i) {
    CHECK(parse_channel(to_string(static_cast<channel>(i))) == static_cast<channel>(i));
    CHECK(parse_contact_outcome(to_string(static_cast<contact_outcome>(i))) == static_cast<contact_outcome>(i));
  }
  CHECK_FALSE(parse_channel("998"));
  CHECK_FALSE(parse_contact_outcome(""));
}
