#pragma once
// What goes to a receiver, made of what the log shows the subscription. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/auth/principal.hpp"
#include "server/db/webhook_queries.hpp"
#include "server/webhooks/transport.hpp"

namespace frontdoor::webhooks {

// Whether a subscription to these types wants an event of this one. "incident.opened" is that type; "incident.*" every
// type that begins so; no types: all.
bool wants(const std::vector<std::string>& types, std::string_view type);

// The integrator that a subscription acts as: its key as it stands at `now`, kept to the subscription's districts. None
// where the key is revoked, has expired or may not read events, or where no district is left.
std::optional<auth::principal>
acting_as(const db::webhook& hook, const auth::api_key_record& key, triage::timestamp now);

// Events that go out together, and the positions of the log that are settled by it.
struct delivery {
  std::uint64_t first_position = 0; // of the first event in it
  std::uint64_t last_position = 0;  // the last one settled, which may be of an event that was left out
  std::vector<std::string> events;  // CloudEvents in JSON
};

// The request: `application/cloudevents+json` with one event, or `application/cloudevents-batch+json` with a list
// (CloudEvents 1.0, JSON event format and batch), and the headers
//   Frontdoor-Webhook-Id         the subscription and the positions; the same at each try
//   Frontdoor-Webhook-Timestamp  seconds since 1970
//   Frontdoor-Webhook-Signature  see secret.hpp
posting make_posting(const db::webhook& hook, const delivery& what, std::string_view secret, triage::timestamp now);

} // namespace frontdoor::webhooks
