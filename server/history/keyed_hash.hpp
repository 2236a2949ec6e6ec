#pragma once
// Keys as they are stored: an HMAC under a secret that lies in a file, so that the tables alone tell of nobody.

#include <expected>
#include <string>

#include "server/auth/secrets.hpp"
#include "triage/history/keys.hpp"

namespace frontdoor::history {

class keyed_hash {
 public:
  explicit keyed_hash(const auth::digest& secret) : secret_(secret) {}

  // Reads the secret (64 hexadecimal digits) from a file, and makes the file, for its owner alone, where there is none.
  // All servers on one database need the same. An error says what is wrong and what to do.
  static std::expected<keyed_hash, std::string> open(const std::string& path);

  auth::digest of(const triage::history::key& key) const;

  // Tells whether two servers have the same secret, and not what it is.
  auth::digest check() const;

 private:
  auth::digest secret_;
};

} // namespace frontdoor::history
