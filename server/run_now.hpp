#pragma once
// Coroutines before the server serves.

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace frontdoor {

// Runs one coroutine to its end on `io`, which nobody else runs yet. Throws what it throws.
template <class T> T run_now(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  std::optional<T> result;
  std::exception_ptr error;
  boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, T value) {
    error = thrown;
    if (!thrown) result.emplace(std::move(value));
  });
  while (!error && !result) {
    io.restart();
    io.run_one();
  }
  if (error) std::rethrow_exception(error);
  return std::move(*result);
}

} // namespace frontdoor
