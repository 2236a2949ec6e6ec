// Planned jobs: practice.md 17.
#include "partner_story.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::hours;

namespace {

take_contact planned(const json& facts = calm(), hours ahead = hours(10)) {
  take_contact out;
  out.contact = contact_with(facts);
  out.contact.channel = channel::officer;
  out.planned = job_plan{"warrant", nine_in_the_evening() + ahead};
  return out;
}

const timer* job_due(const std::vector<timer>& all) {
  const auto found = std::ranges::find(all, job_timer, &timer::key);
  return found == all.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("A planned job stands on the board, is dispatched to nobody, and becomes work at its time") {
  story incident(tests::gmp_2018());
  auto command = planned();
  command.grade = grade_choice{"4", std::nullopt, std::nullopt};
  const auto made = incident.must(command);
  CHECK(types_of(made).find("incident.job_planned") != std::string::npos);
  const auto start = nine_in_the_evening() + hours(10);
  CHECK(dormant(incident.the_incident()));
  CHECK(incident.the_incident().clock_from == start);
  CHECK(card(incident.the_incident(), "X").at("planned").at("active") == false);
  check_kept(incident);

  const auto pending = timers(incident.the_incident());
  const auto* due = job_due(pending);
  REQUIRE(due != nullptr);
  CHECK(due->due_at == start);
  const auto fired = incident.at(start).by(machine()).must(fire_timer{due->key, due->generation});
  CHECK(only<job_activated>(fired).reason_code == "due");
  CHECK(only<job_activated>(fired).clock_from == start);
  CHECK_FALSE(dormant(incident.the_incident()));
  CHECK(job_due(timers(incident.the_incident())) == nullptr);
  CHECK(incident.must(fire_timer{due->key, due->generation}).events.empty());
  check_kept(incident);
}

TEST_CASE("What is urgent is not planned, and what turns out to be does not wait") {
  story urgent(tests::gmp_2018());
  CHECK(
      refused_with(urgent.when(planned({{"weapon", "seen"}, {"suspect_present", true}, {"life_threat", "immediate"}}))
      ) == "too_urgent_to_plan"
  );
  story incident(tests::gmp_2018());
  incident.must(planned());
  const auto now = nine_in_the_evening() + hours(1);
  const auto made = incident.at(now).must(
      now_known({{"weapon", "seen"}, {"weapon_type", "knife"}, {"suspect_present", true}, {"time_since_event", "now"}})
  );
  CHECK(only<job_activated>(made).reason_code == "risk");
  CHECK(only<job_activated>(made).clock_from == now);
  CHECK(only<dispatch_requested>(made).grade == incident.the_incident().grade->grade);
  CHECK_FALSE(dormant(incident.the_incident()));
  check_kept(incident);
}

TEST_CASE("A person brings it forward") {
  story incident(tests::gmp_2018());
  incident.must(planned());
  CHECK(refused_with(incident.by(machine()).when(activate_job{})) == "named_person_required");
  const auto made = incident.by(dispatcher()).must(activate_job{});
  CHECK(only<job_activated>(made).clock_from == nine_in_the_evening());
  CHECK(refused_with(incident.when(activate_job{})) == "not_planned");
}

TEST_CASE("A plan is for later, of a known kind, by a person, and never for an emergency call") {
  story incident(tests::gmp_2018());
  CHECK(refused_with(incident.when(planned(calm(), hours(-1)))) == "out_of_range");
  CHECK(refused_with(incident.when(planned(calm(), hours(24 * 200)))) == "out_of_range");
  auto command = planned();
  command.planned->kind = "tea";
  CHECK(refused_with(incident.when(command)) == "unknown_job_kind");
  command = planned();
  command.contact.channel = channel::emergency_999;
  CHECK(refused_with(incident.when(command)) == "emergency_not_planned");
  command = planned();
  command.contact_only = contact_outcome::advice_given;
  CHECK(refused_with(incident.when(command)) == "planning_needs_new_incident");
  CHECK(refused_with(incident.by(integrator()).when(planned())) == "named_person_required");
}
