#pragma once
// Accounts, sessions and keys in memory, for tests.

#include <map>
#include <vector>

#include "server/auth/store.hpp"

namespace frontdoor::auth {

class memory_store final : public store {
 public:
  // While set, every call answers "unavailable", as when the database is away.
  bool unavailable = false;
  // Calls made, to see what a cache spared.
  std::size_t calls = 0;

  boost::asio::awaitable<stored<std::optional<account>>> account_named(std::string name) override;
  boost::asio::awaitable<stored<std::vector<account>>> accounts() override;
  boost::asio::awaitable<stored<added>> add_account(account who, on_behalf by) override;
  boost::asio::awaitable<stored<change_result>>
  change_account(triage::uuid id, account_change change, on_behalf by) override;
  boost::asio::awaitable<stored<bool>> rehash(triage::uuid id, std::string before, std::string after) override;

  boost::asio::awaitable<stored<bool>> open_session(session_record session, std::size_t keep) override;
  boost::asio::awaitable<stored<std::optional<session_holder>>> session_by_token(digest token_hash) override;
  boost::asio::awaitable<stored<std::optional<session_holder>>> session_by_id(triage::uuid id) override;
  boost::asio::awaitable<stored<bool>> touch_session(triage::uuid id, triage::timestamp at) override;
  boost::asio::awaitable<stored<bool>> end_session(triage::uuid id) override;

  boost::asio::awaitable<stored<added>> add_api_key(api_key_record key, on_behalf by) override;
  boost::asio::awaitable<stored<std::vector<api_key_record>>> api_keys() override;
  boost::asio::awaitable<stored<std::optional<api_key_record>>> api_key(triage::uuid id) override;
  boost::asio::awaitable<stored<bool>> touch_api_key(triage::uuid id, triage::timestamp at) override;
  boost::asio::awaitable<stored<bool>> revoke_api_key(triage::uuid id, on_behalf by) override;

 private:
  // False while unavailable; counts the call.
  bool reached();
  void end_sessions_of(const triage::uuid& account_id);
  std::optional<session_holder> holder(const session_record& session) const;

  std::map<std::string, account> accounts_; // by name
  std::vector<session_record> sessions_;    // oldest first
  std::map<triage::uuid, api_key_record> keys_;
};

} // namespace frontdoor::auth
