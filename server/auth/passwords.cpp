#include "server/auth/passwords.hpp"

#include <atomic>
#include <stdexcept>

#include <boost/asio/thread_pool.hpp>
#include <sodium.h>

#include "server/run_on.hpp"

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

// One place in the queue, given back when the work is done.
class leaving {
 public:
  explicit leaving(std::atomic<std::size_t>& queued) : queued_(queued) {}
  ~leaving() { queued_.fetch_sub(1); }
  leaving(const leaving&) = delete;
  leaving& operator=(const leaving&) = delete;

 private:
  std::atomic<std::size_t>& queued_;
};

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
  using made = std::expected<std::string, overloaded>;
  if (!state_->enter()) co_return std::unexpected(overloaded{});
  auto work = [this, password = std::move(password)]() -> made {
    const leaving leave(state_->queued);
    try {
      return hash_now(password);
    } catch (const std::runtime_error&) {
      return std::unexpected(overloaded{});
    }
  };
  co_return co_await run_on(state_->pool, std::move(work));
}

asio::awaitable<std::expected<verdict, overloaded>>
passwords::check(std::string password, std::optional<std::string> against) {
  if (!state_->enter()) co_return std::unexpected(overloaded{});
  const bool known = against.has_value();
  auto work = [this, known, password = std::move(password), stored = known ? std::move(*against) : state_->decoy] {
    const leaving leave(state_->queued);
    const auto found = check_now(password, stored);
    return known ? found : verdict::wrong;
  };
  co_return co_await run_on(state_->pool, std::move(work));
}

} // namespace frontdoor::auth
