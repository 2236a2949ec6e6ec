#include "server/db/screening_queries.hpp"

#include <utility>

#include "server/db/array_text.hpp"
#include "server/db/postgres.hpp"
#include "server/db/row_fields.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;

namespace {

timestamp instant_from_micros(const pqxx::field& field) {
  return timestamp(std::chrono::microseconds(field.as<std::int64_t>()));
}

// Microseconds since 1970, exact.
std::string micros(const std::string& column) {
  return "(extract(epoch from " + column + ") * 1000000)::bigint";
}

// The incidents of each problem record, by its snapshot: there are few, and each is written whole.
constexpr const char* problem_incidents =
    "select p.stream_id as problem, incident.value::uuid as incident from streams p,"
    " jsonb_array_elements_text(p.snapshot::jsonb -> 'incidents') incident where p.stream_type = 'problem'";

// Each resolution with the rules that gave it, the first contact after it under any of its keys, and the first other
// incident after it of any problem record that it belongs to.
std::string resolutions_with_return() {
  return "with resolved as (select e.stream_id as incident, e.position, e.occurred_at as at,"
         "   e.body::jsonb ->> 'pathway' as pathway, e.body::jsonb -> 'rules' as rules"
         "   from events e where e.type = 'pathway.resolved' and e.occurred_at >= $1::timestamptz"
         "   and e.occurred_at < $2::timestamptz),"
         " back as (select r.position, min(later.at) as at from resolved r"
         "   join history_keys own on own.incident = r.incident and own.at <= r.at"
         "   join history_keys later on later.key = own.key and later.at > r.at"
         "     and later.at <= r.at + make_interval(days => $3)"
         "   group by r.position),"
         " members as materialized (" +
         std::string(problem_incidents) +
         "),"
         " again as (select r.position, min(s.received_at) as at from resolved r"
         "   join members own on own.incident = r.incident"
         "   join members later on later.problem = own.problem and later.incident <> own.incident"
         "   join streams s on s.stream_id = later.incident and s.received_at > r.at"
         "     and s.received_at <= r.at + make_interval(days => $3)"
         "   group by r.position)"
         " select r.pathway, coalesce(r.rules, '[]')::text, " +
         micros("r.at") + ", " + micros("back.at") + ", " + micros("again.at") +
         " from resolved r left join back using (position) left join again using (position) order by r.position";
}

// Up to where every contact has its keys.
constexpr const char* keyed_until =
    "coalesce((select min(w.position) - 1 from history_to_key w), (select h.position from log_head h))";

std::optional<timestamp> optional_from_micros(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return instant_from_micros(field);
}

} // namespace

asio::awaitable<query_result<std::vector<resolution_row>>>
screening_queries::resolutions(timestamp from, timestamp to, std::uint32_t window_days) {
  using rows_type = std::vector<resolution_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        resolutions_with_return(), triage::to_rfc3339(from), triage::to_rfc3339(to),
        static_cast<std::int64_t>(window_days)
    );
    rows_type out;
    out.reserve(rows.size());
    for (const auto& row : rows)
      out.push_back(
          {text_of(row[0]), texts_of(row[1]), instant_from_micros(row[2]), optional_from_micros(row[3]),
           optional_from_micros(row[4])}
      );
    return out;
  };
  co_return co_await pool_.run<rows_type>("returns", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<std::vector<problem_member_row>>>
screening_queries::problem_members(std::vector<uuid> problems) {
  using rows_type = std::vector<problem_member_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        "select m.problem, m.incident, " + micros("s.received_at") + ", " + micros("e.occurred_at") + " from (" +
            problem_incidents +
            " and p.stream_id = any ($1::uuid[])) m"
            " join streams s on s.stream_id = m.incident"
            " left join events e on e.stream_id = m.incident and e.type = 'pathway.resolved'"
            " where s.received_at is not null order by m.problem, s.received_at, m.incident, e.position",
        array_of(problems)
    );
    rows_type out;
    out.reserve(rows.size());
    for (const auto& row : rows)
      out.push_back({uuid_of(row[0]), uuid_of(row[1]), instant_from_micros(row[2]), optional_from_micros(row[3])});
    return out;
  };
  co_return co_await pool_.run<rows_type>("problem_members", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<found_returns>>
screening_queries::new_returns(std::uint32_t window_days, std::size_t limit) {
  std::function<found_returns(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto reached = transaction.exec_params(
        "with until as materialized (select greatest(c.position, " + std::string(keyed_until) +
            ") as position from return_cursor c)"
            " select c.position, coalesce(fresh.last, u.position), fresh.count from return_cursor c, until u, lateral"
            " (select max(x.position) as last, count(*) as count from (select e.position from events e"
            "   where e.position > c.position and e.position <= u.position and e.type = 'contact.received'"
            "   order by e.position limit $1) x) fresh",
        static_cast<std::int64_t>(limit)
    );
    found_returns out;
    out.position = reached[0][1].as<std::uint64_t>();
    out.more = reached[0][2].as<std::size_t>() == limit;
    // From each contact by its keys to those who were there before, whatever the tables' statistics say: `offset 0`
    // keeps the planner from joining in another order, which read the tables whole.
    const auto rows = transaction.exec_params(
        "with fresh as materialized (select e.position, e.stream_id as contact from events e"
        "   where e.position > $2 and e.position <= $3 and e.type = 'contact.received')"
        " select distinct on (f.position, r.stream_id) k.incident, f.contact, " +
            micros("k.at") + ", r.stream_id, r.body::jsonb ->> 'pathway', " + micros("r.occurred_at") +
            " from fresh f"
            " cross join lateral (select x.key, x.at, x.incident from history_keys x where x.contact = f.contact"
            "   and x.incident is not null offset 0) k"
            " cross join lateral (select distinct x.incident from history_keys x where x.key = k.key"
            "   and x.incident is not null and x.contact <> f.contact offset 0) own"
            " cross join lateral (select x.stream_id, x.body, x.occurred_at from events x"
            "   where x.stream_id = own.incident and x.type = 'pathway.resolved' and x.occurred_at < k.at"
            "   and x.occurred_at >= k.at - make_interval(days => $1) offset 0) r"
            " order by f.position, r.stream_id, r.occurred_at desc",
        static_cast<std::int64_t>(window_days), reached[0][0].as<std::int64_t>(), reached[0][1].as<std::int64_t>()
    );
    for (const auto& row : rows) {
      out.found.push_back(
          {uuid_or_nil(row[0]), uuid_or_nil(row[1]), instant_from_micros(row[2]), uuid_or_nil(row[3]), text_of(row[4]),
           instant_from_micros(row[5])}
      );
    }
    return out;
  };
  co_return co_await pool_.run<found_returns>("new_returns", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<bool>> screening_queries::returns_seen(std::uint64_t position) {
  std::function<bool(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    transaction.exec_params(
        "update return_cursor set position = $1 where position < $1", static_cast<std::int64_t>(position)
    );
    return true;
  };
  co_return co_await pool_.run<bool>("returns_seen", access_mode::read_write, std::move(work));
}

asio::awaitable<query_result<std::vector<demand_count>>> screening_queries::demand(timestamp from, timestamp to) {
  std::function<std::vector<demand_count>(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        "select t.tag, count(*) from (select distinct on (e.stream_id) e.body::jsonb ->> 'tag' as tag"
        " from events e where e.type = 'contact.demand_tagged' and e.occurred_at >= $1::timestamptz"
        " and e.occurred_at < $2::timestamptz order by e.stream_id, e.position desc) t group by t.tag order by t.tag",
        triage::to_rfc3339(from), triage::to_rfc3339(to)
    );
    std::vector<demand_count> out;
    for (const auto& row : rows)
      out.push_back({text_of(row[0]), row[1].as<std::uint64_t>()});
    return out;
  };
  co_return co_await pool_.run<std::vector<demand_count>>("demand", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<std::vector<problem_row>>>
screening_queries::problems(bool open, std::vector<std::string> districts, std::size_t limit) {
  using rows_type = std::vector<problem_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        "select s.stream_id, s.snapshot from streams s where s.stream_type = 'problem' and s.status = $3"
        " and ($1 = '' or s.district is null or s.district = any (string_to_array($1, ',')))"
        " order by s.received_at, s.stream_id limit $2",
        joined(districts), static_cast<std::int64_t>(limit), std::string(open ? "worked_on" : "ended")
    );
    rows_type out;
    for (const auto& row : rows)
      out.push_back({uuid_or_nil(row[0]), text_of(row[1])});
    return out;
  };
  co_return co_await pool_.run<rows_type>("problems", access_mode::read_only, std::move(work));
}

} // namespace frontdoor::db
