#include <catch2/catch.hpp>

#include "story.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

TEST_CASE("A note is kept in the sealed part, under an id of its own") {
  story incident;
  incident.opened_with(json::object());
  const auto made = incident.by(person("user:dispatcher")).when(add_note{"Caller rang back."});
  REQUIRE(made);
  CHECK(types_of(*made) == "incident.note_added");
  const auto& note = only<note_added>(*made);
  CHECK_FALSE(note.note.is_nil());
  CHECK(note.head.actor == "user:dispatcher");
  CHECK(note.personal->text == "Caller rang back.");
  CHECK(incident.the_incident().notes == 1);
}

TEST_CASE("Anyone may note, also another organisation's system") {
  story incident;
  incident.opened_with(json::object());
  CHECK(incident.by(integrator()).when(add_note{"Crew on scene."}));
  CHECK(incident.by(machine()).when(add_note{"Line checked."}));
}

TEST_CASE("A note without words is refused") {
  story incident;
  incident.opened_with(json::object());
  for (const char* text : {"", "  \n\t"}) {
    const auto made = incident.when(add_note{text});
    REQUIRE_FALSE(made);
    CHECK(made.error().code == "empty_note");
    CHECK(made.error().faults.at(0).pointer == "/text");
  }
}
