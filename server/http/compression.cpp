#include "server/http/compression.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <new>

#include <zlib.h>

#include "server/http/ascii.hpp"

namespace frontdoor::http {
namespace {

// "q=0", "q=0.0", "q=0.00", "q=0.000" mean "not this one".
bool is_refused(std::string_view parameters) {
  const auto weight = trim(parameters);
  if (weight.size() < 3 || lower(weight[0]) != 'q' || weight[1] != '=') return false;
  return weight.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

} // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  std::optional<bool> named;
  std::optional<bool> any;
  while (!accept_encoding.empty()) {
    const auto comma = std::min(accept_encoding.find(','), accept_encoding.size());
    const auto part = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(std::min(accept_encoding.size(), comma + 1));
    const auto semicolon = std::min(part.find(';'), part.size());
    const auto coding = trim(part.substr(0, semicolon));
    const bool taken = semicolon == part.size() || !is_refused(part.substr(semicolon + 1));
    if (is_same_word(coding, "gzip") || is_same_word(coding, "x-gzip")) named = taken;
    if (coding == "*") any = taken;
  }
  return named.value_or(any.value_or(false));
}

bool is_compressible(std::string_view content_type) {
  const auto type = trim(content_type.substr(0, content_type.find(';')));
  if (type.starts_with("text/")) return type != "text/event-stream";
  constexpr std::array<std::string_view, 6> known = {"application/json",       "application/problem+json",
                                                     "application/javascript", "application/manifest+json",
                                                     "application/yaml",       "image/svg+xml"};
  return std::ranges::find(known, type) != known.end() || type.ends_with("+json") || type.ends_with("+xml");
}

struct gzip_compressor::stream {
  z_stream z{};
};

gzip_compressor::gzip_compressor(int level) : stream_(std::make_unique<stream>()) {
  constexpr int gzip_window = 15 + 16; // 32 KiB window, gzip wrapping
  if (deflateInit2(&stream_->z, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
}

gzip_compressor::~gzip_compressor() {
  deflateEnd(&stream_->z);
}

std::optional<std::string> gzip_compressor::compress(std::string_view text) {
  if (text.empty() || text.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
  z_stream& z = stream_->z;
  deflateReset(&z);
  std::string out(text.size(), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); // zlib only reads it
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  if (deflate(&z, Z_FINISH) != Z_STREAM_END) return std::nullopt; // it did not fit: no smaller than the text
  out.resize(out.size() - z.avail_out);
  return out;
}

} // namespace frontdoor::http
