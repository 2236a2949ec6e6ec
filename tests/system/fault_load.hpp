#pragma once
// Load that goes on through a fault, a console that goes on through it, and the account of what both were promised.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/http_caller.hpp"

namespace frontdoor::tests {

// One request as a client remembers it.
struct sent_contact {
  std::string key;
  nlohmann::json body;
  std::string answer; // empty: never acknowledged
};

// What the log holds, as counts by contact and by incident.
struct log_tally {
  std::map<std::string, int> contacts;
  std::map<std::string, int> incidents;
  std::set<std::string> numbers;
  bool gapless = true; // positions rise, and no stream misses an event
};
log_tally tally_of(const nlohmann::json& log);

// A line of the table of docs/reliability.md.
struct fault_row {
  std::string fault;
  int runs = 0;
  std::size_t acknowledged = 0; // contacts
  std::size_t in_doubt = 0;     // sent, and not answered the first time
  std::size_t heard = 0;        // events that consoles were told of
  std::size_t timers = 0;       // that had to fire
  std::size_t lost = 0;         // of all that
  std::size_t doubled = 0;
};
// Prints it, and adds it as a line of JSON to the file that FRONTDOOR_FAULT_TABLE names.
void tell(const fault_row& row);
// How often to do a fault: FRONTDOOR_FAULT_RUNS, or else what is quick enough for every change.
int fault_runs(int otherwise);

// An idempotency key that says where it comes from: the text without its spaces.
std::string key_from(std::string text);

// Sends every contact again with its key, and adds to `row` what is lost or doubled of them in answers and log.
// `already`: how many contacts were in the log before the first of them.
void account_for(
    const std::vector<sent_contact>& sent, std::size_t already, const http_caller& program, const http_caller& reader,
    fault_row& row
);

// Clients that post contacts, and repeat each with its key until it is taken.
class persistent_load {
 public:
  persistent_load(http_caller program, std::string name, int clients = 4);
  ~persistent_load();
  persistent_load(const persistent_load&) = delete;
  persistent_load& operator=(const persistent_load&) = delete;

  // Whom to call from now on.
  void call(http_caller program);
  std::size_t acknowledged() const { return acknowledged_; }
  std::size_t in_doubt() const { return in_doubt_; }
  // What the latest try that was not acknowledged came back with.
  std::string last_refusal() const;
  // Waits until that many more are acknowledged; false after a minute.
  bool goes_on(std::size_t more) const;
  // Stops when everything that was begun is acknowledged; gives all of it. What is not after a minute has no answer.
  std::vector<sent_contact> finish();

 private:
  void post(int client);
  bool taken(sent_contact& one);
  void refused(std::string why);
  http_caller program() const;

  mutable std::mutex mutex_;
  http_caller program_;
  std::string name_;
  std::vector<sent_contact> sent_;
  std::string last_refusal_;
  std::atomic<std::size_t> acknowledged_ = 0;
  std::atomic<std::size_t> in_doubt_ = 0;
  std::atomic<bool> stopped_ = false;
  std::vector<std::thread> threads_;
};

// A console that connects again whenever it is cut off, after what it has, and remembers every event it was told of.
class persistent_console {
 public:
  // Whom to connect as; asked again for every connection, in a thread of its own.
  explicit persistent_console(std::function<http_caller()> who);
  ~persistent_console();
  persistent_console(const persistent_console&) = delete;
  persistent_console& operator=(const persistent_console&) = delete;

  std::size_t connections() const { return connections_; }
  // Posts a contact, waits until it is told of it, and adds to `row` what is lost, doubled or out of order of the
  // incidents' events in `reader`'s log. What a board that was given anew covers is not lost.
  // Gives what it posted: that contact, and one behind it which makes the console look whether it has enough.
  std::vector<sent_contact> account_for(const http_caller& program, const http_caller& reader, fault_row& row);

 private:
  void run();
  void listen();
  void take(const nlohmann::json& message, std::uint64_t before);
  bool enough() const { return up_to_ != 0 && position_ >= up_to_; }

  std::function<http_caller()> who_;
  std::uint64_t first_ = 0;                                     // the board it began with
  std::map<std::uint64_t, int> told_;                           // positions, with how often
  std::vector<std::pair<std::uint64_t, std::uint64_t>> boards_; // given anew: covers (first, second]
  std::size_t out_of_order_ = 0;
  std::atomic<std::uint64_t> position_ = 0;
  std::atomic<std::uint64_t> up_to_ = 0;
  std::atomic<std::size_t> connections_ = 0;
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

} // namespace frontdoor::tests
