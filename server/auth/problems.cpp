#include "server/auth/problems.hpp"

#include <algorithm>

namespace frontdoor::auth {

http::problem two_credentials() {
  return {
      400, "two_credentials", "Two credentials at once",
      "Send either the session's cookie or one API key, not both and not two."
  };
}

http::problem not_signed_in() {
  return {
      401, "not_signed_in", "Not signed in", "Sign in with POST /v1/session, or send an API key as a bearer token."
  };
}

http::problem session_ended() {
  return {401, "session_ended", "The session has ended", "Sign in again."};
}

http::problem key_not_valid() {
  return {401, "key_not_valid", "The API key is not valid", "It is malformed, unknown, expired or revoked."};
}

http::problem origin_not_allowed() {
  return {
      403, "origin_not_allowed", "The request comes from another site",
      "A session may be used by the console's own pages only. Programs use an API key."
  };
}

http::problem csrf_token_wrong() {
  return {
      403, "csrf_token_wrong", "The CSRF token is missing or wrong",
      "Send the csrf_token that GET /v1/session gives as X-CSRF-Token."
  };
}

http::problem store_away() {
  http::problem p(503, "unavailable", "The database cannot be reached", "Nothing was changed. Try again.");
  p.retry_after_s = 2;
  return p;
}

http::problem too_busy() {
  http::problem p(503, "overloaded", "Too many are signing in", "Try again.");
  p.retry_after_s = 2;
  return p;
}

http::problem wrong_name_or_password() {
  return {401, "wrong_name_or_password", "Wrong name or password", "Check both and try again."};
}

http::problem throttled(std::chrono::milliseconds wait) {
  const auto seconds = std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(wait).count());
  http::problem p(
      429, "too_many_attempts", "Too many wrong passwords",
      "Wait " + std::to_string(seconds) + " seconds before the next attempt."
  );
  p.retry_after_s = static_cast<int>(seconds);
  return p;
}

} // namespace frontdoor::auth
