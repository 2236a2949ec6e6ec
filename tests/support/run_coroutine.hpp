#pragma once
// Runs coroutines in tests so that they can neither hang nor silently not run.

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace frontdoor::testing {

inline constexpr std::chrono::seconds coroutine_limit{60};

// Runs `io` until `done()` holds; throws when it does not within `limit` of steady time.
template <class Condition>
void run_until(boost::asio::io_context& io, Condition done, std::chrono::milliseconds limit = coroutine_limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("the condition did not come true in time");
    io.restart();
    io.run_one_for(std::chrono::milliseconds(20));
  }
}

// Runs one coroutine to its end and gives its result; throws what it throws, and when it does not end in time.
template <class T>
T run(boost::asio::io_context& io, boost::asio::awaitable<T> work, std::chrono::milliseconds limit = coroutine_limit) {
  std::optional<T> result;
  std::exception_ptr error;
  boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, T value) {
    error = thrown;
    result = std::move(value);
  });
  run_until(io, [&] { return error || result.has_value(); }, limit);
  if (error) std::rethrow_exception(error);
  return std::move(*result);
}

} // namespace frontdoor::testing
