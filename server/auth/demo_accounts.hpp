#pragma once
// Accounts for trying Frontdoor out: one of each role, and a key for a program. Never made unless asked for.

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "server/auth/api_keys.hpp"
#include "server/auth/passwords.hpp"
#include "server/auth/sessions.hpp"
#include "server/auth/store.hpp"

namespace frontdoor::auth {

struct demo_people {
  struct person {
    std::string name;
    std::string password;
    auth::role role;
  };
  std::vector<person> people;
  std::string api_key;

  demo_people() = default;
};

// Makes handler, dispatcher, supervisor, auditor and admin, or gives them new passwords where they exist, and a fresh
// key "demo-integrator" in place of an older one. Passwords are `password` or, without one, random.
boost::asio::awaitable<stored<demo_people>> make_demo_accounts(
    store& kept_in, passwords& hashing, api_keys& keys, sessions& people, clock::clock& time, clock::identifiers& ids,
    std::optional<std::string> password
);

// For the terminal; never for the log.
std::string to_text(const demo_people& made);

} // namespace frontdoor::auth
