#pragma once
// The Prometheus metrics of this server, each named once. Hidden behind plain calls so that no other file includes
// prometheus-cpp. Safe from any thread.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace frontdoor::observe {

class metrics {
 public:
  metrics();
  ~metrics();
  metrics(const metrics&) = delete;
  metrics& operator=(const metrics&) = delete;

  // frontdoor_http_request_seconds{endpoint,status_class}: from the first byte of the header to the last of the answer.
  void request_served(std::string_view endpoint, int status, double seconds);
  void http_connections(std::ptrdiff_t change);

  // frontdoor_batch_size, frontdoor_commit_seconds: one commit of the writer.
  void batch_committed(std::size_t commands, double seconds);
  void writer_queue(std::size_t depth);
  void reader_queue(std::size_t depth);
  void writer_unavailable(); // a batch refused because the database could not be reached
  void commit_in_doubt();    // a commit whose outcome had to be found out

  void consoles(std::ptrdiff_t change);
  void console_lag(std::size_t frames_behind_max);
  void frames_sent(std::size_t count, std::size_t bytes);

  void timer_fired(double lateness_seconds);
  void contact_taken(std::string_view channel, std::string_view grade);
  void log_position(std::uint64_t position);

  // frontdoor_sign_ins_total{outcome}: "accepted", "wrong", "throttled", "unavailable".
  void sign_in(std::string_view outcome);

  // frontdoor_contacts_unaccounted: contacts of the last day that are neither resolved, open nor linked. Must be 0.
  void contacts_unaccounted(std::int64_t difference);

  // frontdoor_crimes_mismatched: crimes of the last two days of which incident and record do not say the same. Must be
  // 0.
  void crimes_mismatched(std::size_t crimes);

  // The text exposition format of all of them.
  std::string exposition() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace frontdoor::observe
