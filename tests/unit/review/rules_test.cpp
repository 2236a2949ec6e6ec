// The force's review rules: those that are shipped, and every fault of those that are wrong.
#include <algorithm>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "review_story.hpp"
#include "tests/support/whole_file.hpp"

using namespace frontdoor::triage::review;
using namespace frontdoor::triage::review::testing;
using nlohmann::json;

namespace {

// The code of the only fault.
std::string fault_of(const json& document) {
  const auto read = read_rules(json::parse(document.dump()), "reviews.json"); // as it would stand in the file
  if (read) return "";
  CHECK(read.error().front().file == "reviews.json");
  return read.error().front().code;
}

} // namespace

TEST_CASE("the force's rules are read whole, and the queues of practice are there") {
  const auto read =
      read_rules(json::parse(frontdoor::tests::content_of("config/reviews/reviews.json")), "reviews.json");
  REQUIRE(read);
  for (const auto* name : {"downgrades", "protected_closures", "early_resolution_returns", "overdue", "random"}) {
    CAPTURE(name);
    const auto* queue = read->find_queue(name);
    REQUIRE(queue != nullptr);
    CHECK(read->find_form(queue->form) != nullptr);
  }
  CHECK(read->find_queue("random")->share == 0.02);
  CHECK(read->find_queue("early_resolution_returns")->returned_within);
  for (const auto& form : read->forms) {
    CAPTURE(form.name);
    bool fails = false;
    for (const auto& item : form.items) {
      CHECK_FALSE(item.source.empty());
      for (const auto& answer : item.answers)
        fails = fails || answer.fails;
    }
    CHECK(fails); // every form has something that no points make good
  }
}

TEST_CASE("whatever a pack closes on the record of a pathway is reviewed when it comes back") {
  const auto read =
      read_rules(json::parse(frontdoor::tests::content_of("config/reviews/reviews.json")), "reviews.json");
  REQUIRE(read);
  const auto& reviewed = read->find_queue("early_resolution_returns")->outcomes;
  for (const std::string pack : {"gmp-2018", "gmp-2022", "nchs"}) {
    const auto working = json::parse(frontdoor::tests::content_of("config/policies/" + pack + "/working.json"));
    std::size_t early = 0;
    for (const auto& outcome : working.at("outcomes")) {
      if (!outcome.contains("pathway_record")) continue;
      ++early;
      CAPTURE(pack, outcome.at("code"));
      CHECK(std::ranges::find(reviewed, outcome.at("code").get<std::string>()) != reviewed.end());
    }
    CHECK(early > 0);
  }
}

TEST_CASE("the log has an index of the events that queues can be made of") {
  const auto migration = frontdoor::tests::content_of("migrations/006_reviews.sql");
  const auto queries = frontdoor::tests::content_of("server/db/review_queries.cpp");
  for (const auto& type : reviewable_events()) {
    CAPTURE(type);
    CHECK(migration.find("'" + std::string(type) + "'") != std::string::npos);
    CHECK(queries.find("'" + std::string(type) + "'") != std::string::npos);
  }
}

TEST_CASE("given two versions of a form, then the later is in force and the earlier is still found") {
  CHECK(the_rules().find_form("short")->version == 2);
  REQUIRE(the_rules().find_form("short", 1) != nullptr);
  CHECK(the_rules().find_form("short", 3) == nullptr);
  CHECK(the_rules().find_form("long") == nullptr);
}

TEST_CASE("given rules that are wrong, then each fault has its code") {
  CHECK(fault_of(json::array()) == "not_json");
  auto one = rules_document();
  one["seed"] = -1;
  CHECK(fault_of(one) == "wrong_type");
  one = rules_document();
  one["look_back"] = "a week";
  CHECK(fault_of(one) == "bad_duration");
  one = rules_document();
  one["queues"][0]["share"] = 0;
  CHECK(fault_of(one) == "out_of_range");
  one = rules_document();
  one["queues"][0]["events"] = {"contact.received"};
  CHECK(fault_of(one) == "unknown_event");
  one = rules_document();
  one["queues"][0]["form"] = "long";
  CHECK(fault_of(one) == "unknown_form");
  one = rules_document();
  one["queues"][1]["queue"] = "lowered";
  CHECK(fault_of(one) == "duplicate");
  one = rules_document();
  one["queues"][1]["queue"] = "calibration";
  CHECK(fault_of(one) == "duplicate");
  one = rules_document();
  one["forms"][1]["version"] = 1;
  CHECK(fault_of(one) == "duplicate");
  one = rules_document();
  one["forms"][0]["items"][1]["item"] = "risk";
  CHECK(fault_of(one) == "duplicate");
  one = rules_document();
  one["forms"][0]["items"][0]["answers"][0].erase("points");
  CHECK(fault_of(one) == "no_points");
  one = rules_document();
  one.erase("forms");
  CHECK(fault_of(one) == "missing");
}
