#include "server/auth/secrets.hpp"

#include <algorithm>
#include <stdexcept>

#include <sodium.h>

namespace frontdoor::auth {

namespace {

constexpr int url_safe = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* bytes_of(std::string_view text) {
  return static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
}

} // namespace

digest random_secret() {
  if (sodium_init() < 0) throw std::runtime_error("no source of randomness");
  digest bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

digest sha256(std::string_view text) {
  digest result{};
  crypto_hash_sha256(result.data(), bytes_of(text), text.size());
  return result;
}

digest sha256(const digest& bytes) {
  digest result{};
  crypto_hash_sha256(result.data(), bytes.data(), bytes.size());
  return result;
}

digest hmac_sha256(const digest& key, std::string_view text) {
  digest result{};
  crypto_auth_hmacsha256(result.data(), bytes_of(text), text.size(), key.data());
  return result;
}

std::string to_base64url(const digest& bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), url_safe), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), url_safe);
  text.pop_back(); // the terminating zero
  return text;
}

std::optional<digest> from_base64url(std::string_view text) {
  if (text.size() != 43) return std::nullopt;
  digest bytes{};
  std::size_t length = 0;
  const int read =
      sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, nullptr, url_safe);
  if (read != 0 || length != bytes.size()) return std::nullopt;
  return bytes;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

std::optional<digest> from_hex(std::string_view text) {
  digest bytes{};
  // Lower case only, so that one secret has one text.
  const bool lower =
      std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (text.size() != bytes.size() * 2 || !lower) return std::nullopt;
  std::size_t length = 0;
  if (sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, nullptr) != 0) {
    return std::nullopt;
  }
  return bytes;
}

bool equal(const digest& a, const digest& b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace frontdoor::auth
