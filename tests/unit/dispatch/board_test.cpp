#include "server/dispatch/board.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/incident/partner_story.hpp"
#include "triage/incident/event_codec.hpp"

using namespace frontdoor;
using namespace frontdoor::dispatch;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

// The incident's events of a decision as the log gives them, from `version` on.
db::committed_events rows_of(const triage::decision& made, std::uint32_t version) {
  db::committed_events rows;
  for (const auto& event : made.events) {
    const auto encoded = triage::encode(event);
    if (encoded.stream_type != "incident") continue;
    auto row = std::make_shared<db::committed_event>();
    row->position = version;
    row->stream_type = encoded.stream_type;
    row->stream_id = encoded.stream_id;
    row->version = version++;
    row->type = encoded.type;
    row->schema_version = encoded.schema_version;
    row->occurred_at = encoded.occurred_at;
    row->actor = encoded.actor;
    row->body = encoded.body;
    row->personal = encoded.personal;
    rows.push_back(std::move(row));
  }
  return rows;
}

// The same as the server has them that decided it.
db::committed_events shared_rows_of(const std::shared_ptr<const triage::decision>& made, std::uint32_t version) {
  db::committed_events rows;
  std::size_t next = 0;
  for (const auto& row : rows_of(*made, version)) {
    while (triage::head_of(made->events[next]).stream != row->stream_id)
      ++next;
    auto shared = std::make_shared<db::committed_event>(*row);
    const auto& event = made->events[next++];
    shared->decided = std::shared_ptr<const void>(made, &event);
    if (holds_alternative<triage::incident_opened>(event))
      shared->opened = std::shared_ptr<const void>(made, &*made->incident);
    rows.push_back(std::move(shared));
  }
  return rows;
}

struct board_of_one {
  std::unique_ptr<observe::log> log = observe::make_silent_log();
  dispatch::board board{*log};
  story incident;

  board_of_one() { board.fold(rows_of(incident.opened_with({{"domestic", true}, {"life_threat", "none"}}), 1), true); }

  void close() {
    const auto version = incident.version();
    const auto made = incident.must(triage::close_incident{"dealt_with", "Officers spoke to them", version});
    const auto told = board.fold(rows_of(made, version + 1), true);
    REQUIRE(told.size() == 1);
    CHECK(told[0]->on_board);
    CHECK(told[0]->plain->find(R"("status":"closed")") != std::string::npos);
  }
};

} // namespace

TEST_CASE("A closed incident is told once more and leaves the board") {
  board_of_one s;
  REQUIRE(s.board.size() == 1);
  CHECK(s.board.open_by_grade().value() == json{{"open_by_grade", {{"3", 1}}}});
  s.close();
  CHECK(s.board.size() == 0);
}

TEST_CASE("What a post was told of is found without the rest of the board, until nothing is wrong any more") {
  const auto log = observe::make_silent_log();
  dispatch::board board(*log);
  auto incident = graded("2");
  const auto id = incident.the_incident().id;
  board.put({incident.the_incident(), "GMP-20260301-000001", {}});
  const auto escalated = [](const dispatch::board& all) {
    std::vector<triage::uuid> found;
    all.for_each_escalated([&](const board_entry& entry) { found.push_back(entry.state.id); });
    return found;
  };
  const auto fold = [&](const triage::command& command) {
    const auto before = incident.version();
    board.fold(rows_of(incident.must(command), before + 1), false);
  };
  const auto look = [&] {
    const auto all = triage::timers(incident.the_incident());
    const auto due = std::ranges::find(all, "ladder", &triage::timer::key);
    REQUIRE(due != all.end());
    incident.at(due->due_at).by(machine());
    fold(triage::fire_timer{due->key, due->generation});
  };
  CHECK(escalated(board).empty());
  look();
  CHECK(escalated(board) == std::vector{id});

  dispatch::board started_anew(*log);
  started_anew.put({incident.the_incident(), "GMP-20260301-000001", {}});
  CHECK(escalated(started_anew) == std::vector{id});

  incident.by(dispatcher());
  fold(triage::report_unit{"BT21", triage::unit_state::accepted, std::nullopt, std::nullopt});
  look();
  CHECK(escalated(board).empty());
}

TEST_CASE("An event of an incident that is not here asks for it to be read, and is folded then") {
  board_of_one s;
  s.close();
  const auto before = *s.incident.state();
  const auto made = s.incident.must(triage::reopen_incident{"new_information", "He is back there"});
  const auto rows = rows_of(made, before.version + 1);
  CHECK(s.board.missing_in(rows) == std::vector<triage::uuid>{before.id});
  s.board.put({before, "GMP-20260301-000001", {}});
  CHECK(s.board.missing_in(rows).empty());
  const auto told = s.board.fold(rows, true);
  CHECK(told[0]->existed_before);
  REQUIRE(s.board.find(before.id) != nullptr);
  CHECK(s.board.find(before.id)->state.status == triage::incident_status::open);
}

TEST_CASE("An incident that begins among the events needs no reading") {
  board_of_one s;
  story other;
  auto rows = rows_of(other.opened_with({{"domestic", true}}), 1);
  for (auto& row : rows) {
    auto moved = std::make_shared<db::committed_event>(*row);
    moved->stream_id = id(777);
    row = std::move(moved);
  }
  CHECK(s.board.missing_in(rows).empty());
}

TEST_CASE("An incident opened here is shown as one that another server opened") {
  const auto log = observe::make_silent_log();
  board here(*log);
  board elsewhere(*log);
  story incident;
  const auto made = std::make_shared<const triage::decision>(
      incident.opened_with({{"domestic", true}, {"life_threat", "immediate"}, {"weapon", "seen"}})
  );
  const auto told_here = here.fold(shared_rows_of(made, 1), true);
  const auto told_elsewhere = elsewhere.fold(rows_of(*made, 1), true);
  const auto& opened = incident.the_incident();
  REQUIRE(here.find(opened.id) != nullptr);
  CHECK(here.find(opened.id)->state == opened);
  CHECK(elsewhere.find(opened.id)->state == opened);
  REQUIRE(told_here.size() > 2);
  REQUIRE(told_here.size() == told_elsewhere.size());
  for (std::size_t i = 0; i < told_here.size(); ++i) {
    CAPTURE(i);
    CHECK(*told_here[i]->full == *told_elsewhere[i]->full);
    CHECK(*told_here[i]->plain == *told_elsewhere[i]->plain);
    CHECK(told_here[i]->existed_before == told_elsewhere[i]->existed_before);
    CHECK(told_here[i]->grade_after == told_elsewhere[i]->grade_after);
    CHECK(told_here[i]->district_after == opened.district);
  }
}
