// Supervision by REST: the audit page, the queues, a review from its scoring to the decision on its dispute, and how
// far two reviewers agree.

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"
#include "tests/system/example_start.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

// Taken by the handler at grade 2, lowered to 3 at the dispatcher's asking with the supervisor's approval.
std::string lowered_incident() {
  const json facts{
      {"domestic", true}, {"suspect_present", true}, {"life_threat", "none"}, {"violence", "none"}, {"weapon", "none"}
  };
  const auto taken = done(as("handler").post(
      "/v1/contacts", {{"channel", "999"}, {"narrative", "He is outside and shouts."}, {"facts", facts}}
  ));
  const auto id = id_of(taken, "incident");
  const auto path = path_of(id);
  done(as("handler").post(path + "/call-ended", json::object()));
  const auto asked = as("dispatcher").post(path + "/grade", lower_to("3"), if_match(path));
  CAPTURE(asked.body);
  REQUIRE(asked.status == 202);
  const auto approval = asked.body_json.at("approval").at("id").get<std::string>();
  done(as("supervisor")
           .post(
               "/v1/approvals/" + approval,
               {{"decision", "approve"}, {"rationale", "I have read the log; the unit stays near."}}
           ));
  return id;
}

json answered(const char* item, const char* code) {
  return {{"item", item}, {"answer", code}};
}

json lowering_review(const char* authority) {
  return {
      {"form", "lowering"},
      {"subject", "user:dispatcher"},
      {"queue", "downgrades"},
      {"answers",
       {answered("reason_is_risk", "met"), answered("assessed_anew", "met"), answered("right_authority", authority),
        answered("condition_checkable", "not_applicable"), answered("caller_told_truth", "met"),
        answered("grade_fits", "met")}},
      {"feedback", "You weighed each part anew, and it can be followed."}
  };
}

const json* with(const json& list, const char* member, const json& value) {
  const auto found = std::ranges::find_if(list, [&](const json& one) { return one.at(member) == value; });
  return found == list.end() ? nullptr : &*found;
}

json queue_for(const http_caller& who) {
  return done(who.get("/v1/reviews?queue=downgrades&limit=1000")).at("items");
}

} // namespace

TEST_CASE("given a grade that was lowered, then the audit page has all of it beside each other") {
  const auto id = lowered_incident();
  const auto page = done(as("auditor").get("/v1/incidents/" + id + "/audit"));
  CHECK(page.at("contacts").front().at("words").at("narrative") == "He is outside and shouts.");
  CHECK(page.at("statements").at("domestic").front().at("value") == true);
  const auto& assessed = page.at("assessments").front();
  CHECK(assessed.at("known").at("domestic") == true);
  CHECK(assessed.at("assessment").at("policy").at("pack") == "gmp-2018");
  const auto& lowered = page.at("grade_history").back();
  CHECK(lowered.at("what") == "incident.grade_lowered");
  CHECK(lowered.at("previous") == "2");
  CHECK(lowered.at("grade") == "3");
  CHECK(lowered.at("policy").at("pack") == "gmp-2018");
  const auto& approval = page.at("approvals").front();
  CHECK(approval.at("by") == "user:dispatcher");
  CHECK(approval.at("words").at("rationale") == lower_to("3").at("rationale"));
  CHECK(approval.at("position").contains("open_by_grade"));
  CHECK(approval.at("decisions").front().at("by") == "user:supervisor");
  CHECK(with(page.at("tasks"), "kind", "tell_caller") != nullptr);
  CHECK(page.at("promises").is_array());
  CHECK(page.at("decided_by") == json{"user:dispatcher", "user:handler", "user:supervisor"});
  CHECK(page.at("timeline").size() >= 6);
  CHECK(page.at("reviewable") == true);
  CHECK(done(as("supervisor").get("/v1/incidents/" + id + "/audit")).at("reviewable") == false);
  for (const auto* role : {"handler", "dispatcher", "registrar"}) {
    CAPTURE(role);
    CHECK(as(role).get("/v1/incidents/" + id + "/audit").status == 403);
  }
}

TEST_CASE("given two who review the same work at the same instant, then one review is made and the other is told so") {
  const auto id = lowered_incident();
  const auto reviews = "/v1/incidents/" + id + "/reviews";
  const auto auditor = as("auditor");
  constexpr int reviewers = 4;
  std::vector<std::future<std::pair<int, std::string>>> all;
  for (int i = 0; i < reviewers; ++i) {
    all.push_back(std::async(std::launch::async, [&auditor, &reviews] {
      const auto made = auditor.post(reviews, lowering_review("met"));
      return std::pair(made.status, made.status == 201 ? std::string() : made.code());
    }));
  }
  int made = 0;
  for (auto& one : all) {
    const auto [status, code] = one.get();
    if (status == 201)
      ++made;
    else
      CHECK(code == "already_reviewed");
  }
  CHECK(made == 1);
  const auto listed = done(auditor.get("/v1/reviews")).at("items");
  CHECK(std::ranges::count_if(listed, [&](const json& one) { return one.at("incident") == id; }) == 1);
}

TEST_CASE("given a downgrade in the queue, then who had no part in it reviews it, and the handler answers") {
  const auto id = lowered_incident();
  const auto auditor = as("auditor");
  const auto queue = queue_for(as("supervisor"));
  const auto* waiting = with(queue, "incident", id);
  REQUIRE(waiting != nullptr);
  CHECK(waiting->at("reviewable") == false);
  CHECK(waiting->at("form") == "lowering");
  const auto for_auditor = queue_for(auditor);
  REQUIRE(with(for_auditor, "incident", id) != nullptr);
  CHECK(with(for_auditor, "incident", id)->at("reviewable") == true);
  CHECK(as("handler").get("/v1/reviews?queue=downgrades").status == 403);
  const auto reviews = "/v1/incidents/" + id + "/reviews";
  CHECK(as("supervisor").post(reviews, lowering_review("met")).code() == "own_decision");
  const header_list key{{"Idempotency-Key", "review-of-the-train-to-leeds"}};
  const auto made = auditor.post(reviews, lowering_review("not_met"), key);
  CAPTURE(made.body);
  REQUIRE(made.status == 201);
  CHECK(auditor.post(reviews, lowering_review("not_met"), key).body_json == made.body_json);
  CHECK(auditor.post(reviews, lowering_review("not_met")).code() == "already_reviewed");
  CHECK(made.body_json.at("result") == json{{"percent", 80}, {"failed", json::array()}, {"passed", true}});
  const auto left = queue_for(auditor);
  CHECK(with(left, "incident", id) == nullptr);

  const auto path = "/v1/reviews/" + made.body_json.at("id").get<std::string>();
  const auto dispatcher = as("dispatcher");
  const auto mine = done(dispatcher.get("/v1/reviews?mine=true")).at("items");
  const auto* own = with(mine, "id", made.body_json.at("id"));
  REQUIRE(own != nullptr);
  CHECK(own->at("personal").at("scoring").at("text") == lowering_review("met").at("feedback"));
  CHECK(as("handler").get(path).status == 404);
  CHECK(as("handler").get("/v1/reviews").body_json.at("items").dump().find(id) == std::string::npos);
  const json dispute{{"items", {"right_authority"}}, {"reason", "The supervisor had the log open when I asked."}};
  CHECK(as("handler").post(path + "/dispute", dispute).status == 404);
  CHECK(done(dispatcher.post(path + "/dispute", dispute)).at("state") == "disputed");
  const json decision{
      {"decision", "changed"},
      {"answers", {answered("right_authority", "met")}},
      {"rationale", "The read of the record is in the log."}
  };
  CHECK(auditor.post(path + "/dispute/decision", decision).code() == "own_review");
  CHECK(as("supervisor").post(path + "/dispute/decision", decision).code() == "own_decision");
  const json account{
      {"name", "quality-desk"}, {"display_name", "Quality"}, {"role", "auditor"}, {"password", demo_password}
  };
  REQUIRE(as("admin").post("/v1/accounts", account).status == 201);
  const auto second = as("quality-desk");
  const auto changed = done(second.post(path + "/dispute/decision", decision));
  CHECK(changed.at("state") == "changed");
  CHECK(changed.at("result").at("percent") == 100);
  CHECK(changed.at("first").at("result").at("percent") == 80);

  // Scored a second time, unseen: it counts for the agreement, and the dispatcher does not see it.
  auto again = lowering_review("not_met");
  again["calibrates"] = made.body_json.at("id");
  CHECK(auditor.post(reviews, again).code() == "own_review");
  const auto twice = done(second.post(reviews, again));
  CHECK(dispatcher.get("/v1/reviews/" + twice.at("id").get<std::string>()).status == 404);
  const auto agreement = done(auditor.get("/v1/reviews/calibration?form=lowering"));
  CHECK(agreement.at("reviews") == 1);
  CHECK(agreement.at("all_items").at("pairs") == 6);
  CHECK(agreement.at("all_items").at("raw") == 1.0);
  CHECK(agreement.at("all_items").at("kappa") == 1.0);
}

TEST_CASE("given days that are over, then the random queue draws the same again, and another seed may draw others") {
  const auto auditor = as("auditor");
  const auto draw = [&](const char* seed) {
    return done(auditor.get(std::string("/v1/reviews?queue=random&done=true&seed=") + seed));
  };
  CHECK(draw("7") == draw("7"));
  const auto one = draw("7");
  CHECK(one.at("seed") == 7);
  std::size_t drawn = 0;
  for (const auto& day : one.at("days")) {
    CHECK(day.at("drawn").get<int>() >= 1);
    drawn += day.at("drawn").get<std::size_t>();
  }
  CHECK(one.at("total") == drawn);
  for (const auto* queue : {"protected_closures", "early_resolution_returns", "overdue", "calibration"}) {
    CAPTURE(queue);
    CHECK(auditor.get(std::string("/v1/reviews?queue=") + queue).status == 200);
  }
  CHECK(auditor.get("/v1/reviews?queue=nothing").status == 400);
}

TEST_CASE(
    "given the call that ended a task, when its incident has closed and the call is repeated, then its answer comes"
) {
  const auto handler = as("handler");
  const auto supervisor = as("supervisor");
  const auto taken = done(handler.post("/v1/contacts", {{"channel", "101"}, {"narrative", "It is not clear what."}}));
  const auto path = path_of(id_of(taken, "incident"));
  done(supervisor.post(path + "/tasks", {{"kind", "call_back"}}));
  std::string task;
  for (const auto& one : done(supervisor.get(path)).at("tasks")) {
    if (one.at("kind") == "call_back") task = one.at("id");
  }
  const header_list key{{"Idempotency-Key", "the-last-call-back"}};
  const auto first = handler.post("/v1/tasks/" + task + "/complete", {{"outcome", "done"}}, key);
  REQUIRE(first.status == 200);
  done(satisfy_gate(supervisor, id_at(path), "attended_dealt_with"));
  const auto again = handler.post("/v1/tasks/" + task + "/complete", {{"outcome", "done"}}, key);
  CHECK(again.status == 200);
  CHECK(again.body == first.body);
  CHECK(handler.post("/v1/tasks/" + task + "/complete", {{"outcome", "done"}}).status == 404);
}
