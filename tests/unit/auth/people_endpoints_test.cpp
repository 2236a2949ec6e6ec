// Signing in, accounts and keys as their callers meet them: authentication, access, schema and handler, without
// sockets.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/api/accounts.hpp"
#include "server/api/api_keys.hpp"
#include "server/api/session.hpp"
#include "tests/unit/auth/fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

schema::schema_set load_schemas() {
  auto loaded = schema::schema_set::load(schema::read_schema_files("schemas"));
  REQUIRE(loaded);
  return std::move(*loaded);
}

struct answer {
  int status = 0;
  json body;
  std::vector<std::pair<std::string, std::string>> headers;

  std::string code() const { return body.value("code", ""); }
  std::string cookie() const {
    for (const auto& [name, value] : headers) {
      if (name == "set-cookie") return value.substr(0, value.find(';'));
    }
    return "";
  }
};

struct office : people {
  schema::schema_set schemas = load_schemas();
  api::people endpoints{store,   sessions, keys, passwords, sign_in, authenticator.origins(),
                        schemas, time,     ids,  *log,      12,      12h};
  http::endpoints rows = all_rows();

  http::endpoints all_rows() {
    auto all = api::session_endpoints(endpoints);
    for (auto& row : api::account_endpoints(endpoints))
      all.push_back(std::move(row));
    for (auto& row : api::api_key_endpoints(endpoints))
      all.push_back(std::move(row));
    return all;
  }

  // One request as the server treats it: find the endpoint, authenticate, authorise, handle.
  answer send(
      http::method verb, const std::string& path, const json& body = nullptr,
      std::vector<std::pair<std::string, std::string>> headers = {}, const std::string& id = ""
  ) {
    http::request request;
    request.verb = verb;
    request.path = path;
    request.headers = std::move(headers);
    request.headers.emplace_back("host", "localhost:8080");
    request.headers.emplace_back("content-type", "application/json");
    request.remote_address = "192.0.2.1";
    request.request_id = "request-1";
    if (!body.is_null()) request.body = body.dump();
    if (!id.empty()) request.path_parameters.emplace("id", id);
    for (const auto& row : rows) {
      if (row.verb == verb && row.path == path) return handle(row, std::move(request));
    }
    return {404, nullptr, {}};
  }

  answer handle(const http::endpoint& row, http::request request) {
    auth::principal who;
    if (row.access.what != auth::access::kind::anyone) {
      auto known = run(authenticator.authenticate(request, false));
      if (!known) return read(to_response(known.error(), request.request_id));
      who = std::move(*known);
      if (row.access.what == auth::access::kind::needs && !who.may(row.access.needed)) return {403, nullptr, {}};
    }
    return read(run(row.handler(std::move(request), std::move(who))));
  }

  static answer read(const http::response& response) {
    return {response.status, response.body->empty() ? json() : json::parse(*response.body), response.headers};
  }

  // Headers of a browser that has signed in.
  std::vector<std::pair<std::string, std::string>> browser(const answer& signed_in) {
    return {
        {"cookie", signed_in.cookie()},
        {"origin", "http://localhost:8080"},
        {"x-csrf-token", signed_in.body.value("csrf_token", "")}
    };
  }
  answer sign_in_as(const std::string& name) {
    return send(http::method::post, "/v1/session", {{"account", name}, {"password", "correct horse battery"}});
  }
  std::vector<std::pair<std::string, std::string>> admin() {
    add("root", auth::role::admin);
    return browser(sign_in_as("root"));
  }
};

const json new_account{
    {"name", "j.smith"}, {"display_name", "Jo Smith"}, {"role", "dispatcher"}, {"password", "correct horse battery"}
};

} // namespace

TEST_CASE("a handler signs in, sees who he is, and signs out") {
  office o;
  o.add("handler", auth::role::call_handler);
  const auto signed_in = o.sign_in_as("handler");
  REQUIRE(signed_in.status == 200);
  CHECK(signed_in.body["account"]["role"] == "call_handler");
  CHECK(signed_in.body["permissions"].size() == 17);
  CHECK(signed_in.cookie().starts_with("frontdoor_session="));

  const auto me = o.send(http::method::get, "/v1/session", nullptr, {{"cookie", signed_in.cookie()}});
  CHECK(me.status == 200);
  CHECK(me.body == signed_in.body);

  CHECK(
      o.send(http::method::delete_, "/v1/session", nullptr, {{"cookie", signed_in.cookie()}}).code() ==
      "origin_not_allowed"
  );
  CHECK(o.send(http::method::delete_, "/v1/session", nullptr, o.browser(signed_in)).status == 204);
  CHECK(o.send(http::method::get, "/v1/session", nullptr, {{"cookie", signed_in.cookie()}}).code() == "session_ended");
}

TEST_CASE("another site cannot sign a browser in; the browser's own https page gets a secure cookie") {
  office o;
  o.add("handler", auth::role::call_handler);
  const json body{{"account", "handler"}, {"password", "correct horse battery"}};
  CHECK(
      o.send(http::method::post, "/v1/session", body, {{"origin", "https://evil.example"}}).code() ==
      "origin_not_allowed"
  );
  const auto secure = o.send(http::method::post, "/v1/session", body, {{"origin", "https://localhost:8080"}});
  CHECK(secure.status == 200);
  CHECK(secure.cookie().starts_with("__Host-frontdoor_session="));
}

TEST_CASE("signing in anew leaves the old session") {
  office o;
  o.add("handler", auth::role::call_handler);
  const auto first = o.sign_in_as("handler");
  const json body{{"account", "handler"}, {"password", "correct horse battery"}};
  REQUIRE(o.send(http::method::post, "/v1/session", body, {{"cookie", first.cookie()}}).status == 200);
  CHECK(o.send(http::method::get, "/v1/session", nullptr, {{"cookie", first.cookie()}}).code() == "session_ended");
}

TEST_CASE("a wrong password is 401, too many are 429 with the time to wait") {
  office o;
  const json body{{"account", "nobody"}, {"password", "guess"}};
  for (int i = 0; i < 3; ++i)
    CHECK(o.send(http::method::post, "/v1/session", body).code() == "wrong_name_or_password");
  const auto refused = o.send(http::method::post, "/v1/session", body);
  CHECK(refused.status == 429);
  CHECK(std::any_of(refused.headers.begin(), refused.headers.end(), [](const auto& h) {
    return h.first == "retry-after";
  }));
}

TEST_CASE("an admin makes an account, changes it and disables it, and its sessions end at once") {
  office o;
  const auto admin = o.admin();
  const auto made = o.send(http::method::post, "/v1/accounts", new_account, admin);
  REQUIRE(made.status == 201);
  CHECK(made.body["disabled"] == false);
  CHECK(made.body["last_signed_in_at"].is_null());
  CHECK_FALSE(made.body.dump().find("argon2") != std::string::npos);
  const auto id = made.body["id"].get<std::string>();

  const auto jo = o.sign_in_as("j.smith");
  REQUIRE(jo.status == 200);
  CHECK(o.send(http::method::get, "/v1/session", nullptr, {{"cookie", jo.cookie()}}).status == 200);
  const auto changed = o.send(http::method::patch, "/v1/accounts/{id}", {{"disabled", true}}, admin, id);
  CHECK(changed.status == 200);
  CHECK(changed.body["disabled"] == true);
  CHECK(o.send(http::method::get, "/v1/session", nullptr, {{"cookie", jo.cookie()}}).code() == "session_ended");
  CHECK(o.sign_in_as("j.smith").status == 401);
  CHECK(o.send(http::method::get, "/v1/accounts", nullptr, admin).body["items"].size() == 2);
}

TEST_CASE("what cannot be done with accounts is refused in its own words") {
  office o;
  const auto admin = o.admin();
  REQUIRE(o.send(http::method::post, "/v1/accounts", new_account, admin).status == 201);
  CHECK(o.send(http::method::post, "/v1/accounts", new_account, admin).code() == "account_exists");
  auto integrator = new_account;
  integrator["name"] = "ambulance";
  integrator["role"] = "integrator";
  const auto refused = o.send(http::method::post, "/v1/accounts", integrator, admin);
  CHECK(refused.status == 422);
  CHECK(refused.body["errors"][0]["pointer"] == "/role");
  auto short_password = new_account;
  short_password["password"] = "short";
  CHECK(o.send(http::method::post, "/v1/accounts", short_password, admin).status == 422);

  const auto root = run(o.store.account_named("root")).value()->id.to_string();
  const auto patch = [&](const json& change, const std::string& id) {
    return o.send(http::method::patch, "/v1/accounts/{id}", change, admin, id).code();
  };
  CHECK(patch({{"disabled", true}}, root) == "last_admin");
  CHECK(patch({{"role", "auditor"}}, root) == "last_admin");
  CHECK(patch({{"disabled", true}}, triage::uuid().to_string()) == "not_found");
  CHECK(patch({{"disabled", true}}, "no-id") == "not_found");
  CHECK(patch(json::object(), root) == "invalid_body");
}

TEST_CASE("a key is shown once, works until it is revoked, and gets no more than a key may have") {
  office o;
  const auto admin = o.admin();
  const json wanted{{"label", "ambulance-service"}, {"permissions", {"contact_create", "assess"}}};
  const auto made = o.send(http::method::post, "/v1/api-keys", wanted, admin);
  REQUIRE(made.status == 201);
  const auto key = made.body["key"].get<std::string>();
  const auto listed = o.send(http::method::get, "/v1/api-keys", nullptr, admin);
  CHECK(listed.body["items"].size() == 1);
  CHECK(listed.body.dump().find(key.substr(37)) == std::string::npos);
  CHECK(o.send(http::method::post, "/v1/api-keys", wanted, admin).code() == "key_exists");

  const std::vector<std::pair<std::string, std::string>> bearer{{"authorization", "Bearer " + key}};
  const auto me = o.send(http::method::get, "/v1/session", nullptr, bearer);
  CHECK(me.body["account"]["name"] == "ambulance-service");
  CHECK(me.body["permissions"] == json{"contact_create", "assess"});
  CHECK(o.send(http::method::get, "/v1/accounts", nullptr, bearer).status == 403);
  CHECK(o.send(http::method::delete_, "/v1/session", nullptr, bearer).code() == "no_session");

  const auto id = made.body["id"].get<std::string>();
  CHECK(o.send(http::method::delete_, "/v1/api-keys/{id}", nullptr, admin, id).status == 204);
  CHECK(o.send(http::method::get, "/v1/session", nullptr, bearer).code() == "key_not_valid");
  CHECK(o.send(http::method::delete_, "/v1/api-keys/{id}", nullptr, admin, "no-id").code() == "not_found");
}

TEST_CASE("a key for what no key may do, or that has already expired, is refused with every fault") {
  office o;
  const json wanted{
      {"label", "too-much"},
      {"permissions", {"assess", "account_manage", "personal_data_read"}},
      {"expires_at", "2020-01-01T00:00:00Z"}
  };
  const auto refused = o.send(http::method::post, "/v1/api-keys", wanted, o.admin());
  REQUIRE(refused.status == 422);
  std::vector<std::string> pointers;
  for (const auto& error : refused.body["errors"])
    pointers.push_back(error["pointer"]);
  CHECK(pointers == std::vector<std::string>{"/permissions/1", "/permissions/2", "/expires_at"});
}

TEST_CASE("only who manages accounts gets at accounts and keys") {
  office o;
  for (const auto role :
       {auth::role::call_handler, auth::role::dispatcher, auth::role::supervisor, auth::role::auditor}) {
    const auto name = "user-" + std::string(auth::to_string(role)).substr(0, 4);
    o.add(name, role);
    const auto headers = o.browser(o.sign_in_as(name));
    for (const auto& row : o.rows) {
      if (row.access.what != auth::access::kind::needs) continue;
      INFO(name << " " << row.path);
      CHECK(o.send(row.verb, row.path, json::object(), headers, triage::uuid().to_string()).status == 403);
    }
  }
  for (const auto& row : o.rows) {
    if (row.access.what != auth::access::kind::anyone) CHECK(o.send(row.verb, row.path).status == 401);
  }
}

TEST_CASE("while the database is away nothing is made up: 503") {
  office o;
  const auto admin = o.admin();
  CHECK(o.send(http::method::get, "/v1/accounts", nullptr, admin).status == 200);
  o.store.unavailable = true;
  CHECK(o.send(http::method::get, "/v1/accounts", nullptr, admin).status == 503);
  CHECK(o.send(http::method::post, "/v1/accounts", new_account, admin).status == 503);
  CHECK(o.send(http::method::get, "/v1/session", nullptr, admin).status == 200);
  CHECK(o.sign_in_as("root").status == 503);
}
