#include "server/observe/log.hpp"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <optional>
#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/base_sink.h>

#include "triage/time.hpp"

namespace frontdoor::observe {

namespace {

// A pipe that polls as writable takes this many bytes without blocking (PIPE_BUF on Linux), so no line is longer.
constexpr std::size_t line_bytes_max = 4096;
constexpr std::size_t value_bytes_max = 1024;

std::string_view name_of(level severity) {
  switch (severity) {
  case level::debug:
    return "debug";
  case level::info:
    return "info";
  case level::warning:
    return "warning";
  case level::error:
    return "error";
  }
  return "error";
}

void append_text(std::string& line, std::string_view text) {
  text = text.substr(0, value_bytes_max);
  line.push_back('"');
  bool plain = true;
  for (const char c : text)
    plain = plain && c >= ' ' && c <= '~' && c != '"' && c != '\\';
  if (plain) {
    line += text;
    line.push_back('"');
    return;
  }
  // Invalid UTF-8 is replaced, not thrown: a log line must never be the reason of a failure.
  const auto quoted = nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  line.append(quoted, 1, std::string::npos);
}

void append_value(std::string& line, const field& f) {
  if (const auto* text = std::get_if<std::string_view>(&f.value)) {
    append_text(line, *text);
  } else if (const auto* whole = std::get_if<std::int64_t>(&f.value)) {
    fmt::format_to(std::back_inserter(line), "{}", *whole);
  } else if (const auto* real = std::get_if<double>(&f.value)) {
    if (std::isfinite(*real)) {
      fmt::format_to(std::back_inserter(line), "{:.9g}", *real);
    } else {
      line += "null";
    }
  } else {
    line += std::get<bool>(f.value) ? "true" : "false";
  }
}

std::string line_of(level severity, std::string_view event, std::initializer_list<field> fields) {
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  std::string line = R"({"time":")" + triage::to_rfc3339(now) + R"(","level":")";
  line += name_of(severity);
  line += R"(","event":)";
  append_text(line, event);
  bool cut = false;
  for (const auto& f : fields) {
    const auto before = line.size();
    line.push_back(',');
    append_text(line, f.name);
    line.push_back(':');
    append_value(line, f);
    if (line.size() > line_bytes_max - 16) {
      line.resize(before);
      cut = true;
      break;
    }
  }
  line += cut ? ",\"cut\":true}\n" : "}\n";
  return line;
}

// Writes to a file descriptor and gives up rather than wait for a reader that does not read. Runs on the log's own
// thread only.
class descriptor_sink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  descriptor_sink(int descriptor, const std::atomic<bool>& closing) : descriptor_(descriptor), closing_(closing) {}

  // Lines that were dropped because the queue was full are counted by the queue; told with the next line that passes.
  // The pool outlives its thread, on which this runs, and must not be kept by it: the last to let it go joins that
  // thread.
  void watch(spdlog::details::thread_pool& pool) { pool_ = &pool; }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const auto overrun = pool_ != nullptr ? pool_->overrun_counter() : 0;
    const auto lost = dropped_ + (overrun - told_);
    if (lost > 0) {
      const auto told = line_of(level::warning, "log_lines_dropped", {{"lines", static_cast<std::int64_t>(lost)}});
      if (put(told)) {
        dropped_ = 0;
        told_ = overrun;
      }
    }
    if (!put(std::string_view(message.payload.data(), message.payload.size()))) ++dropped_;
  }

  void flush_() override {}

  bool put(std::string_view text) {
    while (!text.empty()) {
      ::pollfd ready{descriptor_, POLLOUT, 0};
      const int patience_ms = stuck_ || closing_.load() ? 20 : 1000;
      const int found = ::poll(&ready, 1, patience_ms);
      if (found <= 0 || (ready.revents & POLLOUT) == 0) {
        stuck_ = true;
        return false;
      }
      const auto written = ::write(descriptor_, text.data(), text.size());
      if (written < 0) {
        if (errno == EINTR || errno == EAGAIN) continue;
        return false;
      }
      stuck_ = false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

  int descriptor_;
  const std::atomic<bool>& closing_;
  spdlog::details::thread_pool* pool_ = nullptr;
  std::size_t dropped_ = 0;
  std::size_t told_ = 0;
  bool stuck_ = false;
};

class json_log final : public log {
 public:
  json_log(level minimum, int descriptor, std::size_t lines_queued_max) : minimum_(minimum) {
    auto sink = std::make_shared<descriptor_sink>(descriptor, closing_);
    pool_ = std::make_shared<spdlog::details::thread_pool>(lines_queued_max, 1);
    sink->watch(*pool_);
    // overrun_oldest: a full queue loses its oldest line, and no thread that logs ever waits.
    logger_ =
        std::make_shared<spdlog::async_logger>("frontdoor", sink, pool_, spdlog::async_overflow_policy::overrun_oldest);
    logger_->set_level(spdlog::level::trace);
  }

  ~json_log() override {
    closing_.store(true);
    logger_.reset();
    pool_.reset(); // writes what is queued, then joins; the sink no longer waits for a blocked reader
  }

  json_log(const json_log&) = delete;
  json_log& operator=(const json_log&) = delete;

  void write(level severity, std::string_view event, std::initializer_list<field> fields) override {
    if (severity < minimum_) return;
    const auto line = line_of(severity, event, fields);
    logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  }

 private:
  const level minimum_;
  std::atomic<bool> closing_{false};
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

class silent_log final : public log {
 public:
  void write(level, std::string_view, std::initializer_list<field>) override {}
};

} // namespace

std::optional<level> parse_level(std::string_view text) {
  for (const auto candidate : {level::debug, level::info, level::warning, level::error}) {
    if (name_of(candidate) == text) return candidate;
  }
  return std::nullopt;
}

std::unique_ptr<log> make_json_log(level minimum) {
  return make_json_log(minimum, STDERR_FILENO, 8192);
}

std::unique_ptr<log> make_json_log(level minimum, int descriptor, std::size_t lines_queued_max) {
  return std::make_unique<json_log>(minimum, descriptor, lines_queued_max);
}

std::unique_ptr<log> make_silent_log() {
  return std::make_unique<silent_log>();
}

} // namespace frontdoor::observe
