#pragma once
// Every call of this server and who answers it: the routing table.

#include <string>

#include "server/api/operations.hpp"
#include "server/http/documents.hpp"
#include "server/http/router.hpp"
#include "server/http/static_files.hpp"
#include "server/wiring/accounts.hpp"
#include "server/wiring/consoles.hpp"
#include "server/wiring/history.hpp"
#include "server/wiring/outage.hpp"
#include "server/wiring/room.hpp"
#include "server/wiring/runners.hpp"
#include "server/wiring/surge_watch.hpp"
#include "server/wiring/webhooks.hpp"

namespace frontdoor::wiring {

// What is answered from. All of it must outlive the router.
struct answering_parts {
  base_parts& base;
  record_parts& record;
  runner_parts& runners;
  account_parts& accounts;
  publishing_parts& publishing;
  history_parts& history;
  webhook_parts& webhooks;
  console_parts& consoles;
  outage_parts& outage;
  room_parts& room;
  surge_watch& surge;
  api::services& services;
  http::static_files& files;
  http::documents& documents;
};

http::router make_router(answering_parts parts, std::function<api::readiness()> ready, std::string openapi);

} // namespace frontdoor::wiring
