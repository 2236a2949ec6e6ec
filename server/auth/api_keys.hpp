#pragma once
// Keys of programs: "fdk_<id>_<secret>", of which only the secret's SHA-256 is kept. A secret has 256 random bits, so a
// plain hash is enough: there is nothing to guess.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "server/auth/recent.hpp"
#include "server/auth/store.hpp"
#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"

namespace frontdoor::auth {

// A key as it is presented.
struct api_key_text {
  triage::uuid id;
  digest secret{};

  // "fdk_", 32 hexadecimal digits, "_", 64 hexadecimal digits, all in lower case. Anything else: nullopt.
  static std::optional<api_key_text> parse(std::string_view text);
  std::string to_string() const;
};

struct api_key_limits {
  std::chrono::milliseconds cache;   // believed without asking the store
  std::chrono::milliseconds offline; // believed while the store cannot be asked
  std::size_t cache_entries_max;
};

struct created_key {
  added outcome = added::yes;
  std::string text; // shown once; empty unless added
  api_key_record record;

  created_key() = default;
};

// Who a key is at `now`; none where it is revoked or has expired.
std::optional<principal> standing_principal(const api_key_record& key, triage::timestamp now);

// To be used from the I/O thread.
class api_keys {
 public:
  api_keys(store& kept_in, clock::clock& time, clock::identifiers& ids, api_key_limits limits);

  // A new key. Of `wanted` it gets what an integrator may have at all.
  boost::asio::awaitable<stored<created_key>> create(
      std::string label, permissions wanted, std::vector<std::string> districts,
      std::optional<triage::timestamp> expires_at, on_behalf by
  );

  // Who presents the key; nullopt when it is unknown, wrong, expired or revoked, in the same time.
  boost::asio::awaitable<stored<std::optional<principal>>> find(api_key_text presented);

  // The same for a connection that stays open. While the store cannot be asked, the caller as it was.
  boost::asio::awaitable<std::optional<principal>> find_again(principal who);

  // False: no such key. Ends it here at once and on other servers within the cache time.
  boost::asio::awaitable<stored<bool>> revoke(triage::uuid id, on_behalf by);

 private:
  struct entry {
    std::optional<api_key_record> key; // nullopt: no such key
    triage::timestamp checked_at;
    triage::timestamp touched_at;
  };

  boost::asio::awaitable<stored<std::optional<api_key_record>>> look_up(triage::uuid id, triage::timestamp now);
  boost::asio::awaitable<void> touch(triage::uuid id, triage::timestamp now);

  store& store_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  api_key_limits limits_;
  recent<triage::uuid, entry> cache_;
  std::uint64_t forgotten_ = 0;
};

} // namespace frontdoor::auth
