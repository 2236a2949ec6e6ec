#pragma once
// Exercises of trainees, in tables of their own beside the log. As log_queries: an answer is never made up.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/auth/store.hpp"
#include "server/db/append.hpp"
#include "server/db/database_pool.hpp"

namespace frontdoor::db {

// What changes of an exercise, with what lists are made from.
struct training_state {
  std::string state; // open, submitted, abandoned
  std::optional<timestamp> ended_at;
  std::optional<std::string> decided;
  std::optional<std::string> expected;
  std::optional<std::uint32_t> percent;
  std::optional<bool> passed;
  std::optional<std::uint32_t> seconds;
  std::uint32_t version = 1;
  std::string body;
};

struct training_exercise {
  uuid id;
  std::string number;
  std::string trainee;
  std::string scenario;
  std::uint32_t scenario_version = 1;
  std::string pack;
  timestamp started_at{};
  training_state now; // without its body in lists
};

// The sender's key for a repeat; none: it can not be repeated.
struct training_request {
  std::optional<digest> key;
  digest hash{};
};

enum class training_outcome : std::uint8_t {
  stored,
  repeated,   // this key was used for the same request: `answer` is the answer given then
  key_reused, // this key was used for another request
  not_found,  // there is none, or it is somebody else's
  stale,      // not the version that was named
  refused,    // by the step: nothing is stored
  too_many    // as many as may be begun in a day
};

struct training_done {
  training_outcome outcome = training_outcome::stored;
  std::uint32_t version = 0;
  std::string answer;
};

// What a step makes of an exercise: its state from now on and the answer; none: refused.
struct training_step {
  training_state after;
  std::string answer;
};

// The functions run on a database thread within the transaction, and must not keep references to what may be gone.
struct training_start {
  uuid id;
  std::string day; // "2026-03-01"
  std::string trainee;
  std::string scenario;
  std::uint32_t scenario_version = 1;
  std::string pack;
  timestamp started_at{};
  std::uint32_t a_day_max = 0;
  std::function<training_step(const std::string& number)> make;
  std::function<training_state(const std::string& body)> leave; // an exercise of theirs that is still open
};

struct training_filter {
  std::optional<std::string> trainee;
  std::optional<std::string> scenario;
  bool submitted_only = false;
  std::size_t limit = 0;
};

// What a trainee came to the first time.
struct training_first {
  std::string trainee;
  std::string scenario;
  std::uint32_t scenario_version = 1;
  std::string decided;
  std::string expected;
};

class training_queries {
 public:
  explicit training_queries(database_pool& pool) : pool_(pool) {}

  // Draws the day's next number (TRN-20260301-000004) and stores the exercise; one that is open still is left.
  boost::asio::awaitable<query_result<training_done>> start(training_start wanted, training_request sent);
  // One step on the trainee's own exercise, with its row locked.
  boost::asio::awaitable<query_result<training_done>> change(
      uuid id, std::string trainee, std::optional<std::uint32_t> expected_version, training_request sent,
      std::function<std::optional<training_step>(const std::string& body)> step
  );
  boost::asio::awaitable<query_result<std::optional<training_exercise>>> find(uuid id);
  // The newest first, without bodies.
  boost::asio::awaitable<query_result<std::vector<training_exercise>>> list(training_filter filter);
  // How often the trainee has finished each scenario under that pack.
  boost::asio::awaitable<query_result<std::map<std::string, std::uint64_t, std::less<>>>>
  done(std::string trainee, std::string pack);
  // Of each trainee, scenario and version the first that was handed in under that pack; at most `limit`.
  boost::asio::awaitable<query_result<std::vector<training_first>>>
  first_results(std::string pack, std::optional<std::string> scenario, std::size_t limit);
  // Deletes every exercise begun before that day ("2026-03-01"), or every one there is; how many. Noted in
  // `administration`.
  boost::asio::awaitable<query_result<std::uint64_t>>
  purge(std::optional<std::string> before, uuid noted_as, auth::on_behalf by);

 private:
  template <class T>
  boost::asio::awaitable<query_result<T>>
  ask(const char* name, access_mode mode, std::function<T(pqxx::transaction_base&)> work);

  database_pool& pool_;
};

} // namespace frontdoor::db
