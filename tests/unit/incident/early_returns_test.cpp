// What came back after an early resolution, counted by pathway, rule and window, and on a problem record.
#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "triage/incident/early_returns.hpp"

using namespace frontdoor::triage;
using std::chrono::days;
using std::chrono::microseconds;

namespace {

constexpr std::array<std::uint32_t, 3> return_windows{7, 28, 90};

timestamp resolved_then() {
  return *parse_rfc3339("2026-03-01T21:04:11.120000Z");
}

uuid member_id(std::uint8_t last) {
  uuid out;
  out.bytes.back() = last;
  return out;
}

resolution_and_return advised(
    std::optional<timestamp> person_or_place, std::optional<timestamp> problem, std::vector<std::string> rules = {}
) {
  return {"ADVICE_CLOSE", std::move(rules), resolved_then(), person_or_place, problem};
}

std::vector<returned_within> returned_of(const std::vector<resolution_and_return>& all) {
  const auto counts = count_returns(all, return_windows);
  REQUIRE(counts.size() == 1);
  return counts.front().returned;
}

std::vector<std::uint64_t> back_among(const std::vector<problem_member>& members) {
  std::vector<std::uint64_t> out;
  for (const auto& one : count_problem_returns(members, return_windows))
    out.push_back(one.incidents);
  return out;
}

} // namespace

TEST_CASE("given a resolution that nothing came back to, then it counts as resolved and as no return") {
  const auto counts = count_returns(std::vector{advised({}, {})}, return_windows);
  REQUIRE(counts.size() == 1);
  CHECK(counts.front().resolved == 1);
  CHECK(counts.front().returned == std::vector<returned_within>{{7, 0, 0, 0}, {28, 0, 0, 0}, {90, 0, 0, 0}});
}

TEST_CASE("given returns of a person and of a problem, then each is counted its way, and a resolution once") {
  const auto at = resolved_then();
  CHECK(
      returned_of({advised(at + days(3), {})}) ==
      std::vector<returned_within>{{7, 1, 1, 0}, {28, 1, 1, 0}, {90, 1, 1, 0}}
  );
  CHECK(
      returned_of({advised({}, at + days(20))}) ==
      std::vector<returned_within>{{7, 0, 0, 0}, {28, 1, 0, 1}, {90, 1, 0, 1}}
  );
  CHECK(
      returned_of({advised(at + days(40), at + days(3))}) ==
      std::vector<returned_within>{{7, 1, 0, 1}, {28, 1, 0, 1}, {90, 1, 1, 1}}
  );
}

TEST_CASE("given a return on the last instant of a window, then it is within it, and the next instant is beyond it") {
  const auto at = resolved_then();
  CHECK(returned_of({advised({}, at + days(7))}).front().problem == 1);
  CHECK(returned_of({advised({}, at + days(7) + microseconds(1))}).front().problem == 0);
}

TEST_CASE("given what came in at the resolution or before it, then that is no return") {
  const auto at = resolved_then();
  CHECK(returned_of({advised(at, at)}).back().any == 0);
  CHECK(returned_of({advised(at - days(1), at - microseconds(1))}).back().any == 0);
}

TEST_CASE("given several pathways and rules, then each pathway stands before its rules, and each rule counts its own") {
  const auto at = resolved_then();
  std::vector<resolution_and_return> all{
      advised({}, at + days(3), {"advice/rule_2"}), advised({}, {}, {"advice/rule_1", "advice/rule_2"})
  };
  all.push_back({"SIGNPOST", {}, at, at + days(50), std::nullopt});
  const auto counts = count_returns(all, return_windows);
  REQUIRE(counts.size() == 4);
  CHECK(counts[0].pathway == "ADVICE_CLOSE");
  CHECK(counts[0].rule.empty());
  CHECK(counts[0].resolved == 2);
  CHECK(counts[0].returned.front().problem == 1);
  CHECK(counts[1].rule == "advice/rule_1");
  CHECK(counts[1].resolved == 1);
  CHECK(counts[1].returned.front().any == 0);
  CHECK(counts[2].rule == "advice/rule_2");
  CHECK(counts[2].resolved == 2);
  CHECK(counts[2].returned.front().any == 1);
  CHECK(counts[3].pathway == "SIGNPOST");
  CHECK(counts[3].returned.back().person_or_place == 1);
}

TEST_CASE("given a problem record, then its incidents that came in after another was resolved early are its returns") {
  const auto at = resolved_then();
  const problem_member first{member_id(1), at - days(1), {at}};
  CHECK(back_among({first}) == std::vector<std::uint64_t>{0, 0, 0});
  CHECK(back_among({first, {member_id(2), at - days(2), {}}}) == std::vector<std::uint64_t>{0, 0, 0});
  CHECK(back_among({first, {member_id(2), at + days(5), {}}}) == std::vector<std::uint64_t>{1, 1, 1});
  CHECK(
      back_among({first, {member_id(2), at + days(5), {}}, {member_id(3), at + days(60), {}}}) ==
      std::vector<std::uint64_t>{1, 1, 2}
  );
}

TEST_CASE("given a problem resolved early again and again, then the days are counted from the latest resolution") {
  const auto at = resolved_then();
  const problem_member first{member_id(1), at - days(1), {at + days(30), at}};
  CHECK(back_among({first, {member_id(2), at + days(33), {at + days(33)}}}) == std::vector<std::uint64_t>{1, 1, 1});
  // Not from a resolution that came after it, and not from its own.
  CHECK(back_among({first, {member_id(2), at + days(20), {at + days(19)}}}) == std::vector<std::uint64_t>{0, 1, 1});
}

TEST_CASE("given no windows, then nothing is counted") {
  const std::vector<std::uint32_t> none;
  const auto counts = count_returns(std::vector{advised(resolved_then() + days(1), {})}, none);
  REQUIRE(counts.size() == 1);
  CHECK(counts.front().returned.empty());
  CHECK(count_problem_returns(std::vector<problem_member>{}, none).empty());
}
