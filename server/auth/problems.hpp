#pragma once
// The refusals of signing in and of managing accounts, each worded once.

#include <chrono>

#include "server/http/problem.hpp"

namespace frontdoor::auth {

http::problem two_credentials();
http::problem not_signed_in();
http::problem session_ended();
http::problem key_not_valid();
http::problem origin_not_allowed();
http::problem csrf_token_wrong();
http::problem store_away();
// Too many sign-ins are being checked at once.
http::problem too_busy();
http::problem wrong_name_or_password();
// Too many wrong passwords; `wait` is rounded up to whole seconds.
http::problem throttled(std::chrono::milliseconds wait);

} // namespace frontdoor::auth
