// The 24-hour clock of each crime decision (domain.md 4.2), as part of an incident.
#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "crime_rules_files.hpp"
#include "tests/unit/incident/story.hpp"
#include "triage/incident/decide.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/snapshot.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

const timestamp evening = *parse_rfc3339("2026-03-01T21:00:00Z");

uuid id(unsigned number) {
  uuid out;
  out.bytes[14] = static_cast<std::uint8_t>(number >> 8U);
  out.bytes[15] = static_cast<std::uint8_t>(number);
  return out;
}

class incident_story {
 public:
  decision contact(const json& facts, std::optional<contact_outcome> alone = std::nullopt) {
    take_contact command;
    command.contact.id = id(next_++);
    command.contact.received_at = now;
    command.contact.facts = document(facts);
    command.contact_only = alone;
    if (state) command.incident = state->id;
    return run(command);
  }

  decision fire() {
    const auto pending = timers(*state);
    const auto timer =
        std::find_if(pending.begin(), pending.end(), [](const auto& one) { return one.key == crime_timer; });
    REQUIRE(timer != pending.end());
    now = timer->due_at;
    return run(fire_timer{timer->key, timer->generation});
  }

  decision run(const command& command) {
    const context context{
        now, [this] { return id(next_++); }, {"user:jsmith", actor_kind::person, "call_handler"}, tests::gmp_2018(),
        {},  &tests::crime_rules()
    };
    auto made = decide(state, command, context);
    REQUIRE(made);
    if (made->incident) state = made->incident;
    for (const auto& event : made->events)
      events.push_back(event);
    return std::move(*made);
  }

  timestamp now = evening;
  std::optional<incident> state;
  std::vector<event> events;

 private:
  unsigned next_ = 1;
};

std::string types_of(const decision& made) {
  std::string out;
  for (const auto& one : made.events) {
    if (!out.empty()) out += ", ";
    out += type_of(one);
  }
  return out;
}

const json burglary{{"caller_role", "victim"}, {"entry_forced", true}, {"premises", "dwelling"}};

} // namespace

TEST_CASE("a crime that is told is owed a decision within 24 hours of its first report") {
  incident_story story;
  const auto made = story.contact(burglary);
  CHECK(types_of(made).find("incident.crime_decision_owed") != std::string::npos);
  REQUIRE(story.state->crimes.duties.size() == 1);
  const auto& duty = story.state->crimes.duties.front();
  CHECK(duty.offences == std::vector<std::string>{"28E"});
  CHECK(duty.due_at == evening + 24h);
  CHECK(duty.next_at == evening + 8h);
  CHECK(crime::undecided(story.state->crimes));
  const auto& told = made.contact->crimes.value();
  REQUIRE(told.size() == 1);
  CHECK(told[0]["principal"] == "28E");
  CHECK(told[0]["recording"] == "record");
  CHECK(told[0]["decision_due_at"] == "2026-03-02T21:00:00.000000Z");
}

TEST_CASE("it is warned of at 8 and 20 hours, breached at 24, and told again every day") {
  incident_story story;
  story.contact(burglary);
  const auto lateness = [&] { return story.state->crimes.duties.front().lateness; };
  CHECK(types_of(story.fire()) == "incident.crime_decision_late");
  CHECK(story.now == evening + 8h);
  CHECK(lateness() == crime::lateness::warned);
  story.fire();
  CHECK(story.now == evening + 20h);
  story.fire();
  CHECK(story.now == evening + 24h);
  CHECK(lateness() == crime::lateness::breached);
  story.fire();
  CHECK(story.now == evening + 48h);
  CHECK(lateness() == crime::lateness::breached);
}

TEST_CASE("a server that was down over the warnings tells of the breach once") {
  incident_story story;
  story.contact(burglary);
  const auto pending = timers(*story.state);
  const auto timer = pending.back();
  story.now = evening + 30h;
  CHECK(types_of(story.run(fire_timer{timer.key, timer.generation})) == "incident.crime_decision_late");
  CHECK(story.state->crimes.duties.front().next_at == evening + 48h);
  CHECK(types_of(story.run(fire_timer{timer.key, timer.generation})).empty());
}

TEST_CASE("a later contact that tells more adds to the duty and keeps its clock") {
  incident_story story;
  story.contact({{"caller_role", "witness"}, {"violence", "used"}, {"injury", "minor"}});
  REQUIRE(story.state->crimes.duties.size() == 1);
  CHECK(story.state->crimes.duties[0].recording == crime::recording::crime_related);
  story.now += 2h;
  story.contact({{"injury", "serious"}, {"damage", true}, {"premises", "vehicle"}});
  REQUIRE(story.state->crimes.duties.size() == 1);
  const auto& duty = story.state->crimes.duties.front();
  CHECK(duty.offences == std::vector<std::string>{"5D", "58C", "8N"});
  CHECK(duty.due_at == evening + 24h);
  story.now += 1h;
  const auto repeated = story.contact({{"injury", "serious"}});
  CHECK(types_of(repeated).find("crime") == std::string::npos);
  story.contact({{"caller_role", "victim"}});
  CHECK(story.state->crimes.duties.front().recording == crime::recording::record);
}

TEST_CASE("a contact that was to make no incident makes one when it tells of a crime") {
  incident_story story;
  const auto made = story.contact(burglary, contact_outcome::advice_given);
  CHECK(made.contact->promoted);
  CHECK(story.state);
}

TEST_CASE("a decided crime settles its duty; more told of it is owed again") {
  incident_story story;
  story.contact({{"caller_role", "victim"}, {"violence", "used"}, {"injury", "minor"}});
  const auto key = story.state->crimes.duties.front().key;
  crime_decided decided{
      {story.state->id, story.now, "user:jsmith"}, {id(900), key, "recorded", "CR/1/26", "8N", {"8N"}}
  };
  story.state = triage::apply(*story.state, decided);
  story.events.push_back(decided);
  CHECK_FALSE(crime::undecided(story.state->crimes));
  CHECK_FALSE(crime::next_due(story.state->crimes));
  story.now += 3h;
  story.contact({{"injury", "serious"}});
  REQUIRE(story.state->crimes.duties.size() == 1);
  CHECK(story.state->crimes.duties.front().crime == id(900));
  CHECK(story.state->crimes.duties.front().due_at == story.now + 24h);
}

TEST_CASE("replaying the events, and the snapshot, give the same state") {
  incident_story story;
  story.contact({{"caller_role", "victim"}, {"robbery", true}, {"victims_count", 2}});
  story.fire();
  incident replayed;
  for (const auto& one : story.events) {
    const auto read = decode(testing::stored(one));
    REQUIRE(read);
    CHECK(*read == one);
    replayed = triage::apply(std::move(replayed), *read);
  }
  CHECK(replayed == *story.state);
  const auto read = testing::from_snapshot_text(to_snapshot(*story.state));
  REQUIRE(read);
  CHECK(*read == *story.state);
}
