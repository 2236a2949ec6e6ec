#include "server/auth/authenticator.hpp"

#include "server/auth/problems.hpp"

namespace frontdoor::auth {

using boost::asio::awaitable;
using authenticated = std::expected<principal, http::problem>;

namespace {

bool changes_something(http::method verb) {
  return verb != http::method::get && verb != http::method::head && verb != http::method::options;
}

} // namespace

awaitable<authenticated> authenticator::authenticate(const http::request& head, bool is_upgrade) {
  const auto found = credentials_of(head, origins_);
  if (!found) {
    if (found.error() == credential_fault::malformed) co_return std::unexpected(key_not_valid());
    co_return std::unexpected(two_credentials());
  }
  if (found->api_key) {
    auto result = co_await by_key(*found->api_key);
    co_return result;
  }
  if (found->session_token) {
    auto result = co_await by_session(head, is_upgrade, *found->session_token);
    co_return result;
  }
  co_return std::unexpected(not_signed_in());
}

awaitable<authenticated> authenticator::by_session(const http::request& head, bool is_upgrade, digest token) {
  // Before the store is asked: another site's page learns nothing of whether there is a session.
  const bool changes = changes_something(head.verb);
  if ((changes || is_upgrade) && !origin_matches(head, origins_)) co_return std::unexpected(origin_not_allowed());
  if (changes && !sessions::csrf_matches(token, head.header("x-csrf-token").value_or(""))) {
    co_return std::unexpected(csrf_token_wrong());
  }
  auto who = co_await sessions_.find(token);
  if (!who) co_return std::unexpected(store_away());
  if (!*who) co_return std::unexpected(session_ended());
  co_return std::move(**who);
}

awaitable<authenticated> authenticator::by_key(api_key_text key) {
  auto who = co_await api_keys_.find(key);
  if (!who) co_return std::unexpected(store_away());
  if (!*who) co_return std::unexpected(key_not_valid());
  co_return std::move(**who);
}

awaitable<std::optional<principal>> authenticator::check_again(principal who) {
  switch (who.credential) {
  case credential::session: {
    auto again = co_await sessions_.find_again(std::move(who));
    co_return again;
  }
  case credential::api_key: {
    auto again = co_await api_keys_.find_again(std::move(who));
    co_return again;
  }
  case credential::none:
    break;
  }
  co_return std::nullopt;
}

} // namespace frontdoor::auth
