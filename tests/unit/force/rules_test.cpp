// The force's data: that which is shipped, and the faults of what is wrong.
#include "force_story.hpp"

using namespace frontdoor::triage::force;
using namespace frontdoor::triage::force::testing;
using nlohmann::json;

namespace {

json shipped() {
  return json::parse(frontdoor::tests::content_of("config/force/force.json"));
}

std::string fault_of(const json& document) {
  const auto read = read_rules(document, "force.json");
  if (read) return "";
  CHECK(read.error().front().file == "force.json");
  return read.error().front().pointer + " " + read.error().front().code;
}

} // namespace

TEST_CASE("All seventeen states are there, and those that follow by themselves") {
  CHECK(the_force().states.size() == 17);
  for (std::uint32_t number = 0; number <= state_number_max; ++number)
    CHECK(the_force().find_state(number) != nullptr);
  CHECK(the_force().state_after(frontdoor::triage::unit_state::en_route) == 5);
  CHECK(the_force().find_state(4)->kind == state_kind::rest);
}

TEST_CASE("Flags, tasks and posts of the force's data are those of the packs") {
  const auto& pack = frontdoor::tests::gmp_2018();
  for (const auto& one : the_force().queue.points)
    CHECK(std::ranges::find(pack.flags, one.flag, &frontdoor::triage::code_definition::code) != pack.flags.end());
  for (const auto& kind : the_force().handover.tasks) {
    CAPTURE(kind);
    CHECK(pack.working.find_task(kind) != nullptr);
  }
  CHECK(pack.working.find_post(the_force().handover.bounce_to) != nullptr);
  CHECK(pack.working.find_post(the_force().surge.tell) != nullptr);
  CHECK(pack.working.find_post(the_force().roster.tell) != nullptr);
  for (const auto& post : the_force().roster.posts)
    CHECK(pack.working.find_post(post) != nullptr);
  for (const auto& pod : the_force().pods) {
    for (const auto& post : pod.posts)
      CHECK(pack.working.find_post(post) != nullptr);
  }
}

TEST_CASE("Every district that has units is in one pod, on the talkgroup that its units are heard on") {
  for (const auto& unit : the_force().units) {
    CAPTURE(unit.unit);
    const auto* pod = pod_of_district(the_force().pods, unit.district);
    REQUIRE(pod != nullptr);
    const auto* heard = pod_of_talkgroup(the_force().pods, unit.talkgroup);
    CHECK((heard == nullptr || heard == pod)); // operations are heard by all
  }
}

TEST_CASE("What is wrong is named with its place") {
  auto twice = shipped();
  twice["states"].push_back(twice["states"][3]);
  CHECK(fault_of(twice) == "/states/17/state duplicate");
  auto skill = shipped();
  skill["units"][0]["skills"] = {"flying"};
  CHECK(fault_of(skill) == "/units/0/skills unknown_skill");
  auto hours = shipped();
  hours["travel"]["hours"][0]["to"] = 3U;
  CHECK(fault_of(hours) == "/travel/hours/0/to out_of_range");
  auto automatic = shipped();
  automatic["states"].erase(7);
  CHECK(fault_of(automatic) == "/automatic/assigned unknown_state");
  auto twice_in_pods = shipped();
  twice_in_pods["pods"][1]["districts"].push_back("Salford");
  CHECK(fault_of(twice_in_pods) == "/pods/1/districts duplicate");
  auto same_pod = shipped();
  same_pod["pods"][1]["pod"] = "north";
  CHECK(fault_of(same_pod) == "/pods/1/pod duplicate");
  auto same_talkgroup = shipped();
  same_talkgroup["pods"][1]["talkgroups"] = {"north"};
  CHECK(fault_of(same_talkgroup) == "/pods/1/talkgroups duplicate");
  auto no_notice = shipped();
  no_notice["roster"]["notice"] = "soon";
  CHECK(fault_of(no_notice) == "/roster/notice bad_duration");
  auto bare = shipped();
  bare.erase("queue");
  CHECK(fault_of(bare) == "/queue missing");
}
