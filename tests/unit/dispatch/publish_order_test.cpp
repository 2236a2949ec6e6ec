#include "server/dispatch/publish_order.hpp"

#include <catch2/catch.hpp>

#include <boost/asio/io_context.hpp>

#include "tests/unit/dispatch/some_events.hpp"

using namespace frontdoor;
using namespace frontdoor::dispatch;

namespace {

// Events at 2 need an incident that is not there; it can be read once `failures` attempts have failed.
struct order_of_publishing {
  boost::asio::io_context io;
  std::vector<std::uint64_t> published;
  bool held = false;
  int failures = 0;
  std::shared_ptr<publish_order> order;

  boost::asio::awaitable<bool> read() {
    if (failures-- > 0) co_return false;
    held = true;
    co_return true;
  }

  explicit order_of_publishing(int f) : failures(f) {
    order = std::make_shared<publish_order>(
        io.get_executor(),
        [this](const db::committed_events& events) {
          const bool needs = events.front()->position == 2 && !held;
          return needs ? std::vector<triage::uuid>(1) : std::vector<triage::uuid>();
        },
        [this](std::vector<triage::uuid>) { return read(); },
        [this](const db::committed_events& events) { published.push_back(events.front()->position); }
    );
  }
};

} // namespace

TEST_CASE("What needs nothing read is published at once") {
  order_of_publishing s(0);
  s.order->publish({committed_at(1)});
  CHECK(s.published == std::vector<std::uint64_t>{1});
}

TEST_CASE("What comes behind an incident that must be read waits for it, in order") {
  for (const int failures : {0, 2}) {
    order_of_publishing s(failures);
    for (const std::uint64_t position : {1, 2, 3, 4})
      s.order->publish({committed_at(position)});
    CHECK(s.published == std::vector<std::uint64_t>{1});
    s.io.run();
    CHECK(s.published == std::vector<std::uint64_t>{1, 2, 3, 4});
    s.order->publish({committed_at(5)});
    CHECK(s.published.back() == 5);
  }
}
