#pragma once
// What the load programs share: percentiles, how much memory a process holds, and words of the form KEY=VALUE.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace frontdoor::bench {

// The value that `share` of all values do not exceed (nearest rank). `sorted` is not empty.
inline double percentile(const std::vector<double>& sorted, double share) {
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

// Memory of a process that is really held, in KiB.
inline std::uint64_t resident_kib(int process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::stoull(line.substr(6));
  }
  throw std::runtime_error("no process " + std::to_string(process));
}

// The words of a command line, each KEY=VALUE.
class key_values {
 public:
  key_values(int count, char** arguments) {
    for (int i = 1; i < count; ++i) {
      const std::string word = arguments[i];
      const auto equals = word.find('=');
      if (equals == std::string::npos) throw std::runtime_error("not KEY=VALUE: " + word);
      given_[word.substr(0, equals)] = word.substr(equals + 1);
    }
  }
  std::string text(const std::string& key, const std::string& otherwise = "") const {
    const auto found = given_.find(key);
    return found == given_.end() ? otherwise : found->second;
  }
  double number(const std::string& key, double otherwise = 0) const {
    const auto found = given_.find(key);
    return found == given_.end() ? otherwise : std::stod(found->second);
  }
  std::uint64_t whole(const std::string& key, std::uint64_t otherwise = 0) const {
    const auto found = given_.find(key);
    return found == given_.end() ? otherwise : std::stoull(found->second);
  }

 private:
  std::map<std::string, std::string> given_;
};

} // namespace frontdoor::bench
