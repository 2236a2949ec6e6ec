// The packs of the repository hold what they promise. Runs on the release build: a proof under sanitizers takes long.
#include <array>
#include <cmath>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "triage/policy/day/day.hpp"
#include "triage/policy/proof/verify.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;

TEST_CASE("every pack of the repository is verified") {
  std::size_t packs = 0;
  for (const auto& folder : std::filesystem::directory_iterator("config/policies")) {
    if (!std::filesystem::exists(folder.path() / "pack.json")) continue;
    ++packs;
    INFO(folder.path());
    const auto pack = load_pack(tests::files_of(folder.path()), "0");
    REQUIRE(pack);
    const auto report = proof::verify(*pack, {});
    INFO(proof::to_text(report));
    CHECK(report.verified());
  }
  CHECK(packs > 0);
}

TEST_CASE("a plausible day under gmp-2018 comes near the published mix of grades") {
  const auto& pack = tests::gmp_2018();
  const auto document = nlohmann::json::parse(tests::files_of("config/mix").at("day.json"));
  const auto plan = read_day(document, pack, "day.json");
  REQUIRE(plan);
  CHECK(plan->facts_left_out.empty());
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto result = play_day(pack, *plan, seed);
    INFO(to_text(result, pack, *plan));
    CHECK(result.contacts == 4'700);
    constexpr std::array<double, 5> published{15, 28, 15, 10, 32};
    for (std::size_t grade = 0; grade < published.size(); ++grade)
      CHECK(std::abs(100.0 * static_cast<double>(result.grades[grade]) / 2'000 - published[grade]) <= 5);
  }
}
