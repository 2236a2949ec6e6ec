// A review between state, events and rows.
#include <catch2/catch.hpp>

#include "review_story.hpp"
#include "tests/unit/incident/stored_row.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::review;
using namespace frontdoor::triage::review::testing;
using frontdoor::triage::testing::stored_row;
using nlohmann::json;

namespace {

review_story disputed_and_changed() {
  review_story story;
  REQUIRE(story.when(failing_scoring()));
  REQUIRE(story.by("user:handler").when(dispute_review{{"risk"}, "The unit had seen him leave by the back door."}));
  REQUIRE(story.by("user:auditor")
              .when(decide_dispute{true, {{"risk", "met"}}, {"The unit's log shows that he had left.", {}}}));
  return story;
}

} // namespace

TEST_CASE("given all that can happen to a review, then the log and the snapshot give the state back") {
  const auto story = disputed_and_changed();
  work_review replayed;
  for (const auto& one : story.events()) {
    const auto read = decode_review(stored_row(encode(one)));
    REQUIRE(read);
    CHECK(*read == one);
    replayed = review::apply(std::move(replayed), *read);
  }
  CHECK(replayed == *story.held());
  const auto stored = to_snapshot(replayed);
  const auto body = json::parse(stored.body.dump());
  REQUIRE(stored.personal);
  const auto read = review_from_snapshot(body, &*stored.personal);
  REQUIRE(read);
  CHECK(*read == replayed);
}

TEST_CASE("given that the words were erased, then the review stands without them") {
  const auto story = disputed_and_changed();
  const auto read = review_from_snapshot(to_snapshot(*story.held()).body, nullptr);
  REQUIRE(read);
  CHECK(read->result == story.held()->result);
  CHECK(card(*read) == card(*story.held()));
  CHECK(card_personal(*read).is_null());
  for (const auto& one : story.events()) {
    auto row = stored_row(encode(one));
    REQUIRE(row.personal);
    row.personal.reset();
    CHECK(decode_review(row));
  }
}

TEST_CASE("what was said to and by the person reviewed is in no body and on no card") {
  const auto story = disputed_and_changed();
  for (const auto* text : {"still in the house", "back door", "unit's log", "asked again"}) {
    for (const auto& one : story.events())
      CHECK(encode(one).body.find(text) == std::string::npos);
    CHECK(card(*story.held()).dump().find(text) == std::string::npos);
    CHECK(to_snapshot(*story.held()).body.dump().find(text) == std::string::npos);
    CHECK(card_personal(*story.held()).dump().find(text) != std::string::npos);
  }
}

TEST_CASE("a review that a dispute has changed shows what it was, too") {
  const auto story = disputed_and_changed();
  const auto shown = card(*story.held());
  CHECK(shown.at("result").at("passed") == true);
  CHECK(shown.at("first").at("result").at("failed") == json::array({"risk"}));
  review_story fresh;
  REQUIRE(fresh.when(good_scoring()));
  CHECK_FALSE(card(*fresh.held()).contains("first"));
}

TEST_CASE("rows of reviews that cannot be read say where") {
  encoded_event row;
  row.type = "review.invented";
  CHECK(decode_review(row).error().front().code == "unknown_event_type");
  row.type = "review.disputed";
  row.schema_version = 2;
  CHECK(decode_review(row).error().front().code == "newer_schema_version");
  row.schema_version = 1;
  row.body = json::object();
  CHECK(decode_review(row).error().front().pointer == "/items");
  CHECK(review_from_snapshot(json::object(), nullptr).error().front().code == "other_fold_version");
  CHECK(review_from_snapshot({{"fold_version", review_fold}}, nullptr).error().front().code == "malformed_snapshot");
}
