#include "server/auth/secret_file.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

namespace frontdoor::auth {

namespace {

constexpr mode_t owner_only = 0600;

// Whole or not at all: written beside, then linked, so that two servers that start together end with one secret.
std::string make(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::absolute(path).parent_path(), error);
  const auto beside = path + "." + to_hex(random_secret()).substr(0, 16);
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, owner_only);
  if (file < 0) return "it cannot be made";
  const auto secret = random_secret();
  const auto text = to_hex(secret) + "\n";
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  ::close(file);
  const bool linked = written && (::link(beside.c_str(), path.c_str()) == 0 || errno == EEXIST);
  ::unlink(beside.c_str());
  return linked ? "" : "it cannot be written";
}

} // namespace

std::expected<digest, std::string> open_secret_file(const std::string& path, const std::string& setting) {
  const auto fail = [&](const std::string& what) {
    return std::unexpected(
        setting + " " + path + ": " + what +
        ". It holds 64 hexadecimal digits, the same for all servers on one database."
    );
  };
  if (!std::filesystem::exists(path)) {
    if (const auto why = make(path); !why.empty()) return fail(why);
  }
  std::ifstream in(path);
  std::string text;
  if (!(in >> text)) return fail("it cannot be read");
  const auto secret = from_hex(text);
  if (!secret) return fail("it holds something else");
  return *secret;
}

} // namespace frontdoor::auth
