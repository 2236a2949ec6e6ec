// What outages leave in the record.

#include "server/db/log_queries.hpp"
#include "server/db/postgres.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;

asio::awaitable<query_result<std::optional<log_queries::numbered_contact>>>
log_queries::by_temporary_number(std::string number) {
  using found = std::optional<numbered_contact>;
  std::function<found(pqxx::transaction_base&)> work = [number = std::move(number)](pqxx::transaction_base& on) {
    // As in the index of migrations/011_outages.sql.
    const auto rows = on.exec_params(
        "select stream_id, body::jsonb ->> 'incident' from events where type = 'contact.received'"
        " and body like '%\"temporary_number\":%' and body::jsonb ->> 'temporary_number' = $1",
        number
    );
    found out;
    if (rows.empty()) return out;
    out.emplace();
    out->contact = *triage::uuid::parse(rows[0][0].c_str());
    if (!rows[0][1].is_null()) out->incident = triage::uuid::parse(rows[0][1].c_str());
    return out;
  };
  co_return co_await pool_.run<found>("by_temporary_number", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<bool>>
log_queries::keep_outage_report(uuid id, std::string node, timestamp began_at, timestamp ended_at, std::string report) {
  std::function<bool(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& on) {
    on.exec_params(
        "insert into outage_reports (id, node, began_at, ended_at, report)"
        " values ($1::uuid, $2, $3::timestamptz, $4::timestamptz, $5)"
        " on conflict (id) do update set ended_at = excluded.ended_at, report = excluded.report",
        id.to_string(), node, triage::to_rfc3339(began_at), triage::to_rfc3339(ended_at), report
    );
    return true;
  };
  co_return co_await pool_.run<bool>("keep_outage_report", access_mode::read_write, std::move(work));
}

asio::awaitable<query_result<std::vector<std::string>>> log_queries::outage_reports(std::size_t limit) {
  using texts = std::vector<std::string>;
  std::function<texts(pqxx::transaction_base&)> work = [limit](pqxx::transaction_base& on) {
    texts out;
    for (const auto& row : on.exec_params("select report from outage_reports order by began_at desc limit $1", limit))
      out.emplace_back(row[0].c_str());
    return out;
  };
  co_return co_await pool_.run<texts>("outage_reports", access_mode::read_only, std::move(work));
}

} // namespace frontdoor::db
