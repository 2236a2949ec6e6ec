#include "server/observe/metrics.hpp"

#include <array>
#include <cstdio>
#include <map>
#include <mutex>
#include <unistd.h>
#include <utility>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace frontdoor::observe {

namespace {

using buckets = prometheus::Histogram::BucketBoundaries;

// Seconds. Fine below 50 ms, where the promises are (p99 < 10 ms for a contact, < 50 ms to a console).
const buckets latency_buckets{0.0005, 0.001, 0.0025, 0.005, 0.0075, 0.01, 0.015, 0.025,
                              0.05,   0.1,   0.25,   0.5,   1,      2.5,  10};
const buckets batch_buckets{1, 2, 4, 8, 16, 32, 64, 96, 128, 256};
const buckets lateness_buckets{0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 3600};

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Counter& counter(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Histogram&
histogram(prometheus::Registry& registry, const char* name, const char* help, const buckets& bounds) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, bounds);
}

double resident_bytes() {
  long pages_all = 0;
  long pages_resident = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    const int read = std::fscanf(file, "%ld %ld", &pages_all, &pages_resident);
    std::fclose(file);
    if (read != 2) pages_resident = 0;
  }
  return static_cast<double>(pages_resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

constexpr std::array<const char*, 6> status_classes{"other", "1xx", "2xx", "3xx", "4xx", "5xx"};

} // namespace

struct metrics::state {
  prometheus::Registry registry;

  prometheus::Family<prometheus::Histogram>& requests =
      prometheus::BuildHistogram()
          .Name("frontdoor_http_request_seconds")
          .Help("From the first byte of a request's header to the last byte of its answer.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& contacts = prometheus::BuildCounter()
                                                          .Name("frontdoor_contacts_total")
                                                          .Help("Contacts stored, by channel and proposed grade.")
                                                          .Register(registry);
  prometheus::Family<prometheus::Counter>& sign_ins = prometheus::BuildCounter()
                                                          .Name("frontdoor_sign_ins_total")
                                                          .Help("Attempts to sign in, by outcome.")
                                                          .Register(registry);

  prometheus::Gauge& connections = gauge(registry, "frontdoor_http_connections", "Open HTTP and console connections.");
  prometheus::Histogram& batch =
      histogram(registry, "frontdoor_batch_size", "Commands in one commit of the writer.", batch_buckets);
  prometheus::Histogram& commit =
      histogram(registry, "frontdoor_commit_seconds", "One call of append_batch and its commit.", latency_buckets);
  prometheus::Gauge& writer_depth = gauge(registry, "frontdoor_writer_queue", "Commands waiting for the writer.");
  prometheus::Gauge& reader_depth = gauge(registry, "frontdoor_reader_queue", "Reads waiting for a reader.");
  prometheus::Counter& unavailable = counter(
      registry, "frontdoor_writer_unavailable_total", "Batches refused because the database could not be reached."
  );
  prometheus::Counter& in_doubt =
      counter(registry, "frontdoor_commits_in_doubt_total", "Commits whose outcome had to be found out.");
  prometheus::Gauge& consoles = gauge(registry, "frontdoor_consoles", "Connected consoles.");
  prometheus::Gauge& lag =
      gauge(registry, "frontdoor_console_lag_frames", "Frames the slowest console is behind the newest.");
  prometheus::Counter& frames = counter(registry, "frontdoor_console_frames_total", "Frames sent to consoles.");
  prometheus::Counter& frame_bytes = counter(registry, "frontdoor_console_bytes_total", "Bytes sent to consoles.");
  prometheus::Histogram& lateness = histogram(
      registry, "frontdoor_timer_lateness_seconds", "How long after its due time a timer fired.", lateness_buckets
  );
  prometheus::Gauge& position = gauge(registry, "frontdoor_log_position", "Position of the newest event known here.");
  prometheus::Gauge& unaccounted = gauge(
      registry, "frontdoor_contacts_unaccounted",
      "Contacts of the last day that are neither resolved, open nor linked; must be 0."
  );
  prometheus::Gauge& mismatched = gauge(
      registry, "frontdoor_crimes_mismatched",
      "Crimes of the last two days of which incident and record do not say the same; must be 0."
  );
  prometheus::Gauge& memory = gauge(registry, "process_resident_memory_bytes", "Resident memory of this server.");

  // The families find a series by hashing its labels each time; these remember it.
  std::mutex guard;
  std::map<std::pair<std::string, int>, prometheus::Histogram*, std::less<>> request_series;

  prometheus::Histogram& requests_of(std::string_view endpoint, int status) {
    const int status_class = status >= 100 && status < 600 ? status / 100 : 0;
    const std::pair<std::string, int> key{endpoint, status_class};
    const std::lock_guard hold(guard);
    auto& series = request_series[key];
    if (series == nullptr) {
      const auto* name = status_classes.at(static_cast<std::size_t>(status_class));
      series = &requests.Add({{"endpoint", key.first}, {"status_class", name}}, latency_buckets);
    }
    return *series;
  }
};

metrics::metrics() : state_(std::make_unique<state>()) {}
metrics::~metrics() = default;

void metrics::request_served(std::string_view endpoint, int status, double seconds) {
  state_->requests_of(endpoint, status).Observe(seconds);
}
void metrics::http_connections(std::ptrdiff_t change) {
  state_->connections.Increment(static_cast<double>(change));
}

void metrics::batch_committed(std::size_t commands, double seconds) {
  state_->batch.Observe(static_cast<double>(commands));
  state_->commit.Observe(seconds);
}
void metrics::writer_queue(std::size_t depth) {
  state_->writer_depth.Set(static_cast<double>(depth));
}
void metrics::reader_queue(std::size_t depth) {
  state_->reader_depth.Set(static_cast<double>(depth));
}
void metrics::writer_unavailable() {
  state_->unavailable.Increment();
}
void metrics::commit_in_doubt() {
  state_->in_doubt.Increment();
}

void metrics::consoles(std::ptrdiff_t change) {
  state_->consoles.Increment(static_cast<double>(change));
}
void metrics::console_lag(std::size_t frames_behind_max) {
  state_->lag.Set(static_cast<double>(frames_behind_max));
}
void metrics::frames_sent(std::size_t count, std::size_t bytes) {
  state_->frames.Increment(static_cast<double>(count));
  state_->frame_bytes.Increment(static_cast<double>(bytes));
}

void metrics::timer_fired(double lateness_seconds) {
  state_->lateness.Observe(lateness_seconds);
}
void metrics::contact_taken(std::string_view channel, std::string_view grade) {
  state_->contacts.Add({{"channel", std::string(channel)}, {"grade", std::string(grade)}}).Increment();
}
void metrics::contacts_unaccounted(std::int64_t difference) {
  state_->unaccounted.Set(static_cast<double>(difference));
}

void metrics::crimes_mismatched(std::size_t crimes) {
  state_->mismatched.Set(static_cast<double>(crimes));
}

void metrics::log_position(std::uint64_t position) {
  state_->position.Set(static_cast<double>(position));
}
void metrics::sign_in(std::string_view outcome) {
  state_->sign_ins.Add({{"outcome", std::string(outcome)}}).Increment();
}

std::string metrics::exposition() const {
  state_->memory.Set(resident_bytes());
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

} // namespace frontdoor::observe
