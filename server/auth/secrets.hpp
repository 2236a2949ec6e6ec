#pragma once
// Random tokens, digests and comparisons that take the same time whatever they compare (libsodium).

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace frontdoor::auth {

using digest = std::array<std::uint8_t, 32>;

// 256 random bits. Throws std::runtime_error where the system has no source of randomness.
digest random_secret();

digest sha256(std::string_view text);
digest sha256(const digest& bytes);

// HMAC-SHA-256 (RFC 2104).
digest hmac_sha256(const digest& key, std::string_view text);

// 43 characters of base64url, no padding (RFC 4648 section 5).
std::string to_base64url(const digest& bytes);
// Exactly such a text; anything else: nullopt.
std::optional<digest> from_base64url(std::string_view text);

// 64 characters of lower-case hex, and back.
std::string to_hex(std::span<const std::uint8_t> bytes);
std::optional<digest> from_hex(std::string_view text);

// Takes the same time whether equal or not.
bool equal(const digest& a, const digest& b);

} // namespace frontdoor::auth
