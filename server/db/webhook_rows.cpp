#include "server/db/webhook_rows.hpp"

#include <nlohmann/json.hpp>

#include "server/db/postgres.hpp"
#include "server/db/row_fields.hpp"

namespace frontdoor::db {

std::string_view to_string(webhook_state state) {
  return state == webhook_state::active ? "active" : "disabled";
}

std::string_view to_string(dead_letter_state state) {
  return state == dead_letter_state::waiting ? "waiting" : "retry";
}

webhook read_webhook(const pqxx::row& row) {
  webhook hook;
  hook.id = uuid_of(row[0]);
  hook.label = row[1].c_str();
  hook.url = row[2].c_str();
  hook.api_key = uuid_of(row[3]);
  hook.types = texts_of(row[4]);
  hook.districts = texts_of(row[5]);
  hook.batch = row[6].as<bool>();
  hook.state = std::string_view(row[7].c_str()) == "active" ? webhook_state::active : webhook_state::disabled;
  hook.state_reason = row[8].c_str();
  const auto check = auth::from_hex(row[9].c_str());
  if (!check) throw std::runtime_error("the database holds no digest");
  hook.secret_check = *check;
  hook.position = row[10].as<std::uint64_t>();
  hook.retry.attempts = row[11].as<std::uint32_t>();
  hook.retry.attempt_to = row[12].as<std::uint64_t>();
  hook.retry.first_failed_at = optional_time(row[13]);
  hook.retry.retry_at = optional_time(row[14]);
  hook.last_failure = row[15].c_str();
  hook.last_delivered_at = optional_time(row[16]);
  hook.created_at = parse_timestamptz(row[17].c_str());
  hook.created_by = row[18].c_str();
  hook.dead_letters = row[19].as<std::uint64_t>();
  return hook;
}

dead_letter read_dead_letter(const pqxx::row& row) {
  dead_letter letter;
  letter.id = uuid_of(row[0]);
  letter.first_position = row[1].as<std::uint64_t>();
  letter.last_position = row[2].as<std::uint64_t>();
  letter.attempts = row[3].as<std::uint32_t>();
  letter.first_failed_at = parse_timestamptz(row[4].c_str());
  letter.last_failed_at = parse_timestamptz(row[5].c_str());
  letter.last_failure = row[6].c_str();
  letter.state = std::string_view(row[7].c_str()) == "retry" ? dead_letter_state::retry : dead_letter_state::waiting;
  return letter;
}

} // namespace frontdoor::db
