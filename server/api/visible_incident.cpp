#include "server/api/visible_incident.hpp"

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

// From memory, while the record is away. What is not there may well be in the record: that is not "there is none".
std::expected<command::stored_incident, http::problem> remembered(const services& s, const triage::uuid& id) {
  const auto* entry = s.outage->find(id);
  if (entry == nullptr) return std::unexpected(degraded());
  command::stored_incident out;
  out.state = entry->state;
  out.row.number = entry->number;
  out.row.owner_id = entry->owner;
  out.row.at.stream_id = id;
  out.row.at.version = entry->state.version;
  return out;
}

asio::awaitable<std::expected<command::stored_incident, http::problem>> find_stored(services& s, triage::uuid id) {
  if (s.degraded()) co_return remembered(s, id);
  auto loaded = co_await command::load_incident(s.queries, id);
  if (loaded) co_return std::move(*loaded);
  if (s.degraded()) co_return remembered(s, id); // it went this very moment
  co_return std::unexpected(unavailable());
}

} // namespace

asio::awaitable<std::expected<visible_incident, http::problem>>
find_visible(services& s, const auth::principal& who, triage::uuid id) {
  auto loaded = co_await find_stored(s, id);
  if (!loaded) co_return std::unexpected(std::move(loaded.error()));
  if (!loaded->state) co_return std::unexpected(not_found("incident"));
  visible_incident found;
  found.stored = std::move(*loaded);
  const auto& state = *found.stored.state;
  std::optional<std::string_view> district;
  if (state.district) district = *state.district;
  std::optional<triage::uuid> owner;
  if (!found.stored.row.owner_id.is_nil()) owner = found.stored.row.owner_id;
  found.shown = auth::detail_of(who, auth::event_scope::at_rest("incident", district, owner));
  if (found.shown == auth::detail::none) co_return std::unexpected(not_found("incident"));
  co_return found;
}

json visible_card(const triage::incident& state, std::string_view number, auth::detail shown) {
  auto card = triage::card(state, number);
  if (shown == auth::detail::full) {
    auto personal = triage::card_personal(state);
    if (!personal.is_null()) card["personal"] = std::move(personal);
  }
  return card;
}

std::expected<triage::uuid, http::problem> path_id(const http::request& request, std::string_view what) {
  return part_id(request, "id", what);
}

std::expected<triage::uuid, http::problem>
part_id(const http::request& request, const std::string& name, std::string_view what) {
  const auto found = request.path_parameters.find(name);
  if (found != request.path_parameters.end()) {
    if (const auto id = triage::uuid::parse(found->second)) return *id;
  }
  return std::unexpected(not_found(what));
}

asio::awaitable<bool> log_personal_read(
    services& s, const auth::principal& who, const http::request& request, std::string what,
    std::optional<triage::uuid> stream, auth::detail shown
) {
  if (shown != auth::detail::full) co_return true;
  auto actor = who.actor();
  auto request_id = request.request_id;
  const auto stored = co_await s.queries.record_personal_read(
      s.clock.now(), std::move(actor), std::move(request_id), std::move(what), stream
  );
  co_return stored.has_value();
}

} // namespace frontdoor::api
