#pragma once
// The journal on disk: one SQLite file. What append() has returned from within a committed group survives kill -9 and
// loss of power (docs/decisions/0011-outage-journal.md). Not thread-safe, throws sqlite_error; journal.hpp puts it on a
// thread.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/journal/entry.hpp"
#include "server/journal/sqlite.hpp"

namespace frontdoor::journal {

class journal_file {
 public:
  // Opens or makes it; refuses a file that another process has open. `bytes_max` bounds the file while entries are
  // kept; bringing them in may take a little more.
  journal_file(const std::string& path, std::size_t bytes_max);

  // Runs `work` and makes what it did durable at once; all of it or nothing.
  void in_group(const std::function<void()>& work);

  // Keeps an entry. The sequence is the next one; returns it.
  std::uint64_t append(const entry& value);

  // The next number of temporary ones, never given twice, also after clear() and over restarts. Durable with its group.
  std::uint64_t last_number() const { return last_number_; }
  void number_given(std::uint64_t number);

  // Entries not brought in yet, in order, beyond `after`. One that cannot be read is set aside.
  std::vector<entry> pending(std::uint64_t after, std::size_t limit);
  std::size_t pending_count();
  void mark(std::uint64_t sequence, const outcome& what);
  std::vector<entry_head> heads();

  // A word kept beside the entries: which outage this is, and when it began.
  std::optional<std::string> note(const std::string& name);
  void set_note(const std::string& name, const std::string& value);

  // Bringing in is under way: the bound no longer stands in its way.
  void lift_bound();
  // Everything was brought in and reported: forgets entries and notes for good, and bounds the file again. What was
  // set aside is kept in the table set_aside.
  void clear();

 private:
  void set_bound(std::size_t bytes);

  database db_;
  std::size_t bytes_max_;
  std::uint64_t last_number_ = 0;
};

} // namespace frontdoor::journal
