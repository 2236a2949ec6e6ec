#include "server/run_on.hpp"

#include <atomic>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

namespace asio = boost::asio;
using frontdoor::resume_once;
using frontdoor::run_on;

namespace {

// What work holds on to: says that it is gone.
struct kept_thing {
  std::atomic<bool>* ended;
  ~kept_thing() { *ended = true; }
};

struct seen {
  std::string answer;
  std::thread::id worked_on;
  std::thread::id went_on_on;
  bool captures_gone = false;
};

asio::awaitable<seen> ask_a_thread(asio::thread_pool& threads, std::string question, std::atomic<bool>& ended) {
  seen out;
  auto work = [thing = std::make_shared<kept_thing>(&ended), text = std::move(question)] {
    return std::pair(text + ", answered", std::this_thread::get_id());
  };
  auto answer = co_await run_on(threads, std::move(work));
  out.captures_gone = ended;
  out.answer = std::move(answer.first);
  out.worked_on = answer.second;
  out.went_on_on = std::this_thread::get_id();
  co_return out;
}

} // namespace

TEST_CASE("given work that blocks, then a thread does it and the caller goes on where it was, with the answer") {
  asio::io_context io;
  asio::thread_pool threads(2);
  std::atomic<bool> ended{false};
  std::optional<seen> got;
  asio::co_spawn(
      io, ask_a_thread(threads, "a question longer than fits a string's own room", ended),
      [&](std::exception_ptr, seen what) { got = std::move(what); }
  );
  io.run();
  REQUIRE(got);
  CHECK(got->answer == "a question longer than fits a string's own room, answered");
  CHECK(got->worked_on != std::this_thread::get_id());
  CHECK(got->went_on_on == std::this_thread::get_id());
  CHECK(got->captures_gone);
}

TEST_CASE("given many callers of few threads, then each gets its own answer, and nothing is shared between threads") {
  asio::io_context io;
  asio::thread_pool threads(3);
  int right = 0;
  for (int number = 0; number < 500; ++number) {
    auto one = [](asio::thread_pool& on, int what, int& count) -> asio::awaitable<void> {
      auto work = [text = "a question longer than fits a string's own room " + std::to_string(what)] { return text; };
      const auto text = co_await run_on(on, std::move(work));
      if (text.ends_with(" " + std::to_string(what))) ++count;
    };
    asio::co_spawn(io, one(threads, number, right), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
  }
  io.run();
  CHECK(right == 500);
}

TEST_CASE("given a waiting coroutine, then its context runs on until what was made of it is called") {
  asio::io_context io;
  std::function<void(int)> answer;
  std::optional<int> got;
  auto waits = [](std::function<void(int)>& into) -> asio::awaitable<int> {
    auto initiate = [](auto handler, std::function<void(int)>* to) { *to = resume_once(std::move(handler)); };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(int)>(
        initiate, asio::use_awaitable, &into
    );
  };
  asio::co_spawn(io, waits(answer), [&](std::exception_ptr, int what) { got = what; });
  while (!answer)
    io.run_one();
  io.poll();
  CHECK_FALSE(io.stopped()); // nothing is ready, and yet it is not at its end
  asio::post(io, [&] { answer(7); });
  io.run();
  CHECK(got == 7);
}
