#include "server/messages/blocking.hpp"

#include <memory>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::messages {

namespace asio = boost::asio;

asio::awaitable<void> do_blocking(asio::any_io_executor io, asio::thread_pool& threads, std::function<void()> work) {
  auto initiate = [](auto handler, asio::any_io_executor back, asio::thread_pool* on, std::function<void()> what) {
    auto guard = asio::make_work_guard(handler);
    auto resume = std::make_shared<std::pair<decltype(handler), decltype(guard)>>(std::move(handler), std::move(guard));
    asio::post(*on, [back, resume, what = std::move(what)] {
      what();
      asio::post(back, [resume] {
        auto go_on = std::move(resume->first);
        resume->second.reset();
        std::move(go_on)();
      });
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
      initiate, asio::use_awaitable, io, &threads, std::move(work)
  );
}

} // namespace frontdoor::messages
