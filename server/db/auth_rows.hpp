#pragma once
// Rows of accounts, sessions and keys as values. Private to server/db.

#include <optional>
#include <string>
#include <vector>

#include <pqxx/pqxx>

#include "server/auth/store.hpp"

namespace frontdoor::db {

// What a select names so that the readers below find their columns by number.
inline constexpr const char* account_columns =
    "a.id, a.name, a.display_name, a.role, array_to_json(a.districts), a.disabled, a.password_hash, a.created_at,"
    " a.last_signed_in_at";
inline constexpr const char* session_columns =
    "s.id, s.account_id, encode(s.token_hash, 'hex'), s.created_at, s.last_used_at, s.expires_at";
inline constexpr const char* api_key_columns = "id, label, array_to_json(permissions), array_to_json(districts), "
                                               "encode(secret_hash, 'hex'), created_at, expires_at,"
                                               " last_used_at, revoked_at";

// Each reads its columns from `first` on. A row that cannot be one of this program throws std::runtime_error.
auth::account read_account(const pqxx::row& row, int first = 0);
// session_columns, then account_columns.
auth::session_holder read_session_holder(const pqxx::row& row);
auth::api_key_record read_api_key(const pqxx::row& row);

// For parameters: a JSON array for "array(select json_array_elements_text($n::json))", and RFC 3339 or null.
std::string json_array(const std::vector<std::string>& values);
std::optional<std::string> instant(const std::optional<triage::timestamp>& at);

// Notes what was done to an account or key.
void note_administration(
    pqxx::transaction_base& transaction, const auth::on_behalf& by, const std::string& action,
    const triage::uuid& subject, const std::string& detail
);

} // namespace frontdoor::db
