#include "server/db/training_queries.hpp"

#include <utility>

#include "server/db/auth_rows.hpp"
#include "server/db/postgres.hpp"
#include "server/db/row_fields.hpp"

namespace frontdoor::db {

using boost::asio::awaitable;
using pqxx::transaction_base;

namespace {

constexpr const char* exercise_columns =
    "id, number, trainee, scenario, scenario_version, pack, started_at, state, ended_at, decided, expected, percent,"
    " passed, seconds, version";

std::optional<std::uint32_t> optional_count(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : std::optional(field.as<std::uint32_t>());
}

training_exercise read_exercise(const pqxx::row& row) {
  training_exercise out;
  out.id = uuid_of(row[0]);
  out.number = row[1].c_str();
  out.trainee = row[2].c_str();
  out.scenario = row[3].c_str();
  out.scenario_version = row[4].as<std::uint32_t>();
  out.pack = row[5].c_str();
  out.started_at = parse_timestamptz(row[6].c_str());
  out.now.state = row[7].c_str();
  out.now.ended_at = optional_time(row[8]);
  out.now.decided = optional_text(row[9]);
  out.now.expected = optional_text(row[10]);
  out.now.percent = optional_count(row[11]);
  if (!row[12].is_null()) out.now.passed = row[12].as<bool>();
  out.now.seconds = optional_count(row[13]);
  out.now.version = row[14].as<std::uint32_t>();
  return out;
}

std::optional<std::int64_t> signed_count(std::optional<std::uint32_t> value) {
  if (!value) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

void keep_state(transaction_base& t, const uuid& id, const training_state& now) {
  t.exec_params(
      "update training_exercises set state = $2, ended_at = $3::timestamptz, decided = $4, expected = $5, percent = $6,"
      " passed = $7, seconds = $8, version = $9, body = $10 where id = $1::uuid",
      id.to_string(), now.state, instant(now.ended_at), now.decided, now.expected, signed_count(now.percent),
      now.passed, signed_count(now.seconds), static_cast<std::int64_t>(now.version), now.body
  );
}

// What was answered to this key before; none where it is new.
std::optional<training_done> answered_already(transaction_base& t, const training_request& sent) {
  if (!sent.key) return std::nullopt;
  const auto rows = t.exec_params(
      "select r.request_hash = decode($2, 'hex'), r.answer, e.version from training_requests r"
      " join training_exercises e on e.id = r.exercise where r.key = decode($1, 'hex')",
      auth::to_hex(*sent.key), auth::to_hex(sent.hash)
  );
  if (rows.empty()) return std::nullopt;
  training_done out;
  out.outcome = rows[0][0].as<bool>() ? training_outcome::repeated : training_outcome::key_reused;
  out.answer = text_of(rows[0][1]);
  out.version = rows[0][2].as<std::uint32_t>();
  return out;
}

void keep_request(transaction_base& t, const training_request& sent, const uuid& exercise, const std::string& answer) {
  if (!sent.key) return;
  t.exec_params(
      "insert into training_requests (key, request_hash, exercise, answer)"
      " values (decode($1, 'hex'), decode($2, 'hex'), $3::uuid, $4)",
      auth::to_hex(*sent.key), auth::to_hex(sent.hash), exercise.to_string(), answer
  );
}

void leave_open_ones(transaction_base& t, const training_start& wanted) {
  const auto open = t.exec_params(
      "select id, body from training_exercises where trainee = $1 and state = 'open' for update", wanted.trainee
  );
  for (const auto& row : open)
    keep_state(t, uuid_of(row[0]), wanted.leave(text_of(row[1])));
}

training_done start_exercise(transaction_base& t, const training_start& wanted, const training_request& sent) {
  // The day's row is locked from here on, so that one start after the other counts and numbers.
  const auto drawn = t.exec_params(
      "insert into training_days (day, last) values ($1::date, 1)"
      " on conflict (day) do update set last = training_days.last + 1"
      " returning 'TRN-' || to_char(day, 'YYYYMMDD') || '-' || lpad(last::text, 6, '0')",
      wanted.day
  );
  if (auto before = answered_already(t, sent)) return *std::move(before);
  const auto begun = t.exec_params(
      "select count(*) from training_exercises where trainee = $1 and day = $2::date", wanted.trainee, wanted.day
  );
  training_done out;
  if (begun[0][0].as<std::uint64_t>() >= wanted.a_day_max) {
    out.outcome = training_outcome::too_many;
    return out;
  }
  leave_open_ones(t, wanted);
  const std::string number = drawn[0][0].c_str();
  auto made = wanted.make(number);
  t.exec_params(
      "insert into training_exercises (id, number, day, trainee, scenario, scenario_version, pack, state, started_at,"
      " version, body) values ($1::uuid, $2, $3::date, $4, $5, $6, $7, $8, $9::timestamptz, $10, $11)",
      wanted.id.to_string(), number, wanted.day, wanted.trainee, wanted.scenario,
      static_cast<std::int64_t>(wanted.scenario_version), wanted.pack, made.after.state,
      triage::to_rfc3339(wanted.started_at), static_cast<std::int64_t>(made.after.version), made.after.body
  );
  keep_request(t, sent, wanted.id, made.answer);
  out.version = made.after.version;
  out.answer = std::move(made.answer);
  return out;
}

// Most rows of a table that lists are cut at.
std::int64_t limit_of(std::size_t limit) {
  return static_cast<std::int64_t>(limit);
}

} // namespace

template <class T>
awaitable<query_result<T>>
training_queries::ask(const char* name, access_mode mode, std::function<T(transaction_base&)> work) {
  return pool_.run<T>(name, mode, std::move(work));
}

awaitable<query_result<training_done>> training_queries::start(training_start wanted, training_request sent) {
  std::function<training_done(transaction_base&)> work = [wanted = std::move(wanted), sent](transaction_base& t) {
    return start_exercise(t, wanted, sent);
  };
  return ask<training_done>("start_exercise", access_mode::read_write, std::move(work));
}

awaitable<query_result<training_done>> training_queries::change(
    uuid id, std::string trainee, std::optional<std::uint32_t> expected_version, training_request sent,
    std::function<std::optional<training_step>(const std::string& body)> step
) {
  std::function<training_done(transaction_base&)> work = [=, trainee = std::move(trainee),
                                                          step = std::move(step)](transaction_base& t) {
    training_done out;
    const auto rows = t.exec_params(
        "select version, body from training_exercises where id = $1::uuid and trainee = $2 for update", id.to_string(),
        trainee
    );
    if (rows.empty()) {
      out.outcome = training_outcome::not_found;
      return out;
    }
    if (auto before = answered_already(t, sent)) return *std::move(before);
    out.version = rows[0][0].as<std::uint32_t>();
    if (expected_version && *expected_version != out.version) {
      out.outcome = training_outcome::stale;
      return out;
    }
    auto made = step(text_of(rows[0][1]));
    if (!made) {
      out.outcome = training_outcome::refused;
      return out;
    }
    keep_state(t, id, made->after);
    keep_request(t, sent, id, made->answer);
    out.version = made->after.version;
    out.answer = std::move(made->answer);
    return out;
  };
  return ask<training_done>("change_exercise", access_mode::read_write, std::move(work));
}

awaitable<query_result<std::optional<training_exercise>>> training_queries::find(uuid id) {
  using found = std::optional<training_exercise>;
  std::function<found(transaction_base&)> work = [id](transaction_base& t) {
    const auto rows = t.exec_params(
        std::string("select ") + exercise_columns + ", body from training_exercises where id = $1::uuid", id.to_string()
    );
    found out;
    if (rows.empty()) return out;
    out = read_exercise(rows[0]);
    out->now.body = text_of(rows[0][15]);
    return out;
  };
  return ask<found>("find_exercise", access_mode::read_only, std::move(work));
}

awaitable<query_result<std::vector<training_exercise>>> training_queries::list(training_filter filter) {
  using exercises = std::vector<training_exercise>;
  std::function<exercises(transaction_base&)> work = [filter = std::move(filter)](transaction_base& t) {
    const auto rows = t.exec_params(
        std::string("select ") + exercise_columns +
            " from training_exercises where ($1::text is null or trainee = $1)"
            " and ($2::text is null or scenario = $2) and (not $3 or state = 'submitted')"
            " order by started_at desc, id desc limit $4",
        filter.trainee, filter.scenario, filter.submitted_only, limit_of(filter.limit)
    );
    exercises out;
    for (const auto& row : rows)
      out.push_back(read_exercise(row));
    return out;
  };
  return ask<exercises>("list_exercises", access_mode::read_only, std::move(work));
}

awaitable<query_result<std::map<std::string, std::uint64_t, std::less<>>>>
training_queries::done(std::string trainee, std::string pack) {
  using counts = std::map<std::string, std::uint64_t, std::less<>>;
  std::function<counts(transaction_base&)> work = [trainee = std::move(trainee),
                                                   pack = std::move(pack)](transaction_base& t) {
    counts out;
    for (const auto& row : t.exec_params(
             "select scenario, count(*) from training_exercises"
             " where trainee = $1 and pack = $2 and state = 'submitted' group by scenario",
             trainee, pack
         ))
      out.emplace(row[0].c_str(), row[1].as<std::uint64_t>());
    return out;
  };
  return ask<counts>("exercises_done", access_mode::read_only, std::move(work));
}

awaitable<query_result<std::vector<training_first>>>
training_queries::first_results(std::string pack, std::optional<std::string> scenario, std::size_t limit) {
  using results = std::vector<training_first>;
  std::function<results(transaction_base&)> work = [=, pack = std::move(pack),
                                                    scenario = std::move(scenario)](transaction_base& t) {
    results out;
    for (const auto& row : t.exec_params(
             "select distinct on (trainee, scenario, scenario_version) trainee, scenario, scenario_version, decided,"
             " expected from training_exercises where state = 'submitted' and pack = $1"
             " and ($2::text is null or scenario = $2)"
             " order by trainee, scenario, scenario_version, ended_at, id limit $3",
             pack, scenario, limit_of(limit)
         ))
      out.push_back({row[0].c_str(), row[1].c_str(), row[2].as<std::uint32_t>(), text_of(row[3]), text_of(row[4])});
    return out;
  };
  return ask<results>("first_exercises", access_mode::read_only, std::move(work));
}

awaitable<query_result<std::uint64_t>>
training_queries::purge(std::optional<std::string> before, uuid noted_as, auth::on_behalf by) {
  std::function<std::uint64_t(transaction_base&)> work = [=, before = std::move(before),
                                                          by = std::move(by)](transaction_base& t) {
    const auto gone = t.exec_params("delete from training_exercises where $1::date is null or day < $1::date", before);
    const auto count = static_cast<std::uint64_t>(gone.affected_rows());
    const auto which = before ? "before " + *before : std::string("all");
    note_administration(t, by, "training_purged", noted_as, which + ": " + std::to_string(count));
    return count;
  };
  return ask<std::uint64_t>("purge_exercises", access_mode::read_write, std::move(work));
}

} // namespace frontdoor::db
