#include <array>
#include <chrono>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/observe/log.hpp"

using namespace frontdoor;

namespace {

struct pipe_ends {
  std::array<int, 2> ends{};
  pipe_ends() { REQUIRE(::pipe(ends.data()) == 0); }
  ~pipe_ends() {
    close_writer();
    ::close(ends[0]);
  }
  pipe_ends(const pipe_ends&) = delete;
  pipe_ends& operator=(const pipe_ends&) = delete;

  int writer() const { return ends[1]; }
  void close_writer() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
  std::vector<nlohmann::json> lines() {
    close_writer();
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
      const auto got = ::read(ends[0], buffer.data(), buffer.size());
      if (got <= 0) break;
      text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    std::vector<nlohmann::json> found;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
      found.push_back(nlohmann::json::parse(line));
    return found;
  }
};

} // namespace

TEST_CASE("a log line is one JSON object with time, level, event and fields") {
  pipe_ends pipe;
  {
    const auto log = observe::make_json_log(observe::level::info, pipe.writer(), 100);
    log->debug("not_written");
    log->info("batch_committed", {{"commands", 12}, {"seconds", 0.25}, {"retried", false}, {"node", "a\"b\n\xff"}});
    log->error("last");
  }
  const auto lines = pipe.lines();
  REQUIRE(lines.size() == 2);
  CHECK(lines[0]["event"] == "batch_committed");
  CHECK(lines[0]["level"] == "info");
  CHECK(lines[0]["commands"] == 12);
  CHECK(lines[0]["seconds"] == 0.25);
  CHECK(lines[0]["retried"] == false);
  CHECK(lines[0]["node"] == "a\"b\n\xEF\xBF\xBD");
  CHECK(lines[0]["time"].get<std::string>().size() == 27);
  CHECK(lines[1]["level"] == "error");
}

TEST_CASE("a reader that does not read delays nobody, and the loss is told") {
  pipe_ends pipe;
  const std::string wide(1000, 'x');
  const auto start = std::chrono::steady_clock::now();
  {
    const auto log = observe::make_json_log(observe::level::info, pipe.writer(), 16);
    for (int i = 0; i < 2000; ++i)
      log->info("flood", {{"number", i}, {"wide", wide}});
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(4));
  const auto lines = pipe.lines();
  CHECK(lines.size() < 2000);
  CHECK(!lines.empty());
}

TEST_CASE("an over-long line is cut and says so") {
  pipe_ends pipe;
  const std::string wide(3000, 'y');
  {
    const auto log = observe::make_json_log(observe::level::info, pipe.writer(), 16);
    log->info("wide", {{"a", wide}, {"b", wide}, {"c", wide}, {"d", wide}, {"e", wide}});
  }
  const auto lines = pipe.lines();
  REQUIRE(lines.size() == 1);
  CHECK(lines[0]["cut"] == true);
  CHECK(lines[0]["a"].get<std::string>().size() == 1024);
}

TEST_CASE("levels are read by name") {
  CHECK(observe::parse_level("warning") == observe::level::warning);
  CHECK_FALSE(observe::parse_level("loud"));
}
