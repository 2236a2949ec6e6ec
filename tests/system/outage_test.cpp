// The database goes, and contacts go on: each is in the record once when it is back.

#include <csignal>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include <catch2/catch.hpp>
#include <pqxx/pqxx>

#include "server/db/embedded_cluster.hpp"
#include "tests/support/console_client.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/system/contacts.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

constexpr std::chrono::seconds patience{60};

const std::vector<std::string> quick{"--set", "outage.degrade_after_ms=300",
                                     "--set", "outage.return_after_ms=500",
                                     "--set", "outage.probe_interval_ms=100",
                                     "--set", "outage.probe_timeout_ms=500",
                                     "--set", "server.node=fcc-1"};

// The processes of a PostgreSQL: the postmaster and all that it has started.
std::vector<pid_t> processes_of(pid_t postmaster) {
  std::vector<pid_t> found{postmaster};
  std::ifstream children("/proc/" + std::to_string(postmaster) + "/task/" + std::to_string(postmaster) + "/children");
  for (pid_t one = 0; children >> one;)
    found.push_back(one);
  return found;
}

// A PostgreSQL that the test stops and starts, and a server on it.
class outage_stage {
 public:
  outage_stage() {
    start_database();
    frontdoor::db::database_options options;
    options.url = cluster_->server_url();
    options.owner_url = cluster_->owner_url();
    server_ = std::make_unique<served_frontdoor>(serve_options{quick, options, {}});
  }

  served_frontdoor& server() { return *server_; }

  void kill_database() {
    ::kill(cluster_->process_id(), SIGKILL);
    cluster_.reset();
  }
  void signal_database(int signal) const {
    for (const auto one : processes_of(cluster_->process_id()))
      ::kill(one, signal);
  }
  // Those it had started may still be on their way out.
  void start_database() {
    frontdoor::db::embedded_options options;
    options.data_folder = folder_.path().string();
    const bool started = eventually(
        [&] {
          auto made = frontdoor::db::embedded_cluster::start(options);
          if (made) cluster_ = std::move(*made);
          return cluster_ != nullptr;
        },
        patience
    );
    REQUIRE(started);
  }
  void refuse_writes(bool on) const {
    pqxx::connection connection(cluster_->superuser_url());
    pqxx::nontransaction work(connection);
    if (on)
      work.exec("alter system set default_transaction_read_only = on");
    else
      work.exec("alter system reset default_transaction_read_only");
    work.exec("select pg_reload_conf()");
    // Whoever connects later has it only when all who were connected before have been told.
    REQUIRE(eventually(
        [&] {
          pqxx::connection later(cluster_->superuser_url());
          pqxx::nontransaction asking(later);
          return (asking.exec("show default_transaction_read_only")[0][0].as<std::string>() == "on") == on;
        },
        patience
    ));
  }

  std::string mode() {
    return server_->anonymous().get("/readyz").body_json.at("checks").at("mode").get<std::string>();
  }
  void await_mode(const std::string& wanted) {
    REQUIRE(eventually([&] { return mode() == wanted; }, patience));
  }

 private:
  frontdoor::testing::temporary_folder folder_;
  std::unique_ptr<frontdoor::db::embedded_cluster> cluster_;
  std::unique_ptr<served_frontdoor> server_;
};

// Takes a contact with that key, as often as it takes, and gives the answer.
json taken(const http_caller& who, const std::string& key) {
  json answer;
  const bool done = eventually(
      [&] {
        const auto reply = who.post("/v1/contacts", knife_contact("Call " + key), {{"Idempotency-Key", key}});
        if (reply.status == 201) answer = reply.body_json;
        return reply.status == 201;
      },
      patience
  );
  REQUIRE(done);
  return answer;
}

// How often the log has each contact.
std::map<std::string, int> contacts_in_log(const http_caller& reader) {
  std::map<std::string, int> found;
  for (const auto& event : whole_log(reader)) {
    if (event.at("type") == "uk.police.frontdoor.contact.received.v1") ++found[event.at("subject").get<std::string>()];
  }
  return found;
}

void check_each_once(const http_caller& reader, const std::vector<json>& answers) {
  const auto found = contacts_in_log(reader);
  CHECK(found.size() == answers.size());
  for (const auto& answer : answers) {
    const auto at = found.find("contact/" + answer.at("contact").at("id").get<std::string>());
    REQUIRE(at != found.end());
    CHECK(at->second == 1);
  }
}

// One outage of this kind, with contacts before, during and after.
void contacts_go_on(outage_stage& stage, const std::function<void()>& begin, const std::function<void()>& end) {
  const auto program = stage.server().program();
  const auto supervisor = stage.server().person("supervisor");
  std::vector<json> answers{taken(program, "before")};
  CHECK_FALSE(answers.back().contains("degraded"));
  begin();
  for (const char* key : {"during-1", "during-2", "during-3"}) {
    answers.push_back(taken(program, key));
    CAPTURE(answers.back().dump());
    REQUIRE(answers.back().value("degraded", false));
    CHECK(answers.back().at("temporary_number").get<std::string>().starts_with("GMP-TEMP-fcc-1-"));
    CHECK(answers.back().at("position").is_null());
    CHECK(answers.back().at("incident").at("grade") == "1");
    CHECK(taken(program, key) == answers.back());
  }
  CHECK(stage.mode() == "degraded");
  CHECK(stage.server().anonymous().get("/readyz").header("frontdoor-mode") == "degraded");
  CHECK(program.get("/v1/incidents").code() == "degraded");
  end();
  stage.await_mode("normal");
  answers.push_back(taken(program, "after"));
  CHECK_FALSE(answers.back().contains("degraded"));
  CHECK(taken(program, "during-1") == answers[1]);
  check_each_once(supervisor, answers);

  const auto number = answers[1].at("temporary_number").get<std::string>();
  const auto page = supervisor.get("/v1/incidents?number=" + number);
  REQUIRE(page.status == 200);
  REQUIRE(page.body_json.at("items").size() == 1);
  const auto& card = page.body_json.at("items")[0];
  CHECK(card.at("id") == answers[1].at("incident").at("id"));
  CHECK(card.at("temporary_number") == number);
  CHECK(card.at("number").get<std::string>().find("TEMP") == std::string::npos);
  CHECK(card.at("received_at") == answers[1].at("incident").at("received_at"));

  const auto reports = supervisor.get("/v1/outages");
  REQUIRE(reports.status == 200);
  const auto& report = reports.body_json.at("items").at(0);
  CHECK(report.at("gaps").empty());
  CHECK(report.at("doubles").empty());
  CHECK(report.at("counts").at("contacts") == 3);
}

} // namespace

TEST_CASE("given PostgreSQL is killed, then contacts go on, and each is in the record once") {
  outage_stage stage;
  contacts_go_on(stage, [&] { stage.kill_database(); }, [&] { stage.start_database(); });
}

TEST_CASE("given PostgreSQL hangs, then contacts go on, and each is in the record once") {
  outage_stage stage;
  contacts_go_on(stage, [&] { stage.signal_database(SIGSTOP); }, [&] { stage.signal_database(SIGCONT); });
}

TEST_CASE("given PostgreSQL refuses to write, then contacts go on, and each is in the record once") {
  outage_stage stage;
  contacts_go_on(stage, [&] { stage.refuse_writes(true); }, [&] { stage.refuse_writes(false); });
}

TEST_CASE("given an outage, then consoles are told, and what is done there is in the record afterwards") {
  outage_stage stage;
  const auto handler = stage.server().person("handler");
  const auto dispatcher = stage.server().person("dispatcher");
  const auto supervisor = stage.server().person("supervisor");
  console_client console(dispatcher);
  console.subscribe();
  REQUIRE(supervisor.get("/v1/consoles").status == 200);
  const auto before = taken(handler, "before");
  stage.kill_database();
  const auto during = taken(handler, "during");
  json shown;
  while (shown.is_null()) {
    const auto message = console.next("outage");
    CHECK(message.at("mode") == "degraded");
    for (const auto& card : message.at("items")) {
      if (card.at("id") == during.at("incident").at("id")) shown = card;
    }
  }
  CHECK(shown.at("number") == during.at("temporary_number"));
  const auto consoles = supervisor.get("/v1/consoles"); // from this server's own memory
  REQUIRE(consoles.status == 200);
  CHECK(consoles.body_json.at("items").size() == 1);
  // One taken in the outage by console, one from before it by a call.
  console.send({{"type", "ack"}, {"dispatch", shown.at("dispatch").at("id")}});
  CHECK(console.next("acked").at("ok") == true);
  const auto earlier = before.at("incident").at("id").get<std::string>();
  const auto acknowledged =
      dispatcher.post("/v1/incidents/" + earlier + "/acknowledgement", {{"dispatch", before.at("dispatch").at("id")}});
  CAPTURE(acknowledged.body);
  CHECK(acknowledged.status == 200);
  CHECK(handler.post("/v1/incidents/" + earlier + "/notes", {{"text", "Seen again at the bus stop"}}).status == 201);
  CHECK(dispatcher.post("/v1/incidents/" + earlier + "/close", {{"outcome", "x"}}).status >= 400);

  stage.start_database();
  stage.await_mode("normal");
  for (const auto& answer : {before, during}) {
    const auto id = answer.at("incident").at("id").get<std::string>();
    const auto record = supervisor.get("/v1/incidents/" + id);
    CAPTURE(record.body);
    REQUIRE(record.status == 200);
    CHECK(record.body_json.at("dispatch").at("state") == "acknowledged");
  }
  CHECK(supervisor.get("/v1/incidents/" + earlier).body_json.at("notes") == 1);
  // The console begins anew with the record's numbers.
  const auto snapshot = console.next("snapshot");
  for (const auto& card : snapshot.at("items"))
    CHECK(card.at("number").get<std::string>().find("TEMP") == std::string::npos);
}

TEST_CASE("given a server killed in an outage, when it starts again, then what it had kept is in the record once") {
  outage_stage stage;
  std::vector<json> answers{taken(stage.server().program(), "before")};
  stage.kill_database();
  for (const char* key : {"during-1", "during-2"})
    answers.push_back(taken(stage.server().program(), key));
  stage.server().kill();
  stage.start_database();
  stage.server().start();
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(taken(stage.server().program(), "during-" + std::to_string(i + 1)) == answers[i + 1]);
  check_each_once(stage.server().person("supervisor"), answers);
  stage.server().kill();
  stage.server().start();
  check_each_once(stage.server().person("supervisor"), answers);
}

TEST_CASE("given an outage, then the board to print goes on and shows what was taken meanwhile") {
  outage_stage stage;
  taken(stage.server().program(), "before"); // whose key it is, the server must have seen while it could ask
  stage.kill_database();
  const auto during = taken(stage.server().program(), "during");
  stage.start_database();
  stage.await_mode("normal");
  const auto page = stage.server().folder() / "board" / "board.html";
  CHECK(eventually(
      [&] {
        std::ifstream in(page);
        const std::string text((std::istreambuf_iterator<char>(in)), {});
        return text.find(during.at("temporary_number").get<std::string>()) != std::string::npos;
      },
      patience
  ));
}
