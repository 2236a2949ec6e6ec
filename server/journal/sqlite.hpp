#pragma once
// SQLite for the journal, as owned handles. The only files that include sqlite3.h are this folder's.

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace frontdoor::journal {

// What SQLite said; `full` where the bound on the file or the disk was reached.
class sqlite_error : public std::runtime_error {
 public:
  sqlite_error(const std::string& what, bool is_full) : std::runtime_error(what), full(is_full) {}
  bool full;
};

// A prepared statement. Parameters and columns count from 1 and 0, as SQLite has them.
class statement {
 public:
  explicit statement(sqlite3_stmt* made);

  statement& bind(int at, std::string_view text);
  statement& bind(int at, std::int64_t number);
  statement& bind_null(int at);

  // True while there is a row. Throws sqlite_error.
  bool step();
  std::int64_t number(int column) const;
  std::string text(int column) const;
  std::optional<std::string> optional_text(int column) const;

 private:
  struct finalise {
    void operator()(sqlite3_stmt* made) const;
  };
  std::unique_ptr<sqlite3_stmt, finalise> made_;
};

// One open database file. Not thread-safe.
class database {
 public:
  // Opens or makes the file, readable by this user alone. Throws sqlite_error.
  explicit database(const std::string& path);

  void run(const std::string& sql);
  statement prepare(const std::string& sql);
  std::int64_t number(const std::string& sql);

 private:
  struct close {
    void operator()(sqlite3* open) const;
  };
  std::unique_ptr<sqlite3, close> open_;
};

// Rolls back unless committed.
class transaction {
 public:
  explicit transaction(database& on) : on_(on) { on_.run("begin immediate"); }
  ~transaction();
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;

  void commit();

 private:
  database& on_;
  bool done_ = false;
};

} // namespace frontdoor::journal
