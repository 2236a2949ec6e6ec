#include "server/waiting_start.hpp"

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/clock/doubling_pause.hpp"
#include "server/db/reach.hpp"
#include "server/http/server.hpp"
#include "server/part_options.hpp"
#include "server/start_up.hpp"

namespace frontdoor {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::size_t segments_max = 6; // of a path; no call has more
constexpr int waiting_retry_after_s = 5;

constexpr const char* waiting_words =
    "This server was started while PostgreSQL could not be reached. It takes nothing, "
    "tries again, and begins by itself when PostgreSQL is there.";

// Tries on a thread of its own, since each may take its time. Calls `reached` on the I/O thread once.
class attempts {
 public:
  attempts(
      asio::any_io_executor io, const config::settings& settings, const db::database_options& database,
      observe::log& log, std::function<void()> reached
  )
      : io_(std::move(io)), settings_(settings), database_(database), log_(log), reached_(std::move(reached)),
        thread_([this] { run(); }) {}
  ~attempts() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  attempts(const attempts&) = delete;
  attempts& operator=(const attempts&) = delete;

 private:
  void run() {
    clock::doubling_pause pause(settings_.database.reconnect_delay_min, settings_.database.reconnect_delay_max);
    std::unique_lock lock(mutex_);
    for (int tries = 1; !stopping_; ++tries) {
      lock.unlock();
      const auto why = db::why_out_of_reach(database_);
      if (!why) {
        asio::post(io_, reached_);
        return;
      }
      const auto delay = pause.next();
      log_.warning("waiting_for_database", {{"tries", tries}, {"retry_ms", delay.count()}, {"error", *why}});
      lock.lock();
      changed_.wait_for(lock, delay, [this] { return stopping_; });
    }
  }

  asio::any_io_executor io_;
  const config::settings& settings_;
  const db::database_options& database_;
  observe::log& log_;
  std::function<void()> reached_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

asio::awaitable<http::response> waiting_live(http::request, auth::principal) {
  co_return api::json_text_response(200, R"({"status":"live"})");
}

asio::awaitable<http::response> waiting_ready(http::request, auth::principal) {
  json checks{{"database", "unavailable"}, {"feed", "unavailable"},     {"draining", false},
              {"handed_over", false},      {"reached_ms_ago", nullptr}, {"mode", "starting"}};
  json out{{"status", "not_ready"}, {"checks", std::move(checks)}, {"detail", waiting_words}};
  co_return api::json_response(503, out);
}

asio::awaitable<http::response> waiting_for_record(http::request request, auth::principal) {
  http::problem why(503, "unavailable", "The record cannot be reached", waiting_words);
  why.detail += " Nothing was stored. Use another server, or the numbered paper forms, radio and phone.";
  why.retry_after_s = waiting_retry_after_s;
  co_return http::to_response(why, request.request_id);
}

// Whatever the path, it is known and cannot be done: 404 would be a lie.
http::router waiting_routes() {
  using http::method;
  http::endpoints rows;
  rows.push_back({method::get, "/livez", auth::access::anyone(), waiting_live, {}});
  rows.push_back({method::get, "/readyz", auth::access::anyone(), waiting_ready, {}});
  std::string path = "/";
  for (std::size_t segments = 0; segments <= segments_max; ++segments) {
    for (const auto verb : {method::get, method::post, method::put, method::patch, method::delete_})
      rows.push_back({verb, path, auth::access::anyone(), waiting_for_record, {}});
    path += (segments == 0 ? "{part_" : "/{part_") + std::to_string(segments) + "}";
  }
  return http::router(std::move(rows));
}

std::optional<std::string>
wait_for_database(const config::settings& settings, const db::database_options& database, observe::log& log) {
  observe::metrics metrics;
  asio::io_context io{1};
  http::authenticator nobody = [](const http::request&,
                                  bool) -> asio::awaitable<std::expected<auth::principal, http::problem>> {
    co_return auth::principal();
  };
  http::server server(io, server_options_of(settings), waiting_routes(), std::move(nobody), log, metrics);
  server.listen();
  std::optional<std::string> stopped;
  asio::signal_set signals(io, SIGTERM, SIGINT);
  bool leaving = false;
  const auto leave = [&] {
    if (std::exchange(leaving, true)) return;
    signals.cancel();
    asio::co_spawn(io, server.drain(settings.server.drain), [&io](std::exception_ptr) { io.stop(); });
  };
  signals.async_wait([&](boost::system::error_code error, int) {
    if (error) return;
    stopped = "stopped before PostgreSQL could be reached";
    leave();
  });
  const attempts trying(io.get_executor(), settings, database, log, leave);
  io.run();
  return stopped;
}

} // namespace

std::optional<std::string> await_outside_database(const config::settings& settings) {
  const auto database = outside_database(settings);
  if (!database || !db::why_out_of_reach(*database)) return std::nullopt;
  const auto log = make_log(settings);
  return wait_for_database(settings, *database, *log);
}

} // namespace frontdoor
