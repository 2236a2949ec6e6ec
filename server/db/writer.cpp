#include "server/db/writer.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/rand.h>

#include "server/clock/doubling_pause.hpp"
#include "server/db/batch_text.hpp"
#include "server/db/commit_queue.hpp"
#include "server/db/postgres.hpp"
#include "server/run_on.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

append_code parse_code(std::string_view text) {
  if (text == "appended" || text == "done") return append_code::appended;
  if (text == "repeated") return append_code::repeated;
  if (text == "key_reused") return append_code::key_reused;
  return append_code::stale;
}

salts draw_salts(std::size_t count) {
  salts drawn(count);
  if (count != 0 && RAND_bytes(drawn.front().data(), static_cast<int>(count * sizeof(salt))) != 1) {
    throw std::runtime_error("no randomness");
  }
  return drawn;
}

// A command's verdict with what the log made of it.
struct verdict {
  append_result result;
  bool newly_committed = false;
};

// The events as consoles and readers will see them; numbers and positions are those the commit gave.
void collect_events(
    const append_command& command, const append_result& result, timestamp recorded_at, committed_events& out
) {
  std::vector<std::uint32_t> versions;
  for (const auto& change : command.streams)
    versions.push_back(change.before.version);
  std::uint64_t position = result.first_position;
  for (const auto& event : command.events) {
    auto committed = std::make_shared<committed_event>();
    const auto stream = std::find_if(command.streams.begin(), command.streams.end(), [&](const stream_change& change) {
      return change.before.stream_id == event.stream_id;
    });
    committed->position = position++;
    committed->stream_type = event.stream_type;
    committed->stream_id = event.stream_id;
    committed->version = ++versions.at(static_cast<std::size_t>(stream - command.streams.begin()));
    committed->type = event.type;
    committed->schema_version = event.schema_version;
    committed->occurred_at = event.occurred_at;
    committed->recorded_at = recorded_at;
    committed->actor = event.actor;
    committed->request_id = command.request_id;
    committed->owner_id = command.owner_id;
    committed->body = event.body;
    committed->personal = event.personal;
    committed->decided = event.decided;
    committed->opened = event.opened;
    committed->number = result.number;
    out.push_back(std::move(committed));
  }
}

} // namespace

class writer::implementation {
 public:
  implementation(
      asio::any_io_executor io, database_options options, clock_function now, commit_listener on_committed,
      observe::log& log, observe::metrics& metrics
  )
      : io_(std::move(io)), options_(std::move(options)), now_(std::move(now)), on_committed_(std::move(on_committed)),
        log_(log), metrics_(metrics), queue_({options_.writer_queue_max, options_.batch_max, options_.batch_bytes_max}),
        thread_([this] { run(); }) {}

  ~implementation() { stop(std::chrono::milliseconds(0)); }

  void push(append_command command, std::function<void(append_result)> done) {
    pending_append item;
    item.command = std::move(command);
    item.done = std::move(done);
    item.give_up = steady_clock::now() + options_.unavailable_after;
    {
      const std::lock_guard lock(mutex_);
      if (!stopping_ && !surrendered_ && queue_.push(std::move(item))) {
        metrics_.writer_queue(queue_.size());
        changed_.notify_one();
        return;
      }
    }
    // Full or closing: said at once, but not from within the caller's own call. A queue that refuses leaves the item
    // alone. NOLINTNEXTLINE(bugprone-use-after-move)
    asio::post(io_, [done = std::move(item.done)] { done(append_result(append_code::unavailable)); });
  }

  void stop(std::chrono::milliseconds limit) {
    {
      const std::lock_guard lock(mutex_);
      if (!stopping_) {
        stopping_ = true;
        stop_deadline_ = steady_clock::now() + limit;
      }
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  void surrender(bool on) {
    surrendered_ = on;
    if (on) watchdog_.cut();
    const std::lock_guard lock(mutex_); // the writer is either before its look or waits
    changed_.notify_all();
  }

  void reached_elsewhere() { available_ = true; }
  bool available() const { return available_.load(); }
  int backend_pid() const { return backend_pid_.load(); }

  std::size_t queue_depth() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
  }

 private:
  using batch = std::vector<pending_append>;

  void run() {
    for (;;) {
      batch next;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        next = queue_.stage();
        metrics_.writer_queue(queue_.size());
      }
      std::vector<const pending_append*> items;
      std::size_t events = 0;
      for (const auto& item : next) {
        items.push_back(&item);
        events += item.command.events.size();
      }
      std::vector<verdict> verdicts;
      committed_events committed;
      commit_all(items, draw_salts(events), verdicts, committed);
      deliver(std::move(next), std::move(verdicts), std::move(committed));
    }
  }

  // Commits `items` as one batch, or each alone when one of them is refused for its data. Always gives one verdict
  // each.
  void commit_all(
      std::span<const pending_append* const> items, const salts& random, std::vector<verdict>& verdicts,
      committed_events& committed
  ) {
    bool in_doubt = false;
    clock::doubling_pause pause(options_.reconnect_delay_min, options_.reconnect_delay_max);
    for (;;) {
      if (surrendered_ && give_up(items, in_doubt, verdicts)) return;
      bool sent = false;
      try {
        ensure_connection();
        commit_once(items, random, sent, verdicts, committed);
        available_ = true;
        return;
      } catch (const std::exception& error) {
        const auto what = sort_failure(error, sent);
        log_failure(error, what, items.size());
        connection_.reset();
        backend_pid_ = 0;
        if (what == failure::data) {
          available_ = true;
          split(items, random, verdicts, committed);
          return;
        }
        available_ = false;
        if (what == failure::in_doubt) {
          in_doubt = true;
          metrics_.commit_in_doubt();
        }
      }
      if (give_up(items, in_doubt, verdicts)) return;
      wait_before_retry(pause.next());
    }
  }

  void commit_once(
      std::span<const pending_append* const> items, const salts& random, bool& sent, std::vector<verdict>& verdicts,
      committed_events& committed
  ) {
    const auto text = write_batch(items, random);
    const auto recorded_at = now_();
    const auto begun = steady_clock::now();
    const watchdog::guard watch(watchdog_, connection_->sock(), options_.watchdog);
    pqxx::work transaction(*connection_);
    const auto rows = run_prepared(
        transaction, "append_batch",
        "select * from append_batch($1::timestamptz, $2, $3, $4::bytea, $5::json, $6::json, $7::json, $8::json, "
        "$9::json,"
        " $10::json)",
        triage::to_rfc3339(recorded_at), options_.number_prefix, static_cast<std::int64_t>(text.size),
        pqxx::binarystring(text.bytes), text.commands, text.streams, text.events, text.timers, text.keys, text.begun
    );
    std::vector<verdict> found(items.size());
    for (const auto& row : rows) {
      const auto index = row[0].as<std::size_t>() - 1;
      auto& result = found.at(index).result;
      const std::string_view code = row[1].c_str();
      result.code = parse_code(code);
      found[index].newly_committed = code == "appended";
      if (!row[2].is_null()) result.first_position = row[2].as<std::uint64_t>();
      if (!row[4].is_null()) result.number = row[4].c_str();
      if (result.code == append_code::appended) result.answer = items[index]->command.answer;
      if (result.code == append_code::repeated) result.answer = row[5].c_str();
      result.last_position = row[3].is_null() ? result.first_position + items[index]->command.events.size() - 1
                                              : row[3].as<std::uint64_t>();
      fill_in_answer(result.answer, result.number, result.last_position);
    }
    sent = true; // whatever fails before this is certainly not committed
    transaction.commit();
    metrics_.batch_committed(items.size(), std::chrono::duration<double>(steady_clock::now() - begun).count());

    for (std::size_t i = 0; i < items.size(); ++i) {
      // "done" events were committed by a try that was in doubt: whoever follows the log reads them from there.
      if (found[i].newly_committed) collect_events(items[i]->command, found[i].result, recorded_at, committed);
    }
    verdicts = std::move(found);
  }

  void split(
      std::span<const pending_append* const> items, const salts& random, std::vector<verdict>& verdicts,
      committed_events& committed
  ) {
    if (items.size() == 1) {
      verdicts.assign(1, verdict{append_result(append_code::rejected), false});
      return;
    }
    std::size_t used = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto count = items[i]->command.events.size();
      const salts own(
          random.begin() + static_cast<std::ptrdiff_t>(used), random.begin() + static_cast<std::ptrdiff_t>(used + count)
      );
      used += count;
      std::vector<verdict> one;
      commit_all(items.subspan(i, 1), own, one, committed);
      verdicts.push_back(std::move(one.front()));
    }
  }

  // Gives up a batch that certainly is not committed once its commands have waited long enough, and any batch when the
  // server stops and its time is over.
  bool give_up(std::span<const pending_append* const> items, bool in_doubt, std::vector<verdict>& verdicts) {
    const auto now = steady_clock::now();
    expire_waiting(now);
    bool stopped = false;
    {
      const std::lock_guard lock(mutex_);
      stopped = stopping_ && now >= stop_deadline_;
    }
    const bool waited =
        std::all_of(items.begin(), items.end(), [now](const auto* item) { return item->give_up <= now; });
    if (!stopped && !surrendered_ && (in_doubt || !waited)) return false;
    metrics_.writer_unavailable();
    verdicts.assign(
        items.size(), verdict{append_result(in_doubt ? append_code::unknown : append_code::unavailable), false}
    );
    return true;
  }

  void expire_waiting(steady_clock::time_point now) {
    std::vector<pending_append> expired;
    {
      const std::lock_guard lock(mutex_);
      expired = surrendered_ ? queue_.take_all() : queue_.take_expired(now);
    }
    if (expired.empty()) return;
    metrics_.writer_unavailable();
    std::vector<verdict> verdicts(expired.size(), verdict{append_result(append_code::unavailable), false});
    deliver(std::move(expired), std::move(verdicts), {});
  }

  void wait_before_retry(std::chrono::milliseconds delay) {
    std::unique_lock lock(mutex_);
    const auto until = stopping_ ? std::min(stop_deadline_, steady_clock::now() + delay) : steady_clock::now() + delay;
    changed_.wait_until(lock, until, [this] {
      return surrendered_ || (stopping_ && steady_clock::now() >= stop_deadline_);
    });
  }

  void ensure_connection() {
    if (connection_) return;
    auto fresh = connect(options_, options_.url, "frontdoor-writer");
    backend_pid_ = fresh->backendpid();
    connection_ = std::move(fresh);
  }

  void deliver(batch items, std::vector<verdict> verdicts, committed_events committed) {
    // A command found already committed by a try that was in doubt is not among `committed`: the log reaches further.
    std::uint64_t reaches = 0;
    for (const auto& v : verdicts) {
      if (v.result.code == append_code::appended) reaches = std::max(reaches, v.result.last_position);
    }
    auto job = [this, reaches, items = std::make_shared<batch>(std::move(items)), verdicts = std::move(verdicts),
                committed = std::move(committed)]() mutable {
      if (reaches != 0) on_committed_(std::move(committed), reaches);
      for (std::size_t i = 0; i < items->size(); ++i) {
        auto& result = verdicts[i].result;
        if (result.code == append_code::unknown)
          result.returned = std::make_shared<append_command>(std::move((*items)[i].command));
        (*items)[i].done(std::move(result));
      }
    };
    asio::post(io_, std::move(job));
  }

  void log_failure(const std::exception& error, failure what, std::size_t commands) {
    const char* name = what == failure::in_doubt ? "in_doubt" : what == failure::unavailable ? "unavailable" : "data";
    std::string state;
    if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error); sql != nullptr) state = sql->sqlstate();
    // Never the message's text: PostgreSQL quotes values in it, and values can be personal data.
    log_.error(
        "commit_failed", {{"failure", name}, {"sqlstate", state}, {"commands", static_cast<std::uint64_t>(commands)}}
    );
  }

  asio::any_io_executor io_;
  database_options options_;
  clock_function now_;
  commit_listener on_committed_;
  observe::log& log_;
  observe::metrics& metrics_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  commit_queue queue_;
  bool stopping_ = false;
  steady_clock::time_point stop_deadline_;

  watchdog watchdog_;
  std::unique_ptr<pqxx::connection> connection_; // the writer thread's alone
  std::atomic<bool> available_{true};
  std::atomic<bool> surrendered_{false};
  std::atomic<int> backend_pid_{0};
  std::thread thread_; // last: starts when all else is there
};

writer::writer(
    asio::any_io_executor io, database_options options, clock_function now, commit_listener on_committed,
    observe::log& log, observe::metrics& metrics
)
    : implementation_(std::make_unique<implementation>(
          std::move(io), std::move(options), std::move(now), std::move(on_committed), log, metrics
      )) {}

writer::~writer() = default;

asio::awaitable<append_result> writer::append(append_command command) {
  auto initiate = [](auto handler, implementation* self, append_command given) {
    self->push(std::move(given), resume_once(std::move(handler)));
  };
  auto result = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(append_result)>(
      initiate, asio::use_awaitable, implementation_.get(), std::move(command)
  );
  co_return result;
}

void writer::surrender(bool on) {
  implementation_->surrender(on);
}

void writer::reached_elsewhere() {
  implementation_->reached_elsewhere();
}

bool writer::available() const {
  return implementation_->available();
}
std::size_t writer::queue_depth() const {
  return implementation_->queue_depth();
}
int writer::backend_pid() const {
  return implementation_->backend_pid();
}
void writer::stop(std::chrono::milliseconds limit) {
  implementation_->stop(limit);
}

} // namespace frontdoor::db
