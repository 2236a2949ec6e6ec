#include "server/wiring/webhooks.hpp"

#include <random>

#include "server/api/event_view.hpp"
#include "server/part_options.hpp"

namespace frontdoor::wiring {

webhook_parts::webhook_parts(
    base_parts& b, record_parts& r, publishing_parts& publishing, webhooks::secrets read, const api::services& services
)
    : secrets(read), destinations(b.settings.webhooks.networks_allowed),
      deliverer(std::make_shared<webhooks::deliverer>(
          b.io.get_executor(), r.webhooks, r.queries, publishing.published, r.clock, b.identifiers, secrets,
          destinations,
          [&services](const auth::principal& who, const db::committed_event& event) -> std::optional<std::string> {
            auto seen = api::view_event(services, who, event);
            if (!seen) return std::nullopt;
            return std::move(seen->text);
          },
          deliverer_options_of(b.settings), std::random_device{}(), *b.log
      )) {}

} // namespace frontdoor::wiring
