#include "server/history/keyed_hash.hpp"

#include "server/auth/secret_file.hpp"

namespace frontdoor::history {

std::expected<keyed_hash, std::string> keyed_hash::open(const std::string& path) {
  auto secret = auth::open_secret_file(path, "history.secret_file");
  if (!secret) return std::unexpected(std::move(secret.error()));
  return keyed_hash(*secret);
}

auth::digest keyed_hash::of(const triage::history::key& key) const {
  std::string text(to_string(key.kind));
  text += '\n';
  text += key.text;
  return auth::hmac_sha256(secret_, text);
}

auth::digest keyed_hash::check() const {
  return auth::hmac_sha256(secret_, "frontdoor history secret");
}

} // namespace frontdoor::history
