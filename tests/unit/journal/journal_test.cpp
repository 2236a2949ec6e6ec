#include "server/journal/journal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include "some_entry.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
using namespace frontdoor::journal;

namespace {

struct running {
  running() { open(); }

  void open() {
    kept.reset();
    auto opened =
        frontdoor::journal::journal::open(io.get_executor(), {(folder.path() / "journal.sqlite").string()}, *log);
    if (!opened) throw std::runtime_error(opened.error());
    kept = std::move(*opened);
  }

  template <typename T> T get(boost::asio::awaitable<T> work) {
    std::optional<T> result;
    boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr, T value) { result.emplace(std::move(value)); });
    io.restart();
    while (!result)
      io.run_one();
    return std::move(*result);
  }

  frontdoor::testing::temporary_folder folder;
  boost::asio::io_context io;
  std::unique_ptr<observe::log> log = observe::make_silent_log();
  std::unique_ptr<frontdoor::journal::journal> kept;
};

} // namespace

TEST_CASE("Given many entries at once, then each has its sequence, and all are there after a restart") {
  running on;
  constexpr std::size_t count = 50;
  std::size_t done = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = on.kept->draw_number();
    boost::asio::co_spawn(
        on.io, on.kept->append(some_entry(1), number),
        [&](std::exception_ptr, kept<std::uint64_t> sequence) { done += sequence.has_value() ? 1U : 0U; }
    );
  }
  while (done < count) {
    on.io.restart();
    on.io.run_one();
  }
  CHECK(on.kept->pending() == count);
  on.open();
  CHECK(on.kept->pending() == count);
  CHECK(on.kept->draw_number() == count + 1);
  const auto entries = on.get(on.kept->read_pending(0, count * 2));
  REQUIRE(entries);
  CHECK(entries->size() == count);
}

TEST_CASE("Given an outage that has begun, when it is begun again, then it is the same one until all is cleared") {
  running on;
  outage_note first{some_entry(1).command_id, some_entry().taken_at};
  outage_note second{some_entry(2).command_id, some_entry().taken_at};
  CHECK(on.get(on.kept->begin(first))->id == first.id);
  CHECK(on.get(on.kept->begin(second))->id == first.id);
  CHECK(on.get(on.kept->clear()));
  CHECK(on.get(on.kept->begin(second))->id == second.id);
}
