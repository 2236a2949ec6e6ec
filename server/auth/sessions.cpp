#include "server/auth/sessions.hpp"

#include <algorithm>
#include <cstring>

namespace frontdoor::auth {

using boost::asio::awaitable;

namespace {

principal principal_of(const session_holder& held) {
  principal who;
  who.credential = credential::session;
  who.id = held.who.id;
  who.name = held.who.name;
  who.role = held.who.role;
  who.permissions = permissions_of(held.who.role);
  who.districts = held.who.districts;
  who.session = held.session.id;
  return who;
}

} // namespace

std::size_t digest_hash::operator()(const digest& d) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, d.data(), sizeof value);
  return value;
}

sessions::sessions(store& kept_in, clock::clock& time, clock::identifiers& ids, session_limits limits)
    : store_(kept_in), clock_(time), identifiers_(ids), limits_(limits), cache_(limits.cache_entries_max),
      hashes_(limits.cache_entries_max) {}

awaitable<stored<opened_session>> sessions::open(triage::uuid account_id) {
  const auto now = clock_.now();
  const auto token = random_secret();
  session_record record;
  record.id = identifiers_.make(now);
  record.account = account_id;
  record.token_hash = sha256(token);
  record.created_at = now;
  record.last_used_at = now;
  record.expires_at = now + limits_.lifetime;
  opened_session opened;
  opened.token = to_base64url(token);
  opened.csrf_token = csrf_token(token);
  opened.id = record.id;
  const auto kept = co_await store_.open_session(record, limits_.per_account_max);
  if (!kept) co_return std::unexpected(kept.error());
  co_return opened;
}

bool sessions::standing(const session_holder& held, triage::timestamp now) const {
  return !held.who.disabled && now < held.session.expires_at && now < held.session.last_used_at + limits_.idle;
}

awaitable<stored<std::optional<principal>>> sessions::find(digest token) {
  return find_hashed(sha256(token));
}

awaitable<stored<std::optional<principal>>> sessions::find_hashed(digest hash) {
  const auto now = clock_.now();
  const auto* cached = cache_.find(hash);
  bool fresh = cached != nullptr && now - cached->checked_at < limits_.cache;
  // Another server may have seen it used: one that looks idle is asked for again.
  if (fresh && cached->holder && !standing(*cached->holder, now)) fresh = false;
  if (!fresh) {
    const auto forgotten = forgotten_;
    auto answer = co_await store_.session_by_token(hash);
    if (answer) {
      entry found{std::move(*answer), now, {}};
      if (found.holder) {
        found.touched_at = found.holder->session.last_used_at;
        hashes_.put(found.holder->session.id, hash);
      }
      if (forgotten != forgotten_) {
        // Something was ended or changed meanwhile: this answer counts for this request only.
        if (found.holder && standing(*found.holder, now)) co_return principal_of(*found.holder);
        co_return std::optional<principal>();
      }
      cache_.put(hash, std::move(found));
    } else {
      const auto* known = cache_.find(hash);
      if (known == nullptr || !known->holder || now - known->checked_at >= limits_.offline) {
        co_return std::unexpected(answer.error());
      }
    }
  }
  const auto* found = cache_.find(hash);
  if (found == nullptr || !found->holder || !standing(*found->holder, now)) co_return std::optional<principal>();
  auto who = principal_of(*found->holder);
  co_await touch(hash);
  co_return who;
}

awaitable<void> sessions::touch(digest hash) {
  auto* used = cache_.find(hash);
  if (used == nullptr || !used->holder) co_return;
  const auto now = clock_.now();
  used->holder->session.last_used_at = std::max(used->holder->session.last_used_at, now);
  // Written down at most once a minute: what is lost by a crash is less than that.
  const auto pause = std::min<std::chrono::milliseconds>(std::chrono::minutes(1), limits_.idle / 4);
  if (now - used->touched_at < pause) co_return;
  used->touched_at = now;
  const auto id = used->holder->session.id;
  const auto written = co_await store_.touch_session(id, now);
  if (!written) {
    if (auto* again = cache_.find(hash)) again->touched_at = {};
  }
}

awaitable<std::optional<principal>> sessions::find_again(principal who) {
  if (const auto* hash = hashes_.find(who.session)) {
    const digest copy = *hash;
    auto found = co_await find_hashed(copy);
    if (found) co_return std::move(*found);
    co_return who;
  }
  auto held = co_await store_.session_by_id(who.session);
  if (!held) co_return who;
  const auto now = clock_.now();
  if (!*held || !standing(**held, now)) co_return std::nullopt;
  hashes_.put((*held)->session.id, (*held)->session.token_hash);
  co_return principal_of(**held);
}

awaitable<stored<bool>> sessions::end(triage::uuid session_id) {
  auto ended = co_await store_.end_session(session_id);
  ++forgotten_;
  if (const auto* hash = hashes_.find(session_id)) {
    cache_.erase(*hash);
    hashes_.erase(session_id);
  }
  co_return ended;
}

void sessions::forget_account(const triage::uuid& account_id) {
  ++forgotten_;
  cache_.erase_if([&](const entry& e) { return e.holder && e.holder->who.id == account_id; });
}

std::string sessions::csrf_token(const digest& token) {
  return to_base64url(hmac_sha256(token, "frontdoor csrf token v1"));
}

bool sessions::csrf_matches(const digest& token, std::string_view presented) {
  const auto expected = hmac_sha256(token, "frontdoor csrf token v1");
  const auto given = from_base64url(presented);
  return equal(expected, given.value_or(digest{})) && given.has_value();
}

} // namespace frontdoor::auth
