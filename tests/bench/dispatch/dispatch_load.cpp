// From commit to console: consoles attached by the hundred, contacts posted at a fixed rate, and how long after a
// commit each console had it. All on the steady clock of this machine.
//
// A commit is known from outside by the first sign of it: its answer, or the first console that has it. Every console's
// latency is taken from there, so what the server and this program take to tell the others counts in full. A second
// figure is taken from the time at which the request was due, and has the commit in it.
//
// Usage: dispatch_load KEY=VALUE...
//   to=frontdoor|peer|nats port=N consoles=N rate=N seconds=N
//   contacts=FILE  a body a line (all but nats)        payload=BYTES  of a message (nats only)
//   cookie=TEXT api_key=TEXT server_pid=N              (frontdoor only)
//   stalled=N   that many consoles more, which read nothing
//   quiet_s=N   how long the consoles stay quiet before their memory is looked at
// Prints its figures as JSON; 1 when a message was lost, doubled or out of order.
#include <atomic>
#include <charconv>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

#include "tests/bench/dispatch/swarm.hpp"
#include "tests/bench/intake/contact_load.hpp"
#include "tests/bench/measures.hpp"

namespace {

using namespace frontdoor::bench;
namespace asio = boost::asio;
using nlohmann::json;
using std::chrono::steady_clock;
using time_point = steady_clock::time_point;

constexpr std::chrono::seconds attach_limit{120};
constexpr std::chrono::seconds settle_limit{60}; // for what is under way when the last answer has come

struct settings {
  server_address server;
  std::size_t consoles = 500;
  std::size_t stalled = 0;
  std::chrono::milliseconds quiet{};
  std::size_t payload = 4096;
  int server_pid = 0;
  load_plan posts;
};

// Messages are numbered: by log position, by the peer's position, or by the publisher.
struct receipt {
  std::uint64_t up_to;
  time_point at;
};

struct heard {
  std::vector<receipt> receipts; // in the order in which they came
  bool placed = false;
  std::uint64_t position = 0;
  std::uint64_t faults = 0; // a number missing, twice, or out of order
};

struct committed {
  std::uint64_t number;
  time_point due;
  time_point at;
};

struct figures {
  std::vector<double> from_commit_ms;
  std::vector<double> from_due_ms;
  std::vector<double> last_console_ms;
  std::uint64_t missing = 0;
  std::uint64_t faults = 0;
};

class hearing {
 public:
  hearing(server_address::kind speaks, std::size_t consoles) : speaks_(speaks), heard_(consoles) {}

  void take(std::size_t console, std::string_view text, time_point at) {
    auto& one = heard_[console];
    ++messages_;
    bytes_ += text.size();
    switch (speaks_) {
    case server_address::kind::frontdoor:
      return take_frontdoor(one, text, at);
    case server_address::kind::peer:
      return take_number(one, text.substr(std::min(text.size(), peer_head.size())), at);
    case server_address::kind::nats:
      return take_nats(one, text, at);
    }
  }

  std::size_t placed() const { return placed_; }
  bool all_have(std::uint64_t number) const {
    return std::ranges::all_of(heard_, [number](const heard& one) { return one.position >= number; });
  }
  double bytes_a_message() const {
    return messages_ == 0 ? 0 : static_cast<double>(bytes_) / static_cast<double>(messages_);
  }
  void forget_what_came() { messages_ = bytes_ = 0; }
  const std::vector<heard>& consoles() const { return heard_; }

 private:
  static constexpr std::string_view peer_head = R"({"position":")";

  void take_frontdoor(heard& one, std::string_view text, time_point at) {
    if (const auto position = snapshot_position(text)) return place(one, *position);
    const auto range = range_of(text);
    if (!range) return;
    if (range->from != one.position || range->to < range->from) ++one.faults;
    one.position = range->to;
    one.receipts.push_back({range->to, at});
  }

  // The peer's positions are a sequence without a hole as long as no transaction fails.
  void take_number(heard& one, std::string_view digits, time_point at) {
    std::uint64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (one.position != 0 && number != one.position + 1) ++out_of_order_;
    one.position = std::max(one.position, number);
    one.receipts.push_back({number, at});
  }

  void take_nats(heard& one, std::string_view text, time_point at) {
    if (text == "PONG") return place(one, 0);
    if (text.empty() || text.front() != '#') return;
    take_number(one, text.substr(1), at);
  }

  void place(heard& one, std::uint64_t position) {
    if (!one.placed) ++placed_;
    one.placed = true;
    one.position = position;
  }

  server_address::kind speaks_;
  std::vector<heard> heard_;
  std::size_t placed_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t out_of_order_ = 0; // the peer sends after its commit, in any order: told, and no fault
};

std::vector<committed> post(const settings& given) {
  const auto result = post_all(given.posts);
  if (result.created() != given.posts.requests)
    std::cerr << "dispatch_load: " << given.posts.requests - result.created() << " contacts were not created\n";
  std::vector<committed> commits;
  for (const auto& one : result.answers) {
    if (one.status != 201) continue;
    const auto position = json::parse(one.body).at("position");
    commits.push_back(
        {position.is_string() ? std::stoull(position.get<std::string>()) : position.get<std::uint64_t>(), one.due,
         one.at}
    );
  }
  return commits;
}

// NATS keeps nothing: what counts as its commit is the moment before the write.
std::vector<committed> publish(const settings& given) {
  asio::io_context io(1);
  asio::ip::tcp::socket socket(io);
  socket.connect({asio::ip::address_v4::loopback(), given.server.port});
  socket.set_option(asio::ip::tcp::no_delay(true));
  asio::write(socket, asio::buffer(std::string("CONNECT {\"verbose\":false}\r\n")));
  std::vector<committed> sent;
  const auto begin = steady_clock::now();
  for (std::uint64_t i = 0; i < given.posts.requests; ++i) {
    auto payload = "#" + std::to_string(i + 1) + " ";
    payload.resize(std::max(given.payload, payload.size()), '.');
    const auto message = "PUB consoles " + std::to_string(payload.size()) + "\r\n" + payload + "\r\n";
    const auto due = begin + given.posts.interval * i;
    std::this_thread::sleep_until(due);
    sent.push_back({i + 1, due, steady_clock::now()});
    asio::write(socket, asio::buffer(message));
  }
  return sent;
}

double milliseconds(time_point from, time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

// When each console had each commit: the first receipt that reaches it; in numbered order for the protocols that send
// each message by itself.
figures compare(const std::vector<committed>& commits, const std::vector<heard>& consoles, bool by_range) {
  std::vector<std::vector<time_point>> had(commits.size());
  std::map<std::uint64_t, std::size_t> of_number;
  for (std::size_t i = 0; i < commits.size(); ++i)
    of_number[commits[i].number] = i;
  figures all;
  for (const auto& one : consoles) {
    all.faults += one.faults;
    auto next = of_number.begin();
    for (const auto& [up_to, at] : one.receipts) {
      if (!by_range) {
        if (const auto found = of_number.find(up_to); found != of_number.end()) had[found->second].push_back(at);
        continue;
      }
      for (; next != of_number.end() && next->first <= up_to; ++next)
        had[next->second].push_back(at);
    }
  }
  for (std::size_t i = 0; i < commits.size(); ++i) {
    all.missing += consoles.size() - std::min(consoles.size(), had[i].size());
    if (had[i].size() > consoles.size()) all.faults += had[i].size() - consoles.size();
    if (had[i].empty()) continue;
    const auto first = std::min(commits[i].at, *std::ranges::min_element(had[i]));
    for (const auto at : had[i]) {
      all.from_commit_ms.push_back(milliseconds(first, at));
      all.from_due_ms.push_back(milliseconds(commits[i].due, at));
    }
    all.last_console_ms.push_back(milliseconds(first, *std::ranges::max_element(had[i])));
  }
  std::ranges::sort(all.from_commit_ms);
  std::ranges::sort(all.from_due_ms);
  std::ranges::sort(all.last_console_ms);
  return all;
}

int run(const settings& given) {
  asio::io_context io(1);
  hearing all(given.server.speaks, given.consoles);
  swarm consoles(io, given.server, [&all](std::size_t number, std::string_view text, time_point at) {
    all.take(number, text, at);
  });
  const auto before_kib = given.server_pid == 0 ? 0 : resident_kib(given.server_pid);
  for (std::size_t i = 0; i < given.consoles; ++i)
    consoles.attach();
  for (std::size_t i = 0; i < given.stalled; ++i)
    consoles.attach_stalled();
  const bool attached = run_until(io, attach_limit, [&] {
    const bool placed = given.server.speaks == server_address::kind::peer || all.placed() == given.consoles;
    return consoles.lost() != 0 || (placed && consoles.open() == given.consoles + given.stalled);
  });
  if (!attached || consoles.lost() != 0) throw std::runtime_error("not every console could be attached");
  run_until(io, given.quiet, [] { return false; });
  const auto attached_kib = given.server_pid == 0 ? 0 : resident_kib(given.server_pid);

  all.forget_what_came();
  std::vector<committed> commits;
  std::atomic<bool> posted = false;
  std::thread poster([&] {
    commits = given.server.speaks == server_address::kind::nats ? publish(given) : post(given);
    posted = true;
  });
  run_until(io, std::chrono::hours(24), [&] { return posted.load(); });
  poster.join();
  if (commits.empty()) throw std::runtime_error("nothing was committed");
  const auto last = std::ranges::max(commits, {}, &committed::number).number;
  run_until(io, settle_limit, [&] { return all.all_have(last); });
  const auto end_kib = given.server_pid == 0 ? 0 : resident_kib(given.server_pid);

  const auto f = compare(commits, all.consoles(), given.server.speaks == server_address::kind::frontdoor);
  if (f.from_commit_ms.empty()) throw std::runtime_error("no console heard anything");
  const auto growth = static_cast<double>(attached_kib) - static_cast<double>(before_kib);
  json out{
      {"consoles", given.consoles},
      {"stalled", given.stalled},
      {"commits", commits.size()},
      {"not_created", given.posts.requests - commits.size()},
      {"missing", f.missing},
      {"faults", f.faults},
      {"closed", consoles.lost()},
      {"p50_ms", percentile(f.from_commit_ms, 0.5)},
      {"p95_ms", percentile(f.from_commit_ms, 0.95)},
      {"p99_ms", percentile(f.from_commit_ms, 0.99)},
      {"max_ms", f.from_commit_ms.back()},
      {"last_console_p99_ms", percentile(f.last_console_ms, 0.99)},
      {"due_to_console_p99_ms", percentile(f.from_due_ms, 0.99)},
      {"message_bytes", all.bytes_a_message()},
      {"kb_per_console", growth / static_cast<double>(given.consoles + given.stalled)},
      {"rss_mb", static_cast<double>(attached_kib) / 1024},
      {"rss_end_mb", static_cast<double>(end_kib) / 1024},
  };
  consoles.cut();
  io.run_for(std::chrono::seconds(1));
  std::cout << out.dump() << std::endl;
  return f.missing == 0 && f.faults == 0 && commits.size() == given.posts.requests ? 0 : 1;
}

settings read_settings(const key_values& given) {
  settings s;
  const auto to = given.text("to", "frontdoor");
  s.server.speaks = to == "nats"   ? server_address::kind::nats
                    : to == "peer" ? server_address::kind::peer
                                   : server_address::kind::frontdoor;
  s.server.port = static_cast<std::uint16_t>(given.whole("port"));
  s.server.cookie = given.text("cookie");
  s.consoles = given.whole("consoles", s.consoles);
  s.stalled = given.whole("stalled", s.stalled);
  s.quiet = std::chrono::milliseconds(1000 * given.whole("quiet_s"));
  s.payload = given.whole("payload", s.payload);
  s.server_pid = static_cast<int>(given.whole("server_pid"));
  s.posts.port = s.server.port;
  s.posts.api_key = given.text("api_key");
  s.posts.connections = 8;
  s.posts.keep_bodies = true;
  set_rate(s.posts, given.number("rate", 20), given.number("seconds", 20));
  if (s.server.speaks != server_address::kind::nats) s.posts.bodies = read_bodies(given.text("contacts"));
  return s;
}

} // namespace

int main(int count, char** arguments) {
  try {
    return run(read_settings(key_values(count, arguments)));
  } catch (const std::exception& error) {
    std::cerr << "dispatch_load: " << error.what() << '\n';
    return 2;
  }
}
