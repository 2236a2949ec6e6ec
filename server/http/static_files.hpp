#pragma once
// The built browser console, served from memory.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/http/message.hpp"

namespace frontdoor::http {

// The Content-Security-Policy of the console's pages: nothing inline, nothing from elsewhere; but for the map's tiles
// from `tile_origin` ("https://tiles.example") unless that is empty.
std::string console_security_policy(std::string_view tile_origin);

// Every file of a directory, read and compressed once. Only what was read can be asked for, so no path leads elsewhere.
// Immutable afterwards; safe from any thread.
class static_files {
 public:
  // Reads `directory` and all below it; links and names that begin with "." are left out. `security_policy` is sent
  // with each file as its Content-Security-Policy. Throws std::runtime_error when it cannot be read or holds more than
  // `bytes_max`. A missing directory is an empty one.
  explicit static_files(
      const std::filesystem::path& directory, std::string security_policy = console_security_policy(""),
      std::size_t bytes_max = 64 * 1024 * 1024
  );

  // The answer to GET or HEAD of `path`: the file, 304 when If-None-Match has it, or for a browser's navigation to a
  // path that is no file (and not under /v1/) the console itself; nullopt: not ours.
  std::optional<response> find(const request& r) const;

  std::size_t size() const { return files_.size(); }

 private:
  struct file {
    std::string content_type;
    std::string etag;       // of the plain bytes; the compressed ones have "-gz" in it
    bool immutable = false; // its name holds a hash of its content
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip; // null when it would not be smaller
  };
  response answer(const file& f, const request& r) const;

  std::string security_policy_;
  std::unordered_map<std::string, file> files_; // by path, "/assets/app-1a2b3c4d.js"
};

} // namespace frontdoor::http
