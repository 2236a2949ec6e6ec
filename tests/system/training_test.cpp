// Training by REST: an exercise from its beginning to its result, who sees it, that nothing of it is in the log, and
// the purge.

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

const std::string exercises = "/v1/training/exercises";
const std::string knife_scenario = "shouting-outside-the-chemist";

json begun(const http_caller& who, const std::string& scenario) {
  return done(who.post(exercises, {{"scenario", scenario}}));
}

std::string exercise_path(const json& exercise) {
  return exercises + "/" + exercise.at("id").get<std::string>();
}

json graded(const char* grade) {
  return {
      {"grade", grade},
      {"pathway", "DEPLOY_EMERGENCY"},
      {"flags", {"KNIFE"}},
      {"facts", {{"location_quality", "exact"}, {"weapon", "seen"}, {"suspect_present", true}}},
      {"rationale", "The knife is in his hand and people stand within reach."}
  };
}

bool lists(const json& list, const json& exercise) {
  return std::ranges::any_of(list.at("items"), [&](const json& row) { return row.at("id") == exercise.at("id"); });
}

} // namespace

TEST_CASE("given a trainee, then an exercise is played, answered, scored, and stands in no log") {
  const auto trainee = as("handler");
  const auto before = whole_log(as("supervisor")).size();
  const auto board = as("supervisor").get("/v1/incidents").body_json.at("items").size();
  const auto exercise = begun(trainee, knife_scenario);
  CHECK(exercise.at("number").get<std::string>().starts_with("TRN-"));
  CHECK(exercise.at("state") == "open");
  CHECK(exercise.at("result").is_null());
  CHECK(exercise.at("scenario").at("lines").front().at("after_s") == 0);
  // Nothing of what is expected, before it is handed in.
  CHECK(exercise.dump().find("DEPLOY_EMERGENCY") == std::string::npos);
  CHECK(exercise.dump().find("must_ask") == std::string::npos);

  const auto asked = done(trainee.post(exercise_path(exercise) + "/questions", {{"fact", "weapon"}, {"at_s", 0}}));
  CHECK(asked.at("words").get<std::string>().find("kitchen knife") != std::string::npos);
  const auto unsaid = done(trainee.post(exercise_path(exercise) + "/questions", {{"fact", "missing"}}));
  CHECK(unsaid.at("words") == "I don't know. Sorry.");
  const auto learnt = done(trainee.post(exercise_path(exercise) + "/facts", {{"facts", {{"weapon", "seen"}}}}));
  CHECK(learnt.at("facts").front().at("value") == "seen");
  const auto wrong = trainee.post(exercise_path(exercise) + "/facts", {{"facts", {{"weapon", "waved"}}}});
  CHECK(wrong.status == 422);
  CHECK(wrong.code() == "invalid_facts");

  const auto stale = trainee.post(exercise_path(exercise) + "/submission", graded("1"), {{"If-Match", "\"1\""}});
  CHECK(stale.status == 412);
  const auto result = done(trainee.post(exercise_path(exercise) + "/submission", graded("1"))).at("result");
  CHECK(result.at("grade").at("verdict") == "right");
  CHECK(result.at("passed") == true);
  CHECK(result.at("by_rules").at("proposed_grade") == "1");
  CHECK_FALSE(result.at("by_rules").at("reasons").empty());
  CHECK_FALSE(result.at("teaching").get<std::string>().empty());
  CHECK(trainee.post(exercise_path(exercise) + "/submission", graded("2")).code() == "exercise_over");

  CHECK(whole_log(as("supervisor")).size() == before);
  CHECK(as("supervisor").get("/v1/incidents").body_json.at("items").size() == board);
  CHECK(as("supervisor")
            .get("/v1/incidents?number=" + exercise.at("number").get<std::string>())
            .body_json.at("items")
            .empty());
}

TEST_CASE("given a grade that is too low, then it fails, and stock phrases say nothing") {
  const auto trainee = as("dispatcher");
  const auto exercise = begun(trainee, knife_scenario);
  auto low = graded("3");
  low["rationale"] = "as above";
  CHECK(trainee.post(exercise_path(exercise) + "/submission", low).code() == "own_words_required");
  low["rationale"] = "Nobody is hurt as far as I can tell.";
  const auto result = done(trainee.post(exercise_path(exercise) + "/submission", low)).at("result");
  CHECK(result.at("grade").at("verdict") == "too_low");
  CHECK(result.at("grade").at("steps") == 2);
  CHECK(result.at("passed") == false);
}

TEST_CASE("given a request that is sent again, then it is done once") {
  const auto trainee = as("handler");
  const json body{{"scenario", "nobody-speaks"}};
  const header_list key{{"Idempotency-Key", "training-begin-1"}};
  const auto first = trainee.post(exercises, body, key);
  const auto again = trainee.post(exercises, body, key);
  CHECK(first.status == 201);
  CHECK(again.body == first.body);
  CHECK(trainee.post(exercises, {{"scenario", knife_scenario}}, key).code() == "idempotency_key_reused");
  CHECK(trainee.post(exercises, {{"scenario", "no-such-thing"}}).code() == "unknown_scenario");
  // Begun anew, the one before is abandoned.
  begun(trainee, knife_scenario);
  CHECK(done(trainee.get(exercise_path(first.body_json))).at("state") == "abandoned");
}

TEST_CASE("given results, then a trainee sees the own ones, a supervisor and an auditor all, others none") {
  const auto exercise = begun(as("handler"), knife_scenario);
  CHECK(as("supervisor").get("/v1/training/results/" + exercise.at("id").get<std::string>()).status == 404);
  done(as("handler").post(exercise_path(exercise) + "/submission", graded("1")));
  CHECK(as("handler").get(exercise_path(exercise)).status == 200);
  CHECK(as("dispatcher").get(exercise_path(exercise)).status == 404);
  CHECK(as("supervisor").get(exercise_path(exercise)).status == 404); // it is not one of their own
  for (const auto* who : {"supervisor", "auditor"}) {
    CHECK(done(as(who).get("/v1/training/results/" + exercise.at("id").get<std::string>())).at("state") == "submitted");
    CHECK(lists(done(as(who).get("/v1/training/results?trainee=user:handler&limit=500")), exercise));
  }
  CHECK(lists(done(as("handler").get(exercises)), exercise));
  CHECK_FALSE(lists(done(as("dispatcher").get(exercises)), exercise));
  const auto agreement = done(as("auditor").get("/v1/training/agreement?scenario=" + knife_scenario));
  CHECK(agreement.at("scenarios").size() == 1);
  CHECK(agreement.at("all").at("enough") == false); // three trainees at most are here
  CHECK(agreement.at("all").at("between").at("raw").is_null());
}

TEST_CASE("given a purge, then the exercises are gone and their numbers are not given again") {
  const auto exercise = begun(as("handler"), knife_scenario);
  done(as("handler").post(exercise_path(exercise) + "/submission", graded("1")));
  const auto admin = as("admin");
  CHECK(admin.post("/v1/training/purge", json::object()).status == 422);
  CHECK(admin.post("/v1/training/purge", {{"all", true}, {"before", "2020-01-01"}}).status == 422);
  CHECK(admin.post("/v1/training/purge", {{"before", "2020-02-31"}}).status == 422);
  CHECK(done(admin.post("/v1/training/purge", {{"before", "2020-01-01"}})).at("purged") == 0);
  CHECK(done(as("handler").get(exercise_path(exercise))).at("id") == exercise.at("id"));
  CHECK(done(admin.post("/v1/training/purge", {{"all", true}})).at("purged").get<int>() >= 1);
  CHECK(as("handler").get(exercise_path(exercise)).status == 404);
  CHECK(done(as("supervisor").get("/v1/training/results")).at("items").empty());
  CHECK(
      begun(as("handler"), knife_scenario).at("number").get<std::string>() > exercise.at("number").get<std::string>()
  );
}
