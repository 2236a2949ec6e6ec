#include "server/dispatch/frame_pace.hpp"

#include <catch2/catch.hpp>

#include <boost/asio/io_context.hpp>

using namespace frontdoor::dispatch;

namespace {

struct counted_pace {
  explicit counted_pace(std::chrono::milliseconds interval)
      : pace(std::make_shared<frame_pace>(io.get_executor(), interval, [this] { ++told; })) {}

  boost::asio::io_context io;
  int told = 0;
  std::shared_ptr<frame_pace> pace;
};

} // namespace

TEST_CASE("given quiet, when something is new, then the consoles are told at once") {
  counted_pace s(std::chrono::hours(1));
  s.pace->changed();
  CHECK(s.told == 1);
}

TEST_CASE("given consoles that were just told, when much is new, then they are told once more, at the interval's end") {
  counted_pace s(std::chrono::milliseconds(1));
  s.pace->changed();
  const int first = s.told;
  // However slow this machine is: within the interval or after it, nothing is told twice and nothing is forgotten.
  for (int i = 0; i < 100; ++i)
    s.pace->changed();
  const int meanwhile = s.told;
  s.io.run();
  CHECK(first == 1);
  CHECK(s.told <= meanwhile + 1);
  CHECK(s.told >= 2);
}

TEST_CASE("given an interval that has not ended, when more is new, then nobody is told before its end") {
  counted_pace s(std::chrono::hours(1));
  for (int i = 0; i < 100; ++i)
    s.pace->changed();
  s.io.poll();
  CHECK(s.told == 1);
}

TEST_CASE("given no interval, when much is new, then the consoles are told of each") {
  counted_pace s(std::chrono::milliseconds(0));
  for (int i = 0; i < 100; ++i)
    s.pace->changed();
  CHECK(s.told == 100);
}

TEST_CASE("given a server that stops, when something is new, then nobody is told and nothing waits") {
  counted_pace s(std::chrono::hours(1));
  s.pace->changed();
  s.pace->changed();
  s.pace->stop();
  s.pace->changed();
  s.io.run();
  CHECK(s.told == 1);
}
