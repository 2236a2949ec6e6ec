#pragma once
// The files of docker/, read.

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/whole_file.hpp"

namespace frontdoor::tests {

inline std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : line + " ") {
    if (c != ' ' && c != '\t') {
      word += c;
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  return out;
}

} // namespace frontdoor::tests
