// kill -9 of the server under load: what was acknowledged is there once, what was not can be sent again.

#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/support/eventually.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/fault_load.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

constexpr int clients = 6;
constexpr std::size_t acknowledged_before_kill = 120;

// Clients that post as fast as they can until the server goes.
class load {
 public:
  load(const served_frontdoor& server, int round) {
    for (int client = 0; client < clients; ++client)
      threads_.emplace_back([this, caller = server.program(), round, client] { post(caller, round, client); });
  }
  ~load() {
    stopped_ = true;
    join();
  }
  load(const load&) = delete;
  load& operator=(const load&) = delete;

  std::size_t acknowledged() const { return acknowledged_; }
  const std::vector<std::string>& refused() const { return refused_; }

  // Waits until every client has met the server's end.
  std::vector<sent_contact> join() {
    for (auto& thread : threads_)
      thread.join();
    threads_.clear();
    return std::move(sent_);
  }

 private:
  void post(const http_caller& caller, int round, int client) {
    for (int i = 0; !stopped_; ++i) {
      sent_contact one;
      one.key = "kill-" + std::to_string(round) + "-" + std::to_string(client) + "-" + std::to_string(i);
      one.body = i % 3 == 2 ? update_contact() : knife_contact("Call " + one.key);
      int status = 0;
      try {
        const auto answer = caller.post("/v1/contacts", one.body, {{"Idempotency-Key", one.key}});
        status = answer.status;
        if (status == 201 && answer.body.size() == std::stoul(answer.header("content-length")))
          one.answer = answer.body;
      } catch (const std::exception&) {
        status = 0; // refused, or cut off
      }
      const bool known = !one.answer.empty();
      const std::lock_guard hold(mutex_);
      sent_.push_back(std::move(one));
      if (known) {
        ++acknowledged_;
      } else {
        if (status != 0 && status != 201) refused_.push_back(std::to_string(status));
        return;
      }
    }
  }

  std::mutex mutex_;
  std::vector<sent_contact> sent_;
  std::vector<std::string> refused_;
  std::atomic<std::size_t> acknowledged_ = 0;
  std::atomic<bool> stopped_ = false;
  std::vector<std::thread> threads_;
};

} // namespace

TEST_CASE("given kill -9 under load again and again, then every acknowledged contact is there once, and told of") {
  served_frontdoor server(serve_options{{"--set", "console.heartbeat_s=1"}, {}, {}});
  const int rounds = fault_runs(5);
  // The console's thread asks where the server is now.
  std::mutex mutex;
  auto dispatcher = server.person("dispatcher");
  persistent_console console([&] {
    const std::lock_guard hold(mutex);
    return dispatcher;
  });
  fault_row row;
  row.fault = "server killed -9";
  row.runs = rounds;
  std::map<std::string, std::string> contact_of_key;
  std::size_t acknowledged = 0;
  std::size_t unknown = 0;
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    load running(server, round);
    REQUIRE(eventually([&] { return running.acknowledged() >= acknowledged_before_kill; }, std::chrono::minutes(1)));
    server.kill();
    const auto sent = running.join();
    CHECK(running.refused().empty());
    server.start();
    {
      const std::lock_guard hold(mutex);
      dispatcher = server.person("dispatcher");
    }

    const auto program = server.program();
    for (const auto& one : sent) {
      CAPTURE(one.key);
      const auto again = program.post("/v1/contacts", one.body, {{"Idempotency-Key", one.key}});
      REQUIRE(again.status == 201);
      if (!one.answer.empty() && again.body != one.answer) {
        ++row.lost;
        FAIL_CHECK(one.key << " has another answer now");
      }
      ++(one.answer.empty() ? unknown : acknowledged);
      contact_of_key[one.key] = "contact/" + again.body_json.at("contact").at("id").get<std::string>();
    }
    const auto found = tally_of(whole_log(server.person("supervisor")));
    CHECK(found.gapless);
    CHECK(found.contacts.size() == contact_of_key.size());
    for (const auto& [key, contact] : contact_of_key) {
      const auto kept = found.contacts.find(contact);
      const int times = kept == found.contacts.end() ? 0 : kept->second;
      row.lost += times == 0 ? 1 : 0;
      row.doubled += times > 1 ? 1 : 0;
      if (times != 1) FAIL_CHECK(key << " is not there once");
    }
    CHECK(found.numbers.size() == found.incidents.size());
    for (const auto& [incident, times] : found.incidents) {
      row.doubled += times != 1 ? 1 : 0;
      if (times != 1) FAIL_CHECK(incident << " was opened " << times << " times");
    }
  }
  CHECK(acknowledged >= static_cast<std::size_t>(rounds) * acknowledged_before_kill);
  row.acknowledged = acknowledged;
  row.in_doubt = unknown;
  console.account_for(server.program(), server.person("supervisor"), row);
  CHECK(console.connections() > static_cast<std::size_t>(rounds) / 2);
  CHECK(row.lost == 0);
  CHECK(row.doubled == 0);
  tell(row);
}
