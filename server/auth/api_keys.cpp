#include "server/auth/api_keys.hpp"

#include <algorithm>

namespace frontdoor::auth {

using boost::asio::awaitable;

namespace {

constexpr std::string_view prefix = "fdk_";
constexpr std::size_t id_digits = 32;
constexpr std::size_t secret_digits = 64;

bool standing(const api_key_record& key, triage::timestamp now) {
  return !key.revoked_at && (!key.expires_at || now < *key.expires_at);
}

principal principal_of_key(const api_key_record& key) {
  principal who;
  who.credential = credential::api_key;
  who.id = key.id;
  who.name = key.label;
  who.role = role::integrator;
  who.permissions = key.permissions & permissions_of(role::integrator);
  who.districts = key.districts;
  return who;
}

} // namespace

std::optional<principal> standing_principal(const api_key_record& key, triage::timestamp now) {
  if (!standing(key, now)) return std::nullopt;
  return principal_of_key(key);
}

std::optional<api_key_text> api_key_text::parse(std::string_view text) {
  if (text.size() != prefix.size() + id_digits + 1 + secret_digits || !text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  if (text[id_digits] != '_') return std::nullopt;
  // A UUID's 32 digits, padded to the 64 that from_hex() reads.
  const auto id = from_hex(std::string(text.substr(0, id_digits)) + std::string(id_digits, '0'));
  const auto secret = from_hex(text.substr(id_digits + 1));
  if (!id || !secret) return std::nullopt;
  api_key_text result;
  std::copy_n(id->begin(), result.id.bytes.size(), result.id.bytes.begin());
  result.secret = *secret;
  return result;
}

std::string api_key_text::to_string() const {
  return std::string(prefix) + to_hex(id.bytes) + "_" + to_hex(secret);
}

api_keys::api_keys(store& kept_in, clock::clock& time, clock::identifiers& ids, api_key_limits limits)
    : store_(kept_in), clock_(time), identifiers_(ids), limits_(limits), cache_(limits.cache_entries_max) {}

awaitable<stored<created_key>> api_keys::create(
    std::string label, permissions wanted, std::vector<std::string> districts,
    std::optional<triage::timestamp> expires_at, on_behalf by
) {
  api_key_text text;
  text.id = identifiers_.make(clock_.now());
  text.secret = random_secret();
  created_key created;
  created.record.id = text.id;
  created.record.label = std::move(label);
  created.record.permissions = wanted & permissions_of(role::integrator);
  created.record.districts = std::move(districts);
  created.record.secret_hash = sha256(text.secret);
  created.record.created_at = by.at;
  created.record.expires_at = expires_at;
  const auto outcome = co_await store_.add_api_key(created.record, std::move(by));
  if (!outcome) co_return std::unexpected(outcome.error());
  created.outcome = *outcome;
  if (*outcome == added::yes) {
    created.text = text.to_string();
    ++forgotten_;
    cache_.erase(text.id);
  }
  co_return created;
}

awaitable<stored<std::optional<api_key_record>>> api_keys::look_up(triage::uuid id, triage::timestamp now) {
  if (const auto* cached = cache_.find(id); cached != nullptr && now - cached->checked_at < limits_.cache) {
    co_return cached->key;
  }
  const auto forgotten = forgotten_;
  auto answer = co_await store_.api_key(id);
  if (!answer) {
    const auto* known = cache_.find(id);
    if (known == nullptr || !known->key || now - known->checked_at >= limits_.offline) {
      co_return std::unexpected(answer.error());
    }
    co_return known->key;
  }
  if (forgotten == forgotten_) {
    const auto touched = *answer ? (*answer)->last_used_at.value_or(triage::timestamp{}) : triage::timestamp{};
    cache_.put(id, {*answer, now, touched});
  }
  co_return std::move(*answer);
}

awaitable<stored<std::optional<principal>>> api_keys::find(api_key_text presented) {
  const auto now = clock_.now();
  auto key = co_await look_up(presented.id, now);
  if (!key) co_return std::unexpected(key.error());
  // The comparison is made in any case, so that the time does not tell whether the key exists.
  const auto hash = sha256(presented.secret);
  const bool right = equal(hash, *key ? (*key)->secret_hash : digest{});
  if (!*key || !right || !standing(**key, now)) co_return std::optional<principal>();
  co_await touch(presented.id, now);
  co_return principal_of_key(**key);
}

awaitable<std::optional<principal>> api_keys::find_again(principal who) {
  const auto now = clock_.now();
  auto key = co_await look_up(who.id, now);
  if (!key) co_return who;
  if (!*key || !standing(**key, now)) co_return std::nullopt;
  co_return principal_of_key(**key);
}

awaitable<void> api_keys::touch(triage::uuid id, triage::timestamp now) {
  auto* used = cache_.find(id);
  if (used == nullptr || now - used->touched_at < std::chrono::minutes(1)) co_return;
  used->touched_at = now;
  co_await store_.touch_api_key(id, now);
}

awaitable<stored<bool>> api_keys::revoke(triage::uuid id, on_behalf by) {
  auto revoked = co_await store_.revoke_api_key(id, std::move(by));
  ++forgotten_;
  cache_.erase(id);
  co_return revoked;
}

} // namespace frontdoor::auth
