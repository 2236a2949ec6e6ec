// The audit page, from the log of a story.
#include <catch2/catch.hpp>

#include "tests/unit/incident/story.hpp"
#include "triage/review/audit_page.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::review;
using frontdoor::triage::testing::story;
using nlohmann::json;

namespace {

// The log that the story's events make, with or without what tells of a person.
audit_source log_of(const story& told, bool personal) {
  audit_source out;
  std::uint64_t position = 100;
  for (const auto& one : told.events()) {
    auto row = frontdoor::triage::testing::stored(one);
    if (!personal) row.personal.reset();
    const bool of_contact = row.stream_type == "contact";
    auto& log = of_contact ? out.contacts.emplace_back() : out.incident;
    const auto version = static_cast<std::uint32_t>(of_contact ? 1 : out.incident.size() + 1);
    log.push_back({++position, version, row.occurred_at, std::move(row)});
  }
  return out;
}

const json* step_of(const json& list, const char* what) {
  for (const auto& one : list) {
    if (one.at("what") == what) return &one;
  }
  return nullptr;
}

} // namespace

TEST_CASE("given facts that came later, then each assessment shows what was known when it was made") {
  story told;
  told.opened_with({{"domestic", true}});
  add_facts_command later;
  later.facts = document({{"weapon", "seen"}, {"suspect_present", true}});
  told.must(later);
  const auto page = audit_page(log_of(told, true));
  const auto& assessments = page.at("assessments");
  REQUIRE(assessments.size() >= 2);
  CHECK_FALSE(assessments.front().at("known").contains("weapon"));
  CHECK(assessments.back().at("known").at("weapon") == "seen");
  CHECK(assessments.back().at("known").at("domestic") == true);
  CHECK(assessments.front().at("assessment").contains("policy"));
}

TEST_CASE("given a grade that a person chose, then it stands beside what was proposed, by which policy, and why") {
  story told;
  told.opened_with({{"domestic", true}});
  const auto held = told.the_incident().grade->grade;
  grade_choice choice;
  choice.grade = "1";
  choice.reason_code = "new_information";
  choice.rationale = "The second caller has seen a knife.";
  told.must(set_grade{choice, {}, {}});
  const auto page = audit_page(log_of(told, true));
  const auto& last = page.at("grade_history").back();
  CHECK(last.at("what") == "incident.grade_set");
  CHECK(last.at("grade") == "1");
  CHECK(last.at("previous") == held);
  CHECK(last.at("proposed") == held);
  CHECK(last.at("differs") == true);
  CHECK(last.at("policy").contains("sha256"));
  CHECK(last.at("words").at("rationale") == "The second caller has seen a knife.");
  CHECK(page.at("decided_by") == json{"user:jsmith"});
}

TEST_CASE("given tasks, then each has its attempts and how it ended") {
  story told;
  told.opened_with({{"domestic", true}});
  told.must(start_task{"tell_caller", {}, {}});
  const auto task = told.the_incident().tasks.back().id;
  told.must(attempt_task{task, "no_answer", {}});
  const auto page = audit_page(log_of(told, true));
  const auto& shown = page.at("tasks").back();
  CHECK(shown.at("id") == task.to_string());
  CHECK(shown.at("kind") == "tell_caller");
  CHECK(shown.at("attempts").front().at("code") == "no_answer");
  CHECK(shown.at("ended").is_null());
}

TEST_CASE("given a viewer who may not see personal data, then the page has no words, and everything else") {
  story told;
  told.opened_with({{"domestic", true}});
  told.must(add_note{"Mary is at her sister's."});
  const auto bare = audit_page(log_of(told, false));
  CHECK(bare.dump().find("Mary") == std::string::npos);
  CHECK(bare.dump().find("\"words\"") == std::string::npos);
  const auto whole = audit_page(log_of(told, true));
  CHECK(whole.dump().find("Mary") != std::string::npos);
  CHECK(bare.at("timeline") == whole.at("timeline"));
}

TEST_CASE("given streams side by side, then the timeline is in the order of the log, with the data no list shows") {
  story told;
  told.opened_with({{"domestic", true}});
  auto source = log_of(told, true);
  encoded_event crime;
  crime.stream_type = "crime";
  crime.type = "crime.decided";
  crime.actor = "user:registrar";
  crime.body = {{"code", "8N"}};
  source.crimes.push_back({{101, 1, told.now(), crime}});
  encoded_event later;
  later.stream_type = "incident";
  later.type = "incident.of_a_later_release";
  later.actor = "user:late";
  later.body = {{"something", "new"}};
  source.incident.push_back({999, 99, told.now(), later});
  const auto page = audit_page(source);
  std::uint64_t before = 0;
  for (const auto& one : page.at("timeline")) {
    CHECK(one.at("position").get<std::uint64_t>() >= before);
    before = one.at("position");
  }
  const auto* unknown = step_of(page.at("timeline"), "incident.of_a_later_release");
  REQUIRE(unknown != nullptr);
  CHECK(unknown->at("data").at("something") == "new");
  CHECK_FALSE(step_of(page.at("timeline"), "crime.decided")->contains("data"));
  CHECK(page.at("crimes").front().at("steps").front().at("code") == "8N");
  CHECK(page.at("decided_by") == json{"user:jsmith", "user:late", "user:registrar"});
}

TEST_CASE("given no log at all, then the page is there and empty") {
  const auto page = audit_page({});
  for (const auto* member :
       {"contacts", "assessments", "grade_history", "approvals", "tasks", "timeline", "decided_by"})
    CHECK(page.at(member).empty());
}
