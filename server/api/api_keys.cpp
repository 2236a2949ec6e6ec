#include "server/api/api_keys.hpp"

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/auth/problems.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

json instant(const std::optional<triage::timestamp>& at) {
  return at ? json(triage::to_rfc3339(*at)) : json();
}

json key_json(const auth::api_key_record& key) {
  return {
      {"id", key.id.to_string()},
      {"label", key.label},
      {"permissions", auth::names_of(key.permissions)},
      {"districts", key.districts},
      {"created_at", triage::to_rfc3339(key.created_at)},
      {"expires_at", instant(key.expires_at)},
      {"last_used_at", instant(key.last_used_at)},
      {"revoked_at", instant(key.revoked_at)}
  };
}

struct wanted_key {
  auth::permissions permissions;
  std::optional<triage::timestamp> expires_at;
  triage::faults faults;

  wanted_key() = default;
};

wanted_key read_wanted_key(const json& body, triage::timestamp now) {
  wanted_key wanted;
  const auto most = auth::permissions_of(auth::role::integrator);
  const auto& names = body.at("permissions");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto known = auth::parse_permission(names.at(i).get<std::string>());
    if (known && most.test(static_cast<std::size_t>(*known))) {
      wanted.permissions.set(static_cast<std::size_t>(*known));
    } else {
      std::string remedy = "A key may have:";
      for (const auto& name : auth::names_of(most))
        remedy += " " + name;
      wanted.faults.push_back(
          {"/permissions/" + std::to_string(i), "not_for_keys", "No key may have this permission.", remedy + ".", ""}
      );
    }
  }
  if (body.contains("expires_at") && !body.at("expires_at").is_null()) {
    wanted.expires_at = triage::parse_rfc3339(body.at("expires_at").get<std::string>());
    if (!wanted.expires_at || *wanted.expires_at <= now) {
      wanted.faults.push_back(
          {"/expires_at", "out_of_range", "The time is no time to come.", "Give a later one, or null.", ""}
      );
    }
  }
  return wanted;
}

asio::awaitable<http::response> list_keys(people& p, http::request request, auth::principal) {
  const auto all = co_await p.store.api_keys();
  if (!all) co_return to_response(auth::store_away(), request.request_id);
  json items = json::array();
  for (const auto& key : *all)
    items.push_back(key_json(key));
  co_return json_response(200, {{"items", std::move(items)}});
}

asio::awaitable<http::response> add_key(people& p, http::request request, auth::principal who) {
  auto body = read_body(request, p.schemas, "api-key.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto wanted = read_wanted_key(*body, p.clock.now());
  if (!wanted.faults.empty()) co_return to_response(invalid_body(std::move(wanted.faults)), request.request_id);
  auto districts = body->value("districts", std::vector<std::string>());
  auto made = co_await p.keys.create(
      body->at("label").get<std::string>(), wanted.permissions, std::move(districts), wanted.expires_at,
      p.by(who, request)
  );
  if (!made) co_return to_response(auth::store_away(), request.request_id);
  if (made->outcome == auth::added::name_taken) {
    const http::problem refusal(
        409, "key_exists", "There is a key of this label", "Choose another label, or revoke the key first."
    );
    co_return to_response(refusal, request.request_id);
  }
  if (made->outcome == auth::added::too_many) {
    co_return to_response(http::problem(409, "too_many_keys", "There are too many keys"), request.request_id);
  }
  auto out = key_json(made->record);
  out["key"] = made->text;
  auto answer = json_response(201, out);
  answer.headers.emplace_back("location", "/v1/api-keys/" + made->record.id.to_string());
  co_return answer;
}

asio::awaitable<http::response> revoke_key(people& p, http::request request, auth::principal who) {
  const auto id = triage::uuid::parse(request.path_parameters.at("id"));
  if (!id) co_return to_response(not_found("key"), request.request_id);
  const auto revoked = co_await p.keys.revoke(*id, p.by(who, request));
  if (!revoked) co_return to_response(auth::store_away(), request.request_id);
  if (!*revoked) co_return to_response(not_found("key"), request.request_id);
  http::response answer;
  answer.status = 204;
  co_return answer;
}

} // namespace

http::endpoints api_key_endpoints(people& p) {
  const auto bind = [&p](auto function) -> http::handler {
    return [&p, function](http::request request, auth::principal who) {
      return function(p, std::move(request), std::move(who));
    };
  };
  const auto managers = auth::access::needs(auth::permission::account_manage);
  return {
      {http::method::get, "/v1/api-keys", managers, bind(list_keys), ""},
      {http::method::post, "/v1/api-keys", managers, bind(add_key), "api-key.schema.json"},
      {http::method::delete_, "/v1/api-keys/{id}", managers, bind(revoke_key), ""},
  };
}

} // namespace frontdoor::api
