#pragma once
// Where accounts, sessions and API keys are kept. server/db/auth_store.cpp keeps them in PostgreSQL, memory_store.cpp
// in memory for tests.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "server/auth/principal.hpp"
#include "server/auth/secrets.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::auth {

// A person's account. `password_hash` is argon2id's own text with its parameters and salt.
struct account {
  triage::uuid id;
  std::string name;
  std::string display_name;
  auth::role role = role::call_handler;
  std::vector<std::string> districts;
  bool disabled = false;
  std::string password_hash;
  triage::timestamp created_at;
  std::optional<triage::timestamp> last_signed_in_at;

  account() = default;
};

// What changes of an account; what is nullopt stays. A new password, role, set of districts or disabling ends the
// account's sessions.
struct account_change {
  std::optional<std::string> display_name;
  std::optional<auth::role> role;
  std::optional<std::vector<std::string>> districts;
  std::optional<bool> disabled;
  std::optional<std::string> password_hash;

  account_change() = default;
  bool ends_sessions() const { return role || districts || password_hash || disabled.value_or(false); }
};

// A person signed in at one browser. Only the hash of its token is kept.
struct session_record {
  triage::uuid id;
  triage::uuid account;
  digest token_hash{};
  triage::timestamp created_at;
  triage::timestamp last_used_at;
  triage::timestamp expires_at; // in any case

  session_record() = default;
};

struct session_holder {
  session_record session;
  account who;

  session_holder() = default;
};

// A program's key. Only the hash of its secret is kept.
struct api_key_record {
  triage::uuid id;
  std::string label;
  auth::permissions permissions;
  std::vector<std::string> districts;
  digest secret_hash{};
  triage::timestamp created_at;
  std::optional<triage::timestamp> expires_at;
  std::optional<triage::timestamp> last_used_at;
  std::optional<triage::timestamp> revoked_at;

  api_key_record() = default;
};

// Who administers, when and on which request; kept with every change.
struct on_behalf {
  std::string actor;
  std::string request_id;
  triage::timestamp at;

  on_behalf() = default;
  on_behalf(std::string who, std::string request, triage::timestamp when)
      : actor(std::move(who)), request_id(std::move(request)), at(when) {}
};

// The store could not be asked: the caller answers 503. Never taken for "there is none".
struct store_unavailable {};

template <class T> using stored = std::expected<T, store_unavailable>;

enum class added : std::uint8_t { yes, name_taken, too_many };
enum class changed : std::uint8_t { yes, not_found, last_admin };

struct change_result {
  changed outcome = changed::not_found;
  std::optional<account> now; // when changed

  change_result() = default;
};

// Most accounts and most keys; further ones are refused, so that their lists need no pages.
inline constexpr std::size_t accounts_max = 10'000;
inline constexpr std::size_t api_keys_max = 1'000;

// To be used from the I/O thread. Nothing throws but for broken invariants.
class store {
 public:
  virtual ~store() = default;

  virtual boost::asio::awaitable<stored<std::optional<account>>> account_named(std::string name) = 0;
  // By name.
  virtual boost::asio::awaitable<stored<std::vector<account>>> accounts() = 0;
  virtual boost::asio::awaitable<stored<added>> add_account(account who, on_behalf by) = 0;
  // Refuses to disable or change the role of the last admin that is not disabled.
  virtual boost::asio::awaitable<stored<change_result>>
  change_account(triage::uuid id, account_change change, on_behalf by) = 0;
  // The same password hashed with today's parameters; no effect if the hash is no longer `before`.
  virtual boost::asio::awaitable<stored<bool>> rehash(triage::uuid id, std::string before, std::string after) = 0;

  // Keeps the session, notes the sign-in, and ends the account's oldest sessions beyond `keep` and any expired ones.
  virtual boost::asio::awaitable<stored<bool>> open_session(session_record session, std::size_t keep) = 0;
  virtual boost::asio::awaitable<stored<std::optional<session_holder>>> session_by_token(digest token_hash) = 0;
  virtual boost::asio::awaitable<stored<std::optional<session_holder>>> session_by_id(triage::uuid id) = 0;
  virtual boost::asio::awaitable<stored<bool>> touch_session(triage::uuid id, triage::timestamp at) = 0;
  virtual boost::asio::awaitable<stored<bool>> end_session(triage::uuid id) = 0;

  // Labels of keys that are not revoked are unique.
  virtual boost::asio::awaitable<stored<added>> add_api_key(api_key_record key, on_behalf by) = 0;
  // By label, revoked ones too.
  virtual boost::asio::awaitable<stored<std::vector<api_key_record>>> api_keys() = 0;
  virtual boost::asio::awaitable<stored<std::optional<api_key_record>>> api_key(triage::uuid id) = 0;
  virtual boost::asio::awaitable<stored<bool>> touch_api_key(triage::uuid id, triage::timestamp at) = 0;
  // False: there is no such key. Revoking twice is no fault.
  virtual boost::asio::awaitable<stored<bool>> revoke_api_key(triage::uuid id, on_behalf by) = 0;
};

} // namespace frontdoor::auth
