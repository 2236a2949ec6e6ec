#pragma once
// Policy packs for tests: those of the repository, and folders of broken ones.

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/whole_file.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::tests {

// The files of a pack by name, with those it shares with others. Tests run in the repository's root.
inline std::map<std::string, std::string> files_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    files[entry.path().filename().string()] = content_of(entry.path());
  const auto pack = files.find("pack.json");
  if (pack == files.end()) return files;
  const auto head = nlohmann::json::parse(pack->second);
  for (const auto& name : head.value("shared", nlohmann::json::array())) {
    const auto file = name.get<std::string>();
    files[file] = content_of(folder.parent_path() / "common" / file);
  }
  return files;
}

// A pack of config/policies, read.
inline triage::policy_pack read_pack(const std::string& name) {
  auto read = triage::load_pack(files_of("config/policies/" + name), "0");
  if (read) return std::move(*read);
  const auto& fault = read.error().front();
  throw std::runtime_error(name + " " + fault.file + " " + fault.pointer + ": " + fault.detail);
}

// The pack config/policies/gmp-2018, read once.
inline const triage::policy_pack& gmp_2018() {
  static const auto pack = read_pack("gmp-2018");
  return pack;
}

// The packs config/policies/gmp-2022 and nchs, each read once.
inline const triage::policy_pack& gmp_2022() {
  static const auto pack = read_pack("gmp-2022");
  return pack;
}
inline const triage::policy_pack& nchs() {
  static const auto pack = read_pack("nchs");
  return pack;
}

} // namespace frontdoor::tests
