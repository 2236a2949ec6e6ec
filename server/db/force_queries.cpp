#include "server/db/force_queries.hpp"

#include <utility>

#include "server/db/postgres.hpp"

namespace frontdoor::db {

namespace {

std::vector<force_row> read_force_rows(const pqxx::result& rows) {
  std::vector<force_row> out;
  for (const auto& row : rows)
    out.push_back({uuid::parse(row[0].c_str()).value_or(uuid{}), row[1].is_null() ? "" : row[1].c_str()});
  return out;
}

} // namespace

boost::asio::awaitable<query_result<std::vector<force_row>>>
force_queries::streams(std::string type, std::string status, std::size_t limit) {
  using rows_type = std::vector<force_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    // The list of types is that of the index streams_force.
    const auto rows = transaction.exec_params(
        "select s.stream_id, s.snapshot from streams s where s.stream_type in ('unit', 'desk', 'handover')"
        " and s.stream_type = $1 and s.status = $2 order by s.stream_id limit $3",
        type, status, static_cast<std::int64_t>(limit)
    );
    return read_force_rows(rows);
  };
  co_return co_await pool_.run<rows_type>("force_streams", access_mode::read_only, std::move(work));
}

boost::asio::awaitable<query_result<std::vector<force_row>>>
force_queries::handovers_since(timestamp since, std::optional<uuid> last, std::size_t limit) {
  using rows_type = std::vector<force_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        "select s.stream_id, s.snapshot from streams s where s.stream_type in ('unit', 'desk', 'handover')"
        " and s.stream_type = 'handover' and s.status in ('waiting', 'ended') and s.received_at >= $1"
        " and ($3 = '' or (s.received_at, s.stream_id) >"
        "   (select l.received_at, l.stream_id from streams l where l.stream_id = nullif($3, '')::uuid))"
        " order by s.received_at, s.stream_id limit $2",
        triage::to_rfc3339(since), static_cast<std::int64_t>(limit), last ? last->to_string() : std::string()
    );
    return read_force_rows(rows);
  };
  co_return co_await pool_.run<rows_type>("handovers_since", access_mode::read_only, std::move(work));
}

} // namespace frontdoor::db
