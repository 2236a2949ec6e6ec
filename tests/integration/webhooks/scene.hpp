#pragma once
// What the tests of webhooks share: a server's worth of log, a key, and a subscription of that key.

#include <catch2/catch.hpp>

#include "server/auth/api_keys.hpp"
#include "server/db/auth_store.hpp"
#include "server/db/webhook_queries.hpp"
#include "server/webhooks/secret.hpp"
#include "tests/integration/db/log_fixture.hpp"

namespace frontdoor::testing {

inline auth::on_behalf an_admin() {
  return {"user:admin", "request", test_time()};
}

class webhook_scene {
 public:
  explicit webhook_scene(db::database_options options = fresh_database(), db::webhook_limits limits = {})
      : server(std::move(options)), subscriptions(server.pool, limits), store(server.pool) {}

  // A key that may read events, in the database.
  auth::api_key_record key(const std::string& label = "ambulance") {
    auth::api_key_record out;
    out.id = new_id();
    out.label = label;
    out.permissions.set(static_cast<std::size_t>(auth::permission::events_read));
    out.created_at = test_time();
    REQUIRE(*run(server.io, store.add_api_key(out, an_admin())) == auth::added::yes);
    return out;
  }

  // A subscription from the log's beginning.
  db::webhook
  subscribed(const auth::api_key_record& key, const std::string& url, const std::string& label = "receiver") {
    db::webhook hook;
    hook.id = new_id();
    hook.label = label;
    hook.url = url;
    hook.api_key = key.id;
    hook.secret_check = secrets.check_of(hook.id);
    REQUIRE(*run(server.io, subscriptions.add(hook, 0, an_admin())) == db::webhook_added::yes);
    return hook;
  }

  // An incident made by that key, of one event.
  void happens(const auth::api_key_record& key) {
    auto command = open_incident(new_id());
    command.owner_id = key.id;
    REQUIRE(server.append(std::move(command)).code == db::append_code::appended);
  }

  db::webhook stands(const db::webhook& hook) { return **run(server.io, subscriptions.find(hook.id)); }
  std::vector<db::dead_letter> letters(const db::webhook& hook) {
    return *run(server.io, subscriptions.dead_letters(hook.id, 100));
  }

  log_server server;
  db::webhook_queries subscriptions;
  db::auth_store store;
  webhooks::secrets secrets{auth::digest{1}};
};

} // namespace frontdoor::testing
