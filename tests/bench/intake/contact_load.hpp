#pragma once
// Contacts posted at fixed times, whatever the answers do: an open loop. Each answer is kept with the time at which its
// request was due, so that a server that stalls is charged for everybody who had to wait.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace frontdoor::bench {

struct load_plan {
  std::uint16_t port = 0;
  std::string api_key;             // empty: none is sent
  std::vector<std::string> bodies; // taken in turn; NNNNNNNNNN in one stands for the request's number
  std::uint64_t requests = 0;
  std::chrono::nanoseconds interval{};
  std::size_t connections = 64;
  bool keep_bodies = false; // of the answers
};

struct load_answer {
  std::chrono::steady_clock::time_point due;
  std::chrono::steady_clock::time_point at;
  int status = 0;
  std::string body; // only with keep_bodies
};

struct load_result {
  std::chrono::steady_clock::time_point begin;
  std::vector<load_answer> answers; // as they came
  std::uint64_t broken_connections = 0;

  std::uint64_t created() const; // answers with 201
};

// The bodies of a file, one a line. Throws when there are none.
std::vector<std::string> read_bodies(const std::string& file);
// `per_second` requests for `seconds`.
void set_rate(load_plan& plan, double per_second, double seconds);
// Blocks until every request is answered or its connection broken.
load_result post_all(const load_plan& plan);

} // namespace frontdoor::bench
