#pragma once
// Subscriptions to the log by webhook, how far each has been told, and what could not be told. As log_queries: an
// answer is never made up.
//
// Several servers share the subscriptions: one claims a subscription for a time, and whatever it notes later holds only
// while the claim is its own. So each delivery is made by one server; a server that stalls for longer than its claim,
// or dies between delivering and noting it, has the same delivery made twice. Never is one lost.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/auth/store.hpp"
#include "server/db/append.hpp"
#include "server/db/database_pool.hpp"

namespace frontdoor::db {

enum class webhook_state : std::uint8_t { active, disabled };
std::string_view to_string(webhook_state state);

// The delivery that has failed so far and is to be made again.
struct webhook_retry {
  std::uint32_t attempts = 0;   // in a row, without success
  std::uint64_t attempt_to = 0; // its last position
  std::optional<timestamp> first_failed_at;
  std::optional<timestamp> retry_at;
};

struct webhook {
  uuid id;
  std::string label;
  std::string url;
  uuid api_key;                       // whose rights it has
  std::vector<std::string> types;     // empty: all
  std::vector<std::string> districts; // empty: all that the key may see
  bool batch = false;
  webhook_state state = webhook_state::active;
  std::string state_reason; // why it is disabled; empty: a person's will, or active
  digest secret_check{};
  std::uint64_t position = 0; // told up to here
  webhook_retry retry;
  std::string last_failure; // of the delivery being retried; empty: none
  std::optional<timestamp> last_delivered_at;
  timestamp created_at{};
  std::string created_by;
  std::uint64_t dead_letters = 0; // waiting for a person
};

enum class dead_letter_state : std::uint8_t { waiting, retry };
std::string_view to_string(dead_letter_state state);

// A delivery that was given up.
struct dead_letter {
  uuid id;
  std::uint64_t first_position = 0;
  std::uint64_t last_position = 0;
  std::uint32_t attempts = 0;
  timestamp first_failed_at{};
  timestamp last_failed_at{};
  std::string last_failure;
  dead_letter_state state = dead_letter_state::waiting;
};

// A subscription that this server may work on.
struct claimed_webhook {
  webhook hook;
  auth::api_key_record key;         // as it stands now
  std::vector<dead_letter> retries; // which a person has asked for, the oldest first
};

enum class webhook_added : std::uint8_t { yes, label_taken, too_many, no_such_key };
enum class webhook_changed : std::uint8_t { yes, not_found };

struct webhook_limits {
  std::size_t subscriptions_max = 100;
  std::size_t dead_letters_max = 1000; // waiting for a person, of one subscription
};

class webhook_queries {
 public:
  webhook_queries(database_pool& pool, webhook_limits limits) : pool_(pool), limits_(limits) {}

  // For administrators. Each change is noted in `administration`.

  // With `after` it begins behind that position, at most at the log's end; without, at the end.
  boost::asio::awaitable<query_result<webhook_added>>
  add(webhook wanted, std::optional<std::uint64_t> after, auth::on_behalf by);
  boost::asio::awaitable<query_result<std::vector<webhook>>> all(); // by label
  boost::asio::awaitable<query_result<std::optional<webhook>>> find(uuid id);
  // Enabling begins with a first attempt.
  boost::asio::awaitable<query_result<webhook_changed>> set_state(uuid id, webhook_state state, auth::on_behalf by);
  // Everything after the position is told again, or skipped; a delivery under way counts no more.
  boost::asio::awaitable<query_result<webhook_changed>> replay(uuid id, std::uint64_t after, auth::on_behalf by);
  // With its dead letters.
  boost::asio::awaitable<query_result<webhook_changed>> remove(uuid id, auth::on_behalf by);
  // The oldest positions first.
  boost::asio::awaitable<query_result<std::vector<dead_letter>>> dead_letters(uuid id, std::size_t limit);
  boost::asio::awaitable<query_result<webhook_changed>> retry_dead_letter(uuid id, uuid letter, auth::on_behalf by);
  // It is not sent any more; the events stay in the log.
  boost::asio::awaitable<query_result<webhook_changed>> discard_dead_letter(uuid id, uuid letter, auth::on_behalf by);

  // For the deliverer.

  // Claims up to `limit` subscriptions that have something to do at `now`, those worked on longest ago first.
  boost::asio::awaitable<query_result<std::vector<claimed_webhook>>>
  claim(uuid token, timestamp now, std::chrono::milliseconds lease, std::size_t limit);

  // Each of these is false, and has no effect, when the claim has ended or passed to another server; and lengthens the
  // claim otherwise.

  // Told up to there; `delivered_at` where something was sent.
  boost::asio::awaitable<query_result<bool>> advance(
      uuid id, uuid token, std::uint64_t position, std::optional<timestamp> delivered_at,
      std::chrono::milliseconds lease
  );
  boost::asio::awaitable<query_result<bool>>
  note_failure(uuid id, uuid token, webhook_retry retry, std::string failure, std::chrono::milliseconds lease);
  // Gives the delivery up: it becomes a dead letter and the subscription goes on behind it. Where there are as many as
  // there may be, the subscription is disabled where it stands ("too_many_dead_letters").
  boost::asio::awaitable<query_result<bool>>
  bury(uuid id, uuid token, dead_letter letter, std::chrono::milliseconds lease);
  boost::asio::awaitable<query_result<bool>> disable(uuid id, uuid token, std::string reason);
  // What came of a dead letter that was tried again; delivered, it is gone.
  boost::asio::awaitable<query_result<bool>> settle_dead_letter(
      uuid id, uuid token, uuid letter, bool delivered, timestamp at, std::string failure,
      std::chrono::milliseconds lease
  );
  // Ends the claim, so that any server may take it.
  boost::asio::awaitable<query_result<bool>> release(uuid id, uuid token);

 private:
  template <class T>
  boost::asio::awaitable<query_result<T>>
  ask(const char* name, access_mode mode, std::function<T(pqxx::transaction_base&)> work);

  database_pool& pool_;
  webhook_limits limits_;
};

} // namespace frontdoor::db
