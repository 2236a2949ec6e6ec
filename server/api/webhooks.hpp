#pragma once
// Subscriptions by webhook, for administrators: /v1/webhooks.

#include "server/api/people.hpp"
#include "server/db/webhook_queries.hpp"
#include "server/webhooks/destinations.hpp"
#include "server/webhooks/secret.hpp"

namespace frontdoor::api {

struct webhook_administration {
  people& p;
  db::webhook_queries& subscriptions;
  const webhooks::secrets& secrets;
  const webhooks::destinations& allowed;
};

http::endpoints webhook_endpoints(webhook_administration w);

} // namespace frontdoor::api
