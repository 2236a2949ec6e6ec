// What was decided without the record comes into it once, and what others did meanwhile is kept, against a real
// PostgreSQL.

#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/dispatch/feed.hpp"
#include "server/outage/gate.hpp"
#include "server/outage/replay.hpp"
#include "tests/integration/db/log_fixture.hpp"
#include "tests/support/policy_pack_files.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using nlohmann::json;

namespace {

const json armed{{"weapon", "seen"}, {"suspect_present", true}, {"time_since_event", "now"}};
const json cold{{"theft", true}, {"time_since_event", "days"}, {"suspect_present", false}};

std::shared_ptr<const triage::policy_pack> the_pack() {
  return {std::shared_ptr<const triage::policy_pack>(), &tests::gmp_2018()};
}

// A server's inside with a journal: commands go to the record or to the gate, as the test says.
class outage_room {
 public:
  outage_room()
      : database_(fresh_database()), log_(observe::make_silent_log()), clock_(test_time()),
        pool_(io_.get_executor(), database_, *log_, metrics_), queries_(pool_),
        hub_("fcc-1", "epoch", 0, 1 << 20, dispatch::board(*log_), dispatch::call_board(*log_), metrics_),
        feed_(std::make_shared<dispatch::feed>(
            io_.get_executor(), queries_, 0, [this](const db::committed_events& events) { hub_.publish(events); },
            *log_, metrics_
        )),
        writer_(
            io_.get_executor(), database_, [] { return test_time(); },
            [this](db::committed_events events, std::uint64_t reaches) {
              feed_->own_commit(std::move(events), reaches);
            },
            *log_, metrics_
        ),
        commands_(queries_, writer_, clock_, identifiers_, the_pack),
        unheard_writer_(
            io_.get_executor(), database_, [] { return test_time(); },
            [](const db::committed_events&, std::uint64_t) {}, *log_, metrics_
        ),
        unheard_commands_(queries_, unheard_writer_, clock_, identifiers_, the_pack) {
    open_journal();
  }
  ~outage_room() {
    feed_->stop();
    close_journal();
    writer_.stop(std::chrono::seconds(2));
    unheard_writer_.stop(std::chrono::seconds(2));
    pool_.stop();
    io_.restart();
    io_.run();
  }
  outage_room(const outage_room&) = delete;
  outage_room& operator=(const outage_room&) = delete;

  void open_journal() {
    auto opened = journal::journal::open(io_.get_executor(), {file().string()}, *log_);
    if (!opened) throw std::runtime_error(opened.error());
    journal_ = std::move(*opened);
    gate_ = std::make_unique<outage::gate>(
        io_.get_executor(), *journal_, hub_, clock_, identifiers_, the_pack, nullptr, "GMP"
    );
    replay_ = std::make_unique<outage::replay>(*journal_, queries_, writer_, commands_, clock_, "fcc-1", *log_);
    commands_.stand_in_by(gate_.get());
  }
  void close_journal() {
    commands_.stand_in_by(nullptr);
    replay_.reset();
    gate_.reset();
    journal_.reset();
  }
  std::filesystem::path file() const { return folder_.path() / "journal.sqlite"; }
  const std::filesystem::path& folder() const { return folder_.path(); }

  void begin() {
    outage_ = {new_id(), test_time()};
    const auto note = run(io_, journal_->begin(outage_));
    REQUIRE(note);
    outage_ = *note;
    gate_->open();
  }
  void bring_in() { REQUIRE(run(io_, replay_->bring_in())); }
  json end() {
    bring_in();
    REQUIRE(run(io_, replay_->finish(outage_)));
    gate_->close();
    hub_.end_outage();
    const auto reports = run(io_, queries_.outage_reports(1));
    REQUIRE((reports && reports->size() == 1));
    return json::parse(reports->front());
  }

  // Taken on by whoever takes commands on now; the answer, with the card under "incident".
  json take(const json& facts, const std::string& key) { return tell(std::nullopt, contact_with(facts), key); }
  json tell(std::optional<triage::uuid> target, triage::command command, const std::string& key = {}) {
    auto done = run(io_, commands_.run(origin(key), target, std::move(command), with_card()));
    REQUIRE(done);
    return json::parse(done->answer);
  }
  // By another server, which still reaches the record.
  void tell_elsewhere(const triage::uuid& target, triage::command command) {
    command::answer_writer write = [](const triage::decision&, std::string_view) { return std::string("{}"); };
    REQUIRE(run(io_, commands_.run_on_record(origin({}), new_id(), target, std::move(command), std::move(write))));
  }
  json take_elsewhere(const json& facts, const std::string& key) {
    auto done =
        run(io_, commands_.run_on_record(origin(key), new_id(), std::nullopt, contact_with(facts), with_card()));
    REQUIRE(done);
    return json::parse(done->answer);
  }
  // Sent to the record, which went before it said what came of it.
  json keep_in_doubt(const json& facts, const std::string& key, bool committed) {
    const auto command = contact_with(facts);
    db::append_command sent;
    sent.command_id = new_id();
    triage::decision decided;
    if (committed) {
      auto done =
          run(io_, unheard_commands_.run_on_record(origin(key), sent.command_id, std::nullopt, command, with_card()));
      REQUIRE(done);
      decided = *done->decision;
    } else {
      const triage::context context{test_time(), new_id, origin(key).actor, tests::gmp_2018(), {}, nullptr, {}};
      decided = triage::decide(std::nullopt, command, context).value();
    }
    auto kept = run(io_, gate_->keep(origin(key), std::move(decided), std::move(sent), command, with_card()));
    REQUIRE(kept);
    return json::parse(kept->answer);
  }
  std::optional<triage::uuid> found_by(const std::string& number) {
    const auto found = run(io_, queries_.by_temporary_number(number));
    REQUIRE(found);
    return *found;
  }

  triage::incident incident(const triage::uuid& id) {
    auto loaded = run(io_, command::load_incident(queries_, id));
    REQUIRE((loaded && loaded->state));
    return *loaded->state;
  }
  std::ptrdiff_t contacts_in_log() {
    const auto events = run(io_, queries_.events_after(0, 1000, false));
    REQUIRE(events);
    return std::ranges::count_if(*events, [](const auto& one) { return one->type == "contact.received"; });
  }
  db::log_queries& queries() { return queries_; }
  boost::asio::io_context& io() { return io_; }

 private:
  static triage::command contact_with(const json& facts) {
    const json body{{"channel", "999"}, {"narrative", "words"}, {"facts", facts}};
    auto command = triage::take_contact_from_json(body, new_id(), test_time());
    REQUIRE(command);
    return std::move(*command);
  }
  static command::answer_writer with_card() {
    return [](const triage::decision& made, std::string_view number) {
      return json{{"incident", triage::card(made.incident.value(), number)}}.dump();
    };
  }
  static command::origin origin(const std::string& key) {
    command::origin from;
    from.actor = {"user:handler", triage::actor_kind::person, "call_handler"};
    from.request_id = "request";
    if (key.empty()) return from;
    from.key = db::digest{};
    std::ranges::copy(key, from.key->begin());
    return from;
  }

  temporary_folder folder_;
  boost::asio::io_context io_;
  db::database_options database_;
  std::unique_ptr<observe::log> log_;
  observe::metrics metrics_;
  clock::fixed_clock clock_;
  clock::identifiers identifiers_;
  db::database_pool pool_;
  db::log_queries queries_;
  dispatch::hub hub_;
  std::shared_ptr<dispatch::feed> feed_;
  db::writer writer_;
  command::command_runner commands_;
  db::writer unheard_writer_; // of whose commits this server hears nothing
  command::command_runner unheard_commands_;
  std::unique_ptr<journal::journal> journal_;
  std::unique_ptr<outage::gate> gate_;
  std::unique_ptr<outage::replay> replay_;
  journal::outage_note outage_;
};

triage::uuid id_of(const json& answer) {
  return triage::uuid::parse(answer.at("incident").at("id").get<std::string>()).value();
}

triage::command raised_to(const std::string& grade) {
  return triage::set_grade{{grade, std::nullopt, std::nullopt}};
}

} // namespace

TEST_CASE(
    "Given contacts taken in an outage, then they are in the record once with their ids, and found by their numbers"
) {
  outage_room room;
  room.begin();
  const auto answer = room.take(armed, "one");
  CHECK(answer.at("degraded") == true);
  CHECK(room.take(armed, "one") == answer);
  CHECK(room.contacts_in_log() == 0);
  const auto report = room.end();
  CHECK(room.contacts_in_log() == 1);
  CHECK(report.at("gaps").empty());
  CHECK(report.at("doubles").empty());
  CHECK(room.incident(id_of(answer)).temporary_number == "GMP-TEMP-fcc-1-000001");
  CHECK(room.found_by("GMP-TEMP-fcc-1-000001") == id_of(answer));
  CHECK(room.found_by("GMP-TEMP-fcc-1-000002") == std::nullopt);
}

TEST_CASE("Given a contact whose commit was in doubt, when it was never committed, then the record has its number") {
  outage_room room;
  room.begin();
  const auto answer = room.keep_in_doubt(armed, "one", false);
  CHECK(answer.at("temporary_number") == "GMP-TEMP-fcc-1-000001");
  const auto report = room.end();
  CHECK(report.at("counts").at("brought_in") == 1);
  CHECK(room.contacts_in_log() == 1);
  CHECK(room.incident(id_of(answer)).temporary_number == "GMP-TEMP-fcc-1-000001");
  CHECK(room.found_by("GMP-TEMP-fcc-1-000001") == id_of(answer));
}

TEST_CASE("Given a contact whose commit was in doubt, when it was committed, then its number leads to the one there is"
) {
  outage_room room;
  room.begin();
  const auto answer = room.keep_in_doubt(armed, "one", true);
  const auto report = room.end();
  CHECK(report.at("counts").at("was_there") == 1);
  CHECK(room.contacts_in_log() == 1);
  CHECK(room.found_by("GMP-TEMP-fcc-1-000001") == id_of(answer));
}

TEST_CASE("Given bringing in was cut off before it was noted, when it begins anew, then nothing is there twice") {
  outage_room room;
  room.begin();
  const auto first = room.take(armed, "one");
  const auto second = room.take(cold, "two");
  room.tell(id_of(first), triage::add_note{"Seen again"});
  room.close_journal();
  const auto copy = room.folder() / "copy";
  std::filesystem::copy_file(room.file(), copy);
  room.open_journal();
  room.begin();
  room.bring_in();
  room.close_journal();
  std::filesystem::copy_file(copy, room.file(), std::filesystem::copy_options::overwrite_existing);
  room.open_journal();
  room.begin();
  const auto report = room.end();
  CHECK(report.at("counts").at("was_there") == 3);
  CHECK(room.contacts_in_log() == 2);
  CHECK(room.incident(id_of(first)).notes == 1);
  CHECK(id_of(first) != id_of(second));
}

TEST_CASE("Given both sides raised the same incident, then the more urgent grade stands and a supervisor looks at it") {
  outage_room room;
  const auto before = id_of(room.take(cold, "before"));
  room.begin();
  room.tell(before, raised_to("2"));
  room.tell_elsewhere(before, raised_to("1"));
  const auto report = room.end();
  CHECK(room.incident(before).grade->grade == "1");
  CHECK(report.at("both_sides").size() == 1);
  CHECK(triage::open_task(room.incident(before), "outage_review") != nullptr);
}

TEST_CASE("Given this server raised it and others only noted, then its grade stands, and nothing of theirs is lost") {
  outage_room room;
  const auto before = id_of(room.take(cold, "before"));
  room.begin();
  room.tell(before, raised_to("1"));
  room.tell_elsewhere(before, triage::add_note{"He is back"});
  room.end();
  CHECK(room.incident(before).grade->grade == "1");
  CHECK(room.incident(before).notes == 1);
}

TEST_CASE("Given a request that the record has already, then the first one stands, and what was done goes on there") {
  outage_room room;
  const auto there = id_of(room.take_elsewhere(armed, "same"));
  room.begin();
  const auto again = room.take(armed, "same");
  CHECK(id_of(again) != there);
  room.tell(id_of(again), triage::add_note{"Seen again"});
  const auto report = room.end();
  CHECK(room.contacts_in_log() == 1);
  CHECK(report.at("doubles").size() == 1);
  CHECK(report.at("doubles")[0].at("incident") == there.to_string());
  CHECK(room.found_by(again.at("temporary_number")) == there);
  CHECK(room.incident(there).notes == 1);
  CHECK(triage::open_task(room.incident(there), "outage_review") != nullptr);
}
