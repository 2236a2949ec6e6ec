// What a well-behaved client gets.

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

#include "server/http/static_files.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/raw_client.hpp"

using frontdoor::tests::answer;
using frontdoor::tests::ask;
using frontdoor::tests::eventually;
using frontdoor::tests::quick_options;
using frontdoor::tests::raw_client;
using frontdoor::tests::test_server;
using std::chrono::milliseconds;

namespace {

std::string get(const std::string& path, const std::string& headers = {}) {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& headers = {}) {
  return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         headers + "\r\n" + body;
}

} // namespace

TEST_CASE("An answer carries an id, a date and the security headers") {
  test_server server;
  const answer a = ask(server.port(), get("/livez"));
  CHECK(a.status == 200);
  CHECK(a.body == "{\"status\":\"live\"}");
  CHECK(a.header("content-type") == "application/json");
  CHECK(a.header("date").ends_with(" GMT"));
  CHECK(a.header("x-content-type-options") == "nosniff");
  CHECK(a.header("x-frame-options") == "DENY");
  CHECK(a.header("referrer-policy") == "same-origin");
  CHECK(a.header("cache-control") == "no-store");
  CHECK(a.header("content-security-policy").find("frame-ancestors 'none'") != std::string::npos);
  CHECK(a.header("x-request-id").size() > 16);
}

TEST_CASE("A well-formed request id is taken over, another replaced") {
  test_server server;
  CHECK(ask(server.port(), get("/livez", "X-Request-Id: call-17.a\r\n")).header("x-request-id") == "call-17.a");
  CHECK(ask(server.port(), get("/livez", "X-Request-Id: a b\"<\r\n")).header("x-request-id") != "a b\"<");
}

TEST_CASE("One connection serves many requests, also when they are sent before the first answer") {
  test_server server;
  raw_client client(server.port());
  std::string all;
  for (int i = 0; i < 100; ++i)
    all += get("/v1/things/" + std::to_string(i));
  all += post("/v1/echo", "last");
  client.send(all);
  for (int i = 0; i < 100; ++i)
    CHECK(client.read().body == std::to_string(i) + "|127.0.0.1");
  CHECK(client.read().body == "last");
}

TEST_CASE("A slow answer does not overtake or get overtaken") {
  test_server server;
  raw_client client(server.port());
  client.send(get("/v1/slow?ms=30") + get("/livez"));
  CHECK(client.read().body == "slept");
  CHECK(client.read().status == 200);
}

TEST_CASE("HTTP/1.0 closes unless it asks to go on") {
  test_server server;
  raw_client once(server.port());
  once.send("GET /livez HTTP/1.0\r\n\r\n");
  CHECK(once.read().header("connection") == "close");
  once.expect_close();
  raw_client again(server.port());
  again.send("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(again.read().header("connection") == "keep-alive");
  again.send("GET /livez HTTP/1.0\r\n\r\n");
  CHECK(again.read().status == 200);
}

TEST_CASE("Connection: close is obeyed") {
  test_server server;
  raw_client client(server.port());
  client.send(get("/livez", "Connection: close\r\n"));
  CHECK(client.read().header("connection") == "close");
  client.expect_close();
}

TEST_CASE("HEAD has the length and no body; OPTIONS and 405 name what the path knows; unknown paths are 404") {
  test_server server;
  raw_client client(server.port());
  client.send("HEAD /livez HTTP/1.1\r\nHost: h\r\n\r\n");
  const answer head = client.read(true);
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == "17");
  client.send("OPTIONS /v1/things/1 HTTP/1.1\r\nHost: h\r\n\r\n");
  const answer options = client.read();
  CHECK(options.status == 204);
  CHECK(options.header("allow") == "GET, HEAD, DELETE, OPTIONS");
  CHECK(options.header("content-length").empty());
  client.send("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(client.read().status == 204);
  client.send("PUT /v1/things/1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi");
  const answer not_allowed = client.read();
  CHECK(not_allowed.status == 405);
  CHECK(not_allowed.header("allow") == "GET, HEAD, DELETE, OPTIONS");
  CHECK(not_allowed.body.find("method_not_allowed") != std::string::npos);
  client.send(get("/v1/nothing"));
  const answer missing = client.read();
  CHECK(missing.status == 404);
  CHECK(missing.header("content-type") == "application/problem+json");
  CHECK(missing.body.find("\"request_id\":\"" + missing.header("x-request-id")) != std::string::npos);
}

TEST_CASE("Large answers are compressed for those who take it") {
  test_server server;
  const answer plain = ask(server.port(), get("/v1/large"));
  const answer small = ask(server.port(), get("/v1/large", "Accept-Encoding: br, gzip;q=0.5\r\n"));
  const answer refused = ask(server.port(), get("/v1/large", "Accept-Encoding: gzip;q=0\r\n"));
  CHECK(plain.header("content-encoding").empty());
  CHECK(plain.header("vary") == "Accept-Encoding");
  CHECK(small.header("content-encoding") == "gzip");
  CHECK(small.body.substr(0, 2) == "\x1f\x8b");
  CHECK(small.body.size() * 4 < plain.body.size());
  CHECK(refused.body == plain.body);
  CHECK(ask(server.port(), get("/livez", "Accept-Encoding: gzip\r\n")).header("content-encoding").empty());
}

TEST_CASE("An answer larger than the socket's buffers arrives whole") {
  auto options = quick_options();
  options.write_timeout = std::chrono::seconds(20); // how fast it goes is not the matter here
  test_server server(options);
  const answer a = ask(server.port(), get("/v1/huge"));
  CHECK(a.body.size() == 32 * 1024 * 1024);
}

TEST_CASE("Who may call is decided before the body is read") {
  test_server server;
  const std::string json = "Content-Type: application/json\r\n";
  const std::string promise =
      "POST /v1/contacts HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\nExpect: 100-continue\r\n" + json;
  SECTION("nobody: 401 at once, without 100") {
    const answer a = ask(server.port(), promise + "\r\n");
    CHECK(a.status == 401);
    CHECK(a.header("www-authenticate") == "Bearer realm=\"frontdoor\"");
    CHECK(a.header("connection") == "close");
  }
  SECTION("a wrong key: 401") {
    CHECK(ask(server.port(), promise + "Authorization: Bearer x\r\n\r\n").status == 401);
  }
  SECTION("too little permission: 403") {
    CHECK(ask(server.port(), promise + "Authorization: Bearer weak\r\n\r\n").status == 403);
  }
  SECTION("not JSON: 415") {
    CHECK(
        ask(server.port(), post("/v1/contacts", "a=1", "Authorization: Bearer good\r\nContent-Type: text/plain\r\n"))
            .status == 415
    );
  }
  SECTION("compressed: 415") {
    CHECK(
        ask(server.port(),
            post("/v1/contacts", "xx", "Authorization: Bearer good\r\nContent-Encoding: gzip\r\n" + json))
            .status == 415
    );
  }
  SECTION("too much announced: 413, without 100") {
    const answer a =
        ask(server.port(),
            "POST /v1/contacts HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
    CHECK(a.status == 413);
  }
  SECTION("permitted: 100, then the answer") {
    raw_client client(server.port());
    client.send(promise + "Authorization: Bearer good\r\n\r\n");
    CHECK(client.read().status == 100);
    client.send("{\"a\":\"b\"}");
    CHECK(client.read().status == 201);
    CHECK(server.contacts_taken() == 1);
    client.send(get("/livez"));
    CHECK(client.read().status == 200);
  }
  if (server.contacts_taken() > 1) FAIL("a refused request reached its handler");
}

TEST_CASE("A refusal whose body has arrived keeps the connection") {
  test_server server;
  raw_client client(server.port());
  client.send(post("/v1/contacts", "{\"a\":1}") + get("/livez"));
  CHECK(client.read().status == 401);
  CHECK(client.read().status == 200);
}

TEST_CASE("Bodies in chunks arrive as one, trailers are not headers") {
  test_server server;
  const answer a =
      ask(server.port(), "POST /v1/echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "5;note=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n");
  CHECK(a.status == 200);
  CHECK(a.body == "hello world");
}

TEST_CASE("Any split of a request into packets is the same request") {
  test_server server;
  const std::string whole = post("/v1/echo", "body of some words") +
                            "POST /v1/echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
  for (std::size_t cut = 1; cut < whole.size(); cut += 3) {
    raw_client client(server.port());
    client.send(whole.substr(0, cut));
    std::this_thread::yield();
    client.send(whole.substr(cut));
    REQUIRE(client.read().body == "body of some words");
    REQUIRE(client.read().body == "hello world");
  }
}

TEST_CASE("An exception is a 500 that tells nothing, and the connection lives") {
  test_server server;
  raw_client client(server.port());
  client.send(get("/v1/fails") + get("/livez"));
  const answer a = client.read();
  CHECK(a.status == 500);
  CHECK(a.body.find("secret") == std::string::npos);
  CHECK(client.read().status == 200);
}

TEST_CASE("A handler cannot break the header apart") {
  test_server server;
  const answer a = ask(server.port(), get("/v1/split"));
  CHECK(a.status == 200);
  CHECK(a.header("x-split").empty());
  CHECK(a.header("set-cookie") == "one=1");
  CHECK(a.body == "ok");
}

TEST_CASE("A handler that takes too long is answered for") {
  test_server server;
  raw_client client(server.port());
  client.send(get("/v1/slow?ms=900"));
  const answer a = client.read();
  CHECK(a.status == 503);
  CHECK(a.body.find("took_too_long") != std::string::npos);
  CHECK(a.header("retry-after") == "1");
  client.expect_close();
  CHECK(ask(server.port(), get("/livez")).status == 200);
}

TEST_CASE("Beyond an endpoint's limit callers are told to come back") {
  auto options = quick_options();
  options.handler_timeout = std::chrono::seconds(20);
  test_server server(options);
  raw_client first(server.port());
  first.send(get("/v1/held"));
  REQUIRE(eventually([&] { return server.held() == 1; }));
  const answer busy = ask(server.port(), get("/v1/held"));
  CHECK(busy.status == 503);
  CHECK(busy.header("retry-after") == "1");
  CHECK(ask(server.port(), get("/livez")).status == 200);
  server.release_held();
  CHECK(first.read().status == 200);
}

TEST_CASE("A full server says so") {
  auto options = quick_options();
  options.connections_max = 2;
  test_server server(options);
  raw_client one(server.port());
  raw_client two(server.port());
  one.send(get("/livez"));
  two.send(get("/livez"));
  CHECK(one.read().status == 200);
  CHECK(two.read().status == 200);
  raw_client three(server.port());
  CHECK(three.read().status == 503);
  three.expect_close();
}

TEST_CASE("A connection closes after its number of requests") {
  auto options = quick_options();
  options.requests_per_connection_max = 2;
  test_server server(options);
  raw_client client(server.port());
  client.send(get("/livez") + get("/livez") + get("/livez"));
  CHECK(client.read().header("connection").empty());
  CHECK(client.read().header("connection") == "close");
  CHECK(client.read().status == 0);
}

TEST_CASE("Idle connections are closed") {
  auto options = quick_options();
  options.idle_timeout = milliseconds(50);
  test_server server(options);
  raw_client client(server.port());
  client.expect_close();
  raw_client after_one(server.port());
  after_one.send(get("/livez"));
  CHECK(after_one.read().status == 200);
  after_one.expect_close();
}

TEST_CASE("A client that stops reading is let go") {
  auto options = quick_options();
  options.write_timeout = milliseconds(100);
  test_server server(options);
  raw_client client(server.port());
  client.small_receive_buffer();
  client.send(get("/v1/huge"));
  CHECK(eventually([&] {
    std::size_t open = 1;
    server.on_io_thread([&] { open = server.http().connections(); });
    return open == 0;
  }));
}

TEST_CASE("Only trusted proxies speak for others") {
  test_server plain;
  const std::string forwarded = "X-Forwarded-For: 198.51.100.7, 203.0.113.9\r\n";
  CHECK(ask(plain.port(), get("/v1/things/1", forwarded)).body == "1|127.0.0.1");
  auto options = quick_options();
  options.trusted_proxies = {"127.0.0.0/8"};
  test_server behind(options);
  CHECK(ask(behind.port(), get("/v1/things/1", forwarded)).body == "1|203.0.113.9");
}

TEST_CASE("Draining finishes what is under way, closes what is idle, and accepts nothing") {
  auto options = quick_options();
  options.handler_timeout = std::chrono::seconds(20);
  options.idle_timeout = std::chrono::seconds(20);
  test_server server(options);
  raw_client idle(server.port());
  idle.send(get("/livez"));
  CHECK(idle.read().status == 200);
  raw_client busy(server.port());
  busy.send(get("/v1/held"));
  REQUIRE(eventually([&] { return server.held() == 1; }));
  server.start_drain(std::chrono::seconds(20));
  idle.expect_close();
  CHECK_THROWS(raw_client(server.port()));
  server.release_held();
  const answer a = busy.read();
  CHECK(a.status == 200);
  CHECK(a.header("connection") == "close");
  CHECK(server.wait_drained(std::chrono::seconds(20)));
}

TEST_CASE("Draining does not wait beyond its deadline") {
  auto options = quick_options();
  options.handler_timeout = std::chrono::seconds(20);
  test_server server(options);
  raw_client busy(server.port());
  busy.send(get("/v1/held"));
  REQUIRE(eventually([&] { return server.held() == 1; }));
  server.start_drain(milliseconds(50));
  CHECK(server.wait_drained(std::chrono::seconds(20)));
  busy.expect_close();
}
