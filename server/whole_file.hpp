#pragma once
// The content of a file.

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace frontdoor {

// The content of `path`, which may be a pipe; none where it cannot be opened or read to its end, as a folder cannot.
// Blocks.
inline std::optional<std::string> content_of(const std::filesystem::path& path) {
  constexpr std::streamsize step = 65536;
  std::ifstream in(path, std::ios::binary);
  std::string content;
  while (in) {
    const auto read_before = content.size();
    content.resize(read_before + step);
    in.read(content.data() + read_before, step);
    content.resize(read_before + static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof()) return std::nullopt;
  return content;
}

} // namespace frontdoor
