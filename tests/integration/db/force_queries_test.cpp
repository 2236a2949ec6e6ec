// Handovers since a shift began, page by page.
#include <catch2/catch.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "server/db/force_queries.hpp"
#include "tests/integration/db/log_fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;

namespace {

triage::uuid begun_handover(log_server& server, int seconds, const std::string& status) {
  const auto id = new_id();
  auto command = open_incident(id, R"({"from":"user:late"})");
  command.number_day.reset();
  auto& stream = command.streams.front();
  stream.before.stream_type = "handover";
  stream.after->status = status;
  stream.after->grade.reset();
  stream.after->personal.reset();
  stream.after->received_at = test_time(seconds);
  auto& event = command.events.front();
  event.stream_type = "handover";
  event.type = "handover.started";
  event.personal.reset();
  REQUIRE(server.append(std::move(command)).code == db::append_code::appended);
  return id;
}

} // namespace

TEST_CASE(
    "given more handovers than fit on a page, when the pages are read one after the other, then each is there once"
) {
  log_server server(fresh_database());
  db::force_queries queries(server.pool);
  begun_handover(server, -60, "ended"); // of the shift before
  std::vector<triage::uuid> begun;
  for (const int seconds : {0, 30, 30, 30, 90})
    begun.push_back(begun_handover(server, seconds, seconds == 90 ? "waiting" : "ended"));
  std::vector<triage::uuid> read;
  std::optional<triage::uuid> last;
  for (;;) {
    const auto page = run(server.io, queries.handovers_since(test_time(), last, 2));
    REQUIRE(page);
    CHECK(page->size() <= 2);
    for (const auto& row : *page) {
      read.push_back(row.id);
      last = row.id;
    }
    if (page->size() < 2) break;
  }
  CHECK(read.size() == begun.size());
  CHECK(read.front() == begun.front());
  CHECK(read.back() == begun.back());
  std::ranges::sort(read);
  std::ranges::sort(begun);
  CHECK(read == begun);
}
