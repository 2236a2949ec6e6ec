// A crime's record between state, events and rows.
#include <algorithm>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "record_story.hpp"
#include "tests/unit/incident/stored_row.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::crime;
using namespace frontdoor::triage::crime::testing;
using nlohmann::json;

namespace {

const std::string some_account = "What the hospital and the camera show.";

record_command any_command() {
  const auto code = *rc::gen::element<std::string>("8N", "5D", "105A", "19C", "N100", "28A", "58C");
  const auto cancel_code = *rc::gen::element<std::string>("C1", "C2", "C3", "C4", "C5");
  switch (*rc::gen::inRange(0, 6)) {
  case 0: {
    auto out = choice_of(
        *rc::gen::element(state::recorded, state::crime_related, state::n100, state::not_crime),
        *rc::gen::element<std::string>("victim_not_found", "evidence_to_the_contrary", "N100/1")
    );
    out.words.victim_name = *rc::gen::element<std::string>("A. Nother", "");
    if (*rc::gen::arbitrary<bool>()) out.code = code;
    return out;
  }
  case 1:
    return reclassify_crime{code, {"58D"}, some_account};
  case 2:
    return cancel_crime{cancel_code, "Cheshire", "C-1", "PS 1", "watched it", false, some_account};
  case 3:
    return transfer_crime{"Cheshire", "C-1"};
  case 4:
    return set_officer{"jsmith"};
  default:
    return tell_victim{*rc::gen::element(telling::told, telling::no_safe_contact)};
  }
}

} // namespace

TEST_CASE("any walk: the log and the snapshot give the state, and no offence is ever lost") {
  CHECK(rc::check("random decisions", [] {
    const json facts = *rc::gen::element<json>(
        json{{"caller_role", "victim"}, {"violence", "used"}, {"injury", "minor"}},
        json{{"caller_role", "witness"}, {"rape", true}}, json{{"caller_role", "victim"}, {"damage", true}}
    );
    record_story story(facts);
    std::vector<std::string> told;
    for (const auto& duty : story.the_incident().crimes.duties)
      told.insert(told.end(), duty.offences.begin(), duty.offences.end());
    const auto steps = *rc::gen::inRange(1, 12);
    for (int i = 0; i < steps; ++i) {
      story.by("user:someone", *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>());
      (void)story.when(any_command());
    }
    if (!story.held()) return;
    record replayed;
    for (const auto& one : story.events()) {
      const auto read = decode_record(triage::testing::stored_row(encode(one)));
      RC_ASSERT(read.has_value());
      RC_ASSERT(*read == one);
      replayed = crime::apply(std::move(replayed), *read);
    }
    RC_ASSERT(replayed == *story.held());
    const auto stored = to_snapshot(replayed);
    const auto read = record_from_snapshot(stored.body, stored.personal ? &*stored.personal : nullptr);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == replayed);
    for (const auto& code : told)
      RC_ASSERT(std::find(replayed.codes.begin(), replayed.codes.end(), code) != replayed.codes.end());
    RC_ASSERT(story.the_incident().crimes.links.size() == 1U);
    RC_ASSERT(story.the_incident().crimes.links[0] == link_of(replayed));
  }));
}

TEST_CASE("what tells of a person is in no body") {
  record_story story({{"caller_role", "victim"}, {"violence", "used"}});
  auto choice = choice_of(state::recorded);
  choice.words = {"Mary Nameless", "wants no visit", "She says he hit her twice."};
  REQUIRE(story.when(choice));
  const auto row = encode(story.events().front());
  CHECK(row.stream_type == "crime");
  for (const auto* text : {"Mary", "visit", "twice"}) {
    CHECK(row.body.find(text) == std::string::npos);
    CHECK(row.personal->find(text) != std::string::npos);
    CHECK(card(*story.held()).dump().find(text) == std::string::npos);
  }
}

TEST_CASE("rows that cannot be read say where") {
  encoded_event row;
  row.type = "crime.invented";
  CHECK(decode_record(row).error().front().code == "unknown_event_type");
  row.type = "crime.transferred";
  row.schema_version = 2;
  CHECK(decode_record(row).error().front().code == "newer_schema_version");
  row.schema_version = 1;
  row.body = json::object();
  CHECK(decode_record(row).error().size() == 2);
  CHECK(record_from_snapshot(json::object(), nullptr).error().front().code == "other_fold_version");
  CHECK(record_from_snapshot({{"fold_version", record_fold}}, nullptr).error().front().code == "malformed_snapshot");
}
