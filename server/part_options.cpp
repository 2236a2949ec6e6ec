#include "server/part_options.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <unistd.h>

namespace frontdoor {

std::string node_name(const config::settings& s) {
  if (!s.server.node.empty()) return s.server.node;
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  return std::string(host) + "-" + std::to_string(::getpid());
}

http::server_options server_options_of(const config::settings& s) {
  http::server_options o;
  o.address = s.http.address;
  o.port = static_cast<std::uint16_t>(s.http.port);
  o.header_timeout = s.http.header_timeout;
  o.body_timeout = s.http.body_timeout;
  o.idle_timeout = s.http.idle_timeout;
  o.handler_timeout = s.http.handler_timeout;
  o.write_timeout = s.http.write_timeout;
  o.linger_timeout = s.http.linger_timeout;
  o.header_bytes_max = s.http.header_bytes_max;
  o.header_fields_max = s.http.header_fields_max;
  o.body_bytes_max = s.http.body_bytes_max;
  o.connections_max = s.http.connections_max;
  o.requests_per_connection_max = s.http.requests_per_connection_max;
  o.in_flight_max = s.http.in_flight_max;
  o.in_flight_per_endpoint_max = s.http.in_flight_per_endpoint_max;
  o.backlog = static_cast<int>(s.http.backlog);
  o.gzip_bytes_min = s.http.gzip_bytes_min;
  o.gzip_bytes_max = s.http.gzip_bytes_max;
  o.gzip_level = static_cast<int>(s.http.gzip_level);
  o.trusted_proxies = s.http.trusted_proxies;
  return o;
}

console::socket_options socket_options_of(const config::settings& s) {
  console::socket_options o;
  o.ping_interval = s.console.heartbeat;
  o.silent_timeout = s.console.heartbeat * 3;
  o.close_timeout = s.console.close_timeout;
  o.message_bytes_max = s.console.message_bytes_max;
  o.bytes_in_flight_max = s.console.bytes_in_flight_max;
  o.connections_max = s.console.consoles_max;
  return o;
}

console::protocol_options protocol_options_of(const config::settings& s) {
  console::protocol_options o;
  o.heartbeat = std::chrono::ceil<std::chrono::seconds>(s.console.heartbeat);
  o.bytes_in_flight_max = s.console.bytes_in_flight_max;
  o.frame_bytes_max = s.console.bytes_in_flight_max / 4;
  o.snapshot_items_max = s.console.snapshot_items_max;
  return o;
}

dispatch::past_limits past_limits_of(const config::settings& s) {
  return {s.console.resume_events_max, s.console.ring_bytes / 2};
}

auth::password_limits password_limits_of(const config::settings& s) {
  return {s.auth.argon2_operations, s.auth.argon2_memory_kib, s.auth.hash_threads, s.auth.hash_queue_max};
}

auth::session_limits session_limits_of(const config::settings& s) {
  return {s.auth.session_lifetime,         s.auth.session_idle,     s.auth.session_cache, s.auth.session_offline,
          s.auth.sessions_per_account_max, s.auth.cache_entries_max};
}

auth::api_key_limits api_key_limits_of(const config::settings& s) {
  return {s.auth.session_cache, s.auth.session_offline, s.auth.cache_entries_max};
}

auth::throttle_limits account_throttle_of(const config::settings& s) {
  return {
      s.auth.throttle_account_free, s.auth.throttle_delay_min, s.auth.throttle_delay_max, s.auth.throttle_forget,
      s.auth.throttle_entries_max
  };
}

auth::throttle_limits address_throttle_of(const config::settings& s) {
  auto limits = account_throttle_of(s);
  limits.free = s.auth.throttle_address_free;
  return limits;
}

auth::origin_rules origin_rules_of(const config::settings& s) {
  auth::origin_rules rules;
  rules.allowed = s.auth.allowed_origins;
  rules.cookie = auth::parse_secure_cookie(s.auth.secure_cookie).value_or(auth::secure_cookie::automatic);
  return rules;
}

history::service_options history_options_of(const config::settings& s) {
  history::service_options options;
  options.lookup = {s.history.contact_timeout, s.history.query_timeout,  s.history.lag_max,
                    s.history.contacts_max,    s.history.contact_reason, s.history.query_reason};
  options.projector.interval = s.history.interval;
  const auto said_of = [](const std::vector<std::string>& entries, const std::string& name) {
    const auto found =
        std::ranges::find_if(entries, [&](const std::string& entry) { return entry.starts_with(name + "="); });
    return found == entries.end() ? std::string() : found->substr(name.size() + 1);
  };
  using triage::history::source_kind;
  for (const auto& entry : s.history.external) {
    const auto equals = entry.find('=');
    history::http_source_options one;
    one.name = entry.substr(0, equals);
    one.url = entry.substr(equals + 1);
    const auto kind = said_of(s.history.external_kinds, one.name);
    one.kind = triage::history::parse_source_kind(kind.empty() ? one.name : kind).value_or(source_kind::other);
    if (one.kind == source_kind::own) one.kind = source_kind::other; // a record that is called so
    const auto timeout = said_of(s.history.external_timeouts, one.name);
    one.timeout = timeout.empty() ? s.history.external_timeout : std::chrono::milliseconds(std::stol(timeout));
    one.at_once_max = s.history.external_at_once_max;
    options.external.push_back(std::move(one));
  }
  return options;
}

journal::journal_options journal_options_of(const config::settings& s) {
  journal::journal_options o;
  o.path = s.outage.journal.empty() ? s.database.data_folder + "/outage/journal.sqlite" : s.outage.journal;
  o.bytes_max = s.outage.journal_bytes_max;
  return o;
}

outage::peer_options peer_options_of(const config::settings& s) {
  return {s.outage.peers, s.outage.peer_interval, s.outage.peer_timeout};
}

std::string board_folder_of(const config::settings& s) {
  return s.outage.board_folder.empty() ? s.database.data_folder + "/outage/board" : s.outage.board_folder;
}

messages::sender::options message_options_of(const config::settings& s) {
  return {s.messages.at_once_max, s.messages.waiting_max};
}

messages::referral_sender::options referral_options_of(const config::settings& s) {
  return {s.referrals.at_once_max, s.referrals.waiting_max};
}

messages::open311_endpoints referral_endpoints_of(const config::settings& s) {
  messages::open311_endpoints out;
  const auto each = [](const std::vector<std::string>& entries, auto&& use) {
    for (const auto& entry : entries) {
      const auto equals = entry.find('=');
      use(entry.substr(0, equals), entry.substr(equals + 1));
    }
  };
  each(s.referrals.endpoints, [&](const std::string& partner, std::string url) {
    while (url.ends_with('/'))
      url.pop_back();
    auto& one = out[partner];
    one.url = std::move(url);
    one.timeout = s.referrals.timeout;
    one.answer_bytes_max = s.referrals.answer_bytes_max;
  });
  each(s.referrals.jurisdictions, [&](const std::string& partner, const std::string& jurisdiction) {
    out[partner].jurisdiction_id = jurisdiction;
  });
  each(s.referrals.key_files, [&](const std::string& partner, const std::string& file) {
    out[partner].key_file = file;
  });
  return out;
}

std::unique_ptr<messages::gateway> message_gateway_of(const config::settings& s) {
  if (s.messages.gateway.empty()) return nullptr;
  messages::gateway_options options;
  options.url = s.messages.gateway;
  options.timeout = s.messages.timeout;
  options.answer_bytes_max = s.messages.answer_bytes_max;
  options.token_file = s.messages.token_file;
  options.from = s.messages.from;
  options.domain = s.messages.domain;
  options.user = s.messages.user;
  options.password_file = s.messages.password_file;
  options.tls_required = s.messages.tls == "required";
  return messages::make_gateway(std::move(options));
}

db::webhook_limits webhook_limits_of(const config::settings& s) {
  return {s.webhooks.subscriptions_max, s.webhooks.dead_letters_max};
}

webhooks::deliverer_options deliverer_options_of(const config::settings& s) {
  webhooks::deliverer_options o;
  o.interval = s.webhooks.interval;
  o.at_once_max = s.webhooks.at_once_max;
  o.batch_max = s.webhooks.batch_events_max;
  o.body_bytes_max = s.webhooks.body_bytes_max;
  o.attempts_max = static_cast<std::uint32_t>(s.webhooks.attempts_max);
  o.back_off = {s.webhooks.retry_delay_min, s.webhooks.retry_delay_max};
  o.transport.timeout = s.webhooks.timeout;
  o.transport.ca_file = s.webhooks.ca_file;
  return o;
}

api::export_options export_options_of(const config::settings& s) {
  api::export_options o;
  o.agency = "police." + s.force.code;
  o.mait_grid = s.exchange.mait_grid == "wgs84" ? exports::grid::wgs84 : exports::grid::osgb36;
  return o;
}

} // namespace frontdoor
