// The console protocol (design section 6) over the real log, without sockets.

#include <map>

#include <catch2/catch.hpp>

#include "tests/integration/console/control_room.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using nlohmann::json;

namespace {

const json armed{{"weapon", "seen"}, {"suspect_present", true}, {"time_since_event", "now"}};
const json cold{{"theft", true}, {"time_since_event", "days"}, {"suspect_present", false}};

triage::uuid id_of(const json& card) {
  return triage::uuid::parse(card.at("id").get<std::string>()).value();
}

// "(from, to]" of each frame, which must follow on each other; the events in them.
std::vector<json> events_of(const std::vector<json>& frames, std::uint64_t& position) {
  std::vector<json> events;
  for (const auto& frame : frames) {
    CHECK(frame.at("from") == position);
    position = frame.at("to");
    for (const auto& item : frame.at("items"))
      events.push_back(item);
  }
  return events;
}

} // namespace

TEST_CASE("given open incidents, when a console subscribes, then it is given them all, then what happens after") {
  control_room room;
  const auto before = room.take(armed, "Salford");
  const auto console = room.connect(signed_in(auth::role::dispatcher));
  const auto hello = console.wire->take("hello");
  REQUIRE(hello.size() == 1);
  CHECK(hello.front().at("position") == room.hub().position());
  CHECK(hello.front().at("epoch") == "epoch");

  console.say({{"type", "subscribe"}});
  const auto snapshot = console.wire->take("snapshot");
  REQUIRE(snapshot.size() == 1);
  REQUIRE(snapshot.front().at("items").size() == 1);
  CHECK(snapshot.front().at("items")[0].at("id") == before.at("id"));
  CHECK(snapshot.front().at("items")[0].at("grade") == before.at("grade"));

  const auto after = room.take(armed, "Bolton", "he has a knife");
  std::uint64_t position = snapshot.front().at("position");
  const auto events = events_of(console.wire->take("frame"), position);
  CHECK(position == room.hub().position());
  REQUIRE_FALSE(events.empty());
  CHECK(events.front().at("specversion") == "1.0");
  const auto& last = events.back();
  CHECK(last.at("type").get<std::string>().starts_with("uk.police.frontdoor.dispatch."));
  CHECK(last.at("data").at("incident").at("id") == after.at("id"));
  CHECK(last.at("data").at("incident").at("dispatch").at("state") == "pushed");
}

TEST_CASE("given a console that was away, when it resumes after its position, then it gets exactly what it missed") {
  control_room room;
  room.take(armed, "Salford");
  const auto position = room.hub().position();
  room.take(cold, "Bolton");

  const auto back = room.connect(signed_in(auth::role::dispatcher));
  back.say({{"type", "subscribe"}, {"after", position}});
  room.settle();
  CHECK(back.wire->take("snapshot").empty());
  auto at = position;
  const auto events = events_of(back.wire->take("frame"), at);
  CHECK(at == room.hub().position());
  for (const auto& event : events)
    CHECK(event.at("position").get<std::uint64_t>() > position);

  const auto lost = room.connect(signed_in(auth::role::dispatcher));
  lost.say({{"type", "subscribe"}, {"after", room.hub().position() + 1000}});
  CHECK(lost.wire->take("snapshot").size() == 1); // a position of another epoch: begins anew, and is told by that
}

namespace {

// Little of everything, so that a stalled console is soon behind the ring.
console::protocol_options little_room() {
  console::protocol_options options;
  options.bytes_in_flight_max = 16 * 1024;
  options.frame_bytes_max = 4 * 1024;
  return options;
}

constexpr std::size_t small_ring = 24 * 1024;

void reads_again(const open_console& console) {
  console.wire->messages.clear();
  console.wire->stalled = false;
  console.wire->in_flight = 0;
  console.session->on_drained();
}

// The last card that these events carry of each incident.
std::map<std::string, json> cards_in(const std::vector<json>& events) {
  std::map<std::string, json> cards;
  for (const auto& event : events) {
    const auto& data = event.at("data");
    if (data.contains("incident")) cards[data.at("incident").at("id")] = data.at("incident");
  }
  return cards;
}

std::vector<std::uint64_t> positions_of(const std::vector<json>& events) {
  std::vector<std::uint64_t> positions;
  for (const auto& event : events)
    positions.push_back(event.at("position"));
  return positions;
}

} // namespace

TEST_CASE("given a console that does not read, then it delays nobody, and comes back to every event, from the log") {
  const auto options = little_room();
  control_room room(small_ring, options);
  const auto stalled = room.connect(signed_in(auth::role::dispatcher));
  const auto healthy = room.connect(signed_in(auth::role::dispatcher));
  for (const auto& one : {stalled, healthy})
    one.say({{"type", "subscribe"}});
  stalled.wire->take("snapshot");
  std::uint64_t position = healthy.wire->take("snapshot").front().at("position");
  stalled.wire->stalled = true;
  for (int i = 0; i < 20; ++i)
    room.take(armed, "Salford");

  const auto heard = events_of(healthy.wire->take("frame"), position);
  CHECK(position == room.hub().position());
  CHECK(stalled.wire->in_flight <= options.bytes_in_flight_max);
  CHECK_FALSE(stalled.wire->closed);

  std::uint64_t behind = 0;
  const auto first = events_of(stalled.wire->take("frame"), behind);
  reads_again(stalled);
  room.settle();
  CHECK(stalled.wire->take("snapshot").empty());
  const auto rest = events_of(stalled.wire->take("frame"), behind);
  CHECK(behind == room.hub().position());
  auto told = positions_of(first);
  for (const auto one : positions_of(rest))
    told.push_back(one);
  CHECK(told == positions_of(heard));
}

TEST_CASE("given a console further behind than the server goes back, then it is given the board anew") {
  control_room room(small_ring, little_room(), 10);
  const auto stalled = room.connect(signed_in(auth::role::dispatcher));
  stalled.say({{"type", "subscribe"}});
  stalled.wire->stalled = true;
  for (int i = 0; i < 20; ++i)
    room.take(armed, "Salford");
  reads_again(stalled);
  const auto snapshot = stalled.wire->take("snapshot");
  REQUIRE_FALSE(snapshot.empty());
  CHECK(snapshot.front().at("position") == room.hub().position());
  std::size_t cards = 0;
  for (const auto& part : snapshot)
    cards += part.at("items").size();
  CHECK(cards == 20);
}

TEST_CASE("given that nobody was connected, when a console comes back, then it is told what others would have heard") {
  control_room room;
  std::vector<json> heard;
  std::uint64_t position = 0;
  {
    const auto watcher = room.connect(signed_in(auth::role::dispatcher));
    watcher.say({{"type", "subscribe"}});
    for (int i = 0; i < 20; ++i)
      room.take(armed, i % 2 == 0 ? "Salford" : "Bolton", "words " + std::to_string(i));
    const auto raised = room.take({{"welfare_concern", true}, {"life_threat", "none"}, {"violence", "none"}}, "Bolton");
    room.raise(id_of(raised), "1");
    heard = events_of(watcher.wire->take("frame"), position);
    watcher.session->on_closed();
  }
  room.take(cold, "Salford"); // nobody hears of it, and the ring is empty
  REQUIRE_FALSE(room.hub().events().can_resume_after(0));

  const auto back = room.connect(signed_in(auth::role::dispatcher));
  back.say({{"type", "subscribe"}, {"after", 0}});
  room.settle();
  CHECK(back.wire->take("snapshot").empty());
  std::uint64_t reached = 0;
  auto told = events_of(back.wire->take("frame"), reached);
  CHECK(reached == room.hub().position());
  std::erase_if(told, [&](const json& event) { return event.at("position") > position; });
  CHECK(positions_of(told) == positions_of(heard));
  CHECK(cards_in(told) == cards_in(heard));

  // And what happens after is heard as it happens.
  room.take(armed, "Salford");
  CHECK_FALSE(events_of(back.wire->take("frame"), reached).empty());
  CHECK(reached == room.hub().position());
}

TEST_CASE("given someone kept to a district who comes back, then the log is told through the same filter") {
  control_room room;
  room.take(armed, "Salford", "words of Salford");
  room.take(armed, "Bolton", "words of Bolton");
  const auto back = room.connect(signed_in(auth::role::dispatcher, {"Bolton"}));
  back.say({{"type", "subscribe"}, {"after", 0}});
  room.settle();
  CHECK(back.wire->take("snapshot").empty());
  std::uint64_t reached = 0;
  const auto told = events_of(back.wire->take("frame"), reached);
  CHECK(reached == room.hub().position());
  REQUIRE_FALSE(told.empty());
  for (const auto& event : told)
    CHECK(event.dump().find("Salford") == std::string::npos);
}

TEST_CASE("given that the log cannot be read, when a console comes back, then it is given the board from memory") {
  control_room room;
  room.take(armed, "Salford");
  room.lose_log();
  const auto back = room.connect(signed_in(auth::role::dispatcher));
  back.say({{"type", "subscribe"}, {"after", 0}});
  room.settle();
  const auto snapshot = back.wire->take("snapshot");
  REQUIRE(snapshot.size() == 1);
  CHECK(snapshot.front().at("items").size() == 1);
}

TEST_CASE("given a console that does not read, then it is told of as behind, with whose it is and since when") {
  console::protocol_options options;
  options.bytes_in_flight_max = 16 * 1024;
  options.frame_bytes_max = 4 * 1024;
  control_room room(1 << 20, options);
  const auto stalled = room.connect(signed_in(auth::role::dispatcher, {"Salford"}));
  const auto silent = room.connect(signed_in(auth::role::dispatcher)); // has not asked for a board
  stalled.say({{"type", "subscribe"}});
  auto views = room.hub().views();
  REQUIRE(views.size() == 1);
  CHECK(views.front().complete());
  CHECK(views.front().role == "dispatcher");
  CHECK(views.front().districts == std::vector<std::string>{"Salford"});
  CHECK(views.front().position == room.hub().position());

  stalled.wire->stalled = true;
  for (int i = 0; i < 20; ++i)
    room.take(armed, "Salford");
  views = room.hub().views();
  REQUIRE(views.size() == 1);
  CHECK_FALSE(views.front().complete());
  CHECK(views.front().behind_for.has_value());
  CHECK(views.front().position < room.hub().position());

  stalled.wire->stalled = false;
  stalled.wire->in_flight = 0;
  stalled.session->on_drained();
  views = room.hub().views();
  REQUIRE(views.size() == 1);
  CHECK(views.front().complete());
  CHECK(views.front().position == room.hub().position());
}

TEST_CASE("given a console kept to grade 1, when an incident is raised into its filter, then it sees it") {
  control_room room;
  const auto console = room.connect(signed_in(auth::role::dispatcher));
  console.say({{"type", "subscribe"}, {"grades", {"1"}}});
  std::uint64_t position = console.wire->take("snapshot").front().at("position");
  const auto incident =
      room.take({{"welfare_concern", true}, {"life_threat", "none"}, {"violence", "none"}}, "Salford");
  REQUIRE(incident.at("grade") == "2");
  CHECK(events_of(console.wire->take("frame"), position).empty());
  room.raise(id_of(incident), "1");
  CHECK_FALSE(events_of(console.wire->take("frame"), position).empty());
}

TEST_CASE("given someone kept to districts, then other districts' incidents are never sent, and make no gap") {
  control_room room;
  const auto console = room.connect(signed_in(auth::role::dispatcher, {"Bolton"}));
  console.say({{"type", "subscribe"}});
  std::uint64_t position = console.wire->take("snapshot").front().at("position");
  room.take(armed, "Salford", "words of Salford");
  room.take(armed, "Bolton", "words of Bolton");
  const auto events = events_of(console.wire->take("frame"), position);
  CHECK(position == room.hub().position());
  REQUIRE_FALSE(events.empty());
  for (const auto& event : events)
    CHECK(event.dump().find("Salford") == std::string::npos);
}

TEST_CASE("given a console that asks for a pod, then it is told of that pod's districts, and a pod that is none is said"
) {
  control_room room;
  const auto console = room.connect(signed_in(auth::role::dispatcher));
  console.say({{"type", "subscribe"}, {"pods", {"north"}}});
  std::uint64_t position = console.wire->take("snapshot").front().at("position");
  room.take(armed, "Salford", "words of Salford");
  room.take(armed, "Bolton", "words of Bolton");
  const auto events = events_of(console.wire->take("frame"), position);
  REQUIRE_FALSE(events.empty());
  for (const auto& event : events)
    CHECK(event.dump().find("Bolton") == std::string::npos);
  const auto astray = room.connect(signed_in(auth::role::dispatcher));
  astray.say({{"type", "subscribe"}, {"pods", {"atlantis"}}});
  CHECK(astray.wire->take("bye").front().at("code") == "message_refused");
}

TEST_CASE("a dispatch is acknowledged by a named person, once; a receipt of the machine acknowledges nothing") {
  control_room room;
  const auto console = room.connect(signed_in(auth::role::dispatcher));
  console.say({{"type", "subscribe"}});
  const auto incident = room.take(armed, "Salford");
  const auto dispatch = incident.at("dispatch").at("id").get<std::string>();

  console.say({{"type", "receipt"}, {"dispatch", dispatch}});
  console.say({{"type", "displayed"}, {"dispatch", dispatch}});
  room.settle();
  CHECK(superuser_sql(room.database, "select count(*) from deliveries") == "2");
  CHECK(room.hub().incidents().find(id_of(incident))->state.dispatch->state == triage::dispatch_state::pushed);

  console.say({{"type", "ack"}, {"dispatch", dispatch}});
  room.settle();
  const auto acked = console.wire->take("acked");
  REQUIRE(acked.size() == 1);
  CHECK(acked.front().at("ok") == true);
  const auto& state = room.hub().incidents().find(id_of(incident))->state;
  CHECK(state.dispatch->state == triage::dispatch_state::acknowledged);
  CHECK(state.dispatch->acknowledged_by == "user:someone");

  const auto handler = room.connect(signed_in(auth::role::auditor));
  handler.say({{"type", "subscribe"}});
  handler.say({{"type", "ack"}, {"dispatch", dispatch}});
  room.settle();
  CHECK(handler.wire->take("acked").front().at("code") == "not_allowed");
  console.say({{"type", "ack"}, {"dispatch", new_id().to_string()}});
  room.settle();
  CHECK(console.wire->take("acked").front().at("code") == "unknown_dispatch");
}

TEST_CASE("what is no message of the protocol is refused by name, and the console is let go") {
  struct refused {
    const char* text;
    const char* code;
  };
  control_room room;
  for (const auto& [text, code] : {
           refused{"", "message_refused"},
           refused{"[]", "message_refused"},
           refused{"{\"type\":1}", "message_refused"},
           refused{R"({"type":"shout"})", "message_refused"},
           refused{R"({"type":"ack"})", "message_refused"},
           refused{R"({"type":"subscribe","after":-1})", "message_refused"},
           refused{R"({"type":"subscribe","type":"ack"})", "message_refused"},
           refused{"\xff", "message_refused"},
       }) {
    INFO(text);
    const auto console = room.connect(signed_in(auth::role::dispatcher));
    console.session->on_message(text);
    const auto bye = console.wire->take("bye");
    REQUIRE(bye.size() == 1);
    CHECK(bye.front().at("code") == code);
    CHECK(console.wire->closed == console::close_code::policy);
  }
}

TEST_CASE("a console that answers no heartbeat is let go; one that hears nothing is told that there was nothing") {
  control_room room;
  const auto quiet = room.connect(signed_in(auth::role::dispatcher));
  const auto answering = room.connect(signed_in(auth::role::dispatcher, {"Bolton"}));
  room.known_now = signed_in(auth::role::dispatcher, {"Bolton"});
  for (const auto& one : {quiet, answering})
    one.say({{"type", "subscribe"}});
  room.take(armed, "Salford"); // not for the second to see
  for (int beat = 0; beat < 5; ++beat) {
    room.hub().heartbeat();
    answering.say({{"type", "pong"}});
  }
  CHECK(quiet.wire->take("bye").front().at("code") == "heartbeat_missed");
  CHECK_FALSE(answering.wire->closed);
  const auto frames = answering.wire->take("frame");
  REQUIRE(frames.size() == 1);
  CHECK(frames.front().at("items").empty());
  CHECK(frames.front().at("to") == room.hub().position());
}

TEST_CASE("given rights that changed or ended, when they are looked at again, then the board begins anew or closes") {
  control_room room;
  room.take(armed, "Salford");
  const auto console = room.connect(signed_in(auth::role::dispatcher));
  console.say({{"type", "subscribe"}});
  CHECK(console.wire->take("snapshot").front().at("items").size() == 1);

  room.known_now = signed_in(auth::role::dispatcher, {"Bolton"});
  const auto beat_until_checked = [&] {
    for (int beat = 0; beat < 6; ++beat) {
      room.hub().heartbeat();
      console.say({{"type", "pong"}});
    }
    room.settle();
  };
  beat_until_checked();
  CHECK(console.wire->take("snapshot").front().at("items").empty());

  room.known_now.reset();
  beat_until_checked();
  CHECK(console.wire->take("bye").front().at("code") == "signed_out");
}

TEST_CASE("given a server about to stop, then each console is told to come back") {
  control_room room;
  const auto console = room.connect(signed_in(auth::role::dispatcher));
  console.say({{"type", "subscribe"}});
  room.hub().drain();
  const auto bye = console.wire->take("bye");
  REQUIRE(bye.size() == 1);
  CHECK(bye.front().at("resume") == true);
  CHECK(console.wire->closed == console::close_code::restart);
}
