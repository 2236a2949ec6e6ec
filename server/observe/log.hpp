#pragma once
// Structured JSON logs: one object a line on standard error. Never personal data, never secrets: fields are ids, codes,
// counts and durations. Safe from any thread, and no thread that logs ever waits: lines go through a bounded queue, and
// when nobody reads them the oldest are lost and counted ("log_lines_dropped").

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace frontdoor::observe {

enum class level : std::uint8_t { debug, info, warning, error };

// "debug", "info", "warning" or "error"; anything else: nullopt.
std::optional<level> parse_level(std::string_view text);

// One field of a log line.
struct field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;

  field(std::string_view n, std::string_view v) : name(n), value(v) {}
  field(std::string_view n, const std::string& v) : name(n), value(std::string_view(v)) {}
  field(std::string_view n, const char* v) : name(n), value(std::string_view(v)) {}
  field(std::string_view n, bool v) : name(n), value(v) {}
  field(std::string_view n, double v) : name(n), value(v) {}
  field(std::string_view n, std::int64_t v) : name(n), value(v) {}
  field(std::string_view n, int v) : name(n), value(static_cast<std::int64_t>(v)) {}
  field(std::string_view n, std::uint64_t v) : name(n), value(static_cast<std::int64_t>(v)) {}
};

// Where log lines go. Made once by the composition root and handed down; there is no global logger.
class log {
 public:
  virtual ~log() = default;
  // `event` is a stable snake_case name ("batch_committed"), not a sentence.
  virtual void write(level severity, std::string_view event, std::initializer_list<field> fields) = 0;

  void debug(std::string_view event, std::initializer_list<field> f = {}) { write(level::debug, event, f); }
  void info(std::string_view event, std::initializer_list<field> f = {}) { write(level::info, event, f); }
  void warning(std::string_view event, std::initializer_list<field> f = {}) { write(level::warning, event, f); }
  void error(std::string_view event, std::initializer_list<field> f = {}) { write(level::error, event, f); }
};

// Lines as JSON on standard error, from `minimum` up.
std::unique_ptr<log> make_json_log(level minimum);
// The same on another open file descriptor, which stays the caller's, with room for `lines_queued_max` lines.
std::unique_ptr<log> make_json_log(level minimum, int descriptor, std::size_t lines_queued_max);
// Drops everything; for tests.
std::unique_ptr<log> make_silent_log();

} // namespace frontdoor::observe
