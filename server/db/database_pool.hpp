#pragma once
// Blocking database work on threads of its own: each thread owns one connection for life, work waits in one bounded
// queue, results come back by one post to the I/O thread. For reads, and for the few writes that are not of the log
// (accounts, receipts). Only server/db includes libpqxx; other folders call the awaitable functions built on this.

#include <exception>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/db/database_options.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"
#include "server/run_on.hpp"

namespace pqxx {
class transaction_base;
}

namespace frontdoor::db {

// Why a query gave nothing: the database could not be reached in time, or the queue is full. The caller answers 503 or
// "unavailable", never "none".
enum class query_failure : std::uint8_t { unavailable, overloaded };

template <class T> using query_result = std::expected<T, query_failure>;

// `one_statement` is for a read that is a single statement of its own: nothing goes there and back but it and its
// answer.
enum class access_mode : std::uint8_t { one_statement, read_only, read_write };

class database_pool {
 public:
  database_pool(
      boost::asio::any_io_executor io, database_options options, observe::log& log, observe::metrics& metrics
  );
  ~database_pool();
  database_pool(const database_pool&) = delete;
  database_pool& operator=(const database_pool&) = delete;

  // Runs `work` in one transaction on a database thread and completes on the I/O thread with what it returned. What
  // only reads is tried once more on a fresh connection when the first one turns out to be lost. `name` goes to the log
  // and the metrics. A statement that is wrong in itself is a fault of this program: logged, unavailable.
  template <class T>
  boost::asio::awaitable<query_result<T>>
  run(std::string_view name, access_mode mode, std::function<T(pqxx::transaction_base&)> work);

  // While held, every query is answered "unavailable" at once, also those that wait or are under way: in an outage
  // nobody is to wait for a database that is known to be away.
  void hold(bool on);

  // Ends the threads after the work that is queued. Blocks.
  void stop();

 private:
  using job = std::function<void(pqxx::transaction_base&)>;
  using completion = std::function<void(std::optional<query_failure>)>;
  void submit(std::string_view name, access_mode mode, job work, completion done);

  class implementation;
  std::unique_ptr<implementation> implementation_;
};

template <class T>
boost::asio::awaitable<query_result<T>>
database_pool::run(std::string_view name, access_mode mode, std::function<T(pqxx::transaction_base&)> work) {
  auto answer = std::make_shared<std::optional<T>>();
  job wrapped = [answer, work = std::move(work)](pqxx::transaction_base& transaction) { *answer = work(transaction); };
  auto initiate = [](auto handler, database_pool* self, std::string_view label, access_mode how, job what) {
    self->submit(label, how, std::move(what), resume_once(std::move(handler)));
  };
  const auto failed =
      co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(std::optional<query_failure>)>(
          initiate, boost::asio::use_awaitable, this, name, mode, std::move(wrapped)
      );
  if (failed) co_return std::unexpected(*failed);
  co_return std::move(**answer);
}

} // namespace frontdoor::db
