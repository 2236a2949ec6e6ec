#include "server/db/log_listener.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <boost/asio/post.hpp>

#include "server/clock/doubling_pause.hpp"
#include "server/db/postgres.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;

namespace {

// Long enough to cost nothing, short enough that stopping is quick.
constexpr std::chrono::milliseconds wait_step{200};

class receiver final : public pqxx::notification_receiver {
 public:
  receiver(pqxx::connection& connection, std::function<int()> own_backend)
      : pqxx::notification_receiver(connection, "frontdoor_log"), own_backend_(std::move(own_backend)) {}

  void operator()(const std::string&, int backend_pid) override {
    if (backend_pid != own_backend_()) heard = true;
  }

  bool heard = false;

 private:
  std::function<int()> own_backend_;
};

} // namespace

class log_listener::implementation {
 public:
  implementation(
      asio::any_io_executor io, database_options options, std::function<int()> own_backend,
      std::function<void(std::uint64_t)> wake, observe::log& log
  )
      : io_(std::move(io)), options_(std::move(options)), own_backend_(std::move(own_backend)), wake_(std::move(wake)),
        log_(log), thread_([this] { run(); }) {}

  ~implementation() { stop(); }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    clock::doubling_pause pause(options_.reconnect_delay_min, options_.reconnect_delay_max);
    while (!stopping_) {
      try {
        const auto connection = connect(options_, options_.url, "frontdoor-listener");
        receiver heard(*connection, own_backend_);
        pause.begin_again();
        listen(*connection, heard);
      } catch (const std::exception&) {
        log_.warning("listener_lost", {});
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, pause.next(), [this] { return stopping_.load(); });
      }
    }
  }

  void listen(pqxx::connection& connection, receiver& heard) {
    tell(connection);
    auto next_poll = std::chrono::steady_clock::now() + options_.poll_interval;
    while (!stopping_) {
      const auto step = std::min(wait_step, options_.poll_interval);
      connection.await_notification(0, static_cast<long>(std::chrono::microseconds(step).count()));
      const auto now = std::chrono::steady_clock::now();
      if (!heard.heard && now < next_poll) continue;
      heard.heard = false;
      next_poll = now + options_.poll_interval;
      tell(connection);
    }
  }

  void tell(pqxx::connection& connection) {
    const watchdog::guard watch(watchdog_, connection.sock(), options_.watchdog);
    pqxx::nontransaction work(connection);
    const auto position = work.exec("select position from log_head")[0][0].as<std::uint64_t>();
    asio::post(io_, [this, position] { wake_(position); });
  }

  asio::any_io_executor io_;
  database_options options_;
  std::function<int()> own_backend_;
  std::function<void(std::uint64_t)> wake_;
  observe::log& log_;
  watchdog watchdog_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

log_listener::log_listener(
    asio::any_io_executor io, database_options options, std::function<int()> own_backend,
    std::function<void(std::uint64_t)> wake, observe::log& log
)
    : implementation_(std::make_unique<implementation>(
          std::move(io), std::move(options), std::move(own_backend), std::move(wake), log
      )) {}

log_listener::~log_listener() = default;

void log_listener::stop() {
  implementation_->stop();
}

} // namespace frontdoor::db
