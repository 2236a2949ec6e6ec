#pragma once
// The settings as each part takes them.

#include "server/api/incident_export.hpp"
#include "server/auth/api_keys.hpp"
#include "server/auth/passwords.hpp"
#include "server/auth/request_credentials.hpp"
#include "server/auth/sessions.hpp"
#include "server/auth/throttle.hpp"
#include "server/config/settings.hpp"
#include "server/console/protocol.hpp"
#include "server/console/socket.hpp"
#include "server/history/service.hpp"
#include "server/http/server.hpp"
#include "server/journal/journal.hpp"
#include "server/messages/gateways.hpp"
#include "server/messages/referral_sender.hpp"
#include "server/messages/sender.hpp"
#include "server/outage/peers.hpp"
#include "server/webhooks/deliverer.hpp"

namespace frontdoor {

// The configured name of this server, or host name and process.
std::string node_name(const config::settings& s);

http::server_options server_options_of(const config::settings& s);
console::socket_options socket_options_of(const config::settings& s);
console::protocol_options protocol_options_of(const config::settings& s);
dispatch::past_limits past_limits_of(const config::settings& s);
outage::peer_options peer_options_of(const config::settings& s);
auth::password_limits password_limits_of(const config::settings& s);
auth::session_limits session_limits_of(const config::settings& s);
auth::api_key_limits api_key_limits_of(const config::settings& s);
auth::throttle_limits account_throttle_of(const config::settings& s);
auth::throttle_limits address_throttle_of(const config::settings& s);
auth::origin_rules origin_rules_of(const config::settings& s);
history::service_options history_options_of(const config::settings& s);
journal::journal_options journal_options_of(const config::settings& s);
std::string board_folder_of(const config::settings& s);
messages::sender::options message_options_of(const config::settings& s);
messages::referral_sender::options referral_options_of(const config::settings& s);
// By the code of the partner; those of `referrals.endpoints`.
messages::open311_endpoints referral_endpoints_of(const config::settings& s);
// None where no gateway is configured.
std::unique_ptr<messages::gateway> message_gateway_of(const config::settings& s);
db::webhook_limits webhook_limits_of(const config::settings& s);
webhooks::deliverer_options deliverer_options_of(const config::settings& s);
api::export_options export_options_of(const config::settings& s);

} // namespace frontdoor
