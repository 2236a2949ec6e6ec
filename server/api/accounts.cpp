#include "server/api/accounts.hpp"

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/auth/accounts.hpp"
#include "server/auth/problems.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

json account_json(const auth::account& who) {
  json out{
      {"id", who.id.to_string()},
      {"name", who.name},
      {"display_name", who.display_name},
      {"role", std::string(auth::to_string(who.role))},
      {"districts", who.districts},
      {"disabled", who.disabled},
      {"created_at", triage::to_rfc3339(who.created_at)}
  };
  out["last_signed_in_at"] = who.last_signed_in_at ? json(triage::to_rfc3339(*who.last_signed_in_at)) : json();
  return out;
}

// The schema has checked that the role is one of those there are.
auth::role role_of(const json& body) {
  return auth::parse_role(body.at("role").get<std::string>()).value_or(auth::role::call_handler);
}

asio::awaitable<http::response> list_accounts(people& p, http::request request, auth::principal) {
  const auto all = co_await p.store.accounts();
  if (!all) co_return to_response(auth::store_away(), request.request_id);
  json items = json::array();
  for (const auto& who : *all)
    items.push_back(account_json(who));
  co_return json_response(200, {{"items", std::move(items)}});
}

asio::awaitable<http::response> add_account(people& p, http::request request, auth::principal who) {
  auto body = read_body(request, p.schemas, "account.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auth::account_request wanted;
  wanted.name = body->at("name").get<std::string>();
  wanted.display_name = body->at("display_name").get<std::string>();
  wanted.role = role_of(*body);
  wanted.password = body->at("password").get<std::string>();
  wanted.districts = body->value("districts", std::vector<std::string>());
  auto made = co_await auth::make_account(
      p.store, p.passwords, p.identifiers, std::move(wanted), p.password_length_min, p.by(who, request)
  );
  if (!made) co_return to_response(made.error(), request.request_id);
  auto answer = json_response(201, account_json(*made));
  answer.headers.emplace_back("location", "/v1/accounts/" + made->id.to_string());
  co_return answer;
}

// What the body changes, but for the password, which is hashed elsewhere.
auth::account_change change_of(const json& body) {
  auth::account_change change;
  if (body.contains("display_name")) change.display_name = body.at("display_name").get<std::string>();
  if (body.contains("role")) change.role = role_of(body);
  if (body.contains("districts")) change.districts = body.at("districts").get<std::vector<std::string>>();
  if (body.contains("disabled")) change.disabled = body.at("disabled").get<bool>();
  return change;
}

triage::faults faults_of(const people& p, const json& body) {
  triage::faults found;
  if (body.contains("password")) {
    found = auth::check_password(body.at("password").get<std::string>(), "", p.password_length_min);
  }
  if (body.contains("role") && role_of(body) == auth::role::integrator) {
    found.push_back({"/role", "not_a_person", "Programs have no accounts.", "Make an API key for it.", ""});
  }
  return found;
}

asio::awaitable<http::response> change_account(people& p, http::request request, auth::principal who) {
  auto body = read_body(request, p.schemas, "account-patch.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto id = triage::uuid::parse(request.path_parameters.at("id"));
  if (!id) co_return to_response(not_found("account"), request.request_id);
  auto faults = faults_of(p, *body);
  if (!faults.empty()) co_return to_response(invalid_body(std::move(faults)), request.request_id);
  auto change = change_of(*body);
  if (body->contains("password")) {
    auto hash = co_await p.passwords.hash(body->at("password").get<std::string>());
    if (!hash) co_return to_response(auth::too_busy(), request.request_id);
    change.password_hash = std::move(*hash);
  }
  const auto done = co_await p.store.change_account(*id, std::move(change), p.by(who, request));
  p.sessions.forget_account(*id);
  if (!done) co_return to_response(auth::store_away(), request.request_id);
  if (done->outcome == auth::changed::not_found) co_return to_response(not_found("account"), request.request_id);
  if (done->outcome == auth::changed::last_admin) {
    const http::problem refusal(
        409, "last_admin", "This is the last account that can manage accounts", "Make another admin first."
    );
    co_return to_response(refusal, request.request_id);
  }
  co_return json_response(200, account_json(done->now.value()));
}

} // namespace

http::endpoints account_endpoints(people& p) {
  const auto bind = [&p](auto function) -> http::handler {
    return [&p, function](http::request request, auth::principal who) {
      return function(p, std::move(request), std::move(who));
    };
  };
  const auto managers = auth::access::needs(auth::permission::account_manage);
  return {
      {http::method::get, "/v1/accounts", managers, bind(list_accounts), ""},
      {http::method::post, "/v1/accounts", managers, bind(add_account), "account.schema.json"},
      {http::method::patch, "/v1/accounts/{id}", managers, bind(change_account), "account-patch.schema.json"},
  };
}

} // namespace frontdoor::api
