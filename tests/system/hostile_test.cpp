// Hostile requests against the whole server: each gets a clear refusal or a clean close, and the server goes on.
// tests/integration/http holds more of them for the HTTP server alone.

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/system/contacts.hpp"

using namespace frontdoor::tests;
using namespace std::string_literals;
using nlohmann::json;

namespace {

struct hostile {
  const char* what;
  std::string bytes;
  int status;
  const char* code; // of the problem
};

std::string with_head(const std::string& headers, const std::string& rest) {
  return "POST /v1/contacts HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + shared_server().api_key() +
         "\r\n" + headers + "\r\n" + rest;
}

std::string posted(const std::string& body, const std::string& type = "application/json") {
  return with_head("Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n", body);
}

std::string got(const std::string& target, const std::string& verb = "GET") {
  return verb + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + shared_server().api_key() +
         "\r\n\r\n";
}

std::string contact_with(const std::string& member) {
  return R"({"channel":"999","narrative":"A man with a knife.",)" + member + "}";
}

const std::string smuggled = "GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n";
const std::string json_type = "Content-Type: application/json\r\n";
const std::string chunked = json_type + "Transfer-Encoding: chunked\r\n";

std::vector<hostile> bodies() {
  return {
      {"a truncated document", posted(R"({"channel":"999","narra)"), 400, "malformed_body"},
      {"nothing at all", posted(""), 400, "malformed_body"},
      {"two documents", posted("{}{}"), 400, "malformed_body"},
      {"a body beyond the limit", posted(contact_with("\"x\":\"" + std::string(300'000, 'x') + "\"")), 413,
       "body_too_large"},
      {"deep nesting", posted(contact_with("\"facts\":" + std::string(5'000, '[') + std::string(5'000, ']'))), 400,
       "malformed_body"},
      {"bad UTF-8", posted("{\"channel\":\"999\",\"narrative\":\"\xC3\x28\"}"), 400, "malformed_body"},
      {"half a surrogate pair", posted(R"({"channel":"999","narrative":"\ud83d"})"), 400, "malformed_body"},
      {"U+0000 in a text", posted(R"({"channel":"999","narrative":"a\u0000b"})"), 400, "malformed_body"},
      {"duplicate keys", posted(R"({"channel":"999","narrative":"one","narrative":"two"})"), 400, "malformed_body"},
      {"a huge integer", posted(contact_with(R"("facts":{"victim_age":99999999999999999999})")), 400, "malformed_body"},
      {"a huge exponent", posted(contact_with(R"("facts":{"victim_age":1e999})")), 400, "malformed_body"},
      {"NaN", posted(contact_with(R"("facts":{"victim_age":NaN})")), 400, "malformed_body"},
      {"a list for the body", posted("[]"), 422, "invalid_body"},
      {"wrong types", posted(R"({"channel":999,"narrative":["words"],"facts":"none"})"), 422, "invalid_body"},
      {"names that nobody knows", posted(contact_with(R"("__proto__":{"admin":true})")), 422, "invalid_body"},
      {"a fact that nobody knows", posted(contact_with(R"("facts":{"weapn":"seen"})")), 422, "invalid_facts"},
      {"a time that is none", posted(contact_with(R"("received_at":"2026-02-30T25:00:00Z")")), 422, "invalid_body"},
      {"a narrative beyond its limit", posted(R"({"channel":"999","narrative":")" + std::string(20'001, 'x') + "\"}"),
       422, "invalid_body"},
      {"text for JSON", posted("channel=999", "text/plain"), 415, "unsupported_media_type"},
      {"a form for JSON", posted("channel=999", "application/x-www-form-urlencoded"), 415, "unsupported_media_type"},
      {"another charset", posted(knife_contact().dump(), "application/json; charset=utf-16"), 415,
       "unsupported_media_type"},
  };
}

std::vector<hostile> framing() {
  const std::string fields = [] {
    std::string all;
    for (int i = 0; i < 200; ++i)
      all += "X-Field-" + std::to_string(i) + ": x\r\n";
    return all;
  }();
  return {
      {"Content-Length and Transfer-Encoding", with_head(chunked + "Content-Length: 5\r\n", "0\r\n\r\n" + smuggled),
       400, "malformed_request"},
      {"two Content-Lengths", with_head(json_type + "Content-Length: 0\r\nContent-Length: 5\r\n", smuggled), 400,
       "malformed_request"},
      {"a negative Content-Length", with_head(json_type + "Content-Length: -1\r\n", ""), 400, "malformed_request"},
      {"a chunk that is none", with_head(chunked, "zz\r\n{}\r\n0\r\n\r\n"), 400, "malformed_request"},
      {"a chunk longer than it says", with_head(chunked, "2\r\n{} and more\r\n0\r\n\r\n"), 400, "malformed_request"},
      {"endless chunks",
       with_head(
           chunked,
           [] {
             std::string all;
             for (int i = 0; i < 80; ++i)
               all += "1000\r\n" + std::string(4096, ' ') + "\r\n";
             return all;
           }()
       ),
       413, "body_too_large"},
      {"a header beyond the limit", with_head("X-Long: " + std::string(20'000, 'x') + "\r\n", ""), 431,
       "header_too_large"},
      {"two hundred headers", with_head(fields, ""), 431, "too_many_headers"},
      {"a header that stops half way", "POST /v1/contacts HTTP/1.1\r\nHost: h\r\nX-Slow: ", 408, "header_timeout"},
      {"a body that stops half way", with_head(json_type + "Content-Length: 100\r\n", "{"), 408, "body_timeout"},
      {"a method that nobody knows", got("/v1/contacts", "BREW"), 501, "unknown_method"},
      {"TRACE", got("/v1/incidents", "TRACE"), 501, "unknown_method"},
      {"a method that the path does not know", got("/v1/contacts", "DELETE"), 405, "method_not_allowed"},
      {"a path upwards", got("/../../etc/passwd"), 400, "bad_target"},
      {"an escaped path upwards", got("/%2e%2e/%2e%2e/etc/passwd"), 400, "bad_target"},
      {"a path upwards behind an escaped slash", got("/docs/..%2f..%2fetc%2fpasswd"), 400, "bad_target"},
      {"a header split into two", got("/v1/incidents?number=a%0d%0aSet-Cookie:x"), 400, "bad_target"},
  };
}

std::vector<hostile> meanings() {
  const auto contact = knife_contact().dump();
  const auto length = "Content-Length: " + std::to_string(contact.size()) + "\r\n" + json_type;
  const auto with_key = [&](const std::string& key) {
    return with_head(length + "Idempotency-Key: " + key + "\r\n", contact);
  };
  return {
      {"a query that nobody knows", got("/v1/incidents?drop=table"), 400, "bad_parameter"},
      {"a query of the wrong kind", got("/v1/events?after=-1"), 400, "bad_parameter"},
      {"a query twice", got("/v1/events?after=1&after=2"), 400, "bad_parameter"},
      {"a query beyond its range", got("/v1/events?limit=100000"), 400, "bad_parameter"},
      {"SQL for a cursor", got("/v1/incidents?cursor=1.%27%3Bdrop%20table%20events%3B--"), 400, "bad_parameter"},
      {"an id that is none", got("/v1/incidents/%27%20or%201=1"), 404, "not_found"},
      {"an Idempotency-Key with a space", with_key("two words"), 400, "bad_idempotency_key"},
      {"an Idempotency-Key beyond its limit", with_key(std::string(129, 'k')), 400, "bad_idempotency_key"},
      {"an API key that is none", "GET /v1/incidents HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer fdk_x_y\r\n\r\n", 401,
       "key_not_valid"},
      {"no credentials", "GET /v1/incidents HTTP/1.1\r\nHost: h\r\n\r\n", 401, "not_signed_in"},
      {"a cookie that is none", "GET /v1/incidents HTTP/1.1\r\nHost: h\r\nCookie: frontdoor_session=x\r\n\r\n", 401,
       "not_signed_in"},
  };
}

// A person's call with some of its headers left out or changed.
std::string as_person(const std::function<void(header_list&)>& change, const std::string& verb = "POST") {
  static const auto handler = shared_server().person("handler");
  auto credentials = handler.credentials();
  change(credentials);
  const http_caller changed(shared_server().port(), credentials);
  return changed.text_of(verb, "/v1/contacts", knife_contact().dump(), {});
}

void set(header_list& headers, const std::string& name, const std::optional<std::string>& value) {
  std::erase_if(headers, [&](const auto& one) { return one.first == name; });
  if (value) headers.emplace_back(name, *value);
}

std::vector<hostile> credentials() {
  return {
      {"cookie and key at once",
       as_person([](auto& h) { set(h, "Authorization", "Bearer " + shared_server().api_key()); }), 400,
       "two_credentials"},
      {"no CSRF token", as_person([](auto& h) { set(h, "X-CSRF-Token", std::nullopt); }), 403, "csrf_token_wrong"},
      {"another CSRF token", as_person([](auto& h) { set(h, "X-CSRF-Token", "x"); }), 403, "csrf_token_wrong"},
      {"another site's Origin", as_person([](auto& h) { set(h, "Origin", "http://evil.example"); }), 403,
       "origin_not_allowed"},
      {"no Origin", as_person([](auto& h) { set(h, "Origin", std::nullopt); }), 403, "origin_not_allowed"},
  };
}

std::string handshake(const std::string& changes, const header_list& credentials) {
  std::string text = "GET /v1/console HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(shared_server().port()) +
                     "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                     changes;
  for (const auto& [name, value] : credentials)
    text += name + ": " + value + "\r\n";
  return text + "\r\n";
}

std::vector<hostile> handshakes() {
  const std::string protocol = "Sec-WebSocket-Protocol: frontdoor.console.v1\r\n";
  auto elsewhere = shared_server().person("dispatcher").credentials();
  const auto ours = elsewhere;
  set(elsewhere, "Origin", "http://evil.example");
  return {
      {"a console from another site", handshake(protocol, elsewhere), 403, "origin_not_allowed"},
      {"a console of nobody", handshake(protocol, {}), 401, "not_signed_in"},
      {"a console of a key without the right", handshake(protocol, shared_server().program().credentials()), 403,
       "not_permitted"},
      {"a console of another protocol", handshake("Sec-WebSocket-Protocol: chat\r\n", ours), 400, "subprotocol_required"
      },
  };
}

std::size_t contacts_kept() {
  std::size_t count = 0;
  for (const auto& event : whole_log(shared_server().person("supervisor")))
    count += event.at("type") == "uk.police.frontdoor.contact.received.v1" ? 1U : 0U;
  return count;
}

void goes_on() {
  const auto good = shared_server().program().post("/v1/assess", {{"facts", {{"weapon", "seen"}}}});
  CHECK(good.status == 200);
}

void try_all(const std::vector<hostile>& all) {
  const auto before = contacts_kept();
  for (const auto& one : all) {
    CAPTURE(one.what);
    raw_client client(shared_server().port());
    client.send(one.bytes);
    const reply answer(client.read());
    CAPTURE(answer.body);
    CHECK(answer.status == one.status);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(!answer.header("x-request-id").empty());
    CHECK(answer.code() == one.code);
    CHECK(answer.body.find("\"status\":" + std::to_string(one.status)) != std::string::npos);
    // Of what is unclear where it ends, nothing behind it is answered.
    if (answer.header("connection") == "close") CHECK(client.read().status == 0);
    goes_on();
  }
  CHECK(contacts_kept() == before);
}

} // namespace

TEST_CASE("given hostile bodies, then each is refused by name, and nothing is kept") {
  try_all(bodies());
}

TEST_CASE("given hostile framing, then each is refused by name, and nothing is smuggled") {
  try_all(framing());
}

TEST_CASE("given requests that mean no good, then each is refused by name") {
  try_all(meanings());
}

TEST_CASE("given credentials that do not fit together, then each is refused by name") {
  try_all(credentials());
}

TEST_CASE("given handshakes of consoles that may not be, then each is refused by name") {
  try_all(handshakes());
}

TEST_CASE("given a faulty body, then every fault is told at once with its place and a remedy") {
  const auto answer = shared_server().program().post(
      "/v1/contacts", {{"channel", "fax"}, {"subjects", {{{"role", 7}}}}, {"colour", "red"}}
  );
  CHECK(answer.status == 422);
  std::vector<std::string> places;
  for (const auto& fault : answer.body_json.at("errors")) {
    places.push_back(fault.at("pointer").get<std::string>());
    CHECK(!fault.at("detail").get<std::string>().empty());
    CHECK(!fault.value("remedy", std::string()).empty());
  }
  std::sort(places.begin(), places.end());
  CHECK(places == std::vector<std::string>{"/channel", "/colour", "/narrative", "/subjects/0/role"});
}

TEST_CASE("given connections that break off or say nothing, then the server goes on") {
  {
    raw_client half(shared_server().port());
    half.send(with_head(json_type + "Content-Length: 100\r\n", "{"));
    half.reset();
  }
  goes_on();
  {
    std::vector<std::unique_ptr<raw_client>> crowd;
    for (int i = 0; i < 200; ++i)
      crowd.push_back(std::make_unique<raw_client>(shared_server().port()));
    goes_on();
  }
  {
    raw_client drip(shared_server().port());
    std::string heard;
    CHECK(eventually([&] {
      // Each byte comes in good time; the header as a whole does not.
      drip.send("x");
      try {
        heard += drip.read_bytes(12, std::chrono::milliseconds(5));
      } catch (const std::runtime_error&) {
        return false;
      }
      return true;
    }));
    CHECK(heard == "HTTP/1.1 408");
  }
  goes_on();
}

TEST_CASE("given a hostile console, then it is told bye and closed, and the others go on") {
  const auto dispatcher = shared_server().person("dispatcher");
  console_client other(dispatcher);
  CHECK(other.next().at("type") == "hello");
  console_client client(dispatcher);
  CHECK(client.next().at("type") == "hello");
  const auto expect_bye = [&] {
    CHECK(client.next().at("code") == "message_refused");
    CHECK(client.closed() == 1008);
  };
  SECTION("no JSON") {
    client.send_text("hello?");
    expect_bye();
  }
  SECTION("a type that nobody knows") {
    client.send({{"type", "shutdown"}});
    expect_bye();
  }
  SECTION("a list for a message") {
    client.send_text("[]");
    expect_bye();
  }
  SECTION("a position of the wrong type") {
    client.send({{"type", "subscribe"}, {"after", "yesterday"}});
    expect_bye();
  }
  SECTION("a dispatch that is no id") {
    client.send({{"type", "ack"}, {"dispatch", "' or 1=1"}});
    expect_bye();
  }
  SECTION("bytes for text") {
    client.send_binary("\x01\x02\x03");
    CHECK(client.closed() == 1008);
  }
  SECTION("a message beyond the limit") {
    client.send_text("{\"type\":\"pong\",\"x\":\"" + std::string(20'000, 'x') + "\"}");
    // The server does not read the rest of it, so the reset may overtake the farewell.
    const auto code = client.closed();
    CHECK((code == 1009 || code == 0));
  }
  SECTION("cut in the middle") {
    client.cut();
  }
  goes_on();
  CHECK(other.subscribe().is_array());
}
