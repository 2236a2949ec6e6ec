#include "server/api/visible_contact.hpp"

#include <utility>

#include "server/api/json_body.hpp"
#include "server/auth/visibility.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;

asio::awaitable<std::expected<visible_contact, http::problem>>
find_visible_contact(services& s, const auth::principal& who, triage::uuid id) {
  auto row = co_await s.queries.stream(id);
  if (!row) co_return std::unexpected(unavailable());
  if (row->at.version == 0 || row->at.stream_type != "contact") co_return std::unexpected(not_found("contact"));
  const auto events = co_await s.queries.stream_events(id, std::nullopt, false);
  if (!events) co_return std::unexpected(unavailable());
  visible_contact found;
  std::optional<std::string> district;
  for (const auto& event : *events) {
    const auto decoded = command::decode(*event);
    const auto* received = decoded ? get_if<triage::contact_received>(&*decoded) : nullptr;
    if (received == nullptr) continue;
    district = received->district;
    found.received_at = received->received_at;
    found.incident = received->incident;
  }
  std::optional<std::string_view> place;
  if (district) place = *district;
  std::optional<triage::uuid> owner;
  if (!row->owner_id.is_nil()) owner = row->owner_id;
  if (auth::detail_of(who, auth::event_scope::at_rest("contact", place, owner)) == auth::detail::none)
    co_return std::unexpected(not_found("contact"));
  found.row = std::move(*row);
  co_return found;
}

} // namespace frontdoor::api
