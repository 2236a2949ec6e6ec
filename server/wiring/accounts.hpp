#pragma once
// People and keys: who they are, how they sign in, and how a request shows whose it is.

#include <memory>

#include "server/api/people.hpp"
#include "server/auth/authenticator.hpp"
#include "server/db/auth_store.hpp"
#include "server/wiring/record.hpp"

namespace frontdoor::wiring {

// On the machine's own clock, also where the rest of the server runs on the manual one.
struct account_parts {
  account_parts(base_parts& base, record_parts& record);

  db::auth_store store;
  auth::passwords passwords;
  auth::sessions sessions;
  auth::api_keys api_keys;
  auth::sign_in sign_in;
  auth::authenticator authenticator;
  api::people people;
};

} // namespace frontdoor::wiring
