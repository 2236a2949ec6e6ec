#include "server/journal/journal.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/journal/journal_file.hpp"
#include "server/run_on.hpp"

namespace frontdoor::journal {

namespace asio = boost::asio;
using asio::awaitable;

class journal::implementation {
 public:
  // Work of one group may be done together with others'; what is alone is done for itself.
  enum class manner : std::uint8_t { grouped, alone };
  using work = std::function<void(journal_file&)>;
  using completion = std::function<void(std::optional<refusal>)>;

  implementation(
      asio::any_io_executor io, std::unique_ptr<journal_file> file, std::size_t waiting_max, observe::log& log
  )
      : io_(std::move(io)), file_(std::move(file)), waiting_max_(waiting_max), log_(log),
        next_number_(file_->last_number() + 1), pending_(file_->pending_count()), thread_([this] { run(); }) {}

  ~implementation() { stop(); }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  std::uint64_t draw_number() { return next_number_++; }
  std::size_t pending() const { return pending_; }
  void add_pending(std::ptrdiff_t change) { pending_ += static_cast<std::size_t>(change); }
  void none_pending() { pending_ = 0; }

  void submit(manner how, work what, completion done) {
    {
      const std::lock_guard lock(mutex_);
      if (!stopping_ && waiting_.size() < waiting_max_) {
        waiting_.push_back({how, std::move(what), std::move(done)});
        changed_.notify_one();
        return;
      }
    }
    asio::post(io_, [done = std::move(done)] { done(refusal::full); });
  }

  template <typename T> awaitable<kept<T>> run_on_thread(manner how, std::function<T(journal_file&)> what) {
    auto answer = std::make_shared<std::optional<T>>();
    work wrapped = [answer, what = std::move(what)](journal_file& file) { *answer = what(file); };
    auto initiate = [](auto handler, implementation* self, manner way, work job) {
      self->submit(way, std::move(job), resume_once(std::move(handler)));
    };
    const auto refused = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::optional<refusal>)>(
        initiate, asio::use_awaitable, this, how, std::move(wrapped)
    );
    if (refused) co_return std::unexpected(*refused);
    co_return std::move(**answer);
  }

 private:
  struct job {
    manner how;
    work what;
    completion done;
  };

  void run() {
    for (;;) {
      std::deque<job> group;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        do {
          group.push_back(std::move(waiting_.front()));
          waiting_.pop_front();
        } while (group.back().how == manner::grouped && !waiting_.empty() && waiting_.front().how == manner::grouped);
      }
      perform(group);
    }
  }

  void perform(std::deque<job>& group) {
    if (group.front().how == manner::alone) {
      finish(group.front(), attempt([&] { group.front().what(*file_); }));
      return;
    }
    const auto together = attempt([&] {
      file_->in_group([&] {
        for (auto& one : group)
          one.what(*file_);
      });
    });
    for (auto& one : group) {
      // One that is too large must not take the others with it.
      const bool again = together && group.size() > 1;
      finish(one, again ? attempt([&] { file_->in_group([&] { one.what(*file_); }); }) : together);
    }
  }

  std::optional<refusal> attempt(const std::function<void()>& what) {
    try {
      what();
      return std::nullopt;
    } catch (const sqlite_error& error) {
      log_.error("journal_failed", {{"why", std::string(error.what())}});
      return error.full ? refusal::full : refusal::failed;
    } catch (const std::exception&) {
      log_.error("journal_failed", {{"why", "unreadable"}});
      return refusal::failed;
    }
  }

  void finish(job& one, std::optional<refusal> refused) {
    one.what = nullptr; // its captures end here, before the caller goes on
    asio::post(io_, [done = std::move(one.done), refused] { done(refused); });
  }

  asio::any_io_executor io_;
  std::unique_ptr<journal_file> file_; // the thread's alone
  std::size_t waiting_max_;
  observe::log& log_;
  std::uint64_t next_number_;
  std::size_t pending_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<job> waiting_;
  bool stopping_ = false;
  std::thread thread_; // last: starts when all else is there
};

journal::journal(std::unique_ptr<implementation> made) : implementation_(std::move(made)) {}
journal::~journal() = default;

std::expected<std::unique_ptr<journal>, std::string>
journal::open(asio::any_io_executor io, journal_options options, observe::log& log) {
  try {
    const auto folder = std::filesystem::path(options.path).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder);
    auto file = std::make_unique<journal_file>(options.path, options.bytes_max);
    auto made = std::make_unique<implementation>(std::move(io), std::move(file), options.waiting_max, log);
    return std::unique_ptr<journal>(new journal(std::move(made)));
  } catch (const std::exception& error) {
    return std::unexpected(
        "the outage journal " + options.path + " cannot be opened: " + error.what() +
        ". Give each server a journal of its own (outage.journal), on a disk of its machine."
    );
  }
}

std::uint64_t journal::draw_number() {
  return implementation_->draw_number();
}

std::size_t journal::pending() const {
  return implementation_->pending();
}

void journal::stop() {
  implementation_->stop();
}

awaitable<kept<std::uint64_t>> journal::append(entry value, std::optional<std::uint64_t> number) {
  std::function<std::uint64_t(journal_file&)> work = [value = std::move(value), number](journal_file& file) {
    if (number) file.number_given(*number);
    return file.append(value);
  };
  auto sequence =
      co_await implementation_->run_on_thread<std::uint64_t>(implementation::manner::grouped, std::move(work));
  if (sequence) implementation_->add_pending(1);
  co_return sequence;
}

awaitable<kept<std::vector<entry>>> journal::read_pending(std::uint64_t after, std::size_t limit) {
  std::function<std::vector<entry>(journal_file&)> work = [after, limit](journal_file& file) {
    return file.pending(after, limit);
  };
  co_return co_await implementation_->run_on_thread<std::vector<entry>>(implementation::manner::alone, std::move(work));
}

awaitable<kept<bool>> journal::mark(std::uint64_t sequence, outcome what) {
  std::function<bool(journal_file&)> work = [sequence, what = std::move(what)](journal_file& file) {
    file.mark(sequence, what);
    return true;
  };
  auto marked = co_await implementation_->run_on_thread<bool>(implementation::manner::grouped, std::move(work));
  if (marked) implementation_->add_pending(-1);
  co_return marked;
}

awaitable<kept<std::vector<entry_head>>> journal::heads() {
  std::function<std::vector<entry_head>(journal_file&)> work = [](journal_file& file) { return file.heads(); };
  co_return co_await implementation_->run_on_thread<std::vector<entry_head>>(
      implementation::manner::alone, std::move(work)
  );
}

awaitable<kept<outage_note>> journal::begin(outage_note fresh) {
  std::function<outage_note(journal_file&)> work = [fresh](journal_file& file) {
    const auto id = file.note("outage");
    const auto began = file.note("began_at");
    const auto read = id ? triage::uuid::parse(*id) : std::nullopt;
    const auto at = began ? triage::parse_rfc3339(*began) : std::nullopt;
    if (read && at) return outage_note{*read, *at};
    file.set_note("outage", fresh.id.to_string());
    file.set_note("began_at", triage::to_rfc3339(fresh.began_at));
    return fresh;
  };
  co_return co_await implementation_->run_on_thread<outage_note>(implementation::manner::grouped, std::move(work));
}

awaitable<kept<bool>> journal::lift_bound() {
  std::function<bool(journal_file&)> work = [](journal_file& file) {
    file.lift_bound();
    return true;
  };
  co_return co_await implementation_->run_on_thread<bool>(implementation::manner::alone, std::move(work));
}

awaitable<kept<bool>> journal::clear() {
  std::function<bool(journal_file&)> work = [](journal_file& file) {
    file.clear();
    return true;
  };
  auto done = co_await implementation_->run_on_thread<bool>(implementation::manner::alone, std::move(work));
  if (done) implementation_->none_pending();
  co_return done;
}

} // namespace frontdoor::journal
