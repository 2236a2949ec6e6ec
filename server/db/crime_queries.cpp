#include "server/db/crime_queries.hpp"

#include <algorithm>
#include <iterator>

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
    "case when j.flags::jsonb ?| array['N100', 'CSE'] then 'sexual or child exploitation'"
    " when j.flags::jsonb ? 'DA' then 'domestic'"
    " when j.flags::jsonb ?| array['HATE_RACE', 'HATE_RELIGION', 'HATE_SO', 'HATE_DISABILITY', 'HATE_TRANS'] then "
    "'hate'"
    " when j.facts -> 'asb' is not null then 'anti-social behaviour' else 'other' end ||"
    " case when json_array_length(coalesce(j.crimes -> 'links', '[]')) > 0 then ', decided' else ', undecided or none'"
    " end";

// Incidents received since $1 and before $2, from the place ($3, $4) on, $5 of them, with the parts of their snapshots
// that are asked for: read as text once, which costs a fifth of making a jsonb value of all of it.
std::string incidents_with(const std::string& parts) {
  return "(select stream_id, number, received_at, snapshot from streams where stream_type = 'incident'"
         " and received_at >= $1::timestamptz and received_at < $2::timestamptz"
         " and ($3::timestamptz is null or (received_at, stream_id) > ($3::timestamptz, $4::uuid))"
         " order by received_at, stream_id limit $5) s cross join lateral json_to_record(s.snapshot::json) as j(" +
         parts + ")";
}

std::optional<std::string> time_in(const std::optional<received_place>& place) {
  return place ? std::optional(place->received_at) : std::nullopt;
}

std::string id_in(const std::optional<received_place>& place) {
  return place ? place->id : uuid{}.to_string();
}

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

asio::awaitable<query_result<audit_page>>
crime_queries::audit_population(timestamp from, timestamp to, std::optional<received_place> after, std::size_t limit) {
  std::function<audit_page(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        std::string("select s.stream_id, s.number, ") + stratum + ", s.received_at from " +
            incidents_with("flags json, facts json, crimes json") + " order by s.received_at, s.stream_id",
        triage::to_rfc3339(from), triage::to_rfc3339(to), time_in(after), id_in(after), static_cast<std::int64_t>(limit)
    );
    audit_page out;
    out.rows.reserve(rows.size());
    for (const auto& row : rows)
      out.rows.push_back({text_of(row[0]), text_of(row[1]), text_of(row[2])});
    if (rows.size() == limit) out.next = received_place{text_of(rows.back()[3]), out.rows.back().id};
    return out;
  };
  co_return co_await pool_.run<audit_page>("crime_audit_population", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<crime_reconciliation>> crime_queries::reconcile(timestamp from, std::size_t page_size) {
  crime_reconciliation all;
  std::optional<received_place> after;
  do {
    auto page = co_await reconcile_page(from, after, page_size);
    if (!page) co_return std::unexpected(page.error());
    all.incidents += page->found.incidents;
    all.crimes += page->found.crimes;
    std::ranges::move(page->found.mismatches, std::back_inserter(all.mismatches));
    all.more = all.more || page->found.more || all.mismatches.size() > mismatches_max;
    if (all.mismatches.size() > mismatches_max) all.mismatches.resize(mismatches_max);
    after = std::move(page->next);
  } while (after);
  co_return all;
}

asio::awaitable<query_result<crime_queries::reconciled_page>>
crime_queries::reconcile_page(timestamp from, std::optional<received_place> after, std::size_t limit) {
  std::function<reconciled_page(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    // One statement is one snapshot: both sides stand at the same moment. Each incident's records are looked up by
    // their index, whatever the statistics say: `offset 0` leaves the planner no other way.
    const auto rows = transaction.exec_params(
        "with i as materialized (select s.stream_id, s.received_at, j.crimes -> 'links' as links from " +
            incidents_with("crimes json") +
            "), linked as (select i.stream_id::text as incident, l ->> 'crime' as crime, l ->> 'state' as state"
            "   from i cross join lateral json_array_elements(i.links) l),"
            " held as (select r.stream_id::text as crime, r.status as state, i.stream_id::text as incident"
            "   from i cross join lateral (select stream_id, status from streams where stream_type = 'crime'"
            "     and snapshot::jsonb #>> '{facts,incident}' = i.stream_id::text offset 0) r),"
            " both_sides as (select crime, coalesce(linked.incident, held.incident) as incident,"
            "   linked.state as linked_state, held.state as held_state from linked full join held using (crime)),"
            " last as (select received_at, stream_id from i order by received_at desc, stream_id desc limit 1)"
            " select (select count(*) from i), (select count(*) from both_sides), (select received_at from last),"
            "   (select stream_id from last), b.crime, b.incident, b.linked_state, b.held_state from (select 1) one"
            "   left join both_sides b on b.linked_state is distinct from b.held_state order by b.crime limit $6",
        triage::to_rfc3339(from), "infinity", time_in(after), id_in(after), static_cast<std::int64_t>(limit),
        static_cast<std::int64_t>(mismatches_max + 1)
    );
    reconciled_page out;
    auto& found = out.found;
    found.incidents = rows[0][0].as<std::uint64_t>();
    found.crimes = rows[0][1].as<std::uint64_t>();
    if (found.incidents == limit) out.next = received_place{text_of(rows[0][2]), text_of(rows[0][3])};
    found.more = rows.size() > mismatches_max;
    for (const auto& row : rows) {
      if (found.mismatches.size() == mismatches_max || row[4].is_null()) break;
      found.mismatches.push_back({text_of(row[4]), text_of(row[5]), text_of(row[6]), text_of(row[7])});
    }
    return out;
  };
  co_return co_await pool_.run<reconciled_page>("reconcile_crimes", access_mode::one_statement, std::move(work));
}

} // namespace frontdoor::db
