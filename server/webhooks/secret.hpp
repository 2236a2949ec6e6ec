#pragma once
// The secrets that deliveries are signed with. None is stored: each is made, whenever it is needed, from the
// subscription's id and a secret of the installation that lies in a file and not in the database. Whoever reads the
// database, or a backup of it, can sign nothing.

#include <expected>
#include <string>
#include <string_view>

#include "server/auth/secrets.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::webhooks {

class secrets {
 public:
  explicit secrets(const auth::digest& installation) : installation_(installation) {}

  // Reads the installation's secret, and makes its file where there is none. All servers on one database need the same.
  static std::expected<secrets, std::string> open(const std::string& path);

  // "fdw_" and 43 characters: what the receiver was shown once. These bytes are the key of its signatures.
  std::string of(const triage::uuid& subscription) const;

  // Tells whether another server would make the same secret, and not what it is.
  auth::digest check_of(const triage::uuid& subscription) const;

 private:
  auth::digest installation_;
};

// "v1=" and HMAC-SHA-256 in hexadecimal over the timestamp as it is sent (seconds since 1970), a dot, and the body.
std::string signature(std::string_view secret, std::string_view timestamp, std::string_view body);

// Seconds since 1970, as text.
std::string signed_time(triage::timestamp at);

} // namespace frontdoor::webhooks
