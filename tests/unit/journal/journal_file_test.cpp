#include "server/journal/journal_file.hpp"

#include <csignal>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "some_entry.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
using namespace frontdoor::journal;

namespace {

constexpr std::size_t bound = 4 << 20;

// A journal's place in a folder of its own.
class journal_place {
 public:
  std::string file() const { return (folder_.path() / "journal.sqlite").string(); }

 private:
  frontdoor::testing::temporary_folder folder_;
};

void keep(journal_file& file, unsigned char which) {
  file.in_group([&] {
    file.number_given(which);
    file.append(some_entry(which));
  });
}

} // namespace

TEST_CASE("Given entries that were kept, when the file is opened again, then they are there in order, and numbers go on"
) {
  const journal_place place;
  {
    journal_file file(place.file(), bound);
    for (unsigned char i = 1; i <= 3; ++i)
      keep(file, i);
  }
  journal_file file(place.file(), bound);
  const auto found = file.pending(0, 10);
  REQUIRE(found.size() == 3);
  for (std::size_t i = 0; i < found.size(); ++i)
    CHECK(found[i].sequence == i + 1);
  CHECK(file.last_number() == 3);
  CHECK(file.pending(2, 10).size() == 1);
}

TEST_CASE("Given a process that is killed with SIGKILL, then what it was told is kept is kept, and no half of a group"
) {
  const journal_place place;
  int pipe_ends[2];
  REQUIRE(::pipe(pipe_ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    journal_file file(place.file(), bound);
    for (unsigned char i = 1; i <= 5; ++i)
      keep(file, i);
    file.in_group([&] {
      file.append(some_entry(6));
      if (::write(pipe_ends[1], "x", 1) != 1) ::_exit(1);
      ::pause();
    });
    ::_exit(0);
  }
  char byte = 0;
  REQUIRE(::read(pipe_ends[0], &byte, 1) == 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(pipe_ends[0]);
  ::close(pipe_ends[1]);
  journal_file file(place.file(), bound);
  CHECK(file.pending(0, 10).size() == 5);
  CHECK(file.last_number() == 5);
}

TEST_CASE(
    "Given a journal that is full, then an entry is refused as full, nothing of it is kept, and the rest can go in"
) {
  const journal_place place;
  journal_file file(place.file(), 16 * 4096);
  auto large = some_entry(1);
  large.answer = std::string(8000, 'x');
  bool full = false;
  std::size_t kept = 0;
  for (int i = 0; i < 100 && !full; ++i) {
    try {
      file.in_group([&] { file.append(large); });
      ++kept;
    } catch (const sqlite_error& error) {
      full = error.full;
    }
  }
  REQUIRE(full);
  CHECK(kept > 0);
  CHECK(file.pending_count() == kept);
  file.lift_bound();
  file.mark(1, outcome{});
  CHECK(file.pending_count() == kept - 1);
}

TEST_CASE(
    "Given all was brought in, when the journal is cleared, then nothing is left but the number and what was set aside"
) {
  const journal_place place;
  journal_file file(place.file(), bound);
  for (unsigned char i = 1; i <= 2; ++i)
    keep(file, i);
  file.set_note("outage", "one");
  file.mark(1, outcome{});
  outcome aside;
  aside.fate = fate::set_aside;
  file.mark(2, aside);
  file.clear();
  CHECK(file.heads().empty());
  CHECK_FALSE(file.note("outage"));
  CHECK(file.last_number() == 2);
  keep(file, 3);
  CHECK(file.pending(0, 10).front().sequence == 1);
  database look(place.file() + "-other"); // the journal itself is locked
  CHECK(look.number("select 1") == 1);
}

TEST_CASE("The journal is this user's alone, and one process's") {
  const journal_place place;
  journal_file file(place.file(), bound);
  struct stat seen{};
  REQUIRE(::stat(place.file().c_str(), &seen) == 0);
  CHECK((seen.st_mode & 0077) == 0);
  CHECK_THROWS_AS(journal_file(place.file(), bound), sqlite_error);
}
