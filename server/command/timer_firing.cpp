#include "server/command/timer_firing.hpp"

#include <string>

namespace frontdoor::command {

namespace asio = boost::asio;

origin timer_origin() {
  origin from;
  from.actor.name = "system:timer";
  from.actor.kind = triage::actor_kind::machine;
  from.request_id = "timer";
  return from;
}

asio::awaitable<std::optional<bool>>
fire_on_incident(command_runner& commands, try_listeners told, db::due_timer timer) {
  answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
  triage::command command = triage::fire_timer{timer.key, timer.generation};
  const auto outcome = co_await commands.run(timer_origin(), timer.stream_id, std::move(command), std::move(nothing));
  if (!outcome) co_return std::nullopt;
  const auto decision = outcome->decision;
  if (decision == nullptr) co_return false; // done before
  for (const auto& event : decision->events) {
    if (const auto* text = get_if<triage::message_attempted>(&event); text != nullptr && told.message)
      told.message(timer.stream_id, *text);
    if (const auto* referral = get_if<triage::referral_attempted>(&event); referral != nullptr && told.referral)
      told.referral(timer.stream_id, *referral);
  }
  co_return !decision->events.empty();
}

} // namespace frontdoor::command
