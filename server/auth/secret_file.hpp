#pragma once
// A secret of this installation in a file: 64 hexadecimal digits, the same for all servers on one database.

#include <expected>
#include <string>

#include "server/auth/secrets.hpp"

namespace frontdoor::auth {

// Reads it; where there is no such file, makes one that its owner alone can read. On refusal the words for the
// operator, which name `setting` and the path, never what the file holds.
std::expected<digest, std::string> open_secret_file(const std::string& path, const std::string& setting);

} // namespace frontdoor::auth
