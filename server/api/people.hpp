#pragma once
// What the endpoints for people and keys need of the server. Made by the composition root; must outlive every request.

#include <chrono>
#include <cstddef>

#include "server/auth/api_keys.hpp"
#include "server/auth/passwords.hpp"
#include "server/auth/request_credentials.hpp"
#include "server/auth/sessions.hpp"
#include "server/auth/sign_in.hpp"
#include "server/auth/store.hpp"
#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"
#include "server/http/endpoint.hpp"
#include "server/observe/log.hpp"
#include "server/schema/json_schema.hpp"

namespace frontdoor::api {

struct people {
  auth::store& store;
  auth::sessions& sessions;
  auth::api_keys& keys;
  auth::passwords& passwords;
  auth::sign_in& sign_in;
  const auth::origin_rules& origins;
  const schema::schema_set& schemas;
  clock::clock& clock; // the machine's own, also where the rest of the server runs on the manual one
  clock::identifiers& identifiers;
  observe::log& log;
  std::size_t password_length_min;
  std::chrono::seconds session_lifetime;

  auth::on_behalf by(const auth::principal& who, const http::request& request) const {
    return {who.actor(), request.request_id, clock.now()};
  }
};

} // namespace frontdoor::api
