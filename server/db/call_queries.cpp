#include "server/db/call_queries.hpp"

#include "server/db/array_text.hpp"
#include "server/db/postgres.hpp"

namespace frontdoor::db {

namespace {

std::vector<incident_row> call_rows_of(const pqxx::result& rows) {
  std::vector<incident_row> out;
  out.reserve(rows.size());
  for (const auto& row : rows) {
    incident_row one;
    one.id = uuid::parse(row[0].c_str()).value_or(uuid{});
    one.version = row[1].as<std::uint32_t>();
    one.fold_version = row[2].as<int>();
    if (!row[3].is_null()) one.snapshot = row[3].c_str();
    if (!row[4].is_null()) one.personal = std::string(row[4].c_str(), row[4].size());
    out.push_back(std::move(one));
  }
  return out;
}

} // namespace

boost::asio::awaitable<query_result<std::vector<incident_row>>>
call_queries::list(std::string standing, std::size_t limit) {
  using rows_type = std::vector<incident_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [standing, limit](pqxx::transaction_base& transaction) {
    return call_rows_of(transaction.exec_params(
        "select stream_id, version, fold_version, snapshot, personal from streams"
        " where stream_type = 'call' and status = $1 order by received_at, stream_id limit $2",
        standing, static_cast<std::int64_t>(limit)
    ));
  };
  co_return co_await pool_.run<rows_type>("calls", access_mode::read_only, std::move(work));
}

boost::asio::awaitable<query_result<std::vector<incident_row>>>
call_queries::heard_at(std::vector<timestamp> moments, std::size_t limit) {
  using rows_type = std::vector<incident_row>;
  array_text at;
  for (const auto& one : moments)
    at.add(std::string_view(triage::to_rfc3339(one)));
  const auto text = at.take();
  std::function<rows_type(pqxx::transaction_base&)> work = [text, limit](pqxx::transaction_base& transaction) {
    // With every standing named the index on standing and moment serves.
    return call_rows_of(transaction.exec_params(
        "select stream_id, version, fold_version, snapshot, personal from streams"
        " where stream_type = 'call' and status = any(array['live', 'over', 'call_back', 'called_back'])"
        " and received_at = any($1::timestamptz[]) order by received_at, stream_id limit $2",
        text, static_cast<std::int64_t>(limit)
    ));
  };
  co_return co_await pool_.run<rows_type>("calls_of_incident", access_mode::read_only, std::move(work));
}

} // namespace frontdoor::db
