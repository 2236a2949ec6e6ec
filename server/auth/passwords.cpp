#include "server/auth/passwords.hpp"

#include <atomic>
#include <functional>
#include <stdexcept>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sodium.h>

namespace frontdoor::auth {

namespace asio = boost::asio;

struct passwords::state {
  explicit state(password_limits given) : limits(given), pool(given.threads) {}

  const password_limits limits;
  std::string decoy;
  std::atomic<std::size_t> queued{0};
  asio::thread_pool pool;

  bool enter() {
    if (queued.fetch_add(1) < limits.queue_max) return true;
    queued.fetch_sub(1);
    return false;
  }
};

namespace {

// Runs `work` on the pool and resumes the caller where it was.
asio::awaitable<void> run_on(asio::thread_pool& pool, std::function<void()> work) {
  auto initiate = [](auto handler, asio::thread_pool* threads, std::function<void()> what) {
    auto executor = asio::get_associated_executor(handler);
    auto guard = asio::make_work_guard(executor);
    auto shared = std::make_shared<std::pair<decltype(handler), decltype(guard)>>(std::move(handler), std::move(guard));
    asio::post(*threads, [shared, what = std::move(what)] {
      what();
      asio::post(shared->second.get_executor(), [shared] {
        auto resume = std::move(shared->first);
        shared->second.reset();
        std::move(resume)();
      });
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
      initiate, asio::use_awaitable, &pool, std::move(work)
  );
}

} // namespace

passwords::passwords(password_limits limits) : state_(std::make_unique<state>(limits)) {
  if (sodium_init() < 0) throw std::runtime_error("no source of randomness");
  state_->decoy = hash_now("no account has this password");
}

passwords::~passwords() {
  state_->pool.stop();
  state_->pool.join();
}

std::string passwords::hash_now(const std::string& password) const {
  std::string text(crypto_pwhash_STRBYTES, '\0');
  const int made = crypto_pwhash_str_alg(
      text.data(), password.data(), password.size(), state_->limits.operations, state_->limits.memory_kib * 1024,
      crypto_pwhash_ALG_ARGON2ID13
  );
  if (made != 0) throw std::runtime_error("no memory to hash a password");
  text.resize(text.find('\0'));
  return text;
}

verdict passwords::check_now(const std::string& password, const std::string& against) const {
  if (crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) != 0) return verdict::wrong;
  const int weak =
      crypto_pwhash_str_needs_rehash(against.c_str(), state_->limits.operations, state_->limits.memory_kib * 1024);
  return weak == 0 ? verdict::right : verdict::right_but_weak;
}

asio::awaitable<std::expected<std::string, overloaded>> passwords::hash(std::string password) {
  if (!state_->enter()) co_return std::unexpected(overloaded{});
  auto result = std::make_shared<std::string>();
  std::function<void()> work = [this, result, password = std::move(password)] {
    try {
      *result = hash_now(password);
    } catch (const std::runtime_error&) {
      result->clear();
    }
    state_->queued.fetch_sub(1);
  };
  co_await run_on(state_->pool, std::move(work));
  if (result->empty()) co_return std::unexpected(overloaded{});
  co_return std::move(*result);
}

asio::awaitable<std::expected<verdict, overloaded>>
passwords::check(std::string password, std::optional<std::string> against) {
  if (!state_->enter()) co_return std::unexpected(overloaded{});
  auto result = std::make_shared<verdict>(verdict::wrong);
  const bool known = against.has_value();
  std::function<void()> work = [this, result, known, password = std::move(password),
                                stored = known ? std::move(*against) : state_->decoy] {
    const auto found = check_now(password, stored);
    if (known) *result = found;
    state_->queued.fetch_sub(1);
  };
  co_await run_on(state_->pool, std::move(work));
  co_return *result;
}

} // namespace frontdoor::auth
