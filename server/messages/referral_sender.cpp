#include "server/messages/referral_sender.hpp"

#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include "server/command/stored_incident.hpp"
#include "server/run_on.hpp"

namespace frontdoor::messages {

namespace asio = boost::asio;

namespace {

using came = triage::report_referral::outcome;

// What the log holds of a referral.
struct logged_referral {
  std::string partner;
  std::optional<triage::service_request> request;
  std::optional<std::string> token;
};

void note_event(logged_referral& into, const triage::event& event, const triage::uuid& referral) {
  if (const auto* asked = get_if<triage::handoff_requested>(&event); asked != nullptr) {
    if (asked->handoff == referral) into.partner = asked->partner;
  } else if (const auto* queued = get_if<triage::referral_queued>(&event); queued != nullptr) {
    if (queued->referral == referral && queued->personal)
      into.request = triage::service_request{queued->service_code, *queued->personal};
  } else if (const auto* sent = get_if<triage::referral_sent>(&event); sent != nullptr) {
    if (sent->referral == referral && sent->ask_at && sent->personal) into.token = sent->personal->text;
  }
}

logged_referral read_referral(const db::committed_events& events, const triage::uuid& referral) {
  logged_referral out;
  for (const auto& row : events) {
    if (row->type != "handoff.requested" && row->type != "referral.queued" && row->type != "referral.sent") continue;
    if (const auto decoded = command::decode(*row)) note_event(out, *decoded, referral);
  }
  return out;
}

} // namespace

referral_sender::referral_sender(
    asio::any_io_executor io, db::log_queries& queries, command::command_runner& commands, open311_endpoints endpoints,
    options chosen, observe::log& log
)
    : io_(std::move(io)), queries_(queries), commands_(commands), endpoints_(std::move(endpoints)), options_(chosen),
      log_(log), threads_(chosen.at_once_max) {}

referral_sender::~referral_sender() {
  threads_.join();
}

void referral_sender::make(triage::uuid incident, triage::uuid referral, std::uint32_t attempt, bool for_token) {
  asio::co_spawn(io_, run(incident, referral, attempt, for_token), [this](std::exception_ptr error) {
    if (error) log_.error("referral_failed", {});
  });
}

asio::awaitable<void>
referral_sender::run(triage::uuid incident, triage::uuid referral, std::uint32_t attempt, bool for_token) {
  triage::report_referral told;
  told.referral = referral;
  told.attempt = attempt;
  if (under_way_ >= options_.waiting_max) {
    told.came_of_it = came::not_reached;
    told.reason_code = "busy";
    co_return co_await report(incident, std::move(told));
  }
  const auto events = co_await queries_.stream_events(incident, std::nullopt, true);
  if (!events) co_return; // the try's own time will tell
  const auto logged = read_referral(*events, referral);
  const auto endpoint = endpoints_.find(logged.partner);
  const bool known = for_token ? logged.token.has_value() : logged.request.has_value();
  if (endpoint == endpoints_.end() || !known) {
    told.reason_code = known ? "no_endpoint" : "erased";
    co_return co_await report(incident, std::move(told));
  }
  const auto* to = &endpoint->second;
  auto ask = [to, logged, for_token] {
    return for_token ? ask_open311_token(*to, *logged.token) : post_open311(*to, *logged.request);
  };
  ++under_way_;
  auto got = co_await run_on(threads_, std::move(ask));
  --under_way_;
  told.came_of_it = got.what;
  told.reason_code = std::move(got.reason_code);
  told.said = std::move(got.said);
  co_await report(incident, std::move(told));
}

asio::awaitable<void> referral_sender::report(triage::uuid incident, triage::report_referral told) {
  command::origin from;
  from.actor.name = "system:referrals";
  from.actor.kind = triage::actor_kind::machine;
  from.request_id = "referrals";
  command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
  triage::command command = std::move(told);
  const auto outcome = co_await commands_.run(std::move(from), incident, std::move(command), std::move(nothing));
  if (!outcome) log_.warning("referral_outcome_not_stored", {});
}

} // namespace frontdoor::messages
