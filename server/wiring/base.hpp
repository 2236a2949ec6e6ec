#pragma once
// What every part stands on: settings, I/O thread, log, measures, policy, the machine's clock. Built first, gone last.

#include <expected>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "server/app.hpp"
#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"
#include "server/command/command_runner.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"
#include "server/run_now.hpp"
#include "server/start_up.hpp"

namespace frontdoor::wiring {

// What is read from files and reached before anything is built.
struct materials {
  app_options options;
  schema::schema_set schemas;
  std::string openapi;
  std::shared_ptr<const triage::policy_pack> policy;
  policy::crime_rules crime_rules;
  std::shared_ptr<const triage::review::rules> review_rules;
  std::shared_ptr<const triage::force::rules> force_rules;
  nlohmann::json districts; // their outlines, for the map
  reached_database database;
  std::optional<history::materials> history; // none: switched off
  webhooks::secrets webhook_secrets;
};

// Blocks while the database is reached. An error says what is wrong and what to do.
std::expected<materials, std::string> read_materials(app_options options);

// The I/O context stands before all that it runs, so that it goes last.
struct base_parts {
  explicit base_parts(materials& from);

  app_options options;
  const config::settings& settings;
  nlohmann::json districts; // their outlines, for the map
  std::unique_ptr<db::embedded_cluster> cluster;
  db::database_options database;
  boost::asio::io_context io{1};
  std::unique_ptr<observe::log> log;
  observe::metrics metrics;
  schema::schema_set schemas;
  std::shared_ptr<const triage::policy_pack> policy;
  policy::crime_rules crime_rules;
  clock::system_clock_source system_clock;
  clock::identifiers identifiers;
  bool draining = false; // the server is on its way out

  bool on_manual_clock() const { return settings.server.clock == "manual"; }
  command::command_runner::policy_source policy_now() {
    return [this] { return policy; };
  }
  // The crime rules of a policy pack, for whoever proposes crimes.
  auto crime_rules_of() {
    return [this](const triage::policy_pack& pack) { return crime_rules.for_pack(pack); };
  }
};

} // namespace frontdoor::wiring
