#pragma once
// Work that blocks, for all that asks others over libcurl.

#include <functional>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

namespace frontdoor::messages {

// Does it on one of the threads, and goes on on the I/O thread. `threads` outlives it; `work` does not throw.
boost::asio::awaitable<void>
do_blocking(boost::asio::any_io_executor io, boost::asio::thread_pool& threads, std::function<void()> work);

} // namespace frontdoor::messages
