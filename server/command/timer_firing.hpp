#pragma once
// Firing a timer is a command on its stream, fire(stream, key, generation): decided on the stream's present state, with
// no effect where another decision has replaced the timer. So several servers may all try, and it happens once.

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "server/command/side_runner.hpp"

namespace frontdoor::command {

// Who acts when a timer fires.
origin timer_origin();

// Told of each try to send a message, or a referral, that firing a timer has recorded: whoever recorded it makes it.
struct try_listeners {
  std::function<void(triage::uuid incident, const triage::message_attempted& tried)> message;
  std::function<void(triage::uuid incident, const triage::referral_attempted& tried)> referral;
};

// Fires a timer of an incident. Whether it had an effect; none: it could not be fired now, and stays due.
boost::asio::awaitable<std::optional<bool>>
fire_on_incident(command_runner& commands, try_listeners told, db::due_timer timer);

// Fires a timer of a stream beside the incidents' own. `decide` gives what follows, and is asked only while the timer
// stands and is due. The answer as fire_on_incident.
template <typename Streams>
boost::asio::awaitable<std::optional<bool>> fire_on_stream(
    side_runner<Streams>& runner, db::due_timer timer,
    std::function<std::expected<typename side_runner<Streams>::made, triage::refusal>(
        const typename Streams::state& state, const triage::context& context
    )>
        decide
) {
  using running = side_runner<Streams>;
  typename running::decider when_due = [timer, decide = std::move(decide)](
                                           const typename running::states& before, const triage::incident*,
                                           const triage::context& context
                                       ) -> std::expected<typename running::made, triage::refusal> {
    const auto& state = before.front();
    if (!state || !triage::falls_due(Streams::timers(*state), timer.key, timer.generation, context.now))
      return typename running::made{};
    return decide(*state, context);
  };
  typename running::answer whether = [](const typename running::states&, const typename running::made& made) {
    return std::string(made.events.empty() ? "false" : "true");
  };
  std::vector<triage::uuid> streams{timer.stream_id};
  const auto outcome =
      co_await runner.run(timer_origin(), std::move(streams), std::nullopt, std::move(when_due), std::move(whether));
  if (!outcome) co_return std::nullopt;
  co_return *outcome == "true";
}

} // namespace frontdoor::command
