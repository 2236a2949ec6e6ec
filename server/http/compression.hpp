#pragma once
// gzip for large answers.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace frontdoor::http {

// Whether an Accept-Encoding header takes gzip (RFC 9110 section 12.5.3): named with a weight above 0, or "*".
bool accepts_gzip(std::string_view accept_encoding);

// Whether content of this type gets smaller: text, JSON, JavaScript, SVG.
bool is_compressible(std::string_view content_type);

// Compresses whole texts; keeps zlib's tables (256 KiB) between calls. Not thread-safe.
class gzip_compressor {
 public:
  explicit gzip_compressor(int level);
  ~gzip_compressor();
  gzip_compressor(const gzip_compressor&) = delete;
  gzip_compressor& operator=(const gzip_compressor&) = delete;

  // The gzip member of `text`, or nullopt when it would not be smaller.
  std::optional<std::string> compress(std::string_view text);

 private:
  struct stream;
  std::unique_ptr<stream> stream_;
};

} // namespace frontdoor::http
