#pragma once
// Runs a coroutine to its end on a context of its own.

#include <utility>

#include "tests/support/run_coroutine.hpp"

namespace frontdoor::test {

template <class T> T run(boost::asio::awaitable<T> work) {
  boost::asio::io_context io;
  return testing::run(io, std::move(work));
}

} // namespace frontdoor::test
