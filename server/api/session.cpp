#include "server/api/session.hpp"

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/auth/problems.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

json session_json(
    const std::string& name, const std::string& display_name, const auth::principal& who, const std::string& csrf_token
) {
  return {
      {"account",
       {{"name", name},
        {"display_name", display_name},
        {"role", std::string(auth::to_string(who.role.value()))},
        {"districts", who.districts}}},
      {"csrf_token", csrf_token},
      {"permissions", auth::names_of(who.permissions)}
  };
}

// The token of the request's cookie, if it has one that could be a session's.
std::optional<auth::digest> token_of(const people& p, const http::request& request) {
  const auto presented = auth::credentials_of(request, p.origins);
  return presented ? presented->session_token : std::nullopt;
}

// A browser that signs in anew leaves its old session. Whether there was one changes nothing in the answer.
asio::awaitable<void> leave_old_session(people& p, std::optional<auth::digest> token) {
  if (!token) co_return;
  const auto before = co_await p.sessions.find(*token);
  if (before && *before) co_await p.sessions.end((*before)->session);
}

asio::awaitable<http::response> sign_in(people& p, http::request request, auth::principal) {
  // Another site must not sign a browser in as someone of its choice. Programs send no Origin.
  if (request.header("origin") && !auth::origin_matches(request, p.origins)) {
    co_return to_response(auth::origin_not_allowed(), request.request_id);
  }
  auto body = read_body(request, p.schemas, "session.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto done = co_await p.sign_in.with_password(
      body->at("account").get<std::string>(), body->at("password").get<std::string>(), request.remote_address,
      request.request_id
  );
  if (!done) co_return to_response(done.error(), request.request_id);
  co_await leave_old_session(p, token_of(p, request));

  auth::principal who;
  who.role = done->who.role;
  who.permissions = auth::permissions_of(done->who.role);
  who.districts = done->who.districts;
  auto answer = json_response(200, session_json(done->who.name, done->who.display_name, who, done->session.csrf_token));
  const bool secure = auth::wants_secure_cookie(request, p.origins);
  answer.headers.emplace_back("set-cookie", auth::session_cookie(done->session.token, secure, p.session_lifetime));
  co_return answer;
}

asio::awaitable<http::response> get_session(people& p, http::request request, auth::principal who) {
  auto display_name = who.name;
  std::string csrf_token;
  if (who.credential == auth::credential::session) {
    if (const auto token = token_of(p, request)) csrf_token = auth::sessions::csrf_token(*token);
    // Without the database the page goes on with the name it signs in with.
    const auto known = co_await p.store.account_named(who.name);
    if (known && *known) display_name = (*known)->display_name;
  }
  co_return json_response(200, session_json(who.name, display_name, who, csrf_token));
}

asio::awaitable<http::response> sign_out(people& p, http::request request, auth::principal who) {
  if (who.credential != auth::credential::session) {
    const http::problem refusal(
        403, "no_session", "An API key has no session", "Revoke the key with DELETE /v1/api-keys/{id} to end it."
    );
    co_return to_response(refusal, request.request_id);
  }
  const auto ended = co_await p.sessions.end(who.session);
  if (!ended) co_return to_response(auth::store_away(), request.request_id);
  p.log.info("signed_out", {{"request_id", request.request_id}, {"account", who.id.to_string()}});
  http::response answer;
  answer.status = 204;
  // Both names: the browser may hold one of each from before a change of the setting.
  answer.headers.emplace_back("set-cookie", auth::ended_session_cookie(false));
  answer.headers.emplace_back("set-cookie", auth::ended_session_cookie(true));
  co_return answer;
}

} // namespace

http::endpoints session_endpoints(people& p) {
  const auto bind = [&p](auto function) -> http::handler {
    return [&p, function](http::request request, auth::principal who) {
      return function(p, std::move(request), std::move(who));
    };
  };
  return {
      {http::method::post, "/v1/session", auth::access::anyone(), bind(sign_in), "session.schema.json"},
      {http::method::get, "/v1/session", auth::access::signed_in(), bind(get_session), ""},
      {http::method::delete_, "/v1/session", auth::access::signed_in(), bind(sign_out), ""},
  };
}

} // namespace frontdoor::api
