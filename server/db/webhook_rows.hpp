#pragma once
// Rows of subscriptions as values. Private to server/db.

#include <pqxx/pqxx>

#include "server/db/webhook_queries.hpp"

namespace frontdoor::db {

// What a select names so that the readers below find their columns by number; the table is called w.
inline constexpr const char* webhook_columns =
    "w.id, w.label, w.url, w.api_key, array_to_json(w.types), array_to_json(w.districts), w.batch, w.state,"
    " w.state_reason, encode(w.secret_check, 'hex'), w.position, w.attempts, w.attempt_to, w.first_failed_at,"
    " w.retry_at, w.last_failure, w.last_delivered_at, w.created_at, w.created_by,"
    " (select count(*) from webhook_dead_letters d where d.webhook = w.id)";
inline constexpr const char* dead_letter_columns =
    "d.id, d.first_position, d.last_position, d.attempts, d.first_failed_at, d.last_failed_at, d.last_failure, d.state";

// A row that cannot be one of this program throws std::runtime_error.
webhook read_webhook(const pqxx::row& row);
dead_letter read_dead_letter(const pqxx::row& row);

} // namespace frontdoor::db
