#include "server/start_up.hpp"

#include "server/db/migrate.hpp"
#include "server/policy/pack_directory.hpp"
#include "server/schema/openapi_document.hpp"
#include "server/whole_file.hpp"

namespace frontdoor {

namespace {

db::database_options options_of(const config::settings::database_settings& from) {
  db::database_options to;
  to.url = from.url;
  to.owner_url = from.owner_url.empty() ? from.url : from.owner_url;
  to.connect_timeout = from.connect_timeout;
  to.statement_timeout = from.statement_timeout;
  to.lock_timeout = from.lock_timeout;
  to.watchdog = from.watchdog;
  to.reconnect_delay_min = from.reconnect_delay_min;
  to.reconnect_delay_max = from.reconnect_delay_max;
  to.poll_interval = from.poll_interval;
  to.unavailable_after = from.unavailable_after;
  to.writer_queue_max = from.writer_queue_max;
  to.batch_max = from.batch_max;
  to.batch_bytes_max = from.batch_bytes_max;
  to.reader_queue_max = from.reader_queue_max;
  to.reader_threads = from.reader_threads;
  return to;
}

} // namespace

std::unique_ptr<observe::log> make_log(const config::settings& settings) {
  return observe::make_json_log(observe::parse_level(settings.log.level).value_or(observe::level::info));
}

std::optional<db::database_options> outside_database(const config::settings& settings) {
  if (settings.database.url.empty()) return std::nullopt;
  return options_of(settings.database);
}

std::expected<reached_database, std::string> reach_database(const config::settings& settings) {
  reached_database reached;
  reached.options = options_of(settings.database);
  reached.options.number_prefix = settings.force.number_prefix;
  if (reached.options.url.empty()) {
    db::embedded_options embedded;
    embedded.data_folder = settings.database.data_folder;
    embedded.system_user = settings.database.system_user;
    const auto log = make_log(settings);
    embedded.on_replay = [&log](std::chrono::seconds so_far) {
      log->warning("postgresql_replays_its_log", {{"seconds", static_cast<std::int64_t>(so_far.count())}});
    };
    auto started = db::embedded_cluster::start(embedded);
    if (!started) return std::unexpected(started.error());
    reached.cluster = std::move(*started);
    reached.options.url = reached.cluster->server_url();
    reached.options.owner_url = reached.cluster->owner_url();
  }
  const auto migrations = db::read_migrations(settings.folders.migrations);
  if (!migrations) return std::unexpected(migrations.error());
  const auto migrated = db::migrate(reached.options, *migrations);
  if (!migrated) return std::unexpected(migrated.error());
  return reached;
}

std::expected<schema::schema_set, std::string> load_schemas(const std::string& folder) {
  auto schemas = schema::schema_set::load(schema::read_schema_files(folder));
  if (!schemas) return std::unexpected("the schemas are not right:\n" + config::to_text(schemas.error()));
  return std::move(*schemas);
}

std::expected<std::string, std::string> load_openapi(const std::string& folder) {
  const std::string path = folder + "/openapi.yaml";
  const auto text = content_of(path);
  if (!text) return std::unexpected(path + " cannot be read");
  auto document = schema::openapi_json(*text, schema::read_schema_files(folder));
  if (!document) return std::unexpected(path + " is not right:\n" + config::to_text(document.error()));
  return std::move(*document);
}

std::expected<std::shared_ptr<const triage::policy_pack>, std::string>
load_policy(const config::settings& settings, const schema::schema_set& schemas) {
  const std::string folder = settings.policy.folder + "/" + settings.policy.pack;
  auto pack = policy::read_pack_directory(folder, schemas);
  if (!pack) return std::unexpected("the policy pack " + folder + " is refused:\n" + config::to_text(pack.error()));
  return std::move(*pack);
}

std::expected<policy::crime_rules, std::string>
load_crime_rules(const config::settings& settings, const triage::policy_pack& pack) {
  auto rules = policy::crime_rules::open(settings.crime.folder, pack);
  if (!rules) {
    return std::unexpected(
        "the crime rules " + settings.crime.folder + " are refused:\n" + config::to_text(rules.error())
    );
  }
  return std::move(*rules);
}

std::expected<std::shared_ptr<const triage::review::rules>, std::string>
load_review_rules(const config::settings& settings, const schema::schema_set& schemas) {
  auto rules = policy::read_review_rules(settings.review.folder, schemas);
  if (!rules) {
    return std::unexpected(
        "the review rules " + settings.review.folder + " are refused:\n" + config::to_text(rules.error())
    );
  }
  return std::move(*rules);
}

std::expected<std::shared_ptr<const triage::force::rules>, std::string>
load_force_rules(const config::settings& settings, const schema::schema_set& schemas) {
  auto rules = policy::read_force_rules(settings.force.folder, schemas);
  if (!rules) {
    return std::unexpected(
        "the force's data " + settings.force.folder + " are refused:\n" + config::to_text(rules.error())
    );
  }
  return std::move(*rules);
}

std::expected<nlohmann::json, std::string>
load_force_districts(const config::settings& settings, const schema::schema_set& schemas) {
  auto districts = policy::read_force_districts(settings.force.folder, schemas);
  if (!districts) {
    return std::unexpected(
        "the force's outlines " + settings.force.folder + " are refused:\n" + config::to_text(districts.error())
    );
  }
  return std::move(*districts);
}

std::expected<policy::training_data, std::string>
load_training(const config::settings& settings, const schema::schema_set& schemas, const triage::policy_pack& pack) {
  auto data = policy::read_training_rules(settings.training.folder, schemas, pack);
  if (!data) {
    return std::unexpected(
        "the training data " + settings.training.folder + " are refused:\n" + config::to_text(data.error())
    );
  }
  return std::move(*data);
}

std::expected<std::optional<history::materials>, std::string> load_history(const config::settings& settings) {
  if (settings.history.enabled != "on") return std::nullopt;
  auto secret = settings.history.secret_file;
  if (secret.empty()) secret = settings.database.data_folder + "/history.secret";
  auto read = history::materials::read(settings.history.names, secret);
  if (!read) return std::unexpected(std::move(read.error()));
  return std::move(*read);
}

std::expected<webhooks::secrets, std::string> load_webhook_secrets(const config::settings& settings) {
  auto secret = settings.webhooks.secret_file;
  if (secret.empty()) secret = settings.database.data_folder + "/webhooks.secret";
  return webhooks::secrets::open(secret);
}

} // namespace frontdoor
