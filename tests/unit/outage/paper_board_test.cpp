#include "server/outage/paper_board.hpp"

#include <filesystem>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include "tests/support/eventually.hpp"
#include "tests/support/policy_pack_files.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/incident/story.hpp"

using namespace frontdoor;
using namespace frontdoor::outage;
using namespace frontdoor::triage::testing;
using frontdoor::tests::eventually;

namespace {

// A server's board without the server, and a folder for its pages.
struct printing_room {
  explicit printing_room(std::size_t open) {
    for (std::uint32_t i = 0; i < open; ++i)
      hub.put(numbered(i));
    paper = std::make_unique<paper_board>(
        io.get_executor(), hub, time, std::chrono::minutes(1), folder.path().string(), 3, *log
    );
  }

  static dispatch::board_entry numbered(std::uint32_t i) {
    static const auto state = [] {
      story incident;
      incident.opened_with({{"weapon", "seen"}, {"suspect_present", true}});
      return incident.the_incident();
    }();
    dispatch::board_entry out{state, "GMP-20260301-" + std::to_string(100'000 + i), {}};
    out.state.id.bytes[0] = static_cast<std::uint8_t>(i >> 8);
    out.state.id.bytes[1] = static_cast<std::uint8_t>(i);
    return out;
  }

  std::string page() const {
    const auto latest = folder.path() / "board.html";
    return std::filesystem::exists(latest) ? tests::content_of(latest) : "";
  }
  // Whether the latest page comes to hold that.
  bool shows(const std::string& text) {
    return eventually([&] {
      io.poll();
      return page().find(text) != std::string::npos;
    });
  }

  frontdoor::testing::temporary_folder folder;
  std::unique_ptr<observe::log> log = observe::make_silent_log();
  observe::metrics metrics;
  boost::asio::io_context io;
  clock::fixed_clock time{nine_in_the_evening()};
  dispatch::hub hub{"fcc-1", "epoch", 0, 1 << 20, dispatch::board(*log), dispatch::call_board(*log), metrics};
  std::unique_ptr<paper_board> paper;
};

} // namespace

TEST_CASE("The page has the incidents of the record and of an outage, each once, and none that is closed") {
  printing_room room(2);
  auto changed = printing_room::numbered(1);
  changed.number = "TEMP-1";
  room.hub.put_in_outage(changed);
  room.hub.put_in_outage(printing_room::numbered(2));
  auto closed = printing_room::numbered(0);
  closed.state.status = triage::incident_status::closed;
  room.hub.put_in_outage(closed);
  room.paper->start();
  REQUIRE(room.shows("2 open"));
  const auto page = room.page();
  CHECK(page.find("TEMP-1") != std::string::npos);
  CHECK(page.find("GMP-20260301-100002") != std::string::npos);
  CHECK(page.find("GMP-20260301-100000") == std::string::npos);
  CHECK(page.find("GMP-20260301-100001") == std::string::npos);
  room.paper->stop();
  room.io.poll();
}

TEST_CASE("Callers are answered while a long board is copied, and what is closed meanwhile is left out") {
  printing_room room(1000);
  room.paper->start();
  for (int part = 0; part < 5; ++part)
    REQUIRE(room.io.poll_one() == 1); // what a caller waits for goes in between
  auto closed = printing_room::numbered(0);
  closed.state.status = triage::incident_status::closed;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    closed.state.id = printing_room::numbered(i).state.id;
    room.hub.put_in_outage(closed);
  }
  REQUIRE(room.shows(" open"));
  const auto page = room.page();
  const auto count = std::stoul(page.substr(page.find("<p>") + 3));
  CHECK(count > 0);
  CHECK(count < 1000);
  room.paper->stop();
  room.io.poll();
}

TEST_CASE("A change of mode is on paper at once, not at the next interval") {
  printing_room room(1);
  room.paper->start();
  REQUIRE(room.shows("1 open"));
  room.hub.set_mode("degraded");
  room.paper->print_soon();
  CHECK(room.shows("class=\"mode\""));
  room.paper->stop();
  room.io.poll();
}

TEST_CASE("What changes while a page is made is on another one, at once") {
  printing_room room(1000);
  room.paper->start();
  REQUIRE(room.io.poll_one() == 1);
  room.hub.put(printing_room::numbered(1000));
  room.paper->print_soon();
  CHECK(room.shows("1001 open"));
  room.paper->stop();
  room.io.poll();
}
