#include "server/wiring/consoles.hpp"

#include "server/part_options.hpp"

namespace frontdoor::wiring {

namespace {

std::optional<std::vector<std::string>> districts_of(const command::unit_runner& units, const std::string& pod) {
  const auto* found = triage::force::find_pod(units.force().pods, pod);
  if (found == nullptr) return std::nullopt;
  return found->districts;
}

} // namespace

console_parts::console_parts(
    base_parts& b, record_parts& r, command::command_runner& commands, publishing_parts& publishing,
    auth::authenticator& authenticator, const command::unit_runner& units
)
    : protocol{
          b.io.get_executor(),
          *publishing.hub,
          commands,
          r.queries,
          publishing.past,
          b.schemas,
          *b.log,
          b.metrics,
          [&authenticator](auth::principal who) { return authenticator.check_again(std::move(who)); },
          protocol_options_of(b.settings),
          [&units](const std::string& pod) { return districts_of(units, pod); }
      },
      sockets(
          b.io, socket_options_of(b.settings),
          [this](std::weak_ptr<console::connection> wire, auth::principal who) {
            return console::make_protocol_session(protocol, std::move(wire), std::move(who));
          },
          *b.log
      ) {}

} // namespace frontdoor::wiring
