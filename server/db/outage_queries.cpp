// What outages leave in the record.

#include "server/db/array_text.hpp"
#include "server/db/log_queries.hpp"
#include "server/db/postgres.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;

asio::awaitable<query_result<std::optional<uuid>>> log_queries::by_temporary_number(std::string number) {
  using found = std::optional<uuid>;
  std::function<found(pqxx::transaction_base&)> work = [number = std::move(number)](pqxx::transaction_base& on) {
    // The event as in the index of migrations/011_outages.sql: there as soon as the contact is brought in, while the
    // table has all of an outage once it is over.
    const auto rows = on.exec_params(
        "select incident::text from temporary_numbers where number = $1 union all"
        " select body::jsonb ->> 'incident' from events where type = 'contact.received'"
        " and body like '%\"temporary_number\":%' and body::jsonb ->> 'temporary_number' = $1",
        number
    );
    for (const auto& row : rows) {
      if (!row[0].is_null()) return triage::uuid::parse(row[0].c_str());
    }
    return found();
  };
  co_return co_await pool_.run<found>("by_temporary_number", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<bool>> log_queries::keep_outage_report(outage_report report) {
  std::function<bool(pqxx::transaction_base&)> work = [report = std::move(report)](pqxx::transaction_base& on) {
    on.exec_params(
        "insert into outage_reports (id, node, began_at, ended_at, report)"
        " values ($1::uuid, $2, $3::timestamptz, $4::timestamptz, $5)"
        " on conflict (id) do update set ended_at = excluded.ended_at, report = excluded.report",
        report.id.to_string(), report.node, triage::to_rfc3339(report.began_at), triage::to_rfc3339(report.ended_at),
        report.text
    );
    array_text numbers;
    array_text incidents;
    for (const auto& [number, incident] : report.incidents) {
      numbers.add(std::string_view(number));
      incidents.add(std::string_view(incident.to_string()));
    }
    on.exec_params(
        "insert into temporary_numbers (number, incident) select * from unnest($1::text[], $2::uuid[])"
        " on conflict (number) do update set incident = excluded.incident",
        numbers.take(), incidents.take()
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
