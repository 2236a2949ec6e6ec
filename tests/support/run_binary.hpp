#pragma once
// The built binary as an operator runs it: one command with its exit code and what it says.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary_folder.hpp"
#include "tests/support/whole_file.hpp"

namespace frontdoor::tests {

struct ended_command {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// Words are given to the binary as they are; settings in the environment, which would change what is tested, are not.
inline ended_command run_binary(const std::vector<std::string>& words) {
  const auto quoted = [](const std::string& word) {
    std::string out = "'";
    for (const char c : word)
      out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
  };
  const testing::temporary_folder folder;
  const auto err_path = folder.path() / "err";
  const char* given = std::getenv("FRONTDOOR_TEST_BINARY");
  std::string line;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string_view entry(*one);
    if (entry.starts_with("FRONTDOOR_")) line += "unset " + std::string(entry.substr(0, entry.find('='))) + "; ";
  }
  line += quoted(given != nullptr ? given : "build/release/server/frontdoor");
  for (const auto& word : words)
    line += " " + quoted(word);
  line += " </dev/null 2>" + quoted(err_path.string());
  std::FILE* pipe = ::popen(line.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("the command cannot be started");
  ended_command out;
  std::array<char, 4096> bytes{};
  while (const auto count = std::fread(bytes.data(), 1, bytes.size(), pipe))
    out.out.append(bytes.data(), count);
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) out.exit_code = WEXITSTATUS(status);
  out.err = content_of(err_path);
  return out;
}

} // namespace frontdoor::tests
