#include "server/webhooks/secret.hpp"

#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "server/auth/secret_file.hpp"

namespace frontdoor::webhooks {

std::expected<secrets, std::string> secrets::open(const std::string& path) {
  auto installation = auth::open_secret_file(path, "webhooks.secret_file");
  if (!installation) return std::unexpected(std::move(installation.error()));
  return secrets(*installation);
}

std::string secrets::of(const triage::uuid& subscription) const {
  const auto made = auth::hmac_sha256(installation_, "frontdoor webhook " + subscription.to_string());
  return "fdw_" + auth::to_base64url(made);
}

auth::digest secrets::check_of(const triage::uuid& subscription) const {
  return auth::hmac_sha256(installation_, "frontdoor webhook check " + subscription.to_string());
}

std::string signature(std::string_view secret, std::string_view timestamp, std::string_view body) {
  std::string text;
  text.reserve(timestamp.size() + 1 + body.size());
  text += timestamp;
  text += '.';
  text += body;
  auth::digest digest{};
  unsigned length = 0;
  const auto* made = HMAC(
      EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
      static_cast<const unsigned char*>(static_cast<const void*>(text.data())), text.size(), digest.data(), &length
  );
  if (made == nullptr || length != digest.size()) throw std::runtime_error("HMAC-SHA-256 cannot be computed");
  return "v1=" + auth::to_hex(digest);
}

std::string signed_time(triage::timestamp at) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

} // namespace frontdoor::webhooks
