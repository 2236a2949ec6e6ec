#pragma once
// From a request's head to the one who sends it, or to the problem that refuses it. What he may do is checked by the
// routing table's access (server/http) and by the visibility filter.

#include <expected>
#include <optional>

#include <boost/asio/awaitable.hpp>

#include "server/auth/api_keys.hpp"
#include "server/auth/request_credentials.hpp"
#include "server/auth/sessions.hpp"
#include "server/http/message.hpp"
#include "server/http/problem.hpp"

namespace frontdoor::auth {

// To be used from the I/O thread.
class authenticator {
 public:
  authenticator(sessions& people, api_keys& programs, origin_rules origins)
      : sessions_(people), api_keys_(programs), origins_(std::move(origins)) {}

  // The caller, or a refusal:
  // - 400 two_credentials: a session's cookie and an API key at once, or two of either;
  // - 401 not_signed_in, session_ended, key_not_valid;
  // - 403 origin_not_allowed, csrf_token_wrong: a cookie's request that changes something needs a matching Origin and
  // its
  //   X-CSRF-Token; opening a WebSocket by cookie needs a matching Origin;
  // - 503 unavailable: the store could not be asked.
  // `head` must outlive the coroutine.
  boost::asio::awaitable<std::expected<principal, http::problem>>
  authenticate(const http::request& head, bool is_upgrade);

  // For a connection that stays open: the same caller with today's rights, or nullopt when its session or key has
  // ended. To be asked about once a minute. While the store cannot be asked, the caller as it was.
  boost::asio::awaitable<std::optional<principal>> check_again(principal who);

  const origin_rules& origins() const { return origins_; }

 private:
  boost::asio::awaitable<std::expected<principal, http::problem>>
  by_session(const http::request& head, bool is_upgrade, digest token);
  boost::asio::awaitable<std::expected<principal, http::problem>> by_key(api_key_text key);

  sessions& sessions_;
  api_keys& api_keys_;
  origin_rules origins_;
};

} // namespace frontdoor::auth
