// A server that is started while PostgreSQL is away: it says so, takes nothing, and begins by itself.

#include <future>

#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/eventually.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/support/test_database.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/faulty_database.hpp"

using namespace frontdoor::tests;

namespace {

// A port that nobody listens on now: the server is asked there before it says where it is.
std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  void* const place = &address;
  REQUIRE(::bind(probe, static_cast<const sockaddr*>(place), size) == 0);
  REQUIRE(::getsockname(probe, static_cast<sockaddr*>(place), &size) == 0);
  ::close(probe);
  return ntohs(address.sin_port);
}

} // namespace

TEST_CASE("given PostgreSQL away, when a server is started, then it says so and begins once PostgreSQL is there") {
  const auto database = frontdoor::testing::fresh_database();
  faulty_proxy network(socket_of(database));
  network.cut();
  const auto port = free_port();
  const std::vector<std::string> arguments{
      "--set", "http.port=" + std::to_string(port), "--set", "database.reconnect_delay_max_ms=200"
  };
  // Asks as long as it waits, then lets it reach PostgreSQL.
  struct heard {
    bool lives = false;
    std::vector<reply> answers;
  };
  auto asking = std::async(std::launch::async, [&] {
    const http_caller anybody(port, {});
    heard out;
    out.lives = eventually([&] {
      try {
        return anybody.get("/livez").status == 200;
      } catch (const std::exception&) {
        return false; // it does not listen yet
      }
    });
    if (out.lives) {
      out.answers.push_back(anybody.get("/readyz"));
      out.answers.push_back(anybody.post("/v1/contacts", knife_contact()));
      out.answers.push_back(anybody.get("/v1/incidents/none/of/them"));
    }
    network.mend();
    return out;
  });
  // A server ends with the thread that started it, so that is this one.
  const served_frontdoor server(serve_options{arguments, by_way_of(network, database), {}});
  const auto told = asking.get();
  REQUIRE(told.lives);
  const auto& ready = told.answers.at(0);
  CHECK(ready.status == 503);
  CHECK(ready.body_json.at("status") == "not_ready");
  CHECK(ready.body_json.at("checks").at("mode") == "starting");
  CHECK_FALSE(ready.body_json.at("detail").get<std::string>().empty());
  const auto& contact = told.answers.at(1);
  CHECK(contact.status == 503);
  CHECK(contact.code() == "unavailable");
  CHECK(told.answers.at(2).status == 503);

  CHECK(server.port() == port);
  const auto taken = server.program().post("/v1/contacts", knife_contact());
  CAPTURE(taken.body);
  CHECK(taken.status == 201);
}
