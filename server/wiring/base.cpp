#include "server/wiring/base.hpp"

#include <utility>

#include "server/waiting_start.hpp"

namespace frontdoor::wiring {

std::expected<materials, std::string> read_materials(app_options options) {
  const auto& settings = options.settings;
  auto schemas = load_schemas(settings.folders.schemas);
  if (!schemas) return std::unexpected(schemas.error());
  auto openapi = load_openapi(settings.folders.schemas);
  if (!openapi) return std::unexpected(openapi.error());
  auto pack = load_policy(settings, *schemas);
  if (!pack) return std::unexpected(pack.error());
  auto crime_rules = load_crime_rules(settings, **pack);
  if (!crime_rules) return std::unexpected(crime_rules.error());
  auto review_rules = load_review_rules(settings, *schemas);
  if (!review_rules) return std::unexpected(review_rules.error());
  auto force_rules = load_force_rules(settings, *schemas);
  if (!force_rules) return std::unexpected(force_rules.error());
  auto districts = load_force_districts(settings, *schemas);
  if (!districts) return std::unexpected(districts.error());
  if (auto stopped = await_outside_database(settings)) return std::unexpected(std::move(*stopped));
  auto database = reach_database(settings);
  if (!database) return std::unexpected(database.error());
  auto history = load_history(settings);
  if (!history) return std::unexpected(history.error());
  auto webhook_secrets = load_webhook_secrets(settings);
  if (!webhook_secrets) return std::unexpected(webhook_secrets.error());
  return materials{std::move(options),      std::move(*schemas),      std::move(*openapi),     std::move(*pack),
                   std::move(*crime_rules), std::move(*review_rules), std::move(*force_rules), std::move(*districts),
                   std::move(*database),    std::move(*history),      *webhook_secrets};
}

base_parts::base_parts(materials& from)
    : options(std::move(from.options)), settings(options.settings), districts(std::move(from.districts)),
      cluster(std::move(from.database.cluster)), database(std::move(from.database.options)), log(make_log(settings)),
      schemas(std::move(from.schemas)), policy(std::move(from.policy)), crime_rules(std::move(from.crime_rules)) {}

} // namespace frontdoor::wiring
