#pragma once
// Sessions of people: a random token in a cookie, of which only the SHA-256 is kept.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/auth/recent.hpp"
#include "server/auth/store.hpp"
#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"

namespace frontdoor::auth {

struct session_limits {
  std::chrono::milliseconds lifetime; // ends in any case
  std::chrono::milliseconds idle;     // ends when not used
  std::chrono::milliseconds cache;    // believed without asking the store
  std::chrono::milliseconds offline;  // believed while the store cannot be asked
  std::size_t per_account_max;
  std::size_t cache_entries_max;
};

// Hash of a digest, for maps: digests are random enough as they are.
struct digest_hash {
  std::size_t operator()(const digest& d) const noexcept;
};

struct opened_session {
  std::string token;      // for the cookie; never to be logged
  std::string csrf_token; // for the page
  triage::uuid id;

  opened_session() = default;
};

// To be used from the I/O thread. The clock is the machine's own, not the manual one: a shift's session does not end
// because a test moved the time.
class sessions {
 public:
  sessions(store& kept_in, clock::clock& time, clock::identifiers& ids, session_limits limits);

  // A new session of an account that has just proved its password.
  boost::asio::awaitable<stored<opened_session>> open(triage::uuid account_id);

  // Who the token's session belongs to, with today's rights; nullopt when there is none or it has ended. Counts as use.
  boost::asio::awaitable<stored<std::optional<principal>>> find(digest token);

  // The same for a console that stays connected: whether its session still stands. While the store cannot be asked the
  // answer is the caller as it was. Counts as use.
  boost::asio::awaitable<std::optional<principal>> find_again(principal who);

  // Ends one session, here at once and on other servers within the cache time.
  boost::asio::awaitable<stored<bool>> end(triage::uuid session_id);
  // Forgets what is cached of an account whose rights, password or standing changed.
  void forget_account(const triage::uuid& account_id);

  // The CSRF token that goes with a session's token: HMAC-SHA-256 keyed by it, so that no server need keep one.
  static std::string csrf_token(const digest& token);
  // Takes the same time whatever is presented.
  static bool csrf_matches(const digest& token, std::string_view presented);

 private:
  struct entry {
    std::optional<session_holder> holder; // nullopt: no such session
    triage::timestamp checked_at;
    triage::timestamp touched_at;
  };

  boost::asio::awaitable<stored<std::optional<principal>>> find_hashed(digest hash);
  bool standing(const session_holder& held, triage::timestamp now) const;
  boost::asio::awaitable<void> touch(digest hash);

  store& store_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  session_limits limits_;
  recent<digest, entry, digest_hash> cache_;
  recent<triage::uuid, digest> hashes_; // of sessions by id, for find_again() and end()
  std::uint64_t forgotten_ = 0; // counts up when something is forgotten, so that an answer under way is not kept
};

} // namespace frontdoor::auth
