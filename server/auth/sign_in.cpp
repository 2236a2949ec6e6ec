#include "server/auth/sign_in.hpp"

#include <algorithm>

#include "server/auth/problems.hpp"

namespace frontdoor::auth {

using boost::asio::awaitable;
using sign_in_outcome = std::expected<signed_in, http::problem>;

sign_in::sign_in(
    store& kept_in, sessions& people, passwords& hashing, clock::clock& time, throttle_limits by_account,
    throttle_limits by_address, observe::log& log, observe::metrics& metrics
)
    : store_(kept_in), sessions_(people), passwords_(hashing), clock_(time), by_account_(by_account),
      by_address_(by_address), known_places_(by_account.entries_max), log_(log), metrics_(metrics) {}

std::string sign_in::account_key(const std::string& name, const std::string& address) {
  auto place = name + " " + address;
  return known_places_.find(place) != nullptr ? place : name;
}

awaitable<sign_in_outcome>
sign_in::with_password(std::string name, std::string password, std::string address, std::string request_id) {
  for (char& c : name)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; // names are in small letters
  const auto key = account_key(name, address);
  const auto now = clock_.now();
  const auto wait = std::max(by_account_.wait(key, now), by_address_.wait(address, now));
  if (wait.count() > 0) {
    metrics_.sign_in("throttled");
    log_.warning("sign_in_throttled", {{"request_id", request_id}, {"wait_ms", wait.count()}});
    co_return std::unexpected(throttled(wait));
  }
  by_account_.attempt(key, now);
  by_address_.attempt(address, now);

  auto known = co_await store_.account_named(name);
  if (!known) {
    by_account_.take_back(key);
    by_address_.take_back(address);
    metrics_.sign_in("unavailable");
    co_return std::unexpected(store_away());
  }
  std::optional<std::string> hash;
  if (*known && !(*known)->disabled) hash = (*known)->password_hash;
  auto found = co_await passwords_.check(password, std::move(hash));
  if (!found) {
    by_account_.take_back(key);
    by_address_.take_back(address);
    metrics_.sign_in("unavailable");
    co_return std::unexpected(too_busy());
  }
  if (*found == verdict::wrong) {
    metrics_.sign_in("wrong");
    log_.warning("sign_in_refused", {{"request_id", request_id}});
    co_return std::unexpected(wrong_name_or_password());
  }
  by_account_.clear(key);
  by_address_.take_back(address);
  known_places_.put(name + " " + address, true);
  auto result = co_await accept(std::move(**known), std::move(password), *found);
  if (result) {
    metrics_.sign_in("accepted");
    log_.info("signed_in", {{"request_id", request_id}, {"account", result->who.id.to_string()}});
  }
  co_return result;
}

awaitable<sign_in_outcome> sign_in::accept(account who, std::string password, verdict found) {
  if (found == verdict::right_but_weak) {
    auto stronger = co_await passwords_.hash(std::move(password));
    // Not worth a refusal: it is tried again at the next sign-in.
    if (stronger) co_await store_.rehash(who.id, who.password_hash, std::move(*stronger));
  }
  auto session = co_await sessions_.open(who.id);
  if (!session) co_return std::unexpected(store_away());
  signed_in result;
  result.session = std::move(*session);
  result.who = std::move(who);
  co_return result;
}

} // namespace frontdoor::auth
