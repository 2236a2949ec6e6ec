// Who answers for a duty post: practice.md 12; lessons.md R14.
#include "roster_story.hpp"
#include "triage/force/addressee.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::force;
using namespace frontdoor::triage::force::testing;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const timestamp begin_of_shift = nine_in_the_evening();

roster with_duties(std::vector<planned_duty> duties) {
  roster out;
  out.duties = std::move(duties);
  return out;
}

planned_duty shift_of(std::string person, std::optional<std::string> area, bool on_call = false) {
  return a_duty("supervisor", std::move(area), std::move(person), begin_of_shift, begin_of_shift + hours(8), on_call);
}

desk at_desk(const std::string& person, const std::string& status = "on") {
  desk out;
  out.person = "user:" + person;
  out.status = status;
  out.talkgroup = "north";
  return out;
}

addressee asked(
    const roster& plan, const std::vector<desk>& desks, bool by_radio = false,
    std::optional<std::string> district = "Salford"
) {
  return addressee_of(plan, "supervisor", district, by_radio, desks, small_force().pods, begin_of_shift + hours(1));
}

} // namespace

TEST_CASE("Whoever is planned and logged on answers; one on a break or gone does not") {
  const auto plan = with_duties({shift_of("a", "north"), shift_of("b", "north")});
  const auto found = asked(plan, {at_desk("a", "break"), at_desk("b")});
  CHECK(found.how == answered_by::on_duty);
  REQUIRE(found.duty);
  CHECK(found.duty->person == "b");
  CHECK(asked(plan, {at_desk("a", "off"), at_desk("b", "over")}).how == answered_by::not_logged_on);
}

TEST_CASE("A post that is reached by radio needs nobody at a console") {
  const auto found = asked(with_duties({shift_of("a", "north")}), {}, true);
  CHECK(found.how == answered_by::by_radio);
  CHECK(found.duty->person == "a");
}

TEST_CASE("Where nobody who is planned is there, the stand-in on call answers") {
  const auto plan = with_duties({shift_of("a", "north"), shift_of("b", std::nullopt, true)});
  CHECK(asked(plan, {}).how == answered_by::stand_in);
  CHECK(asked(plan, {}).duty->person == "b");
  CHECK(asked(plan, {at_desk("a")}).duty->person == "a");
}

TEST_CASE("The smallest area comes first, and another area's people not at all") {
  const auto plan =
      with_duties({shift_of("force", std::nullopt), shift_of("pod", "north"), shift_of("district", "Salford")});
  const std::vector<desk> all{at_desk("force"), at_desk("pod"), at_desk("district")};
  CHECK(asked(plan, all).duty->person == "district");
  CHECK(asked(plan, all, false, "Bolton").duty->person == "pod");
  CHECK(asked(plan, all, false, "Wigan").duty->person == "force");
  CHECK(asked(plan, all, false, std::nullopt).duty->person == "force");
}

TEST_CASE("Outside the duty, and for another post, nobody answers: a gap") {
  const auto plan = with_duties({shift_of("a", "north")});
  const auto pods = small_force().pods;
  const std::vector<desk> all{at_desk("a")};
  const std::string district = "Salford";
  CHECK(
      addressee_of(plan, "supervisor", district, false, all, pods, begin_of_shift - minutes(1)).how ==
      answered_by::nobody
  );
  CHECK(
      addressee_of(plan, "supervisor", district, false, all, pods, begin_of_shift + hours(8)).how == answered_by::nobody
  );
  const auto other = addressee_of(plan, "hate_lead", district, false, all, pods, begin_of_shift + hours(1));
  CHECK(other.how == answered_by::nobody);
  CHECK(to_json(other).at("person").is_null());
}
