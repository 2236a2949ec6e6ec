#pragma once
// Accounts, sessions and API keys in PostgreSQL (migrations/002_accounts.sql).

#include "server/auth/store.hpp"
#include "server/db/database_pool.hpp"

namespace frontdoor::db {

// Every change of an account or key is noted in the table `administration` in the same transaction. A change whose
// commit is in doubt is answered "unavailable": asking again shows what came of it.
class auth_store final : public auth::store {
 public:
  // The pool must outlive the store.
  explicit auth_store(database_pool& pool) : pool_(pool) {}

  boost::asio::awaitable<auth::stored<std::optional<auth::account>>> account_named(std::string name) override;
  boost::asio::awaitable<auth::stored<std::vector<auth::account>>> accounts() override;
  boost::asio::awaitable<auth::stored<auth::added>> add_account(auth::account who, auth::on_behalf by) override;
  boost::asio::awaitable<auth::stored<auth::change_result>>
  change_account(triage::uuid id, auth::account_change change, auth::on_behalf by) override;
  boost::asio::awaitable<auth::stored<bool>> rehash(triage::uuid id, std::string before, std::string after) override;

  boost::asio::awaitable<auth::stored<bool>> open_session(auth::session_record session, std::size_t keep) override;
  boost::asio::awaitable<auth::stored<std::optional<auth::session_holder>>> session_by_token(auth::digest hash
  ) override;
  boost::asio::awaitable<auth::stored<std::optional<auth::session_holder>>> session_by_id(triage::uuid id) override;
  boost::asio::awaitable<auth::stored<bool>> touch_session(triage::uuid id, triage::timestamp at) override;
  boost::asio::awaitable<auth::stored<bool>> end_session(triage::uuid id) override;

  boost::asio::awaitable<auth::stored<auth::added>> add_api_key(auth::api_key_record key, auth::on_behalf by) override;
  boost::asio::awaitable<auth::stored<std::vector<auth::api_key_record>>> api_keys() override;
  boost::asio::awaitable<auth::stored<std::optional<auth::api_key_record>>> api_key(triage::uuid id) override;
  boost::asio::awaitable<auth::stored<bool>> touch_api_key(triage::uuid id, triage::timestamp at) override;
  boost::asio::awaitable<auth::stored<bool>> revoke_api_key(triage::uuid id, auth::on_behalf by) override;

 private:
  template <class T>
  boost::asio::awaitable<auth::stored<T>>
  ask(const char* name, access_mode mode, std::function<T(pqxx::transaction_base&)> work);

  database_pool& pool_;
};

} // namespace frontdoor::db
