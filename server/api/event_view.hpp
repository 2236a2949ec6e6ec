#pragma once
// An event read back from the log as one caller may see it: the same for GET /v1/events and for webhooks.

#include <optional>
#include <string>

#include "server/api/services.hpp"
#include "server/auth/visibility.hpp"

namespace frontdoor::api {

struct seen_event {
  std::string text;      // a CloudEvent in JSON
  bool personal = false; // with personal data in it, the reading of which is to be logged
};

// None where `who` may not see it (server/auth/visibility.hpp). Whoever may not read personal data gets it without
// that, and without what was looked up in records.
std::optional<seen_event> view_event(const services& s, const auth::principal& who, const db::committed_event& event);

} // namespace frontdoor::api
