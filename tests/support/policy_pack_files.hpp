#pragma once
// Policy packs for tests: the one of the repository, and folders of broken ones.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>

#include "triage/policy/pack.hpp"

namespace frontdoor::tests {

// The files of a folder by name. Tests run in the repository's root.
inline std::map<std::string, std::string> files_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    files[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  return files;
}

// The pack config/policies/gmp-2018, read once.
inline const triage::policy_pack& gmp_2018() {
  static const auto pack = [] {
    auto read = triage::load_pack(files_of("config/policies/gmp-2018"), "0");
    if (!read)
      throw std::runtime_error(
          read.error().front().file + " " + read.error().front().pointer + ": " + read.error().front().detail
      );
    return std::move(*read);
  }();
  return pack;
}

} // namespace frontdoor::tests
