// Faults under load, one after another: whatever breaks, every acknowledged contact is there once, every event reaches
// every console once and in order, every timer fires once. kill -9 of the server alone is in kill_test.cpp, one hanging
// backend in tests/integration/db/lost_database_test.cpp; docs/reliability.md has the table that these tests write.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <sstream>

#include <catch2/catch.hpp>
#include <sys/mount.h>
#include <unistd.h>

#include "server/db/embedded_cluster.hpp"
#include "server/db/migrate.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/faulty_proxy.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_database.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/fault_load.hpp"
#include "tests/system/faulty_database.hpp"

using namespace frontdoor;
using namespace frontdoor::tests;
using nlohmann::json;

namespace {

constexpr std::size_t between_faults = 30; // contacts acknowledged

// Short time-outs, so that a fault is over soon; a fast heartbeat, so that a console notices soon.
std::vector<std::string> quick(std::vector<std::string> more = {}) {
  std::vector<std::string> words;
  for (const auto* setting :
       {"database.connect_timeout_ms=1000", "database.statement_timeout_ms=2000", "database.lock_timeout_ms=1500",
        "database.watchdog_ms=2500", "database.reconnect_delay_max_ms=200", "database.unavailable_after_ms=2500",
        "console.heartbeat_s=1",
        // What is looked at here is the record itself; going on without it has tests of its own (outage_test.cpp).
        "outage.degrade_after_ms=60000"})
    words.insert(words.end(), {"--set", setting});
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

void check(const fault_row& row) {
  tell(row);
  CAPTURE(row.fault);
  CHECK(row.acknowledged > 0);
  CHECK(row.lost == 0);
  CHECK(row.doubled == 0);
}

// A server with load on it and a console that watches, through whatever `fault` does `runs` times.
fault_row through(
    const std::string& name, int runs, served_frontdoor& server, const std::function<void(int)>& fault,
    const std::function<http_caller()>& console_of
) {
  fault_row row;
  row.fault = name;
  row.runs = runs;
  const auto already = tally_of(whole_log(server.person("supervisor"))).contacts.size();
  persistent_console console(console_of);
  persistent_load load(server.program(), name);
  for (int run = 0; run < runs; ++run) {
    const bool goes_on = load.goes_on(between_faults);
    CAPTURE(name, run, load.acknowledged(), load.last_refusal());
    REQUIRE(goes_on);
    fault(run);
  }
  const bool goes_on = load.goes_on(between_faults);
  CAPTURE(load.last_refusal());
  CHECK(goes_on);
  auto sent = load.finish();
  row.in_doubt = load.in_doubt();
  // What the console waits for is of what must be there.
  for (auto& one : console.account_for(server.program(), server.person("supervisor"), row))
    sent.push_back(std::move(one));
  account_for(sent, already, server.program(), server.person("supervisor"), row);
  check(row);
  return row;
}

fault_row through(const std::string& name, int runs, served_frontdoor& server, const std::function<void(int)>& fault) {
  return through(name, runs, server, fault, [&server] { return server.person("dispatcher"); });
}

// Waits in short steps; nothing is to happen meanwhile.
void let_pass(std::chrono::milliseconds time) {
  eventually([] { return false; }, time);
}

} // namespace

TEST_CASE("given PostgreSQL backends killed -9 under load, then nothing is lost and nothing doubled") {
  const auto database = testing::fresh_database();
  served_frontdoor server(serve_options{quick(), database, {}});
  // One backend dead by SIGKILL makes PostgreSQL end all the others, and recover from its log.
  through("PostgreSQL backend killed -9", fault_runs(3), server, [&](int) {
    std::string victim;
    eventually([&] {
      try {
        victim = testing::superuser_sql(
            database, "select pid from pg_stat_activity where datname = current_database() and application_name like "
                      "'frontdoor%' order by application_name desc limit 1"
        );
      } catch (const std::exception&) {
        victim.clear(); // it is recovering
      }
      return !victim.empty();
    });
    REQUIRE_FALSE(victim.empty());
    ::kill(std::stoi(victim), SIGKILL);
  });
}

TEST_CASE("given the network to PostgreSQL cut, silent and slow, then nothing is lost and nothing doubled") {
  const auto database = testing::fresh_database();
  faulty_proxy proxy(socket_of(database));
  served_frontdoor server(serve_options{quick(), by_way_of(proxy, database), {}});
  through("network to PostgreSQL cut", fault_runs(4), server, [&](int run) {
    proxy.cut();
    // Shorter than the server waits, and longer in turn.
    let_pass(std::chrono::milliseconds(run % 2 == 0 ? 50 : 3000));
    proxy.mend();
  });
  through("network to PostgreSQL silent", fault_runs(2), server, [&](int run) {
    proxy.swallow();
    let_pass(std::chrono::milliseconds(run % 2 == 0 ? 3500 : 400));
    proxy.mend();
  });
  through("network to PostgreSQL slow", fault_runs(2), server, [&](int) {
    proxy.slow_down(std::chrono::milliseconds(40), 400'000);
    let_pass(std::chrono::milliseconds(1500));
    proxy.mend();
  });
}

TEST_CASE("given the network to a console cut, silent and slow, then it hears every event once and in order") {
  served_frontdoor server(serve_options{quick(), testing::fresh_database(), {}});
  faulty_proxy proxy(server.port());
  const auto by_proxy = [&] {
    auto credentials = server.person("dispatcher").credentials();
    for (auto& [name, value] : credentials) {
      if (name == "Origin") value = "http://127.0.0.1:" + std::to_string(proxy.port());
    }
    return http_caller(proxy.port(), credentials);
  };
  // Somebody beside it, who must notice nothing.
  persistent_console stays([&] { return server.person("supervisor"); });
  through(
      "network to a console cut", fault_runs(5), server,
      [&](int) {
        proxy.cut();
        let_pass(std::chrono::milliseconds(100));
        proxy.mend();
      },
      by_proxy
  );
  through(
      "network to a console silent", fault_runs(2), server,
      [&](int) {
        proxy.swallow();
        let_pass(std::chrono::milliseconds(1500));
        proxy.mend();
      },
      by_proxy
  );
  through(
      "network to a console slow", fault_runs(2), server,
      [&](int) {
        proxy.slow_down(std::chrono::milliseconds(50), 200'000);
        let_pass(std::chrono::milliseconds(1500));
        proxy.mend();
      },
      by_proxy
  );
  fault_row beside;
  beside.fault = "the console beside it";
  stays.account_for(server.program(), server.person("supervisor"), beside);
  CHECK(beside.heard > 0);
  CHECK(beside.lost == 0);
  CHECK(beside.doubled == 0);
}

namespace {

// A file system of its own, small enough to be filled.
class small_disk {
 public:
  explicit small_disk(const std::string& size) {
    mounted_ = ::mount("frontdoor-test", folder().c_str(), "tmpfs", 0, ("size=" + size + ",mode=755").c_str()) == 0;
  }
  ~small_disk() {
    if (mounted_) ::umount2(folder().c_str(), MNT_DETACH);
  }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;

  bool mounted() const { return mounted_; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  // Takes every byte that is free. `clear` gives them back.
  void fill() const {
    std::ofstream ballast(folder() / "ballast", std::ios::binary | std::ios::app);
    const std::string block(4096, '.');
    while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void clear() const { std::filesystem::remove(folder() / "ballast"); }

 private:
  testing::temporary_folder folder_;
  bool mounted_ = false;
};

} // namespace

TEST_CASE("given the database's disk full again and again, then calls are refused, and nothing is lost or doubled") {
  const small_disk disk("400m");
  if (!disk.mounted()) {
    std::cout << "skipped: a full disk: no small file system can be mounted here\n";
    return;
  }
  db::embedded_options options;
  options.data_folder = (disk.folder() / "data").string();
  options.durable = false;
  options.settings = {"max_wal_size=48MB", "min_wal_size=32MB", "wal_recycle=off"};
  auto cluster = db::embedded_cluster::start(options);
  if (!cluster) FAIL(cluster.error());
  db::database_options database;
  database.url = (*cluster)->server_url();
  database.owner_url = (*cluster)->owner_url();
  served_frontdoor server(serve_options{quick(), database, {}});
  const auto row = through("disk of PostgreSQL full", fault_runs(2), server, [&](int) {
    disk.fill();
    // Longer than a command waits for the database.
    let_pass(std::chrono::milliseconds(4000));
    disk.clear();
    // PostgreSQL ends when it cannot write its log; whoever runs it starts it again.
    const auto running = [&] {
      return ::kill((*cluster)->process_id(), 0) == 0 && server.anonymous().get("/readyz").status == 200;
    };
    if (eventually(running, std::chrono::seconds(5))) return;
    (*cluster)->stop();
    cluster = db::embedded_cluster::start(options);
    if (!cluster) FAIL(cluster.error());
  });
  CHECK(row.in_doubt > 0); // it was felt
}

namespace {

// Two servers on a new database whose clock jumps `runs` times: what was acknowledged, heard and fired.
fault_row clock_jumps(int runs) {
  const auto database = testing::fresh_database();
  served_frontdoor one(serve_options{quick({"--clock=manual"}), database, {}});
  served_frontdoor two(serve_options{quick({"--clock=manual"}), database, one.api_key()});
  persistent_console at_one([&] { return one.person("dispatcher"); });
  persistent_console at_two([&] { return two.person("dispatcher"); });
  fault_row row;
  row.fault = "clock jumps, two servers at every timer";
  row.runs = runs;
  std::vector<sent_contact> sent;
  for (int run = 0; run < row.runs; ++run) {
    for (int i = 0; i < 10; ++i) {
      sent_contact next{"jump-" + std::to_string(run) + "-" + std::to_string(i), knife_contact(), ""};
      const auto& server = i % 2 == 0 ? one : two;
      const auto answer = server.program().post("/v1/contacts", next.body, {{"Idempotency-Key", next.key}});
      REQUIRE(answer.status == 201);
      next.answer = answer.body;
      sent.push_back(std::move(next));
    }
    // Forward by minutes or by days, on both in the same moment.
    const json jump{{"advance", run % 2 == 0 ? "PT40M" : "P2D"}};
    const auto advance = [&jump](const served_frontdoor& server) {
      return server.program().post("/v1/test/clock", jump).status;
    };
    auto other = std::async(std::launch::async, [&] { return advance(two); });
    CHECK(advance(one) == 200);
    CHECK(other.get() == 200);
  }
  row.timers = sent.size();
  const auto jumps = sent.size();
  for (auto& last : at_one.account_for(one.program(), one.person("supervisor"), row))
    sent.push_back(std::move(last));
  account_for(sent, 0, two.program(), two.person("supervisor"), row);
  // Each dispatch that nobody acknowledged was found overdue, once.
  std::map<std::string, int> overdue;
  for (const auto& event : whole_log(one.person("supervisor"))) {
    if (event.at("type") == "uk.police.frontdoor.dispatch.overdue.v1")
      ++overdue[event.at("subject").get<std::string>()];
  }
  sent.resize(jumps);
  for (const auto& contact : sent) {
    const auto incident = json::parse(contact.answer).at("incident").at("id").get<std::string>();
    const int times = overdue["incident/" + incident];
    row.lost += times == 0 ? 1 : 0;
    row.doubled += times > 1 ? static_cast<std::size_t>(times - 1) : 0U;
  }
  fault_row second;
  second.fault = row.fault + ", the other's console";
  at_two.account_for(two.program(), two.person("supervisor"), second);
  row.heard += second.heard;
  row.lost += second.lost;
  row.doubled += second.doubled;
  return row;
}

} // namespace

// On new servers after some jumps: what nobody acknowledges is escalated again and again, and each jump of two days
// would have all of the earlier contacts' ladders to climb besides its own.
TEST_CASE("given two servers and a clock that jumps on both at once, then every timer fires once") {
  constexpr int jumps_max = 10;
  fault_row row;
  for (int left = fault_runs(4); left > 0; left -= jumps_max) {
    const auto part = clock_jumps(std::min(left, jumps_max));
    row.fault = part.fault;
    row.runs += part.runs;
    row.acknowledged += part.acknowledged;
    row.in_doubt += part.in_doubt;
    row.heard += part.heard;
    row.timers += part.timers;
    row.lost += part.lost;
    row.doubled += part.doubled;
  }
  check(row);
}
