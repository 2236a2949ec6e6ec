// What a console is told of calls (practice.md 16): who rings, and whole the call that its person has answered.

#include "server/console/call_frames.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/auth/principal.hpp"
#include "server/command/stored_incident.hpp"

using namespace frontdoor;
using namespace frontdoor::console;
using nlohmann::json;
using triage::call_state;

namespace {

constexpr std::size_t large = 64 * 1024;

triage::uuid id(int number) {
  const auto last = std::to_string(1000 + number);
  return *triage::uuid::parse("018f6b1e-7a10-7cc3-9d3e-00000000" + last);
}

auth::principal person(const std::string& name, auth::role role, std::vector<std::string> districts = {}) {
  auth::principal who;
  who.credential = auth::credential::session;
  who.name = name;
  who.role = role;
  who.permissions = auth::permissions_of(role);
  who.districts = std::move(districts);
  return who;
}

const auth::principal handler = person("handler", auth::role::call_handler);

// Telephony as the log has it, and the calls that come of it.
struct switchboard {
  std::unique_ptr<observe::log> log = observe::make_silent_log();
  dispatch::call_board calls{*log};
  std::unordered_map<triage::uuid, std::uint32_t> versions;
  std::uint64_t position = 0;

  // What telephony tells of a call; gives the calls that this has changed.
  std::vector<triage::uuid> told(
      int call, call_state state, const std::optional<std::string>& agent = {},
      const std::optional<std::string>& district = {}
  ) {
    triage::call_told e;
    e.head.stream = id(call);
    e.head.actor = "key:telephony";
    e.state = state;
    e.contact = id(900);
    e.agent = agent;
    e.district = district;
    e.personal.emplace();
    e.personal->line = "bt-" + std::to_string(call);
    e.personal->phone = "+447700900123";
    return calls.fold({row_of(e)});
  }

  std::shared_ptr<const db::committed_event> row_of(const triage::call_event& e) {
    const auto encoded = triage::encode(e);
    auto row = std::make_shared<db::committed_event>();
    row->position = ++position;
    row->stream_type = encoded.stream_type;
    row->stream_id = encoded.stream_id;
    row->version = ++versions[encoded.stream_id];
    row->type = encoded.type;
    row->schema_version = encoded.schema_version;
    row->actor = encoded.actor;
    row->body = encoded.body;
    row->personal = encoded.personal;
    return row;
  }
};

// One console: what it is told after each change.
struct listening {
  switchboard& room;
  auth::principal who;
  call_frames frames = {};

  void begin() { frames.begin(room.calls); }
  json next() {
    const auto message = frames.next(who, room.calls, large);
    return message ? json::parse(message->text) : json();
  }
  json after(const std::vector<triage::uuid>& changed) {
    frames.changed(changed, room.calls);
    return frames.waiting() ? next() : json();
  }
};

} // namespace

TEST_CASE("a call that rings is told to everybody who takes contacts, without who rings") {
  switchboard room;
  listening console{room, handler};
  console.begin();
  CHECK(console.next() == json{{"type", "call"}, {"whole", true}, {"items", json::array()}, {"gone", json::array()}});
  const auto told = console.after(room.told(1, call_state::ringing));
  REQUIRE(told.at("items").size() == 1);
  CHECK(told.at("whole") == false);
  CHECK(told.at("items")[0].at("state") == "ringing");
  CHECK(told.dump().find("7700") == std::string::npos);
  CHECK(told.dump().find("bt-1") == std::string::npos);
}

TEST_CASE("the one who answers is told all of it, everybody else that it rings no more") {
  switchboard room;
  listening own{room, handler};
  listening other{room, person("second", auth::role::call_handler)};
  room.told(1, call_state::ringing);
  for (auto* console : {&own, &other}) {
    console->begin();
    CHECK(console->next().at("items").size() == 1);
  }
  const auto answered = room.told(1, call_state::answered, "Handler");
  const auto mine = own.after(answered);
  CHECK(mine.at("items")[0].at("personal").at("phone") == "+447700900123");
  CHECK(mine.at("items")[0].at("personal").at("line") == "bt-1");
  const auto others = other.after(answered);
  CHECK(others.at("items").empty());
  CHECK(others.at("gone") == json{id(1).to_string()});

  const auto ended = room.told(1, call_state::ended);
  CHECK(own.after(ended).at("gone") == json{id(1).to_string()});
  CHECK(other.after(ended).is_null());
}

TEST_CASE("the reading of a call's personal data is told of once, not with each change of the call") {
  switchboard room;
  room.told(1, call_state::ringing);
  room.told(1, call_state::answered, "handler");
  call_frames frames;
  frames.begin(room.calls);
  const auto first = frames.next(handler, room.calls, large);
  REQUIRE(first);
  CHECK(first->personal == std::vector<triage::uuid>{id(1)});
  frames.changed({id(1)}, room.calls);
  const auto again = frames.next(handler, room.calls, large);
  REQUIRE(again);
  CHECK(again->personal.empty());
}

TEST_CASE("calls are nobody's who takes no contacts, and a ringing one stays in its district") {
  switchboard room;
  room.told(1, call_state::ringing, {}, "Salford");
  room.told(2, call_state::ringing);
  for (const auto role : {auth::role::auditor, auth::role::admin}) {
    listening console{room, person("somebody", role)};
    console.begin();
    CHECK(console.next().is_null());
    CHECK_FALSE(console.frames.waiting());
  }
  auto program = handler;
  program.credential = auth::credential::api_key;
  CHECK(sight_of(program, *room.calls.find(id(2))) == call_sight::none);
  const auto of_bolton = person("handler", auth::role::call_handler, {"Bolton"});
  CHECK(sight_of(of_bolton, *room.calls.find(id(1))) == call_sight::none);
  CHECK(sight_of(of_bolton, *room.calls.find(id(2))) == call_sight::ringing);
  // Whoever answered it is on the line, wherever it comes from.
  room.told(1, call_state::answered, "handler");
  CHECK(sight_of(of_bolton, *room.calls.find(id(1))) == call_sight::own);
}

TEST_CASE("a console that takes nothing for a while is told the last state only, and nothing grows meanwhile") {
  switchboard room;
  listening console{room, handler};
  console.begin();
  console.next();
  for (int call = 0; call < 200; ++call) {
    console.frames.changed(room.told(call, call_state::ringing), room.calls);
    console.frames.changed(room.told(call, call_state::abandoned), room.calls);
  }
  CHECK_FALSE(console.frames.waiting());
  room.told(300, call_state::ringing);
  console.frames.changed(room.told(300, call_state::answered, "handler"), room.calls);
  console.frames.changed({id(300)}, room.calls);
  const auto told = console.next();
  REQUIRE(told.at("items").size() == 1);
  CHECK(told.at("items")[0].at("state") == "answered");
  CHECK(console.next().is_null());
}

TEST_CASE("many calls are told in messages of a bounded size, of which the first begins anew") {
  switchboard room;
  for (int call = 0; call < 50; ++call)
    room.told(call, call_state::ringing);
  call_frames frames;
  frames.begin(room.calls);
  std::size_t items = 0;
  int messages = 0;
  while (frames.waiting()) {
    const auto message = frames.next(handler, room.calls, 2000);
    REQUIRE(message);
    CHECK(message->text.size() < 4000);
    const auto told = json::parse(message->text);
    CHECK(told.at("whole") == (messages == 0));
    items += told.at("items").size();
    ++messages;
  }
  CHECK(items == 50);
  CHECK(messages > 1);
}

TEST_CASE("given calls that were read at start, then what the log tells of them again changes nothing") {
  switchboard room;
  room.told(1, call_state::ringing);
  const auto version = room.calls.find(id(1))->version;
  auto again = *room.row_of([] {
    triage::call_told e;
    e.head.stream = id(1);
    e.state = call_state::ended;
    return e;
  }());
  again.version = version; // stands behind what was read
  CHECK(room.calls.fold({std::make_shared<const db::committed_event>(again)}).empty());
  CHECK(room.calls.find(id(1)));
  // And what goes on with a call that was over by then is nobody's news.
  again.stream_id = id(2);
  again.version = 7;
  CHECK(room.calls.fold({std::make_shared<const db::committed_event>(again)}).empty());
  CHECK_FALSE(room.calls.find(id(2)));
}
