#include "server/outage/peers.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include "server/messages/curl_handle.hpp"

namespace frontdoor::outage {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t readiness_bytes_max = 16 * 1024;
constexpr int times_believed = 3; // that it takes to ask all of them

// Blocks for the time-out at most.
std::optional<std::chrono::milliseconds> ask_peer(const std::string& url, std::chrono::milliseconds timeout) {
  const auto handle = messages::open_handle(url + "/readyz", timeout);
  if (!handle) return std::nullopt;
  const auto answer = messages::get(handle, readiness_bytes_max);
  if (!answer) return std::nullopt;
  return reached_ago(answer->status, answer->text);
}

} // namespace

std::optional<std::chrono::milliseconds> reached_ago(long status, std::string_view body) {
  if (status != 200) return std::nullopt;
  const auto said = nlohmann::json::parse(body, nullptr, false);
  if (!said.is_object() || said.value("status", nlohmann::json()) != "ready") return std::nullopt;
  static const nlohmann::json::json_pointer member("/checks/reached_ms_ago");
  if (!said.contains(member) || !said.at(member).is_number_unsigned()) return std::nullopt;
  return std::chrono::milliseconds(said.at(member).get<std::uint32_t>());
}

class peers::implementation {
 public:
  using time_point = peers::time_point;

  implementation(asio::any_io_executor io, peer_options options) : io_(std::move(io)), options_(std::move(options)) {
    if (!options_.urls.empty()) thread_ = std::thread([this] { run(); });
  }
  ~implementation() { stop(); }
  implementation(const implementation&) = delete;
  implementation& operator=(const implementation&) = delete;

  bool reached_since(time_point then) const { return ready_ && reached_at_ && *reached_at_ > then; }
  bool one_is_there() const {
    const auto longest = options_.interval + options_.timeout * static_cast<int>(options_.urls.size());
    return ready_at_ && steady_clock::now() - *ready_at_ <= longest * times_believed;
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  bool stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      const auto began = steady_clock::now();
      std::optional<time_point> reached;
      for (const auto& url : options_.urls) {
        if (stopping()) return;
        const auto ago = ask_peer(url, options_.timeout);
        if (ago) reached = std::max(reached.value_or(began - *ago), began - *ago);
      }
      asio::post(io_, [this, reached, began] {
        ready_ = reached.has_value();
        if (!ready_) return;
        ready_at_ = began;
        reached_at_ = reached;
      });
      lock.lock();
      changed_.wait_for(lock, options_.interval, [this] { return stopping_; });
    }
  }

  asio::any_io_executor io_;
  const peer_options options_;
  bool ready_ = false; // when asked last; the I/O thread's, as the next two
  std::optional<time_point> ready_at_;
  std::optional<time_point> reached_at_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

peers::peers(asio::any_io_executor io, peer_options options)
    : implementation_(std::make_unique<implementation>(std::move(io), std::move(options))) {}

peers::~peers() = default;

bool peers::reached_since(time_point then) const {
  return implementation_->reached_since(then);
}

bool peers::one_is_there() const {
  return implementation_->one_is_there();
}

void peers::stop() {
  implementation_->stop();
}

} // namespace frontdoor::outage
