#include "server/db/crime_queries.hpp"

#include "server/db/postgres.hpp"
#include "server/db/row_fields.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;

namespace {

std::vector<register_row> read_register(const pqxx::result& rows) {
  std::vector<register_row> out;
  out.reserve(rows.size());
  for (const auto& row : rows)
    out.push_back({uuid_or_nil(row[0]), uuid_or_nil(row[1]), text_of(row[2]), text_of(row[3])});
  return out;
}

constexpr const char* district_filter =
    " and ($1 = '' or s.district is null or s.district = any (string_to_array($1, ',')))";

// What inspectors look at apart (domain.md 4.7), and whether any crime was decided on.
constexpr const char* stratum =
    "case when j.flags ?| array['N100', 'CSE'] then 'sexual or child exploitation'"
    " when j.flags ? 'DA' then 'domestic'"
    " when j.flags ?| array['HATE_RACE', 'HATE_RELIGION', 'HATE_SO', 'HATE_DISABILITY', 'HATE_TRANS'] then 'hate'"
    " when j.facts ? 'asb' then 'anti-social behaviour' else 'other' end ||"
    " case when jsonb_array_length(coalesce(j.links, '[]')) > 0 then ', decided' else ', undecided or none' end";

} // namespace

asio::awaitable<query_result<std::uint64_t>> crime_queries::draw_number(int year) {
  std::function<std::uint64_t(pqxx::transaction_base&)> work = [year](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        "insert into crime_numbers as n (year, last) values ($1, 1)"
        " on conflict (year) do update set last = n.last + 1 returning last",
        year
    );
    return rows[0][0].as<std::uint64_t>();
  };
  co_return co_await pool_.run<std::uint64_t>("draw_crime_number", access_mode::read_write, std::move(work));
}

asio::awaitable<query_result<std::vector<register_row>>>
crime_queries::owing(std::vector<std::string> districts, std::size_t limit) {
  using rows_type = std::vector<register_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    return read_register(transaction.exec_params(
        std::string("select s.stream_id, s.owner_id, s.number, s.snapshot from timers t"
                    " join streams s on s.stream_id = t.stream_id where t.key = 'crime_decision'") +
            district_filter + " order by t.due_at, t.stream_id limit $2",
        joined(districts), static_cast<std::int64_t>(limit)
    ));
  };
  co_return co_await pool_.run<rows_type>("crimes_owing", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<std::vector<register_row>>>
crime_queries::in_state(std::string state, std::vector<std::string> districts, std::size_t limit) {
  using rows_type = std::vector<register_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    return read_register(transaction.exec_params(
        std::string("select s.stream_id, s.owner_id, s.number, s.snapshot from streams s"
                    " where s.stream_type = 'crime' and s.status = $3") +
            district_filter + " order by s.received_at, s.stream_id limit $2",
        joined(districts), static_cast<std::int64_t>(limit), state
    ));
  };
  co_return co_await pool_.run<rows_type>("crimes_in_state", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<std::vector<audit_row>>> crime_queries::audit_population(timestamp from, timestamp to) {
  using rows_type = std::vector<audit_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        std::string("select s.stream_id, s.number, ") + stratum +
            " from streams s cross join lateral (select s.snapshot::jsonb -> 'flags' as flags,"
            " s.snapshot::jsonb -> 'facts' as facts, s.snapshot::jsonb #> '{crimes,links}' as links) j"
            " where s.stream_type = 'incident' and s.received_at >= $1::timestamptz and s.received_at < "
            "$2::timestamptz",
        triage::to_rfc3339(from), triage::to_rfc3339(to)
    );
    rows_type out;
    out.reserve(rows.size());
    for (const auto& row : rows)
      out.push_back({text_of(row[0]), text_of(row[1]), text_of(row[2])});
    return out;
  };
  co_return co_await pool_.run<rows_type>("crime_audit_population", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<crime_reconciliation>> crime_queries::reconcile(timestamp from) {
  std::function<crime_reconciliation(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto since = triage::to_rfc3339(from);
    // One statement is one snapshot: both sides stand at the same moment.
    const auto rows = transaction.exec_params(
        "with i as materialized (select stream_id, snapshot::jsonb #> '{crimes,links}' as links from streams"
        "   where stream_type = 'incident' and received_at >= $1::timestamptz),"
        " linked as (select i.stream_id::text as incident, l ->> 'crime' as crime, l ->> 'state' as state"
        "   from i cross join lateral jsonb_array_elements(i.links) l),"
        " held as (select s.stream_id::text as crime, s.status as state, i.stream_id::text as incident"
        "   from streams s join i on i.stream_id = (s.snapshot::jsonb #>> '{facts,incident}')::uuid"
        "   where s.stream_type = 'crime'),"
        " both_sides as (select crime, coalesce(linked.incident, held.incident) as incident,"
        "   linked.state as linked_state, held.state as held_state from linked full join held using (crime))"
        " select (select count(*) from i), (select count(*) from both_sides), b.crime, b.incident, b.linked_state,"
        "   b.held_state from (select 1) one left join both_sides b on b.linked_state is distinct from b.held_state"
        " order by b.crime limit $2",
        since, static_cast<std::int64_t>(mismatches_max + 1)
    );
    crime_reconciliation out;
    out.more = rows.size() > mismatches_max;
    for (const auto& row : rows) {
      if (out.mismatches.size() == mismatches_max) break;
      out.incidents = row[0].as<std::uint64_t>();
      out.crimes = row[1].as<std::uint64_t>();
      if (!row[2].is_null())
        out.mismatches.push_back({text_of(row[2]), text_of(row[3]), text_of(row[4]), text_of(row[5])});
    }
    return out;
  };
  co_return co_await pool_.run<crime_reconciliation>("reconcile_crimes", access_mode::read_only, std::move(work));
}

} // namespace frontdoor::db
