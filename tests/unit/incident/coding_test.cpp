// NSIR codes and guarded outcomes: domain.md 5, practice.md 17.
#include "partner_story.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

code_incident coded(nsir_choice choice) {
  return {std::move(choice)};
}

nsir_choice closing_code(const std::string& code) {
  nsir_choice out;
  out.closing = code;
  return out;
}

close_incident closing_with(const story& incident, const std::string& outcome, nsir_choice nsir = {}) {
  close_incident out{outcome, "Officers spoke to both of them", incident.version()};
  out.nsir = std::move(nsir);
  return out;
}

// The same decision on the incident with a crime in that state.
std::expected<decision, refusal> decided_with_crime(const story& incident, const std::string& state, const command& c) {
  auto changed = incident.the_incident();
  changed.crimes.links.push_back({id(900), "theft", state, "CR/1/26", "46", {"46"}});
  unsigned next = 500;
  const context context{
      incident.now(), [&] { return id(next++); }, supervisor(), tests::gmp_2018(), [] { return document(); }
  };
  return decide(changed, c, context);
}

} // namespace

TEST_CASE("A person codes; the opening category stays, the closing one may change, and both are kept") {
  auto incident = graded("4");
  nsir_choice first;
  first.opening = "PSW-CFS";
  first.qualifiers = {"mental_health"};
  const auto made = incident.must(coded(first));
  CHECK(types_of(made) == "incident.coded");
  CHECK(incident.the_incident().day_one.coding->opening == "PSW-CFS");
  incident.must(coded(closing_code("ADM-CONTACT")));
  incident.must(coded(closing_code("PSW-CIV")));
  CHECK(incident.the_incident().day_one.coding->closing == "PSW-CIV");
  CHECK(incident.the_incident().day_one.coding->opening == "PSW-CFS");
  CHECK(incident.the_incident().day_one.coding->qualifiers == std::vector<std::string>{"mental_health"});
  nsir_choice other;
  other.opening = "PSW-MIS";
  CHECK(refused_with(incident.when(coded(other))) == "opening_code_stands");
  check_kept(incident);
}

TEST_CASE("Codes that the policy does not have are refused, and so is coding by a machine or nothing at all") {
  auto incident = graded("4");
  CHECK(refused_with(incident.when(coded(closing_code("PSW-TEA")))) == "unknown_category");
  nsir_choice choice;
  choice.qualifiers = {"rainy"};
  CHECK(refused_with(incident.when(coded(choice))) == "unknown_qualifier");
  choice = {};
  choice.disposal = "forgotten";
  CHECK(refused_with(incident.when(coded(choice))) == "unknown_disposal");
  CHECK(refused_with(incident.when(coded({}))) == "nothing_said");
  CHECK(refused_with(incident.by(machine()).when(coded(closing_code("PSW-CIV")))) == "named_person_required");
}

TEST_CASE("Codes are proposed with the contact that opens the incident") {
  story incident(tests::gmp_2018());
  const auto made = incident.opened_with({{"missing", true}});
  REQUIRE_FALSE(made.contact->nsir.is_null());
  CHECK(made.contact->nsir.value().at("category") == "PSW-MIS");
  CHECK_FALSE(incident.the_incident().day_one.coding); // a person decides
}

TEST_CASE("No incident closes without a category; the one proposed stands where nobody names another") {
  auto incident = graded("4");
  CHECK(listed(incident.when(closing_with(incident, "advice_given"))) == std::set<std::string>{"closing_code_missing"});
  const auto made = incident.must(closing_with(incident, "advice_given", closing_code("ADM-CONTACT")));
  CHECK(types_of(made) == "incident.coded, incident.closed");
  CHECK(incident.the_incident().day_one.coding->closing == "ADM-CONTACT");
  CHECK(incident.the_incident().day_one.coding->disposal == "advice");
  check_kept(incident);

  auto civil = graded("4", {{"civil_matter", true}});
  civil.must(closing_with(civil, "advice_given"));
  CHECK(civil.the_incident().day_one.coding->closing == "PSW-CIV");
  CHECK(civil.the_incident().day_one.coding->opening == "PSW-CIV");
}

TEST_CASE("A category that does not go with the outcome is refused; an outcome of one category brings it along") {
  auto incident = graded("4");
  incident.by(supervisor());
  CHECK(
      listed(incident.when(closing_with(incident, "hoax", closing_code("PSW-CFS")))) ==
      std::set<std::string>{"category_not_of_outcome"}
  );
  incident.must(closing_with(incident, "hoax"));
  CHECK(incident.the_incident().day_one.coding->closing == "PSW-HOAX");
  CHECK(incident.the_incident().day_one.coding->disposal == "hoax");
}

TEST_CASE("A crime's category needs a crime that was decided on, and a crime recorded needs a crime's category") {
  auto incident = graded("4");
  CHECK(
      listed(incident.when(closing_with(incident, "advice_given", closing_code("CR-THEFT")))) ==
      std::set<std::string>{"crime_category_without_crime"}
  );
  const auto close = [&](const char* code) { return closing_with(incident, "advice_given", closing_code(code)); };
  CHECK(
      listed(decided_with_crime(incident, "recorded", close("PSW-CIV"))) ==
      std::set<std::string>{"crime_recorded_otherwise"}
  );
  CHECK(decided_with_crime(incident, "recorded", close("CR-THEFT")));
  CHECK(
      listed(decided_with_crime(incident, "cancelled", close("CR-THEFT"))) ==
      std::set<std::string>{"crime_category_without_crime"}
  );
  CHECK(decided_with_crime(incident, "crime_related", close("PSW-CIV")));
  CHECK(decided_with_crime(incident, "crime_related", close("CR-THEFT")));
  // Fraud is counted by the national service: the force decides on none.
  CHECK(incident.when(close("CR-FRAUD")));
}

TEST_CASE("A hoax is decided by a supervisor who has not taken the call") {
  auto incident = graded("4");
  CHECK(refused_with(incident.by(dispatcher()).when(closing_with(incident, "hoax"))) == "closing_not_yours");
  CHECK(refused_with(incident.by(machine()).when(closing_with(incident, "hoax"))) == "named_person_required");
  actor taker = person();
  taker.role = "supervisor";
  CHECK(listed(incident.by(taker).when(closing_with(incident, "hoax"))) == std::set<std::string>{"own_contact"});
  CHECK(incident.by(supervisor()).when(closing_with(incident, "hoax")));
}

TEST_CASE("A test is closed as one only where every contact came from a registered test line") {
  auto incident = graded("4");
  CHECK(listed(incident.when(closing_with(incident, "test_call"))) == std::set<std::string>{"not_a_test_line"});

  story test(tests::gmp_2018());
  auto contact = contact_with(calm());
  contact.caller.phone = "+441614960199";
  const auto made = test.must(take_contact{contact, std::nullopt, std::nullopt, std::nullopt});
  CHECK(types_of(made).find("incident.test_line_recognised") != std::string::npos);
  const auto& held = test.the_incident().grade;
  if (!held || held->grade != "4") test.must(set_grade{{"4", std::nullopt, std::nullopt}});
  test.must(closing_with(test, "test_call"));
  CHECK(test.the_incident().day_one.coding->closing == "ADM-TEST");
  check_kept(test);
}

TEST_CASE("Passed to another force means that it has accepted; misrouted, that somebody has") {
  auto incident = graded("4");
  CHECK(
      listed(incident.when(closing_with(incident, "passed_to_other_force"))) ==
      std::set<std::string>{"no_force_transfer"}
  );
  CHECK(
      listed(incident.when(closing_with(incident, "misrouted", closing_code("ADM-MSG")))) ==
      std::set<std::string>{"no_hand_off"}
  );
  const auto asked = ask(incident, "cheshire", partner_kind::force);
  CHECK(listed(incident.when(closing_with(incident, "passed_to_other_force"))).contains("no_force_transfer"));
  incident.must(saying(asked, handoff_state::accepted));
  incident.must(closing_with(incident, "passed_to_other_force"));
  CHECK(incident.the_incident().day_one.coding->closing == "ADM-OTHER-FORCE");
}
