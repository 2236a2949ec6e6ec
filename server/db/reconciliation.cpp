#include <cstdio>

#include "server/db/log_queries.hpp"
#include "server/db/postgres.hpp"

namespace frontdoor::db {

namespace {

// The least id that is made at that time: ids begin with the milliseconds (UUIDv7).
std::string first_id_at(timestamp at) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
  uuid id;
  for (std::size_t i = 0; i < 6; ++i)
    id.bytes.at(i) = static_cast<std::uint8_t>(static_cast<std::uint64_t>(ms) >> (8 * (5 - i)));
  return id.to_string();
}

} // namespace

boost::asio::awaitable<query_result<contact_sum>> log_queries::reconciliation(timestamp since) {
  std::function<contact_sum(pqxx::transaction_base&)> work = [since](pqxx::transaction_base& transaction) {
    // What became of each contact is read from the incidents, not from the contact's own event.
    const auto row = transaction.exec_params(
        "with taken as (select e.stream_id, (e.body::json ->> 'incident')::uuid as incident from events e"
        "  where e.stream_id >= $1::uuid and e.version = 1 and e.type = 'contact.received'),"
        " placed as (select t.incident, s.status, (o.body::json ->> 'contact')::uuid = t.stream_id as opener"
        "  from taken t left join streams s on s.stream_id = t.incident"
        "  left join events o on o.stream_id = t.incident and o.version = 1)"
        " select count(*), count(*) filter (where incident is null or (opener and status = 'closed')),"
        "  count(*) filter (where opener and status = 'open'),"
        "  count(*) filter (where (not opener and status is not null) or status = 'linked')"
        "  from placed",
        first_id_at(since)
    )[0];
    contact_sum sum;
    sum.in = row[0].as<std::uint64_t>();
    sum.resolved = row[1].as<std::uint64_t>();
    sum.open = row[2].as<std::uint64_t>();
    sum.linked = row[3].as<std::uint64_t>();
    return sum;
  };
  co_return co_await pool_.run<contact_sum>("reconciliation", access_mode::read_only, std::move(work));
}

} // namespace frontdoor::db
