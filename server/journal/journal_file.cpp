#include "server/journal/journal_file.hpp"

#include <algorithm>

namespace frontdoor::journal {

namespace {

constexpr std::size_t page_bytes = 4096;
constexpr std::size_t pages_min = 16; // the tables alone take some

std::optional<db::uuid> optional_id(const std::optional<std::string>& text) {
  return text ? triage::uuid::parse(*text) : std::nullopt;
}

} // namespace

journal_file::journal_file(const std::string& path, std::size_t bytes_max) : db_(path), bytes_max_(bytes_max) {
  // Exclusive: two servers on one journal would each bring in the other's entries. It also spares the shared memory
  // file. Full: a commit returns when its bytes are on the disk. Secure delete: personal data does not linger in pages.
  db_.run("pragma page_size = 4096");
  db_.run("pragma locking_mode = exclusive");
  db_.run("pragma journal_mode = wal");
  db_.run("pragma synchronous = full");
  db_.run("pragma secure_delete = on");
  set_bound(bytes_max_);
  transaction making(db_);
  db_.run("create table if not exists entries (sequence integer primary key, number text, incident text,"
          " taken_at text not null, body text not null, outcome text)");
  db_.run("create table if not exists set_aside (outage text, sequence integer, body text not null, outcome text)");
  db_.run("create table if not exists notes (name text primary key, value text not null)");
  making.commit();
  if (const auto kept = note("last_number")) last_number_ = std::stoull(*kept);
}

void journal_file::set_bound(std::size_t bytes) {
  db_.run("pragma max_page_count = " + std::to_string(std::max(pages_min, bytes / page_bytes)));
}

void journal_file::in_group(const std::function<void()>& work) {
  const auto number = last_number_;
  try {
    transaction group(db_);
    work();
    group.commit();
  } catch (...) {
    last_number_ = number;
    throw;
  }
}

std::uint64_t journal_file::append(const entry& value) {
  auto insert =
      db_.prepare("insert into entries (sequence, number, incident, taken_at, body)"
                  " values ((select coalesce(max(sequence), 0) + 1 from entries), ?, ?, ?, ?) returning sequence");
  value.number ? insert.bind(1, *value.number) : insert.bind_null(1);
  value.incident ? insert.bind(2, value.incident->to_string()) : insert.bind_null(2);
  insert.bind(3, triage::to_rfc3339(value.taken_at));
  insert.bind(4, to_text(value));
  insert.step();
  const auto sequence = static_cast<std::uint64_t>(insert.number(0));
  insert.step();
  return sequence;
}

void journal_file::number_given(std::uint64_t number) {
  last_number_ = std::max(last_number_, number);
  set_note("last_number", std::to_string(last_number_));
}

std::vector<entry> journal_file::pending(std::uint64_t after, std::size_t limit) {
  auto rows =
      db_.prepare("select sequence, body from entries where outcome is null and sequence > ? order by sequence limit ?"
      );
  rows.bind(1, static_cast<std::int64_t>(after)).bind(2, static_cast<std::int64_t>(limit));
  std::vector<entry> out;
  std::vector<std::uint64_t> unreadable;
  while (rows.step()) {
    const auto sequence = static_cast<std::uint64_t>(rows.number(0));
    auto read = entry_from_text(rows.text(1));
    if (!read) {
      unreadable.push_back(sequence);
      continue;
    }
    read->sequence = sequence;
    out.push_back(std::move(*read));
  }
  // One that is damaged must not hold up all the others.
  outcome aside;
  aside.fate = fate::set_aside;
  aside.why = "It cannot be read.";
  for (const auto sequence : unreadable)
    mark(sequence, aside);
  // A whole page of damaged ones: what lies behind it is read at once.
  if (out.empty() && !unreadable.empty()) return pending(unreadable.back(), limit);
  return out;
}

std::size_t journal_file::pending_count() {
  return static_cast<std::size_t>(db_.number("select count(*) from entries where outcome is null"));
}

void journal_file::mark(std::uint64_t sequence, const outcome& what) {
  auto update = db_.prepare("update entries set outcome = ? where sequence = ?");
  update.bind(1, to_text(what)).bind(2, static_cast<std::int64_t>(sequence));
  update.step();
}

std::vector<entry_head> journal_file::heads() {
  auto rows = db_.prepare("select sequence, number, incident, taken_at, outcome from entries order by sequence");
  std::vector<entry_head> out;
  while (rows.step()) {
    entry_head one;
    one.sequence = static_cast<std::uint64_t>(rows.number(0));
    one.number = rows.optional_text(1);
    one.incident = optional_id(rows.optional_text(2));
    one.taken_at = triage::parse_rfc3339(rows.text(3)).value_or(db::timestamp{});
    if (const auto text = rows.optional_text(4)) one.outcome = outcome_from_text(*text);
    out.push_back(std::move(one));
  }
  return out;
}

std::optional<std::string> journal_file::note(const std::string& name) {
  auto asked = db_.prepare("select value from notes where name = ?");
  asked.bind(1, name);
  if (!asked.step()) return std::nullopt;
  return asked.text(0);
}

void journal_file::set_note(const std::string& name, const std::string& value) {
  auto put = db_.prepare("insert into notes (name, value) values (?, ?) on conflict (name) do update set value = ?2");
  put.bind(1, name).bind(2, value);
  put.step();
}

void journal_file::lift_bound() {
  set_bound(2 * bytes_max_ + pages_min * page_bytes);
}

void journal_file::clear() {
  in_group([this] {
    // What could not be brought in stays here for good: it may be all that there is of a contact.
    db_.run("insert into set_aside (outage, sequence, body, outcome)"
            " select (select value from notes where name = 'outage'), sequence, body, outcome from entries"
            " where outcome is null or outcome like '%\"fate\":\"set_aside\"%'");
    db_.run("delete from entries");
    db_.run("delete from notes where name <> 'last_number'");
  });
  try {
    // Gives the room back; on a full disk there is none to do it in, and it will be used again.
    db_.run("vacuum");
    db_.run("pragma wal_checkpoint(truncate)");
  } catch (const sqlite_error&) { // NOLINT(bugprone-empty-catch)
  }
  set_bound(bytes_max_);
}

} // namespace frontdoor::journal
