// Which servers can take over from one that does not reach the record.

#include "server/outage/peers.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

using namespace frontdoor::outage;

TEST_CASE("a server takes over only while it reaches the record itself and is not about to stop") {
  CHECK(reached_ago(200, R"({"status":"ready","checks":{"reached_ms_ago":320}})") == std::chrono::milliseconds(320));
  CHECK_FALSE(reached_ago(200, R"({"status":"degraded","checks":{"reached_ms_ago":320}})"));
  CHECK_FALSE(reached_ago(503, R"({"status":"not_ready","checks":{"reached_ms_ago":320}})"));
  CHECK_FALSE(reached_ago(503, R"({"status":"ready","checks":{"reached_ms_ago":320}})"));
  for (const auto* unclear :
       {"", "{}", "ready", "[]", R"({"status":1})", "<html>ready</html>", R"({"status":"ready"})",
        R"({"status":"ready","checks":{"reached_ms_ago":null}})",
        R"({"status":"ready","checks":{"reached_ms_ago":-1}})", R"({"status":"ready","checks":[]})"}) {
    CAPTURE(unclear);
    CHECK_FALSE(reached_ago(200, unclear));
  }
}

TEST_CASE("without other servers nobody takes over, and none that does not answer") {
  boost::asio::io_context io;
  const peers alone(io.get_executor(), {});
  CHECK_FALSE(alone.reached_since({}));
  CHECK_FALSE(alone.one_is_there());
  // Nobody listens on port 1.
  peers gone(io.get_executor(), {{"http://127.0.0.1:1"}, std::chrono::milliseconds(5), std::chrono::milliseconds(100)});
  io.run_for(std::chrono::milliseconds(50));
  CHECK_FALSE(gone.reached_since({}));
  CHECK_FALSE(gone.one_is_there());
  gone.stop();
  io.restart();
  io.run();
}
