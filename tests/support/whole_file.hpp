#pragma once
// The content of a file, for tests. They run in the repository's root.

#include <stdexcept>
#include <string>
#include <utility>

#include "server/whole_file.hpp"

namespace frontdoor::tests {

// As frontdoor::content_of; throws where that finds none.
inline std::string content_of(const std::filesystem::path& path) {
  auto content = frontdoor::content_of(path);
  if (!content) throw std::runtime_error("cannot read " + path.string());
  return std::move(*content);
}

} // namespace frontdoor::tests
