// kill -9 of the server under load: what was acknowledged is there once, what was not can be sent again.

#include <atomic>
#include <exception>
#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/support/eventually.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/system/contacts.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

constexpr int rounds = 5;
constexpr int clients = 6;
constexpr std::size_t acknowledged_before_kill = 120;

// One request as a client remembers it.
struct sent_contact {
  std::string key;
  json body;
  std::string answer; // empty: never acknowledged
};

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

// What the log holds, as counts by contact and by incident number.
struct tally {
  std::map<std::string, int> contacts;
  std::map<std::string, int> incidents;
  std::set<std::string> numbers;
  bool gapless = true;
};

tally count(const http_caller& reader) {
  tally found;
  std::uint64_t last = 0;
  for (const auto& event : whole_log(reader)) {
    const auto position = event.at("position").get<std::uint64_t>();
    found.gapless = found.gapless && position == last + 1;
    last = position;
    const auto type = event.at("type").get<std::string>();
    const auto subject = event.at("subject").get<std::string>();
    if (type == "uk.police.frontdoor.contact.received.v1") ++found.contacts[subject];
    if (type != "uk.police.frontdoor.incident.opened.v1") continue;
    ++found.incidents[subject];
    found.numbers.insert(event.at("number").get<std::string>());
  }
  return found;
}

} // namespace

TEST_CASE("given kill -9 under load again and again, then every acknowledged contact is there once") {
  served_frontdoor server;
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

    const auto program = server.program();
    for (const auto& one : sent) {
      CAPTURE(one.key);
      const auto again = program.post("/v1/contacts", one.body, {{"Idempotency-Key", one.key}});
      REQUIRE(again.status == 201);
      if (!one.answer.empty()) CHECK(again.body == one.answer);
      ++(one.answer.empty() ? unknown : acknowledged);
      contact_of_key[one.key] = "contact/" + again.body_json.at("contact").at("id").get<std::string>();
    }
    const auto found = count(server.person("supervisor"));
    CHECK(found.gapless);
    CHECK(found.contacts.size() == contact_of_key.size());
    for (const auto& [key, contact] : contact_of_key) {
      const auto kept = found.contacts.find(contact);
      if (kept == found.contacts.end() || kept->second != 1) FAIL_CHECK(key << " is not there once");
    }
    CHECK(found.numbers.size() == found.incidents.size());
    for (const auto& [incident, times] : found.incidents) {
      if (times != 1) FAIL_CHECK(incident << " was opened " << times << " times");
    }
  }
  CHECK(acknowledged >= rounds * acknowledged_before_kill);
  std::cout << acknowledged << " contacts acknowledged and " << unknown << " in doubt over " << rounds << " kills\n";
}
