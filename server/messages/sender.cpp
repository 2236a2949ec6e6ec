#include "server/messages/sender.hpp"

#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include "server/command/stored_incident.hpp"
#include "server/run_on.hpp"

namespace frontdoor::messages {

namespace asio = boost::asio;

namespace {

triage::report_message failure(triage::uuid message, std::uint32_t attempt, const char* reason, bool final) {
  triage::report_message out;
  out.message = message;
  out.attempt = attempt;
  out.final = final;
  out.reason_code = reason;
  return out;
}

} // namespace

sender::sender(
    asio::any_io_executor io, db::log_queries& queries, command::command_runner& commands, std::unique_ptr<gateway> out,
    options chosen, observe::log& log
)
    : io_(std::move(io)), queries_(queries), commands_(commands), gateway_(std::move(out)), options_(chosen), log_(log),
      threads_(chosen.at_once_max) {}

sender::~sender() {
  threads_.join();
}

void sender::make(triage::uuid incident, triage::uuid message, std::uint32_t attempt) {
  asio::co_spawn(io_, run(incident, message, attempt), [this](std::exception_ptr error) {
    if (error) log_.error("message_failed", {});
  });
}

asio::awaitable<void> sender::run(triage::uuid incident, triage::uuid message, std::uint32_t attempt) {
  if (!gateway_) {
    auto no_gateway = failure(message, attempt, "no_gateway", true);
    co_return co_await report(incident, std::move(no_gateway));
  }
  if (under_way_ >= options_.waiting_max) {
    auto busy = failure(message, attempt, "unavailable", false);
    co_return co_await report(incident, std::move(busy));
  }
  const auto events = co_await queries_.stream_events(incident, std::nullopt, true);
  if (!events) co_return; // the try's own time will tell
  std::optional<outgoing> found;
  for (const auto& row : *events) {
    if (row->type != "message.requested") continue;
    const auto decoded = command::decode(*row);
    if (!decoded) continue;
    const auto* requested = get_if<triage::message_requested>(&*decoded);
    if (requested == nullptr || requested->message != message || !requested->personal) continue;
    found = outgoing{message.to_string(), requested->personal->to, requested->personal->text};
  }
  if (!found) {
    auto erased = failure(message, attempt, "erased", true);
    co_return co_await report(incident, std::move(erased));
  }
  ++under_way_;
  auto came_of_it = co_await deliver(std::move(*found));
  --under_way_;
  const bool refused = came_of_it.what == delivery::kind::refused;
  auto told = failure(message, attempt, refused ? "refused" : "unavailable", refused);
  told.sent = came_of_it.what == delivery::kind::sent;
  told.reference = std::move(came_of_it.reference);
  co_await report(incident, std::move(told));
}

asio::awaitable<void> sender::report(triage::uuid incident, triage::report_message told) {
  command::origin from;
  from.actor.name = "system:messages";
  from.actor.kind = triage::actor_kind::machine;
  from.request_id = "messages";
  command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
  triage::command command = std::move(told);
  const auto outcome = co_await commands_.run(std::move(from), incident, std::move(command), std::move(nothing));
  if (!outcome) log_.warning("message_outcome_not_stored", {});
}

asio::awaitable<delivery> sender::deliver(outgoing message) {
  auto send = [this, what = std::move(message)] { return gateway_->send(what); };
  co_return co_await run_on(threads_, std::move(send));
}

} // namespace frontdoor::messages
