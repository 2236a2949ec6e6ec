#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "server/db/embedded_cluster.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
using namespace std::chrono_literals;

namespace {

db::embedded_options options_in(const std::filesystem::path& folder) {
  db::embedded_options options;
  options.data_folder = folder.string();
  options.durable = false;
  return options;
}

// Ends the replaying of a standby: PostgreSQL 15, section 27.3.
void promote(const std::filesystem::path& cluster) {
  std::ofstream(cluster / "promote").put('\n');
  int postmaster = 0;
  std::ifstream(cluster / "postmaster.pid") >> postmaster;
  REQUIRE(postmaster > 0);
  ::kill(postmaster, SIGUSR1);
}

} // namespace

TEST_CASE("given a PostgreSQL that replays its log for longer than a start may take, then it is waited for, and told of"
) {
  const frontdoor::testing::temporary_folder folder;
  auto options = options_in(folder.path());
  REQUIRE(db::embedded_cluster::start(options)); // makes it, and stops it
  // A standby that lets nobody in replays until it is promoted.
  const auto cluster = folder.path() / "postgresql";
  std::ofstream(cluster / "standby.signal").put('\n');
  options.settings = {"hot_standby=off"};
  options.start_limit = 5s;
  options.replay_told_every = 250ms;
  int told = 0;
  bool promoted = false;
  options.on_replay = [&](std::chrono::seconds so_far) {
    ++told;
    if (promoted || so_far <= options.start_limit) return;
    promote(cluster);
    promoted = true;
  };
  const auto started = db::embedded_cluster::start(options);
  INFO((started ? "" : started.error()));
  REQUIRE(started);
  CHECK(promoted);
  CHECK(told >= 2);
}

TEST_CASE("given a PostgreSQL that ends while it starts, then the start ends too, and says why") {
  const frontdoor::testing::temporary_folder folder;
  auto options = options_in(folder.path());
  options.settings = {"shared_buffers=none"};
  const auto started = db::embedded_cluster::start(options);
  REQUIRE_FALSE(started);
  CHECK_THAT(started.error(), Catch::Contains("stopped while starting") && Catch::Contains("shared_buffers"));
}
