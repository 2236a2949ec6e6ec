#include "server/http/static_files.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

#include <openssl/evp.h>

#include "server/http/compression.hpp"
#include "server/whole_file.hpp"

namespace frontdoor::http {
namespace {

namespace fs = std::filesystem;

std::string_view type_of(const std::string& extension) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 18> types = {{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".yaml", "application/yaml"},
      {".txt", "text/plain; charset=utf-8"},
      {".md", "text/markdown; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".wasm", "application/wasm"},
      {".webmanifest", "application/manifest+json"},
      {".mp3", "audio/mpeg"},
  }};
  const auto known = std::ranges::find(types, extension, [](const auto& t) { return t.first; });
  return known == types.end() ? std::string_view("application/octet-stream") : known->second;
}

std::string content_hash(const std::string& content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(content.data(), content.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < 16; ++i) {
    text.push_back(digits[digest[i] >> 4]);
    text.push_back(digits[digest[i] & 15]);
  }
  return text;
}

// "app-Bx3k_9fQ.js": the bundler's names, where other content has another name.
bool has_hashed_name(const std::string& path) {
  if (!path.starts_with("/assets/")) return false;
  const auto name = path.substr(path.rfind('/') + 1);
  const auto dot = name.find('.');
  if (dot == std::string::npos || dot < 9) return false;
  const std::string_view hash(name.data() + dot - 8, 8);
  const char before = name[dot - 9];
  return (before == '-' || before == '.') &&
         std::ranges::all_of(hash, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; });
}

bool names_etag(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    auto entry = list.substr(0, comma);
    while (!entry.empty() && entry.front() == ' ')
      entry.remove_prefix(1);
    while (!entry.empty() && entry.back() == ' ')
      entry.remove_suffix(1);
    if (entry.starts_with("W/")) entry.remove_prefix(2);
    if (entry == etag || entry == "*") return true;
    list.remove_prefix(std::min(list.size(), comma + 1));
  }
  return false;
}

// A person going to an address of the console, as opposed to a script asking for a file.
bool is_navigation(const request& r) {
  if (r.path.starts_with("/v1/") || r.path.substr(r.path.rfind('/') + 1).find('.') != std::string::npos) return false;
  if (const auto mode = r.header("sec-fetch-mode")) return *mode == "navigate";
  return r.header("accept").value_or("").find("text/html") != std::string_view::npos;
}

} // namespace

std::string console_security_policy(std::string_view tile_origin) {
  // The map fetches its tiles, and shows them as images.
  const auto tiles = tile_origin.empty() ? std::string() : " " + std::string(tile_origin);
  return "default-src 'self'; img-src 'self' data: blob:" + tiles + "; connect-src 'self'" + tiles +
         "; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

static_files::static_files(const fs::path& directory, std::string security_policy, std::size_t bytes_max)
    : security_policy_(std::move(security_policy)) {
  if (!fs::is_directory(directory)) return;
  constexpr int best = 9;
  gzip_compressor compressor(best);
  std::size_t bytes = 0;
  for (auto entry = fs::recursive_directory_iterator(directory); entry != fs::recursive_directory_iterator(); ++entry) {
    const bool hidden = entry->path().filename().string().starts_with(".");
    if (hidden && entry->is_directory()) entry.disable_recursion_pending();
    if (hidden || entry->is_symlink() || !entry->is_regular_file()) continue;
    auto read = content_of(entry->path());
    if (!read) throw std::runtime_error("cannot read " + entry->path().string());
    auto& content = *read;
    bytes += content.size();
    if (bytes > bytes_max) throw std::runtime_error(directory.string() + " is too large to serve from memory");
    const std::string path = "/" + entry->path().lexically_relative(directory).generic_string();
    file f;
    f.content_type = type_of(entry->path().extension().string());
    f.etag = "\"" + content_hash(content) + "\"";
    f.immutable = has_hashed_name(path);
    if (is_compressible(f.content_type)) {
      if (auto smaller = compressor.compress(content)) {
        f.gzip = std::make_shared<const std::string>(std::move(*smaller));
      }
    }
    f.plain = std::make_shared<const std::string>(std::move(content));
    files_.emplace(path, std::move(f));
  }
}

std::optional<response> static_files::find(const request& r) const {
  auto known = files_.find(r.path == "/" ? "/index.html" : r.path);
  if (known == files_.end() && is_navigation(r)) known = files_.find("/index.html");
  if (known == files_.end()) return std::nullopt;
  return answer(known->second, r);
}

response static_files::answer(const file& f, const request& r) const {
  response result;
  const bool compressed = f.gzip != nullptr && accepts_gzip(r.header("accept-encoding").value_or(""));
  std::string etag = f.etag;
  if (compressed) etag.insert(etag.size() - 1, "-gz");
  result.content_type = f.content_type;
  result.headers.emplace_back("cache-control", f.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  result.headers.emplace_back("content-security-policy", security_policy_);
  if (f.content_type.starts_with("text/html")) result.headers.emplace_back("cross-origin-opener-policy", "same-origin");
  if (f.gzip) result.headers.emplace_back("vary", "Accept-Encoding");
  if (names_etag(r.header("if-none-match").value_or(""), etag)) {
    result.status = 304;
  } else if (compressed) {
    result.headers.emplace_back("content-encoding", "gzip");
    result.body = f.gzip;
  } else {
    result.body = f.plain;
  }
  result.headers.emplace_back("etag", std::move(etag));
  return result;
}

} // namespace frontdoor::http
