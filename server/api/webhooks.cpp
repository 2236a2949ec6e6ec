#include "server/api/webhooks.hpp"

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/auth/problems.hpp"
#include "server/webhooks/delivery.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::uint64_t letters_default = 100;
constexpr std::uint64_t letters_max = 1000;

json instant_json(const std::optional<triage::timestamp>& at) {
  return at ? json(triage::to_rfc3339(*at)) : json();
}

json or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

json to_json(const db::webhook& hook) {
  return {
      {"id", hook.id.to_string()},
      {"label", hook.label},
      {"url", hook.url},
      {"api_key", hook.api_key.to_string()},
      {"types", hook.types},
      {"districts", hook.districts},
      {"batch", hook.batch},
      {"state", db::to_string(hook.state)},
      {"state_reason", or_null(hook.state_reason)},
      {"position", hook.position},
      {"attempts", hook.retry.attempts},
      {"retry_at", instant_json(hook.retry.retry_at)},
      {"last_failure", or_null(hook.last_failure)},
      {"last_delivered_at", instant_json(hook.last_delivered_at)},
      {"dead_letters", hook.dead_letters},
      {"created_at", triage::to_rfc3339(hook.created_at)},
      {"created_by", hook.created_by}
  };
}

json to_json(const db::dead_letter& letter) {
  return {
      {"id", letter.id.to_string()},
      {"first_position", letter.first_position},
      {"last_position", letter.last_position},
      {"attempts", letter.attempts},
      {"first_failed_at", triage::to_rfc3339(letter.first_failed_at)},
      {"last_failed_at", triage::to_rfc3339(letter.last_failed_at)},
      {"last_failure", letter.last_failure},
      {"state", db::to_string(letter.state)}
  };
}

http::response away(const http::request& request) {
  return to_response(auth::store_away(), request.request_id);
}

http::response no_such(std::string_view what, const http::request& request) {
  return to_response(not_found(what), request.request_id);
}

std::optional<triage::uuid> id_of(const http::request& request, const char* name) {
  return triage::uuid::parse(request.path_parameters.at(name));
}

// The subscription as it stands, as the answer of a call that has just changed it.
asio::awaitable<http::response> show(webhook_administration w, http::request request, triage::uuid id) {
  const auto hook = co_await w.subscriptions.find(id);
  if (!hook) co_return away(request);
  if (!*hook) co_return no_such("webhook", request);
  co_return json_response(200, to_json(**hook));
}

asio::awaitable<http::response> list_webhooks(webhook_administration w, http::request request, auth::principal) {
  const auto all = co_await w.subscriptions.all();
  if (!all) co_return away(request);
  json items = json::array();
  for (const auto& hook : *all)
    items.push_back(to_json(hook));
  co_return json_response(200, {{"items", std::move(items)}});
}

asio::awaitable<http::response> get_webhook(webhook_administration w, http::request request, auth::principal) {
  const auto id = id_of(request, "id");
  if (!id) co_return no_such("webhook", request);
  co_return co_await show(w, std::move(request), *id);
}

db::webhook wanted_of(webhook_administration w, const json& body) {
  db::webhook hook;
  hook.id = w.p.identifiers.make(w.p.clock.now());
  hook.label = body.at("label").get<std::string>();
  hook.url = body.at("url").get<std::string>();
  hook.api_key = triage::uuid::parse(body.at("api_key").get<std::string>()).value_or(triage::uuid{});
  hook.types = body.value("types", std::vector<std::string>());
  hook.districts = body.value("districts", std::vector<std::string>());
  hook.batch = body.value("batch", false);
  hook.secret_check = w.secrets.check_of(hook.id);
  return hook;
}

triage::fault no_key() {
  return {
      "/api_key", "not_usable", "There is no such key, or it may not read these events.",
      "Name a key that stands, has the permission events_read, and may see one of the districts.", ""
  };
}

asio::awaitable<http::response> add_webhook(webhook_administration w, http::request request, auth::principal who) {
  auto body = read_body(request, w.p.schemas, "webhook.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto hook = wanted_of(w, *body);
  triage::faults faults;
  if (auto why = w.allowed.refusal(hook.url); !why.empty())
    faults.push_back(
        {"/url", "not_allowed", std::move(why),
         "Give an https address on the internet, or one in a network that the setting names.", ""}
    );
  const auto key = co_await w.p.store.api_key(hook.api_key);
  if (!key) co_return away(request);
  if (!*key || !webhooks::acting_as(hook, **key, w.p.clock.now())) faults.push_back(no_key());
  if (!faults.empty()) co_return to_response(invalid_body(std::move(faults)), request.request_id);
  std::optional<std::uint64_t> after;
  if (body->contains("after") && !body->at("after").is_null()) after = body->at("after").get<std::uint64_t>();
  const auto id = hook.id;
  const auto added = co_await w.subscriptions.add(std::move(hook), after, w.p.by(who, request));
  if (!added) co_return away(request);
  if (*added == db::webhook_added::no_such_key) {
    triage::faults missing{no_key()};
    co_return to_response(invalid_body(std::move(missing)), request.request_id);
  }
  if (*added == db::webhook_added::label_taken) {
    const http::problem taken(
        409, "webhook_exists", "There is a webhook of this label", "Choose another label, or delete that one first."
    );
    co_return to_response(taken, request.request_id);
  }
  if (*added == db::webhook_added::too_many)
    co_return to_response(http::problem(409, "too_many_webhooks", "There are too many webhooks"), request.request_id);
  const auto made = co_await w.subscriptions.find(id);
  if (!made || !*made) co_return away(request);
  auto out = to_json(**made);
  out["secret"] = w.secrets.of(id);
  auto answer = json_response(201, out);
  answer.headers.emplace_back("location", "/v1/webhooks/" + id.to_string());
  answer.headers.emplace_back("cache-control", "no-store");
  co_return answer;
}

asio::awaitable<http::response> change_webhook(webhook_administration w, http::request request, auth::principal who) {
  const auto body = read_body(request, w.p.schemas, "webhook-patch.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto id = id_of(request, "id");
  if (!id) co_return no_such("webhook", request);
  const bool disabled = body->at("disabled").get<bool>();
  const auto state = disabled ? db::webhook_state::disabled : db::webhook_state::active;
  const auto done = co_await w.subscriptions.set_state(*id, state, w.p.by(who, request));
  if (!done) co_return away(request);
  co_return co_await show(w, std::move(request), *id);
}

asio::awaitable<http::response> delete_webhook(webhook_administration w, http::request request, auth::principal who) {
  const auto id = id_of(request, "id");
  if (!id) co_return no_such("webhook", request);
  const auto done = co_await w.subscriptions.remove(*id, w.p.by(who, request));
  if (!done) co_return away(request);
  if (*done == db::webhook_changed::not_found) co_return no_such("webhook", request);
  http::response answer;
  answer.status = 204;
  co_return answer;
}

asio::awaitable<http::response> replay_webhook(webhook_administration w, http::request request, auth::principal who) {
  const auto body = read_body(request, w.p.schemas, "webhook-replay.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto id = id_of(request, "id");
  if (!id) co_return no_such("webhook", request);
  const auto after = body->at("after").get<std::uint64_t>();
  const auto done = co_await w.subscriptions.replay(*id, after, w.p.by(who, request));
  if (!done) co_return away(request);
  co_return co_await show(w, std::move(request), *id);
}

asio::awaitable<http::response> list_letters(webhook_administration w, http::request request, auth::principal) {
  query_parameters query(request, {"limit"});
  const auto limit = query.number("limit", letters_default, 1, letters_max);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto id = id_of(request, "id");
  if (!id) co_return no_such("webhook", request);
  const auto hook = co_await w.subscriptions.find(*id);
  if (!hook) co_return away(request);
  if (!*hook) co_return no_such("webhook", request);
  const auto letters = co_await w.subscriptions.dead_letters(*id, limit);
  if (!letters) co_return away(request);
  json items = json::array();
  for (const auto& letter : *letters)
    items.push_back(to_json(letter));
  co_return json_response(200, {{"items", std::move(items)}});
}

asio::awaitable<http::response> retry_letter(webhook_administration w, http::request request, auth::principal who) {
  const auto id = id_of(request, "id");
  const auto letter = id_of(request, "letter");
  if (!id || !letter) co_return no_such("dead letter", request);
  const auto done = co_await w.subscriptions.retry_dead_letter(*id, *letter, w.p.by(who, request));
  if (!done) co_return away(request);
  if (*done == db::webhook_changed::not_found) co_return no_such("dead letter", request);
  co_return json_response(202, {{"id", letter->to_string()}, {"state", "retry"}});
}

asio::awaitable<http::response> discard_letter(webhook_administration w, http::request request, auth::principal who) {
  const auto id = id_of(request, "id");
  const auto letter = id_of(request, "letter");
  if (!id || !letter) co_return no_such("dead letter", request);
  const auto done = co_await w.subscriptions.discard_dead_letter(*id, *letter, w.p.by(who, request));
  if (!done) co_return away(request);
  if (*done == db::webhook_changed::not_found) co_return no_such("dead letter", request);
  http::response answer;
  answer.status = 204;
  co_return answer;
}

} // namespace

http::endpoints webhook_endpoints(webhook_administration w) {
  const auto bind = [w](auto function) -> http::handler {
    return [w, function](http::request request, auth::principal who) {
      return function(w, std::move(request), std::move(who));
    };
  };
  const auto managers = auth::access::needs(auth::permission::account_manage);
  return {
      {http::method::get, "/v1/webhooks", managers, bind(list_webhooks), ""},
      {http::method::post, "/v1/webhooks", managers, bind(add_webhook), "webhook.schema.json"},
      {http::method::get, "/v1/webhooks/{id}", managers, bind(get_webhook), ""},
      {http::method::patch, "/v1/webhooks/{id}", managers, bind(change_webhook), "webhook-patch.schema.json"},
      {http::method::delete_, "/v1/webhooks/{id}", managers, bind(delete_webhook), ""},
      {http::method::post, "/v1/webhooks/{id}/replay", managers, bind(replay_webhook), "webhook-replay.schema.json"},
      {http::method::get, "/v1/webhooks/{id}/dead-letters", managers, bind(list_letters), ""},
      {http::method::delete_, "/v1/webhooks/{id}/dead-letters/{letter}", managers, bind(discard_letter), ""},
      {http::method::post, "/v1/webhooks/{id}/dead-letters/{letter}/retry", managers, bind(retry_letter), ""},
  };
}

} // namespace frontdoor::api
