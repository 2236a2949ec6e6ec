#include "server/journal/sqlite.hpp"

#include <cerrno>
#include <exception>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace frontdoor::journal {

namespace {

[[noreturn]] void fail(sqlite3* on, int code) {
  // Never the statement's values: SQLite's own words name tables and files only.
  const bool full = (code & 0xff) == SQLITE_FULL;
  throw sqlite_error(on != nullptr ? sqlite3_errmsg(on) : sqlite3_errstr(code), full);
}

} // namespace

statement::statement(sqlite3_stmt* made) : made_(made) {}

void statement::finalise::operator()(sqlite3_stmt* made) const {
  sqlite3_finalize(made);
}

statement& statement::bind(int at, std::string_view text) {
  const int code = sqlite3_bind_text64(made_.get(), at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) fail(sqlite3_db_handle(made_.get()), code);
  return *this;
}

statement& statement::bind(int at, std::int64_t number) {
  const int code = sqlite3_bind_int64(made_.get(), at, number);
  if (code != SQLITE_OK) fail(sqlite3_db_handle(made_.get()), code);
  return *this;
}

statement& statement::bind_null(int at) {
  const int code = sqlite3_bind_null(made_.get(), at);
  if (code != SQLITE_OK) fail(sqlite3_db_handle(made_.get()), code);
  return *this;
}

bool statement::step() {
  const int code = sqlite3_step(made_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(sqlite3_db_handle(made_.get()), code);
}

std::int64_t statement::number(int column) const {
  return sqlite3_column_int64(made_.get(), column);
}

std::string statement::text(int column) const {
  return optional_text(column).value_or("");
}

std::optional<std::string> statement::optional_text(int column) const {
  if (sqlite3_column_type(made_.get(), column) == SQLITE_NULL) return std::nullopt;
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(made_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(made_.get(), column));
  return bytes == nullptr ? std::string() : std::string(bytes, size);
}

void database::close::operator()(sqlite3* open) const {
  sqlite3_close_v2(open);
}

database::database(const std::string& path) {
  // Made first, so that it is never readable by others, not even for a moment. One that is there is not opened here:
  // closing it would let go of locks that this process holds on it.
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno != EEXIST) throw sqlite_error("the file cannot be made", false);
  if (file >= 0) ::close(file);
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  open_.reset(opened);
  if (code != SQLITE_OK) fail(opened, code);
  sqlite3_extended_result_codes(opened, 1);
}

void database::run(const std::string& sql) {
  const int code = sqlite3_exec(open_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(open_.get(), code);
}

statement database::prepare(const std::string& sql) {
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v2(open_.get(), sql.data(), static_cast<int>(sql.size()), &made, nullptr);
  if (code != SQLITE_OK) fail(open_.get(), code);
  return statement(made);
}

std::int64_t database::number(const std::string& sql) {
  auto asked = prepare(sql);
  return asked.step() ? asked.number(0) : 0;
}

void transaction::commit() {
  on_.run("commit");
  done_ = true;
}

transaction::~transaction() {
  if (done_) return;
  try {
    on_.run("rollback");
  } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): SQLite has rolled back by itself
  }
}

} // namespace frontdoor::journal
