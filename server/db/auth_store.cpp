#include "server/db/auth_store.hpp"

#include "server/db/auth_rows.hpp"

namespace frontdoor::db {

using boost::asio::awaitable;
using pqxx::transaction_base;

namespace {

// What of an account is to change, for the administration's record: names of fields, never their values.
std::string changed_fields(const auth::account_change& change) {
  std::string text;
  const auto add = [&](bool set, const char* name) {
    if (!set) return;
    if (!text.empty()) text += ", ";
    text += name;
  };
  add(change.display_name.has_value(), "display_name");
  if (change.role) add(true, ("role " + std::string(auth::to_string(*change.role))).c_str());
  add(change.districts.has_value(), "districts");
  if (change.disabled) add(true, *change.disabled ? "disabled" : "enabled");
  add(change.password_hash.has_value(), "password");
  return text;
}

auth::added insert_account(transaction_base& t, const auth::account& who, const auth::on_behalf& by) {
  const auto count = t.exec("select count(*) from accounts");
  if (count[0][0].as<std::size_t>() >= auth::accounts_max) return auth::added::too_many;
  const auto made = t.exec_params(
      "insert into accounts (id, name, display_name, role, districts, disabled, password_hash, created_at)"
      " values ($1::uuid, $2, $3, $4, array(select json_array_elements_text($5::json)), $6, $7, $8::timestamptz)"
      " on conflict (name) do nothing",
      who.id.to_string(), who.name, who.display_name, std::string(auth::to_string(who.role)), json_array(who.districts),
      who.disabled, who.password_hash, triage::to_rfc3339(who.created_at)
  );
  if (made.affected_rows() == 0) return auth::added::name_taken;
  note_administration(t, by, "account_added", who.id, who.name + ", " + std::string(auth::to_string(who.role)));
  return auth::added::yes;
}

// Whether the change would leave nobody who manages accounts. The table is locked against other changes meanwhile.
bool ends_last_admin(transaction_base& t, const auth::account& who, const auth::account_change& change) {
  const bool is_admin = who.role == auth::role::admin && !who.disabled;
  const bool stays = change.role.value_or(who.role) == auth::role::admin && !change.disabled.value_or(who.disabled);
  if (!is_admin || stays) return false;
  return t.exec("select count(*) from accounts where role = 'admin' and not disabled")[0][0].as<int>() < 2;
}

auth::change_result update_account(
    transaction_base& t, const triage::uuid& id, const auth::account_change& change, const auth::on_behalf& by
) {
  auth::change_result result;
  t.exec("lock table accounts in share row exclusive mode");
  const auto select = std::string("select ") + account_columns + " from accounts a where a.id = $1::uuid";
  const auto rows = t.exec_params(select, id.to_string());
  if (rows.empty()) return result;
  auto who = read_account(rows[0]);
  if (ends_last_admin(t, who, change)) {
    result.outcome = auth::changed::last_admin;
    return result;
  }
  if (change.display_name) who.display_name = *change.display_name;
  if (change.role) who.role = *change.role;
  if (change.districts) who.districts = *change.districts;
  if (change.disabled) who.disabled = *change.disabled;
  if (change.password_hash) who.password_hash = *change.password_hash;
  t.exec_params(
      "update accounts set display_name = $2, role = $3, districts = array(select json_array_elements_text($4::json)),"
      " disabled = $5, password_hash = $6 where id = $1::uuid",
      id.to_string(), who.display_name, std::string(auth::to_string(who.role)), json_array(who.districts), who.disabled,
      who.password_hash
  );
  if (change.ends_sessions()) t.exec_params("delete from sessions where account_id = $1::uuid", id.to_string());
  note_administration(t, by, "account_changed", id, changed_fields(change));
  result.outcome = auth::changed::yes;
  result.now = std::move(who);
  return result;
}

bool insert_session(transaction_base& t, const auth::session_record& session, std::size_t keep) {
  const auto account = session.account.to_string();
  const auto now = triage::to_rfc3339(session.created_at);
  // The account's row is locked first, so that two sign-ins of one account count each other's sessions.
  t.exec_params("update accounts set last_signed_in_at = $2::timestamptz where id = $1::uuid", account, now);
  t.exec_params("delete from sessions where expires_at <= $1::timestamptz", now);
  t.exec_params(
      "insert into sessions (id, account_id, token_hash, created_at, last_used_at, expires_at)"
      " values ($1::uuid, $2::uuid, decode($3, 'hex'), $4::timestamptz, $5::timestamptz, $6::timestamptz)",
      session.id.to_string(), account, auth::to_hex(session.token_hash), now, triage::to_rfc3339(session.last_used_at),
      triage::to_rfc3339(session.expires_at)
  );
  t.exec_params(
      "delete from sessions where id in (select id from sessions where account_id = $1::uuid"
      " order by created_at desc, id desc offset $2)",
      account, static_cast<std::int64_t>(keep)
  );
  return true;
}

std::optional<auth::session_holder>
select_session(transaction_base& t, const char* condition, const std::string& parameter) {
  const auto rows = t.exec_params(
      std::string("select ") + session_columns + ", " + account_columns +
          " from sessions s join accounts a on a.id = s.account_id where " + condition,
      parameter
  );
  if (rows.empty()) return std::nullopt;
  return read_session_holder(rows[0]);
}

auth::added insert_api_key(transaction_base& t, const auth::api_key_record& key, const auth::on_behalf& by) {
  const auto count = t.exec("select count(*) from api_keys");
  if (count[0][0].as<std::size_t>() >= auth::api_keys_max) return auth::added::too_many;
  const auto names = auth::names_of(key.permissions);
  const auto made = t.exec_params(
      "insert into api_keys (id, label, permissions, districts, secret_hash, created_at, expires_at)"
      " values ($1::uuid, $2, array(select json_array_elements_text($3::json)),"
      " array(select json_array_elements_text($4::json)), decode($5, 'hex'), $6::timestamptz, $7::timestamptz)"
      " on conflict (label) where revoked_at is null do nothing",
      key.id.to_string(), key.label, json_array(names), json_array(key.districts), auth::to_hex(key.secret_hash),
      triage::to_rfc3339(key.created_at), instant(key.expires_at)
  );
  if (made.affected_rows() == 0) return auth::added::name_taken;
  note_administration(t, by, "api_key_added", key.id, key.label);
  return auth::added::yes;
}

bool update_revoked(transaction_base& t, const triage::uuid& id, const auth::on_behalf& by) {
  const auto rows =
      t.exec_params("select label, revoked_at from api_keys where id = $1::uuid for update", id.to_string());
  if (rows.empty()) return false;
  if (rows[0][1].is_null()) {
    t.exec_params(
        "update api_keys set revoked_at = $2::timestamptz where id = $1::uuid", id.to_string(),
        triage::to_rfc3339(by.at)
    );
    note_administration(t, by, "api_key_revoked", id, rows[0][0].c_str());
  }
  return true;
}

} // namespace

template <class T>
awaitable<auth::stored<T>>
auth_store::ask(const char* name, access_mode mode, std::function<T(transaction_base&)> work) {
  auto answer = co_await pool_.run<T>(name, mode, std::move(work));
  if (!answer) co_return std::unexpected(auth::store_unavailable{});
  co_return std::move(*answer);
}

awaitable<auth::stored<std::optional<auth::account>>> auth_store::account_named(std::string name) {
  using result = std::optional<auth::account>;
  std::function<result(transaction_base&)> work = [name = std::move(name)](transaction_base& t) -> result {
    const auto select = std::string("select ") + account_columns + " from accounts a where a.name = $1";
    const auto rows = t.exec_params(select, name);
    if (rows.empty()) return std::nullopt;
    return read_account(rows[0]);
  };
  return ask<result>("account_named", access_mode::one_statement, std::move(work));
}

awaitable<auth::stored<std::vector<auth::account>>> auth_store::accounts() {
  using result = std::vector<auth::account>;
  std::function<result(transaction_base&)> work = [](transaction_base& t) {
    result all;
    const auto select = std::string("select ") + account_columns + " from accounts a order by a.name limit $1";
    for (const auto& row : t.exec_params(select, static_cast<std::int64_t>(auth::accounts_max))) {
      all.push_back(read_account(row));
    }
    return all;
  };
  return ask<result>("accounts", access_mode::read_only, std::move(work));
}

awaitable<auth::stored<auth::added>> auth_store::add_account(auth::account who, auth::on_behalf by) {
  std::function<auth::added(transaction_base&)> work = [who = std::move(who), by = std::move(by)](transaction_base& t) {
    return insert_account(t, who, by);
  };
  return ask<auth::added>("add_account", access_mode::read_write, std::move(work));
}

awaitable<auth::stored<auth::change_result>>
auth_store::change_account(triage::uuid id, auth::account_change change, auth::on_behalf by) {
  std::function<auth::change_result(transaction_base&)> work = [id, change = std::move(change),
                                                                by = std::move(by)](transaction_base& t) {
    return update_account(t, id, change, by);
  };
  return ask<auth::change_result>("change_account", access_mode::read_write, std::move(work));
}

awaitable<auth::stored<bool>> auth_store::rehash(triage::uuid id, std::string before, std::string after) {
  std::function<bool(transaction_base&)> work = [id, before = std::move(before),
                                                 after = std::move(after)](transaction_base& t) {
    const auto done = t.exec_params(
        "update accounts set password_hash = $3 where id = $1::uuid and password_hash = $2", id.to_string(), before,
        after
    );
    return done.affected_rows() > 0;
  };
  return ask<bool>("rehash", access_mode::read_write, std::move(work));
}

awaitable<auth::stored<bool>> auth_store::open_session(auth::session_record session, std::size_t keep) {
  std::function<bool(transaction_base&)> work = [session, keep](transaction_base& t) {
    return insert_session(t, session, keep);
  };
  return ask<bool>("open_session", access_mode::read_write, std::move(work));
}

awaitable<auth::stored<std::optional<auth::session_holder>>> auth_store::session_by_token(auth::digest hash) {
  using result = std::optional<auth::session_holder>;
  std::function<result(transaction_base&)> work = [hash](transaction_base& t) {
    return select_session(t, "s.token_hash = decode($1, 'hex')", auth::to_hex(hash));
  };
  return ask<result>("session_by_token", access_mode::one_statement, std::move(work));
}

awaitable<auth::stored<std::optional<auth::session_holder>>> auth_store::session_by_id(triage::uuid id) {
  using result = std::optional<auth::session_holder>;
  std::function<result(transaction_base&)> work = [id](transaction_base& t) {
    return select_session(t, "s.id = $1::uuid", id.to_string());
  };
  return ask<result>("session_by_id", access_mode::one_statement, std::move(work));
}

awaitable<auth::stored<bool>> auth_store::touch_session(triage::uuid id, triage::timestamp at) {
  std::function<bool(transaction_base&)> work = [id, at](transaction_base& t) {
    t.exec_params(
        "update sessions set last_used_at = greatest(last_used_at, $2::timestamptz) where id = $1::uuid",
        id.to_string(), triage::to_rfc3339(at)
    );
    return true;
  };
  return ask<bool>("touch_session", access_mode::read_write, std::move(work));
}

awaitable<auth::stored<bool>> auth_store::end_session(triage::uuid id) {
  std::function<bool(transaction_base&)> work = [id](transaction_base& t) {
    return t.exec_params("delete from sessions where id = $1::uuid", id.to_string()).affected_rows() > 0;
  };
  return ask<bool>("end_session", access_mode::read_write, std::move(work));
}

awaitable<auth::stored<auth::added>> auth_store::add_api_key(auth::api_key_record key, auth::on_behalf by) {
  std::function<auth::added(transaction_base&)> work = [key = std::move(key), by = std::move(by)](transaction_base& t) {
    return insert_api_key(t, key, by);
  };
  return ask<auth::added>("add_api_key", access_mode::read_write, std::move(work));
}

awaitable<auth::stored<std::vector<auth::api_key_record>>> auth_store::api_keys() {
  using result = std::vector<auth::api_key_record>;
  std::function<result(transaction_base&)> work = [](transaction_base& t) {
    result all;
    const auto select = std::string("select ") + api_key_columns + " from api_keys order by label, created_at";
    for (const auto& row : t.exec(select))
      all.push_back(read_api_key(row));
    return all;
  };
  return ask<result>("api_keys", access_mode::read_only, std::move(work));
}

awaitable<auth::stored<std::optional<auth::api_key_record>>> auth_store::api_key(triage::uuid id) {
  using result = std::optional<auth::api_key_record>;
  std::function<result(transaction_base&)> work = [id](transaction_base& t) -> result {
    const auto select = std::string("select ") + api_key_columns + " from api_keys where id = $1::uuid";
    const auto rows = t.exec_params(select, id.to_string());
    if (rows.empty()) return std::nullopt;
    return read_api_key(rows[0]);
  };
  return ask<result>("api_key", access_mode::one_statement, std::move(work));
}

awaitable<auth::stored<bool>> auth_store::touch_api_key(triage::uuid id, triage::timestamp at) {
  std::function<bool(transaction_base&)> work = [id, at](transaction_base& t) {
    t.exec_params(
        "update api_keys set last_used_at = greatest(last_used_at, $2::timestamptz) where id = $1::uuid",
        id.to_string(), triage::to_rfc3339(at)
    );
    return true;
  };
  return ask<bool>("touch_api_key", access_mode::read_write, std::move(work));
}

awaitable<auth::stored<bool>> auth_store::revoke_api_key(triage::uuid id, auth::on_behalf by) {
  std::function<bool(transaction_base&)> work = [id, by = std::move(by)](transaction_base& t) {
    return update_revoked(t, id, by);
  };
  return ask<bool>("revoke_api_key", access_mode::read_write, std::move(work));
}

} // namespace frontdoor::db
