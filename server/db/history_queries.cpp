#include "server/db/history_queries.hpp"

#include <algorithm>
#include <set>

#include "server/db/array_text.hpp"
#include "server/db/postgres.hpp"
#include "server/db/row_fields.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;

namespace {

constexpr long long projector_lock = 0x66726f6e74686973LL; // "fronthis": no other program's advisory lock

std::string hex(const digest& bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    out += digits[byte >> 4U];
    out += digits[byte & 0xfU];
  }
  return out;
}

std::string hex_array_of(const std::vector<digest>& values) {
  array_text out;
  for (const auto& value : values)
    out.add(std::string_view(hex(value)));
  return out.take();
}

std::optional<std::string> time_text(const std::optional<timestamp>& value) {
  if (!value) return std::nullopt;
  return triage::to_rfc3339(*value);
}

word_sounds read_sounds(pqxx::transaction_base& transaction, const std::vector<std::string>& words) {
  word_sounds found;
  if (words.empty()) return found;
  // A word longer than this is no name, and what dmetaphone refuses.
  const auto rows = transaction.exec_params(
      "select w, dmetaphone(unaccent(left(w, 100))), dmetaphone_alt(unaccent(left(w, 100)))"
      " from unnest($1::text[]) as words(w)",
      array_of(words)
  );
  for (const auto& row : rows) {
    auto& codes = found[text_of(row[0])];
    for (const auto& field : {row[1], row[2]}) {
      auto code = text_of(field);
      if (!code.empty() && std::ranges::find(codes, code) == codes.end()) codes.push_back(std::move(code));
    }
  }
  return found;
}

// Rows are made with one secret; the first to ask decides which.
bool claim_secret(pqxx::transaction_base& transaction, const digest& check) {
  const auto claimed = transaction.exec_params(
      "update history_cursor set secret_check = decode($1, 'hex')"
      " where secret_check is null or secret_check = decode($1, 'hex') returning true",
      hex(check)
  );
  return !claimed.empty();
}

// Takes the lock under which one server at a time goes on. What is kept here can be made from the log again, so nothing
// waits for the disk.
pqxx::row begin_step(pqxx::transaction_base& transaction) {
  return run_prepared(
      transaction, "history_begin_step",
      "select pg_try_advisory_xact_lock($1), encode(c.secret_check, 'hex'),"
      " set_config('synchronous_commit', 'off', true) from history_cursor c",
      projector_lock
  )[0];
}

// The positions of contacts that wait for their keys, the first ones first, as an array, and how many they are.
std::pair<std::string, std::size_t> waiting_for_keys(pqxx::transaction_base& transaction, std::size_t limit) {
  const auto row = run_prepared(
      transaction, "history_waiting",
      "select array_agg(w.position), count(*) from"
      " (select position from history_to_key order by position limit $1) w",
      static_cast<std::int64_t>(limit)
  )[0];
  return {row[0].is_null() ? std::string("{}") : text_of(row[0]), row[1].as<std::size_t>()};
}

std::vector<logged_contact> read_contacts(pqxx::transaction_base& transaction, const std::string& positions) {
  // By index whatever the statistics say, as in log_queries.cpp.
  const auto rows = transaction.exec_params(
      "select e.stream_id, e.schema_version, e.body, p.body from unnest($1::bigint[]) w(position)"
      " cross join lateral (select x.* from events x where x.position = w.position limit 1) e"
      " cross join lateral (select x.body from sealed_parts x where x.position = w.position limit 1) p",
      positions
  );
  std::vector<logged_contact> out;
  out.reserve(rows.size());
  for (const auto& row : rows)
    out.push_back({uuid_or_nil(row[0]), row[1].as<int>(), text_of(row[2]), text_of(row[3])});
  return out;
}

void keep(pqxx::transaction_base& transaction, const std::vector<contact_keys>& made, const std::string& positions) {
  array_text keys;
  array_text times;
  array_text contacts;
  array_text incidents;
  array_text channels;
  array_text roles;
  for (const auto& one : made) {
    for (const auto& entry : one.entries) {
      keys.add(std::string_view(hex(entry.key)));
      times.add(std::string_view(triage::to_rfc3339(one.at)));
      contacts.add(std::string_view(one.contact.to_string()));
      if (one.incident)
        incidents.add(std::string_view(one.incident->to_string()));
      else
        incidents.add_null();
      channels.add(std::string_view(one.channel));
      roles.add(std::string_view(entry.role));
    }
  }
  run_prepared(
      transaction, "history_keep",
      "with kept as (insert into history_keys (key, at, contact, incident, channel, role)"
      " select decode(k, 'hex'), t, c, i, ch, r from unnest($1::text[], $2::timestamptz[], $3::uuid[], $4::uuid[],"
      " $5::text[], $6::text[]) as rows(k, t, c, i, ch, r) on conflict do nothing)"
      " delete from history_to_key where position = any ($7::bigint[])",
      keys.take(), times.take(), contacts.take(), incidents.take(), channels.take(), roles.take(), positions
  );
}

projected
project_step(pqxx::transaction_base& transaction, const contact_keyer& keyer, const digest& check, std::size_t limit) {
  projected done;
  const auto row = begin_step(transaction);
  if (!row[0].as<bool>()) {
    done.what = projected::outcome::busy;
    return done;
  }
  const bool ours = row[1].is_null() ? claim_secret(transaction, check) : text_of(row[1]) == hex(check);
  if (!ours) {
    done.what = projected::outcome::other_secret;
    return done;
  }
  const auto [positions, count] = waiting_for_keys(transaction, limit);
  done.reached_end = count < limit;
  if (count == 0) return done;
  std::vector<contact_to_key> contacts;
  std::set<std::string> words;
  for (const auto& one : read_contacts(transaction, positions)) {
    auto read = keyer(one);
    if (!read) continue;
    words.insert(read->words.begin(), read->words.end());
    contacts.push_back(*std::move(read));
  }
  const auto sounds = read_sounds(transaction, {words.begin(), words.end()});
  std::vector<contact_keys> made;
  for (const auto& one : contacts)
    made.push_back(one.keys(sounds));
  keep(transaction, made, positions);
  return done;
}

history_found read_found(const pqxx::result& rows) {
  history_found found;
  for (const auto& row : rows) {
    const auto what = text_of(row[0]);
    if (what == "cursor") {
      found.unread_since = optional_time(row[4]);
      found.same_secret = text_of(row[5]) == "same";
      continue;
    }
    const auto key = row[1].as<std::size_t>() - 1;
    const auto at = parse_timestamptz(row[4].c_str());
    if (what == "contact") {
      found.contacts.push_back({key, uuid_or_nil(row[2]), optional_uuid(row[3]), at, text_of(row[5]), text_of(row[6])});
    } else {
      found.markers.push_back(
          {key, uuid_or_nil(row[2]), text_of(row[5]), text_of(row[6]), text_of(row[7]), at, optional_time(row[8]),
           optional_time(row[9])}
      );
    }
  }
  return found;
}

void keep_markers(pqxx::transaction_base& transaction, const std::vector<marker_to_keep>& markers, timestamp now) {
  array_text keys;
  array_text ids;
  array_text codes;
  array_text whys;
  array_text sources;
  array_text from;
  array_text review;
  array_text until;
  for (const auto& one : markers) {
    for (const auto& key : one.keys) {
      keys.add(std::string_view(hex(key)));
      ids.add(std::string_view(one.row.id.to_string()));
      codes.add(std::string_view(one.row.code));
      whys.add(std::string_view(one.row.why));
      sources.add(std::string_view(one.row.source));
      from.add(std::string_view(triage::to_rfc3339(one.row.valid_from)));
      review.add(time_text(one.row.review_at));
      until.add(time_text(one.row.valid_until));
    }
  }
  transaction.exec_params(
      "insert into history_markers (key, id, code, why, source, valid_from, review_at, valid_until, imported_at)"
      " select decode(k, 'hex'), i, c, w, s, f, r, u, $9::timestamptz from unnest($1::text[], $2::uuid[], $3::text[],"
      " $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])"
      " as rows(k, i, c, w, s, f, r, u) on conflict do nothing",
      keys.take(), ids.take(), codes.take(), whys.take(), sources.take(), from.take(), review.take(), until.take(),
      triage::to_rfc3339(now)
  );
}

} // namespace

asio::awaitable<query_result<projected>>
history_queries::project(contact_keyer keyer, digest secret_check, std::size_t limit) {
  std::function<projected(pqxx::transaction_base&)> work = [keyer = std::move(keyer), secret_check,
                                                            limit](pqxx::transaction_base& transaction) {
    return project_step(transaction, keyer, secret_check, limit);
  };
  co_return co_await pool_.run<projected>("history_project", access_mode::read_write, std::move(work));
}

asio::awaitable<query_result<history_found>>
history_queries::look_up(std::vector<digest> keys, digest secret_check, timestamp since, std::size_t limit) {
  std::function<history_found(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    return read_found(run_prepared(
        // Contacts, markers and how far the projection is, in one snapshot and one way there and back.
        transaction, "history_look_up",
        "select * from history_look_up($1::text[], $2::timestamptz, $3::bigint, $4::text)", hex_array_of(keys),
        triage::to_rfc3339(since), static_cast<std::int64_t>(limit), hex(secret_check)
    ));
  };
  co_return co_await pool_.run<history_found>("history_look_up", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<word_sounds>> history_queries::sounds(std::vector<std::string> words) {
  std::function<word_sounds(pqxx::transaction_base&)> work =
      [words = std::move(words)](pqxx::transaction_base& transaction) { return read_sounds(transaction, words); };
  co_return co_await pool_.run<word_sounds>("history_sounds", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<std::vector<incident_head>>> history_queries::heads(std::vector<uuid> incidents) {
  using heads_type = std::vector<incident_head>;
  std::function<heads_type(pqxx::transaction_base&)> work = [incidents](pqxx::transaction_base& transaction) {
    const auto rows = run_prepared(
        transaction, "history_heads",
        "select s.stream_id, s.owner_id, s.number, s.status, s.grade, s.district from streams s"
        " where s.stream_id = any ($1::uuid[]) and s.stream_type = 'incident'",
        array_of(incidents)
    );
    heads_type found;
    for (const auto& row : rows) {
      incident_head one{uuid_or_nil(row[0]), uuid_or_nil(row[1]), text_of(row[2]), text_of(row[3]), {}, {}};
      if (!row[4].is_null()) one.grade = text_of(row[4]);
      if (!row[5].is_null()) one.district = text_of(row[5]);
      found.push_back(std::move(one));
    }
    return found;
  };
  co_return co_await pool_.run<heads_type>("history_heads", access_mode::one_statement, std::move(work));
}

asio::awaitable<query_result<bool>> history_queries::replace_markers(
    std::string source, std::vector<marker_to_keep> markers, digest secret_check, timestamp now
) {
  std::function<bool(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    if (!claim_secret(transaction, secret_check)) return false;
    transaction.exec_params("delete from history_markers where source = $1", source);
    if (!markers.empty()) keep_markers(transaction, markers, now);
    return true;
  };
  co_return co_await pool_.run<bool>("history_markers", access_mode::read_write, std::move(work));
}

asio::awaitable<query_result<std::uint64_t>> history_queries::erase(uuid contact) {
  std::function<std::uint64_t(pqxx::transaction_base&)> work = [contact](pqxx::transaction_base& transaction) {
    return static_cast<std::uint64_t>(
        transaction.exec_params("delete from history_keys where contact = $1::uuid", contact.to_string())
            .affected_rows()
    );
  };
  co_return co_await pool_.run<std::uint64_t>("history_erase", access_mode::read_write, std::move(work));
}

} // namespace frontdoor::db
