#pragma once
// From a coroutine to another thread and back: the one way to do it.

#include <memory>
#include <type_traits>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor {

// What resumes `handler` with what it is called with. To be called once, on the thread of the handler's executor, to
// which its caller posts. Copyable, as std::function wants it, and keeps the executor's context at work until then.
template <class Handler> auto resume_once(Handler handler) {
  auto guard = boost::asio::make_work_guard(handler);
  auto held = std::make_shared<std::pair<Handler, decltype(guard)>>(std::move(handler), std::move(guard));
  return [held](auto... answer) {
    auto resume = std::move(held->first);
    held->second.reset();
    std::move(resume)(std::move(answer)...);
  };
}

// Runs `work`, which may block, on one of `threads`, and goes on with what it returned on the caller's own executor.
// `threads` outlives it; `work` does not throw. Nothing is shared between the two threads: what `work` captured is gone
// before the caller goes on, and its result is handed over.
template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> run_on(boost::asio::thread_pool& threads, Work work) {
  using result = std::invoke_result_t<Work&>;
  auto initiate = [](auto handler, boost::asio::thread_pool* on, Work what) {
    auto guard = boost::asio::make_work_guard(handler);
    boost::asio::post(*on, [handler = std::move(handler), guard = std::move(guard), what = std::move(what)]() mutable {
      auto answer = [&what] {
        Work mine = std::move(what);
        return mine();
      }();
      const auto back = guard.get_executor();
      boost::asio::post(
          back,
          [handler = std::move(handler), guard = std::move(guard), answer = std::move(answer)]() mutable {
            guard.reset();
            std::move(handler)(std::move(answer));
          }
      );
    });
  };
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(result)>(
      initiate, boost::asio::use_awaitable, &threads, std::move(work)
  );
}

} // namespace frontdoor
