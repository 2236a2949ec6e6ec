#include "server/db/log_queries.hpp"

#include <algorithm>
#include <iterator>

#include "server/db/array_text.hpp"
#include "server/db/batch_text.hpp"
#include "server/db/postgres.hpp"
#include "server/db/row_fields.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;

namespace {

uuid read_uuid(const pqxx::field& field) {
  if (field.is_null()) return {};
  const auto parsed = uuid::parse(field.c_str());
  if (!parsed) throw std::runtime_error("not a uuid");
  return *parsed;
}

constexpr const char* event_columns = "e.position, e.stream_type, e.stream_id, e.version, e.type, e.schema_version, "
                                      "e.occurred_at, e.recorded_at, e.actor,"
                                      " e.request_id, s.owner_id, e.body, p.body, s.number, s.district";

// What belongs to each event is looked up by its key, one by one: `limit 1` leaves the planner no other way. Joined
// freely it read all of sealed_parts for a page of events, as long as its statistics were those of a smaller log.
std::string select_events(bool with_personal) {
  return std::string("select ") + event_columns +
         " from events e left join lateral (select x.owner_id, x.number, x.district from streams x"
         " where x.stream_id = e.stream_id limit 1) s on true left join lateral (" +
         (with_personal ? "select x.body from sealed_parts x where x.position = e.position limit 1"
                        : "select null::text as body") +
         ") p on true";
}

committed_events read_events(const pqxx::result& rows) {
  committed_events events;
  events.reserve(rows.size());
  for (const auto& row : rows) {
    auto event = std::make_shared<committed_event>();
    event->position = row[0].as<std::uint64_t>();
    event->stream_type = row[1].c_str();
    event->stream_id = read_uuid(row[2]);
    event->version = row[3].as<std::uint32_t>();
    event->type = row[4].c_str();
    event->schema_version = row[5].as<int>();
    event->occurred_at = parse_timestamptz(row[6].c_str());
    event->recorded_at = parse_timestamptz(row[7].c_str());
    event->actor = row[8].c_str();
    event->request_id = row[9].c_str();
    event->owner_id = read_uuid(row[10]);
    event->body = std::string(row[11].c_str(), row[11].size());
    event->personal = optional_text(row[12]);
    event->number = row[13].is_null() ? "" : row[13].c_str();
    event->district_now = optional_text(row[14]);
    events.push_back(std::move(event));
  }
  return events;
}

incident_row read_incident(const pqxx::row& row) {
  incident_row incident;
  incident.id = read_uuid(row[0]);
  incident.version = row[1].as<std::uint32_t>();
  incident.fold_version = row[2].as<int>();
  incident.owner_id = read_uuid(row[3]);
  incident.number = row[4].is_null() ? "" : row[4].c_str();
  incident.snapshot = std::string(row[5].c_str(), row[5].size());
  incident.personal = optional_text(row[6]);
  return incident;
}

constexpr const char* incident_columns = "stream_id, version, fold_version, owner_id, number, snapshot, personal";

digest read_digest_hex(const char* text) {
  digest value{};
  for (std::size_t i = 0; i < value.size(); ++i) {
    value[i] = static_cast<std::uint8_t>(std::stoi(std::string(text + 2 * i, 2), nullptr, 16));
  }
  return value;
}

incident_page read_page(pqxx::transaction_base& transaction, const incident_filter& filter) {
  std::string sql =
      std::string("select ") + incident_columns + ", received_at from streams where stream_type = 'incident'";
  std::string grades = array_of(filter.grades);
  std::string districts = array_of(filter.districts);
  // Every parameter is always given, so that there is one statement; a null one does not narrow.
  sql += " and ($1::text is null or status = $1) and ($2::text[] = '{}' or grade = any ($2::text[]))"
         " and ($3::text[] = '{}' or district = any ($3::text[]) or ($9 and district is null)) and ($4::uuid is null "
         "or owner_id = $4::uuid)"
         " and ($5::text is null or number = $5)"
         " and ($6::timestamptz is null or (received_at, stream_id) < ($6::timestamptz, $7::uuid))"
         " order by received_at desc, stream_id desc limit $8";
  std::optional<std::string> owner;
  std::optional<std::string> after_time;
  std::optional<std::string> after_id;
  if (filter.owner_id) owner = filter.owner_id->to_string();
  if (filter.after) {
    after_time = triage::to_rfc3339(filter.after->first);
    after_id = filter.after->second.to_string();
  }
  const auto rows = transaction.exec_params(
      sql, filter.status, grades, districts, owner, filter.number, after_time, after_id,
      static_cast<std::int64_t>(filter.limit + 1), filter.or_unplaced
  );
  incident_page page;
  for (const auto& row : rows) {
    if (page.rows.size() == filter.limit) {
      const auto& last = rows[static_cast<pqxx::result::size_type>(filter.limit - 1)];
      page.next.emplace(parse_timestamptz(last[7].c_str()), read_uuid(last[0]));
      break;
    }
    page.rows.push_back(read_incident(row));
  }
  return page;
}

stream_row read_stream(pqxx::transaction_base& transaction, const uuid& id) {
  const auto rows = run_prepared(
      transaction, "stream",
      "select stream_type, version, encode(head_hash, 'hex'), fold_version, owner_id, number, snapshot, personal"
      " from streams where stream_id = $1::uuid",
      id.to_string()
  );
  stream_row found;
  found.at.stream_id = id;
  if (rows.empty()) return found;
  const auto row = rows[0];
  found.at.stream_type = row[0].c_str();
  found.at.version = row[1].as<std::uint32_t>();
  found.at.head = read_digest_hex(row[2].c_str());
  found.fold_version = row[3].as<int>();
  found.owner_id = read_uuid(row[4]);
  found.number = row[5].is_null() ? "" : row[5].c_str();
  found.snapshot = row[6].is_null() ? "" : std::string(row[6].c_str(), row[6].size());
  found.personal = optional_text(row[7]);
  return found;
}

due_timers
read_due(pqxx::transaction_base& transaction, timestamp now, std::size_t limit, const std::optional<due_timer>& after) {
  std::optional<std::string> at;
  std::optional<std::string> stream;
  std::optional<std::string> key;
  if (after) {
    at = triage::to_rfc3339(after->due_at);
    stream = after->stream_id.to_string();
    key = after->key;
  }
  const auto rows = transaction.exec_params(
      "select t.stream_id, t.key, t.generation, t.due_at,"
      " (select s.stream_type from streams s where s.stream_id = t.stream_id)"
      " from timers t"
      " where $2::timestamptz is null or (t.due_at, t.stream_id, t.key) > ($2::timestamptz, $3::uuid, $4::text)"
      " order by t.due_at, t.stream_id, t.key limit $1",
      static_cast<std::int64_t>(limit + 1), at, stream, key
  );
  due_timers found;
  for (const auto& row : rows) {
    const auto due_at = parse_timestamptz(row[3].c_str());
    if (due_at > now || found.due.size() == limit) {
      found.next_due_at = due_at;
      break;
    }
    due_timer timer;
    timer.stream_id = read_uuid(row[0]);
    timer.key = row[1].c_str();
    timer.generation = row[2].as<std::uint32_t>();
    timer.due_at = due_at;
    if (!row[4].is_null()) timer.stream_type = row[4].c_str();
    found.due.push_back(std::move(timer));
  }
  return found;
}

} // namespace

asio::awaitable<query_result<log_head>> log_queries::head() {
  std::function<log_head(pqxx::transaction_base&)> work = [](pqxx::transaction_base& transaction) {
    const auto row = transaction.exec("select h.position, c.system_identifier::text || '-' || (k.timeline_id)::text"
                                      " from log_head h, pg_control_system() c, pg_control_checkpoint() k");
    log_head found;
    found.position = row[0][0].as<std::uint64_t>();
    found.epoch = row[0][1].c_str();
    return found;
  };
  co_return co_await pool_.run<log_head>("head", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<committed_events>>
log_queries::events_after(std::uint64_t after, std::size_t limit, bool with_personal) {
  std::function<committed_events(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    return read_events(transaction.exec_params(
        select_events(with_personal) + " where e.position > $1 and e.position <= $2 order by e.position",
        static_cast<std::int64_t>(after), static_cast<std::int64_t>(after + limit)
    ));
  };
  co_return co_await pool_.run<committed_events>("events_after", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<committed_events>>
log_queries::stream_events(uuid stream_id, std::optional<timestamp> as_at, bool with_personal) {
  std::function<committed_events(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    std::optional<std::string> until;
    if (as_at) until = triage::to_rfc3339(*as_at);
    return read_events(transaction.exec_params(
        select_events(with_personal) + " where e.stream_id = $1::uuid and ($2::timestamptz is null or e.recorded_at <= "
                                       "$2::timestamptz) order by e.version",
        stream_id.to_string(), until
    ));
  };
  co_return co_await pool_.run<committed_events>("stream_events", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<committed_events>>
log_queries::events_of(std::vector<uuid> streams, std::uint64_t position, bool with_personal) {
  std::function<committed_events(pqxx::transaction_base&)> work = [ids = array_of(streams), position,
                                                                   with_personal](pqxx::transaction_base& transaction) {
    return read_events(transaction.exec_params(
        select_events(with_personal) + " where e.stream_id = any ($1::uuid[]) and e.position <= $2 order by e.position",
        ids, static_cast<std::int64_t>(position)
    ));
  };
  co_return co_await pool_.run<committed_events>("events_of", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<stream_row>> log_queries::stream(uuid stream_id) {
  std::function<stream_row(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    return read_stream(transaction, stream_id);
  };
  co_return co_await pool_.run<stream_row>("stream", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<incident_page>> log_queries::incidents(incident_filter filter) {
  std::function<incident_page(pqxx::transaction_base&)> work = [filter](pqxx::transaction_base& transaction) {
    return read_page(transaction, filter);
  };
  co_return co_await pool_.run<incident_page>("incidents", access_mode::one_statement, std::move(work));
}

// Open incidents in the order of the board's index, so many from where the last page ended.
asio::awaitable<query_result<log_queries::board_page>>
log_queries::open_page(std::optional<std::string> received_at, uuid id, std::size_t limit) {
  std::function<board_page(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        std::string("select ") + incident_columns +
            ", received_at from streams where status = 'open' and ($1::timestamptz is null or (received_at, stream_id)"
            " > ($1::timestamptz, $2::uuid)) order by received_at, stream_id limit $3",
        received_at, id.to_string(), static_cast<std::int64_t>(limit)
    );
    board_page page;
    for (const auto& row : rows)
      page.rows.push_back(read_incident(row));
    if (!rows.empty()) page.received_at = rows.back()[7].c_str();
    return page;
  };
  co_return co_await pool_.run<board_page>("board", access_mode::one_statement, std::move(work));
}

// What happened after that position, and the position that it stands at. One statement is one snapshot.
asio::awaitable<query_result<log_queries::board_changes>> log_queries::changed_since(std::uint64_t position) {
  std::function<board_changes(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        std::string("select ") + incident_columns +
            ", status is not distinct from 'open', h.position from log_head h left join"
            " (select s.* from (select distinct e.stream_id from events e where e.position > $1) c"
            "   cross join lateral (select * from streams where stream_id = c.stream_id limit 1) s) s on true",
        static_cast<std::int64_t>(position)
    );
    board_changes changes;
    for (const auto& row : rows) {
      changes.position = row[8].as<std::uint64_t>();
      if (row[0].is_null()) continue;
      changes.streams.insert(read_uuid(row[0]));
      if (row[7].as<bool>()) changes.open.push_back(read_incident(row));
    }
    return changes;
  };
  co_return co_await pool_.run<board_changes>("board_changes", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<board_at>> log_queries::board(std::size_t page_size) {
  auto began = co_await head();
  if (!began) co_return std::unexpected(began.error());
  board_at board;
  board.epoch = std::move(began->epoch);
  std::optional<std::string> received_at;
  uuid last;
  for (;;) {
    auto page = co_await open_page(received_at, last, page_size);
    if (!page) co_return std::unexpected(page.error());
    const bool more = page->rows.size() == page_size;
    if (more) last = page->rows.back().id;
    received_at = std::move(page->received_at);
    std::ranges::move(page->rows, std::back_inserter(board.rows));
    if (!more) break;
  }
  auto changes = co_await changed_since(began->position);
  if (!changes) co_return std::unexpected(changes.error());
  board.position = changes->position;
  std::erase_if(board.rows, [&](const incident_row& row) { return changes->streams.contains(row.id); });
  std::ranges::move(changes->open, std::back_inserter(board.rows));
  co_return board;
}

asio::awaitable<query_result<due_timers>>
log_queries::timers_due(timestamp now, std::size_t limit, std::optional<due_timer> after) {
  std::function<due_timers(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    return read_due(transaction, now, limit, after);
  };
  co_return co_await pool_.run<due_timers>("timers_due", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<bool>>
log_queries::record_delivery(uuid dispatch_id, uuid console_id, std::string step, timestamp at, std::string actor) {
  std::function<bool(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    transaction.exec_params(
        "insert into deliveries (dispatch_id, console_id, step, at, actor)"
        " values ($1::uuid, $2::uuid, $3, $4::timestamptz, $5) on conflict do nothing",
        dispatch_id.to_string(), console_id.to_string(), step, triage::to_rfc3339(at), actor
    );
    return true;
  };
  co_return co_await pool_.run<bool>("record_delivery", access_mode::read_write, std::move(work));
}

asio::awaitable<query_result<bool>> log_queries::record_personal_read(
    timestamp at, std::string actor, std::string request_id, std::string what, std::optional<uuid> stream_id
) {
  std::function<bool(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    std::optional<std::string> stream;
    if (stream_id) stream = stream_id->to_string();
    transaction.exec_params(
        "insert into personal_data_reads (at, actor, request_id, what, stream_id)"
        " values ($1::timestamptz, $2, $3, $4, $5::uuid)",
        triage::to_rfc3339(at), actor, request_id, what, stream
    );
    return true;
  };
  co_return co_await pool_.run<bool>("record_personal_read", access_mode::read_write, std::move(work));
}

asio::awaitable<query_result<std::optional<kept_answer>>> log_queries::answer_for(digest key) {
  std::function<std::optional<kept_answer>(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = run_prepared(
        transaction, "answer_for",
        "select encode(request_hash, 'hex'), number, answer, last_position, command_id from idempotency"
        " where key = decode($1, 'hex')",
        to_hex(key)
    );
    std::optional<kept_answer> found;
    if (rows.empty()) return found;
    found.emplace();
    found->request_hash = read_digest_hex(rows[0][0].c_str());
    found->command_id = *triage::uuid::parse(rows[0][4].c_str());
    found->number = rows[0][1].is_null() ? "" : rows[0][1].c_str();
    found->answer = rows[0][2].c_str();
    found->last_position = rows[0][3].as<std::uint64_t>();
    fill_in_answer(found->answer, found->number, found->last_position);
    return found;
  };
  co_return co_await pool_.run<std::optional<kept_answer>>("answer_for", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<std::uint64_t>> log_queries::forget_answers(timestamp before) {
  std::function<std::uint64_t(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto done = transaction.exec_params(
        "delete from idempotency where recorded_at < $1::timestamptz", triage::to_rfc3339(before)
    );
    return static_cast<std::uint64_t>(done.affected_rows());
  };
  co_return co_await pool_.run<std::uint64_t>("forget_answers", access_mode::read_write, std::move(work));
}

} // namespace frontdoor::db
