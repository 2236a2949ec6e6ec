#pragma once
// Signing in with name and password.

#include <expected>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/auth/passwords.hpp"
#include "server/auth/sessions.hpp"
#include "server/auth/throttle.hpp"
#include "server/http/problem.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"

namespace frontdoor::auth {

struct signed_in {
  opened_session session;
  account who;

  signed_in() = default;
};

// To be used from the I/O thread.
class sign_in {
 public:
  sign_in(
      store& kept_in, sessions& people, passwords& hashing, clock::clock& time, throttle_limits by_account,
      throttle_limits by_address, observe::log& log, observe::metrics& metrics
  );

  // A session, or 401 wrong_name_or_password (also for accounts that do not exist or are disabled), 429
  // too_many_attempts, 503. `address` is the client's, for the throttle. Where the account has signed in from before,
  // its attempts are counted apart, so that guessing from elsewhere does not keep its owner out.
  boost::asio::awaitable<std::expected<signed_in, http::problem>>
  with_password(std::string name, std::string password, std::string address, std::string request_id);

 private:
  boost::asio::awaitable<std::expected<signed_in, http::problem>>
  accept(account who, std::string password, verdict found);
  // What the account's attempts from this address are counted under.
  std::string account_key(const std::string& name, const std::string& address);

  store& store_;
  sessions& sessions_;
  passwords& passwords_;
  clock::clock& clock_;
  throttle by_account_;
  throttle by_address_;
  recent<std::string, bool> known_places_; // account and address that signed in before
  observe::log& log_;
  observe::metrics& metrics_;
};

} // namespace frontdoor::auth
