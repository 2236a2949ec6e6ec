#include <random>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/api/partner_view.hpp"

using namespace frontdoor;
using nlohmann::json;

namespace {

const triage::vocabulary& words() {
  static const auto facts = triage::vocabulary::read(
      json::parse(R"({"facts":[{"key":"weapon","label":"Weapon","type":"boolean"},)"
                  R"({"key":"warning_marker","label":"Marker","type":"boolean","from_records":true}]})"),
      "vocabulary.json"
  );
  return *facts;
}

// Any JSON that is made of the words that matter here.
json anything(std::mt19937& chance, int depth) {
  const std::vector<std::string> names{"fact",    "facts",  "rule",   "history",
                                       "sources", "status", "weapon", "warning_marker"};
  const auto name = [&] { return names[chance() % names.size()]; };
  switch (depth == 0 ? chance() % 2 : chance() % 5) {
  case 0:
    return name();
  case 1:
    return true;
  case 2: {
    auto list = json::array();
    for (auto left = chance() % 4; left > 0; --left)
      list.push_back(anything(chance, depth - 1));
    return list;
  }
  default: {
    auto object = json::object();
    for (auto left = chance() % 4; left > 0; --left)
      object[name()] = anything(chance, depth - 1);
    return object;
  }
  }
}

} // namespace

TEST_CASE("given any answer, then it holds records exactly when leaving them out changes it, and none are left") {
  std::mt19937 chance(20261126);
  int held = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto answer = anything(chance, 4);
    auto shown = answer;
    api::leave_out_records(shown, words());
    CAPTURE(answer.dump(), shown.dump());
    REQUIRE(api::holds_records(answer, words()) == (shown != answer));
    REQUIRE_FALSE(api::holds_records(shown, words()));
    if (shown != answer) ++held;
  }
  CHECK(held > 1'000);
}

TEST_CASE("given reasons that rest on a marker, then a partner is shown the others") {
  auto shown = json::parse(
      R"({"grade":"1","reasons":[{"rule":"R1","facts":["weapon"]},{"rule":"R2","facts":{"warning_marker":true}}],)"
      R"("history":{"sources":[]},"facts":{"weapon":true,"warning_marker":true}})"
  );
  CHECK(api::holds_records(shown, words()));
  api::leave_out_records(shown, words());
  CHECK(shown == json::parse(R"({"grade":"1","reasons":[{"rule":"R1","facts":["weapon"]}],"facts":{"weapon":true}})"));
}
