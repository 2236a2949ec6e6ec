#include "server/db/database_pool.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/post.hpp>

#include "server/db/postgres.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;

class database_pool::implementation {
 public:
  implementation(asio::any_io_executor io, database_options options, observe::log& log, observe::metrics& metrics)
      : io_(std::move(io)), options_(std::move(options)), log_(log), metrics_(metrics) {
    for (std::size_t i = 0; i < options_.reader_threads; ++i) {
      auto& added = *readers_.emplace_back(std::make_unique<reader>());
      added.thread = std::thread([this, &added] { run(added); });
    }
  }

  ~implementation() { stop(); }

  void submit(std::string_view name, access_mode mode, job work, completion done) {
    {
      const std::lock_guard lock(mutex_);
      if (!stopping_ && !held_ && queue_.size() < options_.reader_queue_max) {
        queue_.push_back({std::string(name), mode, std::move(work), std::move(done)});
        metrics_.reader_queue(queue_.size());
        if (!idle_.empty()) {
          call(*idle_.back());
          idle_.pop_back();
        }
        return;
      }
    }
    asio::post(io_, [this, done = std::move(done)] {
      done(held_ ? query_failure::unavailable : query_failure::overloaded);
    });
  }

  void hold(bool on) {
    std::deque<item> refused;
    {
      const std::lock_guard lock(mutex_);
      held_ = on;
      if (on) refused.swap(queue_);
    }
    if (!on) return;
    watchdog_.cut();
    for (auto& one : refused) {
      one.work = nullptr;
      asio::post(io_, [done = std::move(one.done)] { done(query_failure::unavailable); });
    }
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      for (auto* waiting : idle_)
        call(*waiting);
      idle_.clear();
    }
    for (auto& one : readers_) {
      if (one->thread.joinable()) one->thread.join();
    }
  }

 private:
  struct item {
    std::string name;
    access_mode mode;
    job work;
    completion done;
  };

  // A thread with its connection, and whether somebody has called it from its rest.
  struct reader {
    std::thread thread;
    std::condition_variable wake;
    bool called = false;
  };

  void call(reader& waiting) {
    waiting.called = true;
    waiting.wake.notify_one();
  }

  void run(reader& self) {
    std::unique_ptr<pqxx::connection> connection;
    for (;;) {
      item next;
      {
        std::unique_lock lock(mutex_);
        while (!stopping_ && queue_.empty()) {
          idle_.push_back(&self);
          self.wake.wait(lock, [&self] { return self.called; });
          self.called = false;
        }
        if (queue_.empty()) return;
        next = std::move(queue_.front());
        queue_.pop_front();
        metrics_.reader_queue(queue_.size());
      }
      const auto failed = perform(connection, next);
      next.work = nullptr; // its captures end here, before the caller goes on
      asio::post(io_, [done = std::move(next.done), failed] { done(failed); });
    }
  }

  std::optional<query_failure> perform(std::unique_ptr<pqxx::connection>& connection, const item& next) {
    for (int tries = 0; tries < 2; ++tries) {
      const bool was_connected = connection != nullptr;
      bool sent = false;
      try {
        if (!connection) connection = connect(options_, options_.url, "frontdoor-reader");
        const watchdog::guard watch(watchdog_, connection->sock(), options_.watchdog);
        if (next.mode == access_mode::one_statement) {
          pqxx::nontransaction statement(*connection);
          next.work(statement);
        } else if (next.mode == access_mode::read_only) {
          pqxx::read_transaction transaction(*connection);
          next.work(transaction);
        } else {
          pqxx::work transaction(*connection);
          sent = true;
          next.work(transaction);
          transaction.commit();
        }
        return std::nullopt;
      } catch (const std::exception& error) {
        const auto what = sort_failure(error, sent);
        std::string state;
        if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error); sql != nullptr) state = sql->sqlstate();
        log_.warning("query_failed", {{"query", next.name}, {"sqlstate", state}});
        connection.reset();
        // A connection that died while it lay idle says nothing about the database: once more on a fresh one.
        if (!held_ && next.mode != access_mode::read_write && was_connected && what != failure::data) continue;
        return query_failure::unavailable;
      }
    }
    return query_failure::unavailable;
  }

  asio::any_io_executor io_;
  database_options options_;
  observe::log& log_;
  observe::metrics& metrics_;
  watchdog watchdog_;
  std::mutex mutex_;
  std::deque<item> queue_;
  // Who rested last works next: its PostgreSQL process, plans and caches are the warm ones (docs/performance.md).
  std::vector<reader*> idle_;
  bool stopping_ = false;
  std::atomic<bool> held_{false};
  std::vector<std::unique_ptr<reader>> readers_;
};

database_pool::database_pool(
    asio::any_io_executor io, database_options options, observe::log& log, observe::metrics& metrics
)
    : implementation_(std::make_unique<implementation>(std::move(io), std::move(options), log, metrics)) {}

database_pool::~database_pool() = default;

void database_pool::submit(std::string_view name, access_mode mode, job work, completion done) {
  implementation_->submit(name, mode, std::move(work), std::move(done));
}

void database_pool::hold(bool on) {
  implementation_->hold(on);
}

void database_pool::stop() {
  implementation_->stop();
}

} // namespace frontdoor::db
