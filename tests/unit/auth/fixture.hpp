#pragma once
// Accounts, sessions, keys and signing in over the store in memory, with a clock moved by hand.

#include <string>

#include "server/auth/accounts.hpp"
#include "server/auth/api_keys.hpp"
#include "server/auth/authenticator.hpp"
#include "server/auth/memory_store.hpp"
#include "server/auth/passwords.hpp"
#include "server/auth/sessions.hpp"
#include "server/auth/sign_in.hpp"
#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"
#include "tests/unit/auth/run.hpp"

namespace frontdoor::test {

inline const triage::timestamp start_of_shift = triage::parse_rfc3339("2026-03-01T18:00:00Z").value();

// The least work that argon2id takes: these tests are not about its strength.
inline auth::password_limits quick_hashing() {
  using namespace std::chrono_literals;
  return {.operations = 1, .memory_kib = 8192, .threads = 2, .queue_max = 8};
}

struct people {
  auth::memory_store store;
  clock::fixed_clock time{start_of_shift};
  clock::identifiers ids;
  auth::passwords passwords{quick_hashing()};
  auth::sessions sessions{store, time, ids, session_limits()};
  auth::api_keys keys{store, time, ids, key_limits()};
  auth::authenticator authenticator{sessions, keys, {}};
  std::unique_ptr<observe::log> log = observe::make_silent_log();
  observe::metrics metrics;
  auth::sign_in sign_in{store, sessions, passwords, time, throttling(3), throttling(10), *log, metrics};

  static auth::session_limits session_limits() {
    using namespace std::chrono_literals;
    return {
        .lifetime = 12h, .idle = 30min, .cache = 10s, .offline = 12h, .per_account_max = 3, .cache_entries_max = 100
    };
  }
  static auth::api_key_limits key_limits() {
    using namespace std::chrono_literals;
    return {.cache = 10s, .offline = 12h, .cache_entries_max = 100};
  }
  static auth::throttle_limits throttling(std::size_t free) {
    using namespace std::chrono_literals;
    return {.free = free, .delay_min = 1s, .delay_max = 5min, .forget = 1h, .entries_max = 1000};
  }

  auth::on_behalf by() { return {"user:root", "test", time.now()}; }

  auth::account add(const std::string& name, auth::role role, const std::string& password = "correct horse battery") {
    auth::account_request wanted;
    wanted.name = name;
    wanted.display_name = name;
    wanted.role = role;
    wanted.password = password;
    return run(auth::make_account(store, passwords, ids, std::move(wanted), 12, by())).value();
  }

  auth::created_key add_key(
      const std::string& label, auth::permissions wanted, std::optional<triage::timestamp> expires_at = std::nullopt
  ) {
    return run(keys.create(label, wanted, {}, expires_at, by())).value();
  }

  auth::opened_session open(const auth::account& who) { return run(sessions.open(who.id)).value(); }

  std::optional<auth::principal> find(const auth::opened_session& session) {
    return run(sessions.find(auth::from_base64url(session.token).value())).value();
  }
};

} // namespace frontdoor::test
