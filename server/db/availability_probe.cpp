#include "server/db/availability_probe.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <boost/asio/post.hpp>

#include "server/db/postgres.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;
using std::chrono::steady_clock;

class availability_probe::implementation {
 public:
  implementation(
      asio::any_io_executor io, database_options options, std::chrono::milliseconds interval,
      std::chrono::milliseconds timeout, probe_listener listener
  )
      : io_(std::move(io)), options_(std::move(options)), interval_(interval), timeout_(timeout),
        listener_(std::move(listener)), thread_([this] { run(); }) {}

  ~implementation() { stop(); }

  void write(bool on) { write_ = on; }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    watchdog_.cut();
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      const auto began = steady_clock::now();
      const bool wrote = write_;
      const bool reached = ask(wrote);
      asio::post(io_, [this, reached, wrote, began] { listener_(reached, wrote, began); });
      lock.lock();
      changed_.wait_for(lock, interval_, [this] { return stopping_; });
    }
  }

  bool ask(bool writes) {
    try {
      if (!connection_) {
        auto limits = options_;
        limits.connect_timeout = std::min(limits.connect_timeout, std::chrono::milliseconds(2000));
        limits.statement_timeout = std::min(limits.statement_timeout, timeout_);
        connection_ = connect(limits, limits.url, "frontdoor-probe");
      }
      const watchdog::guard watch(watchdog_, connection_->sock(), timeout_);
      pqxx::work work(*connection_);
      const auto row =
          work.exec("select pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean")[0];
      const bool writable = !row[0].as<bool>();
      if (writable && writes) work.exec("update log_head set position = position");
      work.commit();
      return writable;
    } catch (const std::exception&) {
      connection_.reset();
      return false;
    }
  }

  asio::any_io_executor io_;
  database_options options_;
  std::chrono::milliseconds interval_;
  std::chrono::milliseconds timeout_;
  probe_listener listener_;
  watchdog watchdog_;
  std::unique_ptr<pqxx::connection> connection_; // the thread's alone
  std::atomic<bool> write_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_; // last: starts when all else is there
};

availability_probe::availability_probe(
    asio::any_io_executor io, database_options options, std::chrono::milliseconds interval,
    std::chrono::milliseconds timeout, probe_listener listener
)
    : implementation_(
          std::make_unique<implementation>(std::move(io), std::move(options), interval, timeout, std::move(listener))
      ) {}

availability_probe::~availability_probe() = default;

void availability_probe::write(bool on) {
  implementation_->write(on);
}

void availability_probe::stop() {
  implementation_->stop();
}

} // namespace frontdoor::db
