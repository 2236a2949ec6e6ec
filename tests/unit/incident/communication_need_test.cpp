// What somebody needs to be understood: practice.md 17, domain.md 7.6, 7.7.
#include "partner_story.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;

TEST_CASE("A need opens its task, and everybody sees it on the card") {
  auto incident = graded("4");
  const auto made = incident.must(record_need{{"bsl_interpreter", {}}});
  CHECK(types_of(made) == "incident.need_recorded, task.opened");
  CHECK(open_kinds(incident).contains("arrange_interpreter"));
  CHECK(card(incident.the_incident(), "X").at("needs").at(0).at("need") == "bsl_interpreter");
  CHECK(incident.must(record_need{{"bsl_interpreter", {}}}).events.empty());
  CHECK_FALSE(card(graded("4").the_incident(), "X").contains("needs"));
  check_kept(incident);
}

TEST_CASE("An interpreter needs a language, and the policy lists the needs") {
  auto incident = graded("4");
  CHECK(refused_with(incident.when(record_need{{"interpreter", {}}})) == "language_missing");
  CHECK(refused_with(incident.when(record_need{{"telepathy", {}}})) == "unknown_need");
  CHECK(incident.when(record_need{{"interpreter", "pl"}}));
}

TEST_CASE("A need withdrawn takes its task along, unless another need asks for it still") {
  auto incident = graded("4");
  incident.must(record_need{{"interpreter", "pl"}});
  incident.must(record_need{{"interpreter", "cs"}});
  incident.must(record_need{{"interpreter", "pl"}, true});
  CHECK(open_kinds(incident).contains("arrange_interpreter"));
  incident.must(record_need{{"interpreter", "cs"}, true});
  CHECK_FALSE(open_kinds(incident).contains("arrange_interpreter"));
  CHECK(refused_with(incident.when(record_need{{"interpreter", "cs"}, true})) == "no_such_need");
  check_kept(incident);
}

TEST_CASE("Needs come with the contact too") {
  story incident(tests::gmp_2018());
  take_contact command;
  command.contact = contact_with(calm());
  command.needs = {{"interpreter", "ur"}};
  incident.must(command);
  CHECK(incident.the_incident().day_one.needs == std::vector<stated_need>{{"interpreter", "ur"}});
  CHECK(open_kinds(incident).contains("arrange_interpreter"));
  command.needs = {{"interpreter", {}}};
  story other(tests::gmp_2018());
  CHECK(refused_with(other.when(command)) == "language_missing");
}
