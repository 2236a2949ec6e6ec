#include "server/history/service.hpp"

#include <nlohmann/json.hpp>

#include "server/whole_file.hpp"

namespace frontdoor::history {

namespace asio = boost::asio;

namespace {

external_sources sources_of(const std::vector<http_source_options>& wanted) {
  external_sources out;
  for (const auto& one : wanted)
    out.push_back(make_http_source(one));
  return out;
}

} // namespace

std::expected<materials, std::string> materials::read(const std::string& names_file, const std::string& secret_file) {
  const auto text = content_of(names_file);
  if (!text) return std::unexpected("history.names " + names_file + " cannot be read");
  const auto document = nlohmann::json::parse(*text, nullptr, false);
  auto names = triage::history::name_rules::read(document, names_file);
  if (!names) {
    const auto& first = names.error().front();
    return std::unexpected("history.names " + names_file + " " + first.pointer + ": " + first.detail);
  }
  auto hash = keyed_hash::open(secret_file);
  if (!hash) return std::unexpected(std::move(hash.error()));
  return materials{std::make_shared<const triage::history::name_rules>(std::move(*names)), *hash};
}

service::service(
    asio::any_io_executor io, db::database_pool& pool, const materials& read, const service_options& options,
    observe::log& log
)
    : queries_(pool), lookup_(io, queries_, read.names, read.hash, sources_of(options.external), options.lookup, log),
      projector_(std::make_shared<projector>(
          io, queries_, make_keyer(read.names, read.hash), read.hash.check(), options.projector, log
      )) {}

std::optional<db::contact_keys>
service::keys_of(const triage::contact_received& received, const triage::uuid& contact) {
  auto keys = projector_->same_secret() ? lookup_.keys_of(received, contact) : std::nullopt;
  if (!keys) projector_->expect_one();
  return keys;
}

} // namespace frontdoor::history
