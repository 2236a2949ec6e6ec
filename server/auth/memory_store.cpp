#include "server/auth/memory_store.hpp"

#include <algorithm>

namespace frontdoor::auth {

using boost::asio::awaitable;

namespace {

std::unexpected<store_unavailable> away() {
  return std::unexpected(store_unavailable{});
}

} // namespace

bool memory_store::reached() {
  ++calls;
  return !unavailable;
}

void memory_store::end_sessions_of(const triage::uuid& account_id) {
  std::erase_if(sessions_, [&](const session_record& s) { return s.account == account_id; });
}

std::optional<session_holder> memory_store::holder(const session_record& session) const {
  for (const auto& [name, who] : accounts_) {
    if (who.id != session.account) continue;
    session_holder result;
    result.session = session;
    result.who = who;
    return result;
  }
  return std::nullopt;
}

awaitable<stored<std::optional<account>>> memory_store::account_named(std::string name) {
  if (!reached()) co_return away();
  const auto found = accounts_.find(name);
  if (found == accounts_.end()) co_return std::optional<account>();
  co_return std::optional<account>(found->second);
}

awaitable<stored<std::vector<account>>> memory_store::accounts() {
  if (!reached()) co_return away();
  std::vector<account> all;
  for (const auto& [name, who] : accounts_)
    all.push_back(who);
  co_return all;
}

awaitable<stored<added>> memory_store::add_account(account who, on_behalf) {
  if (!reached()) co_return away();
  if (accounts_.size() >= accounts_max) co_return added::too_many;
  const auto name = who.name;
  co_return accounts_.emplace(name, std::move(who)).second ? added::yes : added::name_taken;
}

awaitable<stored<change_result>> memory_store::change_account(triage::uuid id, account_change change, on_behalf) {
  if (!reached()) co_return away();
  change_result result;
  for (auto& [name, who] : accounts_) {
    if (who.id != id) continue;
    const bool was_admin = who.role == role::admin && !who.disabled;
    const bool stays_admin = change.role.value_or(who.role) == role::admin && !change.disabled.value_or(who.disabled);
    const auto admins = std::count_if(accounts_.begin(), accounts_.end(), [](const auto& entry) {
      return entry.second.role == role::admin && !entry.second.disabled;
    });
    if (was_admin && !stays_admin && admins < 2) {
      result.outcome = changed::last_admin;
      co_return result;
    }
    if (change.display_name) who.display_name = *change.display_name;
    if (change.role) who.role = *change.role;
    if (change.districts) who.districts = *change.districts;
    if (change.disabled) who.disabled = *change.disabled;
    if (change.password_hash) who.password_hash = *change.password_hash;
    if (change.ends_sessions()) end_sessions_of(id);
    result.outcome = changed::yes;
    result.now = who;
  }
  co_return result;
}

awaitable<stored<bool>> memory_store::rehash(triage::uuid id, std::string before, std::string after) {
  if (!reached()) co_return away();
  for (auto& [name, who] : accounts_) {
    if (who.id == id && who.password_hash == before) {
      who.password_hash = after;
      co_return true;
    }
  }
  co_return false;
}

awaitable<stored<bool>> memory_store::open_session(session_record session, std::size_t keep) {
  if (!reached()) co_return away();
  std::erase_if(sessions_, [&](const session_record& s) { return s.expires_at <= session.created_at; });
  for (auto& [name, who] : accounts_) {
    if (who.id == session.account) who.last_signed_in_at = session.created_at;
  }
  sessions_.push_back(session);
  const auto own = [&](const session_record& s) { return s.account == session.account; };
  while (std::cmp_greater(std::count_if(sessions_.begin(), sessions_.end(), own), keep)) {
    sessions_.erase(std::find_if(sessions_.begin(), sessions_.end(), own));
  }
  co_return true;
}

awaitable<stored<std::optional<session_holder>>> memory_store::session_by_token(digest token_hash) {
  if (!reached()) co_return away();
  for (const auto& s : sessions_) {
    if (s.token_hash == token_hash) co_return holder(s);
  }
  co_return std::optional<session_holder>();
}

awaitable<stored<std::optional<session_holder>>> memory_store::session_by_id(triage::uuid id) {
  if (!reached()) co_return away();
  for (const auto& s : sessions_) {
    if (s.id == id) co_return holder(s);
  }
  co_return std::optional<session_holder>();
}

awaitable<stored<bool>> memory_store::touch_session(triage::uuid id, triage::timestamp at) {
  if (!reached()) co_return away();
  for (auto& s : sessions_) {
    if (s.id == id) s.last_used_at = std::max(s.last_used_at, at);
  }
  co_return true;
}

awaitable<stored<bool>> memory_store::end_session(triage::uuid id) {
  if (!reached()) co_return away();
  co_return std::erase_if(sessions_, [&](const session_record& s) { return s.id == id; }) > 0;
}

awaitable<stored<added>> memory_store::add_api_key(api_key_record key, on_behalf) {
  if (!reached()) co_return away();
  if (keys_.size() >= api_keys_max) co_return added::too_many;
  for (const auto& [id, known] : keys_) {
    if (known.label == key.label && !known.revoked_at) co_return added::name_taken;
  }
  const auto id = key.id;
  keys_.emplace(id, std::move(key));
  co_return added::yes;
}

awaitable<stored<std::vector<api_key_record>>> memory_store::api_keys() {
  if (!reached()) co_return away();
  std::vector<api_key_record> all;
  for (const auto& [id, key] : keys_)
    all.push_back(key);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
  co_return all;
}

awaitable<stored<std::optional<api_key_record>>> memory_store::api_key(triage::uuid id) {
  if (!reached()) co_return away();
  const auto found = keys_.find(id);
  if (found == keys_.end()) co_return std::optional<api_key_record>();
  co_return std::optional<api_key_record>(found->second);
}

awaitable<stored<bool>> memory_store::touch_api_key(triage::uuid id, triage::timestamp at) {
  if (!reached()) co_return away();
  const auto found = keys_.find(id);
  if (found != keys_.end()) found->second.last_used_at = at;
  co_return true;
}

awaitable<stored<bool>> memory_store::revoke_api_key(triage::uuid id, on_behalf by) {
  if (!reached()) co_return away();
  const auto found = keys_.find(id);
  if (found == keys_.end()) co_return false;
  if (!found->second.revoked_at) found->second.revoked_at = by.at;
  co_return true;
}

} // namespace frontdoor::auth
