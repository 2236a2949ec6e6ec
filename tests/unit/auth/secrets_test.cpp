#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "server/auth/secrets.hpp"

using namespace frontdoor::auth;

TEST_CASE("digests and message codes are the standard ones") {
  // FIPS 180-4's "abc"; RFC 4231 test case 1 has a 20-byte key, padded with zeros to 32 it is the same HMAC key.
  CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  digest key{};
  std::fill_n(key.begin(), 20, std::uint8_t{0x0b});
  CHECK(to_hex(hmac_sha256(key, "Hi There")) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

TEST_CASE("secrets differ, and are read back from their texts and from nothing else") {
  std::set<digest> made;
  for (int i = 0; i < 100; ++i)
    made.insert(random_secret());
  CHECK(made.size() == 100);
  for (const auto& secret : made) {
    CHECK(from_base64url(to_base64url(secret)) == secret);
    CHECK(from_hex(to_hex(secret)) == secret);
  }
  CHECK_FALSE(from_base64url(""));
  CHECK_FALSE(from_base64url(std::string(43, '+')));
  CHECK_FALSE(from_base64url(std::string(43, '/')));
  CHECK_FALSE(from_base64url(std::string(42, 'A') + "="));
  CHECK_FALSE(from_base64url(std::string(42, 'A') + "B")); // bits beyond the 256th must be zero
  CHECK_FALSE(from_hex(std::string(64, 'A')));
  CHECK_FALSE(from_hex(std::string(63, 'a')));
  CHECK_FALSE(from_hex(std::string(64, 'g')));
}

TEST_CASE("equality is that of all bytes") {
  rc::prop("one changed bit is seen", [] {
    const auto secret = random_secret();
    auto other = secret;
    RC_ASSERT(equal(secret, other));
    const auto bit = *rc::gen::inRange<unsigned>(0, 256);
    other.at(bit / 8) = static_cast<std::uint8_t>(other.at(bit / 8) ^ (1U << (bit % 8)));
    RC_ASSERT(!equal(secret, other));
  });
}
