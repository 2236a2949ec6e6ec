#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "story.hpp"
#include "tests/support/policy_pack_files.hpp"
#include "triage/incident/event_codec.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using frontdoor::tests::gmp_2018;
using nlohmann::json;

namespace {

json advice_only() {
  return {{"advice_only", true}, {"life_threat", "none"}, {"violence", "none"}};
}

document known(const json& facts, const std::string& status = "found") {
  return document(json{
      {"facts", facts},
      {"sources", {{{"source", "contacts"}, {"status", status}, {"as_of", "2026-03-01T21:00:00Z"}, {"found", 3}}}}
  });
}

take_contact knowing(const json& facts, document history, unsigned number = 0) {
  take_contact command{contact_with(facts, number), std::nullopt, std::nullopt, std::nullopt};
  command.history = std::move(history);
  return command;
}

const facts_added* history_in(const decision& made) {
  for (const auto& e : made.events) {
    if (const auto* added = get_if<facts_added>(&e)) return added;
  }
  return nullptr;
}

} // namespace

TEST_CASE("A history of repeated contact raises by rule, as facts of a source of its own") {
  story without(gmp_2018());
  without.must(knowing(advice_only(), {}));
  REQUIRE(without.the_incident().grade->grade == "5");

  story with(gmp_2018());
  const auto made = with.must(knowing(advice_only(), known({{"repeat_contacts_24h", 3}})));
  CHECK(with.the_incident().grade->grade == "3");
  const auto* added = history_in(made);
  REQUIRE(added != nullptr);
  CHECK(added->kind == fact_source::system);
  CHECK(added->head.actor == "system:history");
  CHECK(added->facts.value() == json{{"repeat_contacts_24h", 3}});
  const auto& flags = with.the_incident().flags;
  CHECK(std::ranges::find(flags, "REPEAT_CALLER") != flags.end());
  CHECK(with.the_incident().facts.at("repeat_contacts_24h").front().source != only<contact_received>(made).head.stream);
}

TEST_CASE("What was looked up is on the record of the contact, with nothing of a person") {
  story told(gmp_2018());
  const auto history = known({{"repeat_contacts_24h", 1}});
  const auto made = told.must(knowing(advice_only(), history));
  const auto& taken = only<contact_received>(made);
  CHECK(taken.history == history);
  const auto row = stored(taken);
  CHECK(row.body.at("history") == history.value());
  const auto back = decode(row);
  REQUIRE(back);
  CHECK(get<contact_received>(*back) == taken);
}

TEST_CASE("A contact without a look-up is recorded as it always was") {
  story plain(gmp_2018());
  const auto made = plain.must(knowing(advice_only(), {}));
  CHECK_FALSE(stored(only<contact_received>(made)).body.contains("history"));
  CHECK(history_in(made) == nullptr);
}

TEST_CASE("The record never lowers what a caller said") {
  story told(gmp_2018());
  auto facts = advice_only();
  facts["repeat_contacts_24h"] = 4;
  facts["markers"] = {"violent"};
  const auto made = told.must(knowing(facts, known({{"repeat_contacts_24h", 1}, {"markers", {"violent"}}})));
  CHECK(history_in(made) == nullptr);
  CHECK(told.the_incident().grade->grade == "3");
}

TEST_CASE("Markers of the record join those that were told of, and one the pack does not know is left to people") {
  story told(gmp_2018());
  const json lost{{"contact_lost", true}, {"markers", {"cse"}}};
  const auto made = told.must(knowing(lost, known({{"markers", {"violent", "key_safe"}}})));
  REQUIRE(history_in(made) != nullptr);
  CHECK(history_in(made)->facts.value() == json{{"markers", {"violent"}}});
  CHECK(told.the_incident().grade->grade == "1"); // practice.md 8
  const auto held = current_facts(told.the_incident()).at("markers").get<std::set<std::string>>();
  CHECK(held == std::set<std::string>{"violent", "cse"});
}

TEST_CASE("That the history is clear is said where it is asked for, and against nobody's word") {
  const auto clear = known({{"history_checked", true}}, "none");
  const json silent{
      {"silent", true},
      {"distress_signal", false},
      {"pressed_55", false},
      {"callback_done", false},
      {"callbacks_made", 2}
  };
  story asked(gmp_2018());
  const auto made = asked.must(knowing(silent, clear));
  REQUIRE(history_in(made) != nullptr);
  CHECK(history_in(made)->facts.value() == json{{"history_checked", true}});

  story not_asked(gmp_2018());
  CHECK(history_in(not_asked.must(knowing(advice_only(), clear))) == nullptr);

  auto denied = silent;
  denied["history_checked"] = false;
  story against(gmp_2018());
  CHECK(history_in(against.must(knowing(denied, clear))) == nullptr);
}

TEST_CASE("A later contact's history joins the incident under the same source") {
  story told(gmp_2018());
  told.must(knowing(advice_only(), known({{"repeat_contacts_24h", 1}})));
  REQUIRE(told.the_incident().grade->grade == "5");
  auto second = knowing(advice_only(), known({{"repeat_contacts_24h", 3}}), 1);
  second.incident = told.the_incident().id;
  const auto made = told.must(second);
  REQUIRE(history_in(made) != nullptr);
  CHECK(told.the_incident().grade->grade == "3");
  const auto& said = told.the_incident().facts.at("repeat_contacts_24h");
  REQUIRE(said.size() == 2);
  CHECK(said[0].source == said[1].source);
}

TEST_CASE("An update with nothing new raises nothing, however often it comes") {
  story told(gmp_2018());
  told.must(knowing(
      {{"police_update_request", true}, {"existing_incident", true}, {"new_risk", false}},
      known({{"repeat_contacts_24h", 9}, {"repeat_contacts_90d", 40}})
  ));
  CHECK(told.the_incident().grade->grade == "5");
}

TEST_CASE("A contact recorded alone is assessed with its history, too") {
  story told(gmp_2018());
  auto command = knowing(advice_only(), known({{"repeat_contacts_24h", 3}}));
  command.contact_only = contact_outcome::advice_given;
  const auto made = told.must(command);
  CHECK(made.contact->assessment.value().at("proposed_grade") == "3");
}

TEST_CASE("Vehicles are sealed with the contact") {
  story told(gmp_2018());
  auto command = knowing(advice_only(), {});
  command.contact.vehicles.push_back({"AB12 CDE", "a blue van"});
  const auto made = told.must(command);
  const auto& taken = only<contact_received>(made);
  const auto row = stored(taken);
  CHECK(row.body.dump().find("AB12") == std::string::npos);
  CHECK(row.personal->at("vehicles") == json{{{"registration", "AB12 CDE"}, {"description", "a blue van"}}});
  CHECK(get<contact_received>(*decode(row)) == taken);
}
