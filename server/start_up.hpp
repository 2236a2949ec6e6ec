#pragma once
// The steps of starting that need no I/O thread: which database, which policy, which documents.

#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "server/config/settings.hpp"
#include "server/db/database_options.hpp"
#include "server/db/embedded_cluster.hpp"
#include "server/history/service.hpp"
#include "server/observe/log.hpp"
#include "server/policy/crime_rules.hpp"
#include "server/policy/force_districts.hpp"
#include "server/policy/force_rules.hpp"
#include "server/policy/review_rules.hpp"
#include "server/policy/training_rules.hpp"
#include "server/schema/json_schema.hpp"
#include "server/webhooks/secret.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor {

// The database to use; with no URL configured, a private PostgreSQL that lives as long as `cluster`.
struct reached_database {
  std::unique_ptr<db::embedded_cluster> cluster;
  db::database_options options;
};

// The log as the settings want it.
std::unique_ptr<observe::log> make_log(const config::settings& settings);

// The options of a database that others run; none: the server runs its own.
std::optional<db::database_options> outside_database(const config::settings& settings);

std::expected<reached_database, std::string> reach_database(const config::settings& settings);

std::expected<schema::schema_set, std::string> load_schemas(const std::string& folder);
std::expected<std::string, std::string> load_openapi(const std::string& folder);
std::expected<std::shared_ptr<const triage::policy_pack>, std::string>
load_policy(const config::settings& settings, const schema::schema_set& schemas);
std::expected<policy::crime_rules, std::string>
load_crime_rules(const config::settings& settings, const triage::policy_pack& pack);
std::expected<std::shared_ptr<const triage::review::rules>, std::string>
load_review_rules(const config::settings& settings, const schema::schema_set& schemas);
std::expected<std::shared_ptr<const triage::force::rules>, std::string>
load_force_rules(const config::settings& settings, const schema::schema_set& schemas);
// The outlines of its districts; null for none.
std::expected<nlohmann::json, std::string>
load_force_districts(const config::settings& settings, const schema::schema_set& schemas);
// A scenario at fault is left out and told of; only training.json itself must be right.
std::expected<policy::training_data, std::string>
load_training(const config::settings& settings, const schema::schema_set& schemas, const triage::policy_pack& pack);

// Names and secret of the history; none where it is switched off.
std::expected<std::optional<history::materials>, std::string> load_history(const config::settings& settings);

// What webhooks are signed with.
std::expected<webhooks::secrets, std::string> load_webhook_secrets(const config::settings& settings);

} // namespace frontdoor
