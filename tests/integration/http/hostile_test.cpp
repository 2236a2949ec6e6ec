// Thirty and more ways to abuse the server. Each gets a clear refusal or a clean close, quickly, and the server goes
// on.

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/integration/http/test_server.hpp"
#include "tests/support/raw_client.hpp"

using frontdoor::tests::answer;
using frontdoor::tests::ask;
using frontdoor::tests::eventually;
using frontdoor::tests::quick_options;
using frontdoor::tests::raw_client;
using frontdoor::tests::test_server;
using namespace std::string_literals;

namespace {

struct hostile {
  const char* what;
  std::string bytes;
  std::vector<int> statuses; // any of these; 0 is a close without an answer
  bool closes = true;        // what unclear framing must lead to
};

const std::string head = "POST /v1/echo HTTP/1.1\r\nHost: h\r\n";
const std::string get = "GET /livez HTTP/1.1\r\nHost: h\r\n";

// A request hidden behind the first: it must never be answered.
const std::string smuggled = "GET /v1/things/smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

std::vector<hostile> framing() {
  return {
      {"Content-Length and Transfer-Encoding",
       head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
       {400}},
      {"Transfer-Encoding and Content-Length",
       head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + smuggled,
       {400}},
      {"two Content-Lengths that differ", head + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n" + smuggled, {400}},
      {"two Content-Lengths that agree", head + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + smuggled, {400}},
      {"a list of Content-Lengths", head + "Content-Length: 0, 0\r\n\r\n" + smuggled, {400}},
      {"a signed Content-Length", head + "Content-Length: +5\r\n\r\nhello", {400}},
      {"a negative Content-Length", head + "Content-Length: -1\r\n\r\n", {400}},
      {"a hexadecimal Content-Length", head + "Content-Length: 0x5\r\n\r\nhello", {400}},
      {"an empty Content-Length", head + "Content-Length:\r\n\r\nhello", {400}},
      {"a Content-Length beyond 64 bits", head + "Content-Length: 99999999999999999999999\r\n\r\n", {400}},
      {"the largest Content-Length", head + "Content-Length: 18446744073709551615\r\n\r\n", {413}},
      {"a body beyond the limit", head + "Content-Length: 65537\r\n\r\n" + std::string(65537, 'x'), {413}},
      {"Transfer-Encoding: identity", head + "Transfer-Encoding: identity\r\n\r\n" + smuggled, {501}},
      {"Transfer-Encoding: gzip, chunked", head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + smuggled, {501}
      },
      {"Transfer-Encoding: chunked, gzip", head + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" + smuggled, {501}
      },
      {"Transfer-Encoding twice",
       head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + smuggled,
       {400}},
      {"Transfer-Encoding with a vertical tab",
       head + "Transfer-Encoding: \x0b"
              "chunked\r\n\r\n0\r\n\r\n",
       {400}},
      {"Transfer-Encoding before its colon", head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + smuggled, {400}},
      {"Transfer-Encoding in HTTP/1.0",
       "POST /v1/echo HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
       {400}},
      {"a chunk size that is no number", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", {400}},
      {"a chunk size with 0x", head + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n", {400}},
      {"a chunk size with a sign", head + "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n", {400}},
      {"a chunk size beyond 64 bits", head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx", {400}},
      {"the largest chunk", head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx", {413}},
      {"a chunk longer than it says", head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello world\r\n0\r\n\r\n", {400}},
      {"a chunk's line ended by LF", head + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n", {400, 408}},
      {"endless chunk extensions",
       head + "Transfer-Encoding: chunked\r\n\r\n5;" + std::string(100'000, 'a') + "\r\nhello\r\n0\r\n\r\n",
       {400}},
      {"endless trailers",
       head + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + std::string(100'000, 'a') + ": b\r\n\r\n",
       {400}},
      {"too much in many chunks",
       head + "Transfer-Encoding: chunked\r\n\r\n" +
           [] {
             std::string all;
             for (int i = 0; i < 20; ++i)
               all += "1000\r\n" + std::string(4096, 'x') + "\r\n";
             return all;
           }(),
       {413}},
      {"an unknown expectation", head + "Expect: miracles\r\nContent-Length: 1\r\n\r\nx", {417}},
  };
}

std::vector<hostile> heads() {
  const std::string many_fields = [] {
    std::string all = get;
    for (int i = 0; i < 10'000; ++i)
      all += "a: b\r\n";
    return all + "\r\n";
  }();
  const std::string some_fields = [] {
    std::string all = get;
    for (int i = 0; i < 200; ++i)
      all += "a: b\r\n";
    return all + "\r\n";
  }();
  return {
      {"no Host", "GET /livez HTTP/1.1\r\n\r\n", {400}},
      {"two Hosts", get + "Host: other\r\n\r\n", {400}},
      {"a Host that is none", "GET /livez HTTP/1.1\r\nHost: a/b\r\n\r\n", {400}},
      {"an empty Host", "GET /livez HTTP/1.1\r\nHost:\r\n\r\n", {400}},
      {"a folded header", get + "X-A: one\r\n two\r\n\r\n", {400}},
      {"a folded header by a tab", get + "X-A:\r\n\tfolded\r\n\r\n", {400}},
      {"NUL in a header", get + "X-A: a\0b\r\n\r\n"s, {400}},
      {"a bare CR in a header", get + "X-A: a\rb\r\n\r\n", {400}},
      {"a bare LF in a header", get + "X-A: a\nX-B: b\r\n\r\n", {400}},
      {"lines ended by LF alone", "GET /livez HTTP/1.1\nHost: h\n\n", {400, 408}},
      {"a header without colon", get + "nonsense\r\n\r\n", {400}},
      {"a header without name", get + ": x\r\n\r\n", {400}},
      {"a space before the colon", get + "X-A : x\r\n\r\n", {400}},
      {"a header name that is not ASCII", get + "X-\xC3\xA4: x\r\n\r\n", {400}},
      {"a header beyond the limit", get + "X-A: " + std::string(9'000, 'a') + "\r\n\r\n", {431}},
      {"a megabyte of header", get + "X-A: " + std::string(1'000'000, 'a') + "\r\n\r\n", {431}},
      {"ten thousand headers", many_fields, {431}},
      {"two hundred headers", some_fields, {431}},
      {"an endless request line", "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\n\r\n", {431}},
      {"an endless method", std::string(100'000, 'A'), {431}},
  };
}

std::vector<hostile> request_lines() {
  const auto path = [](const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n"; };
  return {
      {"a path that is no UTF-8", path("/v1/things/%C0%AF"), {400}},
      {"raw bytes beyond ASCII", path("/v1/things/\xFF"), {400}},
      {"NUL in the path", path("/v1/things/%00"), {400}},
      {"a raw NUL in the path", path("/v1/things/\0"s), {400}},
      {"a control character in the path", path("/v1/things/%0d%0aSet-Cookie:x"), {400}},
      {"half an escape", path("/v1/things/%4"), {400}},
      {"an escape that is none", path("/v1/things/%zz"), {400}},
      {"dots upwards", path("/../../etc/passwd"), {400}},
      {"escaped dots upwards", path("/v1/%2e%2e/%2e%2e/etc/passwd"), {400}},
      {"escaped slashes", path("/v1/things/..%2f..%2fetc"), {400}},
      {"backslashes", path("/v1\\things\\1"), {400}},
      {"no slash in front", path("livez"), {400}},
      {"a fragment", path("/livez#top"), {400}},
      {"an asterisk for GET", path("*"), {400}},
      {"another host in the target", path("http://other.example/livez"), {400}},
      {"another scheme in the target", path("ftp://h/livez"), {400}},
      {"a malformed host in the target", path("http://a@h/livez"), {400}},
      {"a query of NULs", path("/v1/things/1?a=%00"), {400}},
      {"a thousand query parameters",
       path(
           "/v1/things/1?" +
           [] {
             std::string all;
             for (int i = 0; i < 1000; ++i)
               all += "a=b&";
             return all;
           }()
       ),
       {400}},
      {"CONNECT", "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", {501}},
      {"TRACE", "TRACE /livez HTTP/1.1\r\nHost: h\r\n\r\n", {501}},
      {"a method of lower case", "get /livez HTTP/1.1\r\nHost: h\r\n\r\n", {501}},
      {"HTTP/0.9", "GET /livez\r\n\r\n", {400}},
      {"HTTP/1.2", "GET /livez HTTP/1.2\r\nHost: h\r\n\r\n", {400, 505}},
      {"HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505}},
      {"HTTP/9999", "GET /livez HTTP/9999.1\r\nHost: h\r\n\r\n", {400, 505}},
      {"two spaces in the request line", "GET  /livez HTTP/1.1\r\nHost: h\r\n\r\n", {400}},
      {"a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, {400}},
      {"garbage", std::string(512, '\xEE'), {400}},
      {"spaces", std::string(2000, ' '), {400}},
  };
}

void try_all(const std::vector<hostile>& all) {
  test_server server;
  for (const hostile& h : all) {
    INFO(h.what);
    raw_client client(server.port());
    client.send(h.bytes);
    const auto started = std::chrono::steady_clock::now();
    const answer a = client.read();
    CAPTURE(a.status, a.body);
    CHECK(std::find(h.statuses.begin(), h.statuses.end(), a.status) != h.statuses.end());
    CHECK(a.header("content-type") == "application/problem+json");
    CHECK(!a.header("x-request-id").empty());
    CHECK(a.body.find("\"code\"") != std::string::npos);
    // Nothing behind a refusal is taken for a request.
    CHECK(a.header("connection") == "close");
    CHECK(client.read().status == 0);
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(10));
    CHECK(ask(server.port(), get + "\r\n").status == 200);
  }
  CHECK(server.contacts_taken() == 0);
}

} // namespace

TEST_CASE("Bodies whose end is unclear are refused, and nothing is smuggled behind them") {
  try_all(framing());
}

TEST_CASE("Malformed and oversized heads are refused") {
  try_all(heads());
}

TEST_CASE("Request lines that could be read in two ways are refused") {
  try_all(request_lines());
}

TEST_CASE("Slow and broken senders are let go") {
  test_server server;
  SECTION("a header that never ends") {
    raw_client client(server.port());
    client.send(get);
    CHECK(client.read().status == 408);
    client.expect_close();
  }
  SECTION("a header that drips") {
    raw_client client(server.port());
    const auto started = std::chrono::steady_clock::now();
    // Each byte comes in good time, but the header as a whole does not.
    while (client.send("x") && std::chrono::steady_clock::now() - started < std::chrono::seconds(20)) {
      std::string some;
      try {
        some = client.read_bytes(12, std::chrono::milliseconds(5));
      } catch (const std::runtime_error&) {
        continue;
      }
      CHECK(some == "HTTP/1.1 408");
      break;
    }
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(10));
  }
  SECTION("a body that never ends") {
    raw_client client(server.port());
    client.send(head + "Content-Length: 10\r\n\r\nhalf");
    CHECK(client.read().status == 408);
    client.expect_close();
  }
  SECTION("chunks that never end") {
    raw_client client(server.port());
    client.send(head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    CHECK(client.read().status == 408);
    client.expect_close();
  }
  SECTION("100-continue that is never continued") {
    raw_client client(server.port());
    client.send(head + "Expect: 100-continue\r\nContent-Length: 10\r\n\r\n");
    CHECK(client.read().status == 100);
    CHECK(client.read().status == 408);
  }
  SECTION("silence from the start") {
    raw_client client(server.port());
    client.expect_close();
  }
  SECTION("a half-closed header") {
    raw_client client(server.port());
    client.send(get);
    client.half_close();
    CHECK(client.read().status == 400);
    client.expect_close();
  }
  SECTION("a half-closed body") {
    raw_client client(server.port());
    client.send(head + "Content-Length: 10\r\n\r\nhalf");
    client.half_close();
    CHECK(client.read().status == 400);
    client.expect_close();
  }
  SECTION("a half-closed connection after a whole request is still answered") {
    raw_client client(server.port());
    client.send(get + "\r\n");
    client.half_close();
    CHECK(client.read().status == 200);
    client.expect_close();
  }
  SECTION("a reset in the middle of a body") {
    raw_client client(server.port());
    client.send(head + "Content-Length: 10\r\n\r\nhalf");
    client.reset();
  }
  SECTION("a reset while the answer is being made") {
    raw_client client(server.port());
    client.send("GET /v1/slow?ms=20 HTTP/1.1\r\nHost: h\r\n\r\n");
    client.reset();
  }
  SECTION("a close while a large answer is being written") {
    raw_client client(server.port());
    client.send("GET /v1/huge HTTP/1.1\r\nHost: h\r\n\r\n");
    client.read_bytes(1000);
    client.reset();
  }
  SECTION("a good request, then garbage") {
    raw_client client(server.port());
    client.send(get + "\r\n" + "garbage\r\n\r\n");
    CHECK(client.read().status == 200);
    CHECK(client.read().status == 400);
    client.expect_close();
  }
  SECTION("a hundred requests, then gone") {
    raw_client client(server.port());
    std::string all;
    for (int i = 0; i < 100; ++i)
      all += get + "\r\n";
    client.send(all);
    client.reset();
  }
  SECTION("three hundred connections that say nothing") {
    std::vector<std::unique_ptr<raw_client>> crowd;
    for (int i = 0; i < 300; ++i)
      crowd.push_back(std::make_unique<raw_client>(server.port()));
    CHECK(ask(server.port(), get + "\r\n").status == 200);
    crowd.clear();
  }
  CHECK(ask(server.port(), get + "\r\n").status == 200);
  CHECK(eventually([&] {
    std::size_t open = 1;
    server.on_io_thread([&] { open = server.http().connections(); });
    return open == 0;
  }));
  CHECK(server.contacts_taken() == 0);
}

TEST_CASE("Running out of descriptors stops nothing for long") {
  test_server server;
  // Everything that is free is taken, so that accept fails with EMFILE; then some is given back.
  raw_client before(server.port());
  before.send(get + "\r\n");
  CHECK(before.read().status == 200);
  frontdoor::tests::descriptor_famine famine;
  raw_client waiting = famine.connect(server.port());
  waiting.send(get + "\r\n");
  before.send(get + "\r\n");
  CHECK(before.read().status == 200);
  famine.end();
  CHECK(waiting.read().status == 200);
}
