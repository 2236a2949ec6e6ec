#include "server/db/hash_chain.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace frontdoor::db {

namespace {

// EVP_sha256() is looked up by its name at every use.
const EVP_MD* algorithm() {
  static const std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> fetched(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free
  );
  return fetched.get();
}

class hasher {
 public:
  hasher() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    if (!context_ || EVP_DigestInit_ex(context_.get(), algorithm(), nullptr) != 1) {
      throw std::runtime_error("SHA-256 is not available");
    }
  }

  void add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  void add(std::span<const std::uint8_t> bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }

  // With its length before it, so that no two lists of fields give the same bytes.
  void add_field(std::string_view bytes) {
    add_number(bytes.size());
    add(bytes);
  }

  void add_number(std::uint64_t number) {
    std::array<std::uint8_t, 8> bytes;
    for (std::size_t i = 0; i < 8; ++i)
      bytes[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    add(bytes);
  }

  digest finish() {
    digest result;
    unsigned length = 0;
    EVP_DigestFinal_ex(context_.get(), result.data(), &length);
    return result;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

} // namespace

digest sha256(std::string_view text) {
  hasher h;
  h.add(text);
  return h.finish();
}

digest sealed_hash(const salt& random, std::string_view personal) {
  hasher h;
  h.add(random);
  h.add(personal);
  return h.finish();
}

digest
event_hash(const digest& previous, const new_event& event, std::uint32_t version, const std::optional<digest>& sealed) {
  hasher h;
  h.add(previous);
  h.add_field(event.stream_type);
  h.add(event.stream_id.bytes);
  h.add_number(version);
  h.add_field(event.type);
  h.add_number(static_cast<std::uint64_t>(event.schema_version));
  h.add_number(static_cast<std::uint64_t>(event.occurred_at.time_since_epoch().count()));
  h.add_field(event.actor);
  h.add_field(event.body);
  h.add(sealed.value_or(digest{}));
  return h.finish();
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

} // namespace frontdoor::db
