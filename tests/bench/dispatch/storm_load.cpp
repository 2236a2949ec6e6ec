// A storm of reconnections: consoles that have a board are cut off, things go on without them, and then all of them
// come back at once and ask for what they missed. Every position that a console is told of is counted, so that what was
// lost or told twice is known exactly.
//
// Usage: storm_load KEY=VALUE...
//   port=N consoles=N cookie=TEXT api_key=TEXT contacts=FILE
//   events=N          how many events the consoles miss (at least)
//   live_per_s=N      contacts a second that go on during the storm
//   watchers=N        consoles that stay: while none is there the server keeps no frames, and who comes back then gets
//                     the board anew
// Prints its figures as JSON; 1 when an event was lost or doubled, or not every console got there. What a board that
// was given anew covers is not lost; how many got one is told as `snapshots`.
#include <atomic>
#include <charconv>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
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

constexpr std::chrono::seconds storm_limit{120};
constexpr std::chrono::seconds live_limit{3}; // for the contact under way to be answered
constexpr std::chrono::seconds settle_limit{20};
constexpr double missed_per_s = 100; // contacts a second while the consoles are away: only their number counts
constexpr std::uint64_t posts_at_once = 50;

struct settings {
  server_address server;
  std::size_t consoles = 1000;
  std::uint64_t events = 1500;
  double live_per_s = 1;
  std::size_t watchers = 1;
  load_plan posts;
};

// One console after it came back: the positions it was told of, each with how often.
struct returned {
  std::uint64_t position = 0; // up to here it has been told everything
  std::uint64_t covered = 0;  // up to here a snapshot has told it how things stand
  std::uint64_t out_of_order = 0;
  std::vector<std::uint8_t> times; // of each position behind `after`
};

// What every event of a frame has, and nothing else in it: within texts the quotes are escaped.
constexpr std::string_view position_mark = R"("datacontenttype":"application/json","position":)";

void count_positions(returned& one, std::string_view text, std::uint64_t after) {
  std::uint64_t before = 0;
  for (auto at = text.find(position_mark); at != std::string_view::npos; at = text.find(position_mark, at)) {
    at += position_mark.size();
    std::uint64_t position = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), position);
    if (position <= before) ++one.out_of_order;
    before = position;
    if (position <= after) {
      ++one.out_of_order; // it had that already
      continue;
    }
    const auto place = position - after - 1;
    if (one.times.size() <= place) one.times.resize(place + 1);
    if (one.times[place] < 255) ++one.times[place];
  }
}

// Posts contacts and gives the log position that the last answer reaches.
std::uint64_t post(load_plan plan, double per_second, std::uint64_t requests) {
  set_rate(plan, per_second, static_cast<double>(requests) / per_second);
  plan.requests = requests;
  plan.connections = 16;
  plan.keep_bodies = true;
  const auto result = post_all(plan);
  std::uint64_t last = 0;
  for (const auto& one : result.answers) {
    if (one.status == 201) last = std::max(last, json::parse(one.body).at("position").get<std::uint64_t>());
  }
  if (result.created() != requests) throw std::runtime_error("contacts were not created");
  return last;
}

// Attaches the consoles and cuts them off again once each has its board. Gives the position they all had.
std::uint64_t attach_and_cut(const settings& given) {
  asio::io_context io(1);
  std::size_t placed = 0;
  std::uint64_t position = 0;
  swarm consoles(io, given.server, [&](std::size_t, std::string_view text, time_point) {
    if (const auto found = snapshot_position(text)) {
      ++placed;
      position = *found;
    }
  });
  for (std::size_t i = 0; i < given.consoles; ++i)
    consoles.attach();
  const bool all = run_until(io, storm_limit, [&] { return placed == given.consoles || consoles.lost() != 0; });
  if (!all || consoles.lost() != 0) throw std::runtime_error("not every console could be attached");
  consoles.cut();
  io.run_for(std::chrono::seconds(1));
  return position;
}

// What came of the storm, over all consoles.
struct account {
  std::uint64_t visible = 0; // events that at least one was told of: all have the same rights, and no filter
  std::uint64_t lost = 0;
  std::uint64_t doubled = 0;
  std::uint64_t out_of_order = 0;
  std::uint64_t snapshots = 0;
};

account add_up(const std::vector<returned>& all, std::uint64_t after, std::uint64_t events) {
  account sum;
  std::vector<bool> seen(events);
  for (const auto& one : all) {
    sum.out_of_order += one.out_of_order;
    sum.snapshots += one.covered != 0 ? 1 : 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(events, one.times.size()); ++i)
      seen[i] = seen[i] || one.times[i] != 0;
  }
  sum.visible = static_cast<std::uint64_t>(std::ranges::count(seen, true));
  for (const auto& one : all) {
    for (std::size_t i = 0; i < events; ++i) {
      const unsigned times = i < one.times.size() ? one.times[i] : 0U;
      if (seen[i] && times == 0 && after + 1 + i > one.covered) ++sum.lost;
      if (times > 1) sum.doubled += times - 1;
    }
  }
  return sum;
}

// Consoles that stay, read in a thread of their own.
class watchers {
 public:
  explicit watchers(const settings& given)
      : swarm_(io_, given.server, [](std::size_t, std::string_view, time_point) {}) {
    for (std::size_t i = 0; i < given.watchers; ++i)
      swarm_.attach();
    if (!run_until(io_, storm_limit, [&] { return swarm_.open() == given.watchers; }))
      throw std::runtime_error("no console can be attached");
    thread_ = std::thread([this] {
      while (!over_)
        io_.run_one_for(std::chrono::milliseconds(20));
    });
  }
  ~watchers() {
    over_ = true;
    thread_.join();
    swarm_.cut();
    io_.run_for(std::chrono::milliseconds(200));
  }
  watchers(const watchers&) = delete;
  watchers& operator=(const watchers&) = delete;

 private:
  asio::io_context io_{1};
  swarm swarm_;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

// The storm itself: all come back at once, and contacts go on.
class storm {
 public:
  storm(const settings& given, std::uint64_t after, std::uint64_t head)
      : given_(given), after_(after), head_(head), live_head_(head), all_(given.consoles),
        consoles_(io_, given.server, [this](std::size_t number, std::string_view text, time_point at) {
          take(all_[number], text, at);
        }) {
    for (auto& one : all_)
      one.position = after;
  }

  bool run() {
    std::atomic<bool> over = false;
    std::thread live([&] {
      while (!over && given_.live_per_s > 0)
        live_head_ = post(given_.posts, given_.live_per_s, 1);
    });
    begin_ = steady_clock::now();
    for (std::size_t i = 0; i < given_.consoles; ++i)
      consoles_.attach(after_);
    run_until(io_, storm_limit, [&] { return complete_s_.size() == given_.consoles; });
    over = true;
    run_until(io_, live_limit, [] { return false; });
    live.join();
    // What was committed meanwhile belongs to everybody too.
    run_until(io_, settle_limit, [&] {
      return std::ranges::all_of(all_, [&](const returned& one) { return one.position >= live_head_; });
    });
    return report();
  }

 private:
  void take(returned& one, std::string_view text, time_point at) {
    bytes_ += text.size();
    if (const auto board = snapshot_position(text)) {
      one.covered = *board;
      return reach(one, *board, at);
    }
    const auto range = range_of(text);
    if (!range) return;
    if (range->from != one.position) ++one.out_of_order;
    count_positions(one, text, after_);
    reach(one, range->to, at);
  }

  void reach(returned& one, std::uint64_t position, time_point at) {
    if (one.position < head_ && position >= head_)
      complete_s_.push_back(std::chrono::duration<double>(at - begin_).count());
    one.position = position;
  }

  bool report() {
    const auto sum = add_up(all_, after_, live_head_ - after_);
    std::ranges::sort(complete_s_);
    const bool complete = complete_s_.size() == given_.consoles;
    const json out{
        {"consoles", given_.consoles},
        {"missed_events", head_ - after_},
        {"after", after_},
        {"up_to", live_head_.load()},
        {"visible_events", sum.visible},
        {"complete", complete_s_.size()},
        {"storm_s", complete ? json(complete_s_.back()) : json()},
        {"median_s", complete ? json(percentile(complete_s_, 0.5)) : json()},
        {"lost", sum.lost},
        {"doubled", sum.doubled},
        {"out_of_order", sum.out_of_order},
        {"snapshots", sum.snapshots},
        {"closed", consoles_.lost()},
        {"megabytes", static_cast<double>(bytes_) / 1e6},
    };
    consoles_.cut();
    run_until(io_, std::chrono::seconds(1), [] { return false; });
    std::cout << out.dump() << std::endl;
    return complete && sum.lost + sum.doubled + sum.out_of_order == 0;
  }

  const settings& given_;
  std::uint64_t after_;
  std::uint64_t head_;
  std::atomic<std::uint64_t> live_head_;
  std::vector<returned> all_;
  std::vector<double> complete_s_;
  std::uint64_t bytes_ = 0;
  time_point begin_;
  asio::io_context io_{1};
  swarm consoles_;
};

int run(const settings& given) {
  const watchers staying(given);
  const auto after = attach_and_cut(given);
  std::uint64_t head = after;
  while (head < after + given.events)
    head = std::max(head, post(given.posts, missed_per_s, posts_at_once));
  return storm(given, after, head).run() ? 0 : 1;
}

settings read_settings(const key_values& given) {
  settings s;
  s.server.port = s.posts.port = static_cast<std::uint16_t>(given.whole("port"));
  s.server.cookie = given.text("cookie");
  s.posts.api_key = given.text("api_key");
  s.posts.bodies = read_bodies(given.text("contacts"));
  s.consoles = given.whole("consoles", s.consoles);
  s.events = given.whole("events", s.events);
  s.live_per_s = given.number("live_per_s", s.live_per_s);
  s.watchers = given.whole("watchers", s.watchers);
  return s;
}

} // namespace

int main(int count, char** arguments) {
  try {
    return run(read_settings(key_values(count, arguments)));
  } catch (const std::exception& error) {
    std::cerr << "storm_load: " << error.what() << '\n';
    return 2;
  }
}
