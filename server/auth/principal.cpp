#include "server/auth/principal.hpp"

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

} // namespace frontdoor::auth
