#include "server/db/review_queries.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "server/db/array_text.hpp"
#include "server/db/postgres.hpp"
#include "server/db/row_fields.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;

namespace {

// The types stand here as in the index, which is used for no other condition.
constexpr const char* candidate_sql =
    "with latest as (select distinct on (e.stream_id) e.stream_id, e.type, e.occurred_at, e.actor, e.body"
    "  from events e where e.type in ('incident.grade_lowered', 'incident.grade_restored', 'incident.closed',"
    "   'incident.reopened', 'incident.deferred', 'incident.linked', 'incident.fact_set_aside', 'task.overdue',"
    "   'dispatch.overdue', 'handoff.silent', 'handoff.requested', 'incident.crime_decision_late',"
    "   'incident.crime_decided', 'incident.grade_set')"
    "  and e.type = any ($1::text[]) and e.occurred_at >= $2::timestamptz and e.occurred_at < $3::timestamptz"
    "  and ($4::text[] = '{}' or e.body::jsonb ->> 'outcome' = any ($4::text[]))"
    "  order by e.stream_id, e.occurred_at desc, e.position desc),"
    // The incidents of problem records, where returns are asked for.
    " members as materialized (select p.stream_id as problem, m.value::uuid as incident from streams p,"
    "  jsonb_array_elements_text(p.snapshot::jsonb -> 'incidents') m"
    "  where p.stream_type = 'problem' and $10::bigint <> 0),"
    // Those of them to which another of the record came back.
    " again as (select l.stream_id from latest l join members own on own.incident = l.stream_id"
    "  join members other on other.problem = own.problem and other.incident <> own.incident"
    "  join streams later on later.stream_id = other.incident and later.received_at > l.occurred_at"
    "   and later.received_at <= l.occurred_at + $10::bigint * interval '1 microsecond')"
    " select s.stream_id, s.number, s.grade, s.district, s.status, l.type, l.occurred_at, l.actor,"
    "  (s.snapshot::jsonb -> 'flags')::text,"
    "  exists (select 1 from events d where d.stream_id = s.stream_id and d.actor = $5"
    "    and d.type <> all ($6::text[])),"
    "  exists (select 1 from streams r where r.stream_type = 'review'"
    "    and r.snapshot::jsonb ->> 'incident' = s.stream_id::text and r.snapshot::jsonb ->> 'form' = $7"
    "    and r.received_at >= l.occurred_at)"
    " from latest l join streams s on s.stream_id = l.stream_id and s.stream_type = 'incident'"
    " where ($8::text[] = '{}' or s.snapshot::jsonb -> 'flags' ?| $8::text[])"
    "  and ($9::text[] = '{}' or s.district is null or s.district = any ($9::text[]))"
    "  and ($10::bigint = 0 or exists (select 1 from jsonb_array_elements(s.snapshot::jsonb -> 'contacts') c"
    "    join history_keys a on a.contact = (c ->> 'id')::uuid join history_keys b on b.key = a.key"
    "    and b.at > l.occurred_at and b.at <= l.occurred_at + $10::bigint * interval '1 microsecond'"
    "    and not s.snapshot::jsonb -> 'contacts' @> jsonb_build_array(jsonb_build_object('id', b.contact::text))"
    "   )"
    "   or ($10::bigint <> 0 and exists (select 1 from events n where n.stream_id = s.stream_id"
    "    and n.type = 'incident.contact_joined' and n.occurred_at > l.occurred_at"
    "    and n.occurred_at <= l.occurred_at + $10::bigint * interval '1 microsecond'))"
    "   or s.stream_id in (select stream_id from again))"
    " order by l.occurred_at, s.stream_id limit $11";

std::vector<std::string> flags_in(const std::string& text) {
  std::vector<std::string> out;
  const auto list = nlohmann::json::parse(text, nullptr, false);
  if (!list.is_array()) return out;
  for (const auto& one : list) {
    if (one.is_string()) out.push_back(one.get<std::string>());
  }
  return out;
}

std::vector<review_candidate> read_candidates(const pqxx::result& rows) {
  std::vector<review_candidate> out;
  out.reserve(rows.size());
  for (const auto& row : rows) {
    review_candidate one;
    one.incident = uuid_of(row[0]);
    one.number = text_of(row[1]);
    one.grade = optional_text(row[2]);
    one.district = optional_text(row[3]);
    one.status = text_of(row[4]);
    one.type = text_of(row[5]);
    one.at = parse_timestamptz(row[6].c_str());
    one.actor = text_of(row[7]);
    one.flags = flags_in(text_of(row[8]));
    one.own = row[9].as<bool>();
    one.reviewed = row[10].as<bool>();
    out.push_back(std::move(one));
  }
  return out;
}

std::optional<std::string> written(const std::optional<timestamp>& at) {
  if (!at) return std::nullopt;
  return triage::to_rfc3339(*at);
}

} // namespace

asio::awaitable<query_result<std::vector<review_candidate>>> review_queries::candidates(candidate_filter filter) {
  using rows_type = std::vector<review_candidate>;
  std::function<rows_type(pqxx::transaction_base&)> work = [filter](pqxx::transaction_base& transaction) {
    const auto within = filter.returned_within ? static_cast<std::int64_t>(filter.returned_within->count()) : 0;
    return read_candidates(transaction.exec_params(
        candidate_sql, array_of(filter.events), triage::to_rfc3339(filter.from), triage::to_rfc3339(filter.to),
        array_of(filter.outcomes), filter.viewer, array_of(filter.not_decisions), filter.form,
        array_of(filter.flags_any), array_of(filter.districts), within, static_cast<std::int64_t>(filter.limit)
    ));
  };
  co_return co_await pool_.run<rows_type>("review_candidates", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<std::vector<review_row>>> review_queries::reviews(review_filter filter) {
  using rows_type = std::vector<review_row>;
  std::function<rows_type(pqxx::transaction_base&)> work = [filter](pqxx::transaction_base& transaction) {
    std::optional<std::string> incident;
    if (filter.incident) incident = filter.incident->to_string();
    std::optional<std::string> calibrations;
    if (filter.calibrations) calibrations = *filter.calibrations ? "true" : "false";
    // Every parameter is always given; a null one does not narrow.
    const auto rows = transaction.exec_params(
        "select stream_id, snapshot, personal from streams where stream_type = 'review'"
        " and ($1::text is null or snapshot::jsonb ->> 'incident' = $1)"
        " and ($2::text is null or snapshot::jsonb ->> 'subject' = $2)"
        " and ($3::text is null or status = $3) and ($4::text is null or snapshot::jsonb ->> 'form' = $4)"
        " and ($5::boolean is null or (snapshot::jsonb -> 'scoring' ->> 'calibrates' is not null) = $5::boolean)"
        " and ($6::timestamptz is null or received_at >= $6::timestamptz)"
        " and ($7::timestamptz is null or received_at < $7::timestamptz)"
        " and ($8::text[] = '{}' or district is null or district = any ($8::text[]))"
        " order by received_at desc, stream_id desc limit $9",
        incident, filter.subject, filter.state, filter.form, calibrations, written(filter.from), written(filter.to),
        array_of(filter.districts), static_cast<std::int64_t>(filter.limit)
    );
    rows_type out;
    out.reserve(rows.size());
    for (const auto& row : rows)
      out.push_back({uuid_of(row[0]), text_of(row[1]), optional_text(row[2])});
    return out;
  };
  co_return co_await pool_.run<rows_type>("reviews", access_mode::read_only, std::move(work));
}

asio::awaitable<query_result<returns>> review_queries::returns_of(std::vector<uuid> contacts, timestamp since) {
  std::function<returns(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto row = transaction.exec_params(
        "with later as (select b.contact, min(b.at) as at from history_keys a join history_keys b on b.key = a.key"
        "  where a.contact = any ($1::uuid[]) and b.contact <> all ($1::uuid[]) and b.at > $2::timestamptz"
        "  and b.at <= $2::timestamptz + interval '90 days' group by b.contact)"
        " select count(*) filter (where at <= $2::timestamptz + interval '7 days'),"
        "  count(*) filter (where at <= $2::timestamptz + interval '28 days'), count(*), min(at) from later",
        array_of(contacts), triage::to_rfc3339(since)
    )[0];
    returns out;
    out.within_7_days = row[0].as<std::uint64_t>();
    out.within_28_days = row[1].as<std::uint64_t>();
    out.within_90_days = row[2].as<std::uint64_t>();
    if (!row[3].is_null()) out.first_at = parse_timestamptz(row[3].c_str());
    return out;
  };
  co_return co_await pool_.run<returns>("returns", access_mode::read_only, std::move(work));
}

} // namespace frontdoor::db
