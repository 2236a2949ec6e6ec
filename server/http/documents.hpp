#pragma once
// The API's viewer under /docs, from the folder that its build fills.

#include <optional>
#include <string>

#include "server/http/static_files.hpp"

namespace frontdoor::http {

class documents {
 public:
  // Reads `folder` as static_files does; a missing one is an empty one.
  explicit documents(const std::string& folder) : files_(folder) {}

  // The answer to GET or HEAD of /docs, /docs/ and what lies below; nullopt: not ours.
  std::optional<response> find(const request& r) const;

 private:
  static_files files_;
};

} // namespace frontdoor::http
