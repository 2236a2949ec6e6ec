#pragma once
// Making accounts: the same checks for the API, the command line and the demonstration.

#include <cstddef>
#include <expected>
#include <iosfwd>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "server/auth/passwords.hpp"
#include "server/auth/store.hpp"
#include "server/clock/identifiers.hpp"
#include "server/http/problem.hpp"

namespace frontdoor::auth {

struct account_request {
  std::string name; // small letters, digits, dots, hyphens, underscores
  std::string display_name;
  auth::role role = role::call_handler;
  std::string password;
  std::vector<std::string> districts;

  account_request() = default;
};

inline constexpr std::size_t password_length_most = 200;

// What is wrong with a new password; empty: nothing. Length only, and that it is not the account's name
// (NIST SP 800-63B 5.1.1.2). Characters count, not bytes.
triage::faults check_password(const std::string& password, const std::string& name, std::size_t length_min);

// What is wrong with the request as a whole. Programs have no accounts, so the role integrator is refused.
triage::faults check_account(const account_request& wanted, std::size_t password_length_min);

// Checks, hashes and adds. Refusals: 422 with every fault, 409 account_exists, 409 too_many_accounts, 503.
boost::asio::awaitable<std::expected<account, http::problem>> make_account(
    store& kept_in, passwords& hashing, clock::identifiers& ids, account_request wanted,
    std::size_t password_length_min, on_behalf by
);

// The first line, without its end; for passwords given on standard input.
std::string read_password(std::istream& in);

} // namespace frontdoor::auth
