#pragma once
// Hashes and checks passwords with argon2id (libsodium) on threads of their own, never on the I/O thread.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace frontdoor::auth {

struct password_limits {
  std::size_t operations; // passes over the memory
  std::size_t memory_kib;
  std::size_t threads;
  std::size_t queue_max; // waiting and running; beyond it "overloaded"
};

enum class verdict : std::uint8_t { wrong, right, right_but_weak }; // weak: hashed with other parameters than today's

struct overloaded {};

class passwords {
 public:
  // Throws std::runtime_error where the system has no source of randomness. Hashes once, for `decoy`.
  explicit passwords(password_limits limits);
  // Waits for what is being hashed; what still waits is dropped, so the I/O thread must not be running any more.
  ~passwords();
  passwords(const passwords&) = delete;
  passwords& operator=(const passwords&) = delete;

  // argon2id's text of the password, with a fresh salt. Completes on the caller's executor.
  boost::asio::awaitable<std::expected<std::string, overloaded>> hash(std::string password);

  // Checks a password against a hash. Without one (there is no such account) the same work is done on a decoy and the
  // verdict is `wrong`, so that the time does not tell which accounts exist.
  boost::asio::awaitable<std::expected<verdict, overloaded>>
  check(std::string password, std::optional<std::string> against);

  // The same, blocking, for the command line and for tests.
  std::string hash_now(const std::string& password) const;
  verdict check_now(const std::string& password, const std::string& against) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace frontdoor::auth
