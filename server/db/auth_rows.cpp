#include "server/db/auth_rows.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "server/db/postgres.hpp"
#include "server/db/row_fields.hpp"

namespace frontdoor::db {

namespace {

template <class T> T sound(std::optional<T> value, const char* what) {
  if (!value) throw std::runtime_error(std::string("the database holds no ") + what);
  return *std::move(value);
}

auth::digest digest_of(const pqxx::field& field) {
  return sound(auth::from_hex(field.c_str()), "digest");
}

} // namespace

auth::account read_account(const pqxx::row& row, int first) {
  const auto at = [&](int column) { return row[static_cast<pqxx::row::size_type>(first + column)]; };
  auth::account who;
  who.id = uuid_of(at(0));
  who.name = at(1).c_str();
  who.display_name = at(2).c_str();
  who.role = sound(auth::parse_role(at(3).c_str()), "role");
  who.districts = texts_of(at(4));
  who.disabled = at(5).as<bool>();
  who.password_hash = at(6).c_str();
  who.created_at = parse_timestamptz(at(7).c_str());
  who.last_signed_in_at = optional_time(at(8));
  return who;
}

auth::session_holder read_session_holder(const pqxx::row& row) {
  auth::session_holder held;
  held.session.id = uuid_of(row[0]);
  held.session.account = uuid_of(row[1]);
  held.session.token_hash = digest_of(row[2]);
  held.session.created_at = parse_timestamptz(row[3].c_str());
  held.session.last_used_at = parse_timestamptz(row[4].c_str());
  held.session.expires_at = parse_timestamptz(row[5].c_str());
  held.who = read_account(row, 6);
  return held;
}

auth::api_key_record read_api_key(const pqxx::row& row) {
  auth::api_key_record key;
  key.id = uuid_of(row[0]);
  key.label = row[1].c_str();
  for (const auto& name : texts_of(row[2])) {
    // A permission that this program does not know, made by a newer one, gives nothing here.
    if (const auto known = auth::parse_permission(name)) key.permissions.set(static_cast<std::size_t>(*known));
  }
  key.districts = texts_of(row[3]);
  key.secret_hash = digest_of(row[4]);
  key.created_at = parse_timestamptz(row[5].c_str());
  key.expires_at = optional_time(row[6]);
  key.last_used_at = optional_time(row[7]);
  key.revoked_at = optional_time(row[8]);
  return key;
}

std::string json_array(const std::vector<std::string>& values) {
  return nlohmann::json(values).dump();
}

std::optional<std::string> instant(const std::optional<triage::timestamp>& at) {
  if (!at) return std::nullopt;
  return triage::to_rfc3339(*at);
}

void note_administration(
    pqxx::transaction_base& transaction, const auth::on_behalf& by, const std::string& action,
    const triage::uuid& subject, const std::string& detail
) {
  transaction.exec_params(
      "insert into administration (at, actor, request_id, action, subject_id, detail)"
      " values ($1::timestamptz, $2, $3, $4, $5::uuid, $6)",
      triage::to_rfc3339(by.at), by.actor, by.request_id, action, subject.to_string(), detail
  );
}

} // namespace frontdoor::db
