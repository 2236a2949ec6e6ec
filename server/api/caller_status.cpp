#include "server/api/caller_status.hpp"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/visible_contact.hpp"
#include "server/api/visible_incident.hpp"
#include "server/command/stored_incident.hpp"
#include "triage/incident/caller_status.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

// The incident that a duplicate's work goes on in; none where it is no duplicate.
asio::awaitable<db::query_result<std::optional<triage::incident>>>
survivor_of(services& s, const triage::incident& duplicate) {
  std::optional<triage::incident> found;
  auto joined = duplicate.joined;
  for (int i = 0; joined && i < command::survivors_max; ++i) {
    auto loaded = co_await command::load_incident(s.queries, joined->other);
    if (!loaded || !loaded->state) co_return std::unexpected(db::query_failure::unavailable);
    found = std::move(*loaded->state);
    joined = found->joined;
  }
  co_return found;
}

asio::awaitable<http::response> get_caller_status(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "contact");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto contact = co_await find_visible_contact(s, who, *id);
  if (!contact) co_return to_response(contact.error(), request.request_id);
  command::stored_incident own;
  std::optional<triage::incident> survivor;
  if (contact->incident) {
    auto loaded = co_await command::load_incident(s.queries, *contact->incident);
    if (!loaded || !loaded->state) co_return to_response(unavailable(), request.request_id);
    own = std::move(*loaded);
    auto followed = co_await survivor_of(s, *own.state);
    if (!followed) co_return to_response(unavailable(), request.request_id);
    survivor = std::move(*followed);
  }
  const auto status = triage::status_for_caller(own.state ? &*own.state : nullptr, survivor ? &*survivor : nullptr);
  json out = triage::to_json(status);
  out["contact"] = id->to_string();
  out["reference"] = own.state ? json(own.row.number) : json();
  out["received_at"] = triage::to_rfc3339(contact->received_at);
  co_return kept_nowhere(json_response(200, out));
}

} // namespace

http::endpoint caller_status_endpoint(services& s) {
  return {
      http::method::get,
      "/v1/contacts/{id}/status",
      auth::access::needs(auth::permission::contact_create),
      [&s](http::request r, auth::principal p) { return get_caller_status(s, std::move(r), std::move(p)); },
      {}
  };
}

} // namespace frontdoor::api
