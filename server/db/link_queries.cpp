#include "server/db/link_queries.hpp"

#include <nlohmann/json.hpp>

#include "server/db/postgres.hpp"
#include "server/db/row_fields.hpp"

namespace frontdoor::db {

namespace {

uuid read_id(const pqxx::field& field) {
  return field.is_null() ? uuid{} : uuid::parse(field.c_str()).value_or(uuid{});
}

// What the incident's contacts said is in the sealed parts of their first events.
constexpr const char* statement =
    "with own as materialized (select snapshot from streams where stream_id = $1::uuid and stream_type = 'incident'),"
    " sharing as materialized ("
    "  select k.incident as id from own, json_array_elements(own.snapshot::json -> 'contacts') c"
    "   join history_keys said on said.contact = (c ->> 'id')::uuid"
    "   join history_keys k on k.key = said.key and k.at >= $5::timestamptz and k.at <= $4::timestamptz"
    "  where k.incident is not null and k.incident <> $1::uuid group by k.incident order by max(k.at) desc limit $6),"
    " recent as materialized ("
    "  select stream_id as id from streams where stream_type = 'incident'"
    "   and received_at >= least($2::timestamptz, $3::timestamptz) and received_at <= $4::timestamptz"
    "   and ((status = 'open' and received_at >= $2::timestamptz)"
    "     or (status = 'closed' and received_at >= $3::timestamptz))"
    "   order by received_at desc, stream_id desc limit $6),"
    " near as materialized (select stream_id = $1::uuid as own, stream_id, version, fold_version, owner_id, number,"
    "   snapshot, personal, received_at from streams where stream_type = 'incident' and (status <> 'linked' or "
    "stream_id = $1::uuid)"
    "   and stream_id in (select $1::uuid union select id from sharing union select id from recent))"
    " select n.stream_id, n.version, n.fold_version, n.owner_id, n.number, n.snapshot, n.personal,"
    "  (select json_agg(p.body) from"
    "    (select (c ->> 'id')::uuid as id from json_array_elements(n.snapshot::json -> 'contacts') c limit $7) said"
    "    join events e on e.stream_id = said.id and e.version = 1"
    "    join sealed_parts p on p.position = e.position)"
    " from near n order by n.own desc, n.received_at desc, n.stream_id desc";

compared_incident read(const pqxx::row& row) {
  compared_incident out;
  out.row.id = read_id(row[0]);
  out.row.version = row[1].as<std::uint32_t>();
  out.row.fold_version = row[2].as<int>();
  out.row.owner_id = read_id(row[3]);
  out.row.number = optional_text(row[4]).value_or("");
  out.row.snapshot = optional_text(row[5]).value_or("");
  out.row.personal = optional_text(row[6]);
  if (row[7].is_null()) return out;
  for (const auto& one : nlohmann::json::parse(row[7].c_str()))
    out.contacts.push_back(one.get<std::string>());
  return out;
}

} // namespace

boost::asio::awaitable<query_result<std::vector<compared_incident>>> link_queries::comparable(comparison_window window
) {
  using rows_type = std::vector<compared_incident>;
  std::function<rows_type(pqxx::transaction_base&)> work = [window](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        statement, window.incident.to_string(), triage::to_rfc3339(window.from), triage::to_rfc3339(window.closed_from),
        triage::to_rfc3339(window.to), triage::to_rfc3339(window.shared_from), static_cast<std::int64_t>(window.limit),
        static_cast<std::int64_t>(window.contacts_limit)
    );
    rows_type out;
    out.reserve(rows.size());
    for (const auto& row : rows)
      out.push_back(read(row));
    if (out.empty() || out.front().row.id != window.incident) out.clear();
    return out;
  };
  co_return co_await pool_.run<rows_type>("comparable_incidents", access_mode::read_only, std::move(work));
}

} // namespace frontdoor::db
