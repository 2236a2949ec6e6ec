#include "server/auth/principal.hpp"

#include <algorithm>

namespace frontdoor::auth {

std::string principal::actor() const {
  switch (credential) {
  case credential::session:
    return "user:" + name;
  case credential::api_key:
    return "key:" + name;
  case credential::none:
    break;
  }
  return "anonymous";
}

bool principal::covers(const std::optional<std::string>& district) const {
  if (districts.empty()) return true;
  return district && std::ranges::find(districts, *district) != districts.end();
}

} // namespace frontdoor::auth
