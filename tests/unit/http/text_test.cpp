// The parts of HTTP that are plain functions of text.

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <zlib.h>

#include "server/http/compression.hpp"
#include "server/http/head_checks.hpp"
#include "server/http/problem.hpp"
#include "server/http/remote_address.hpp"
#include "server/http/response_head.hpp"
#include "server/http/target.hpp"

using namespace frontdoor;

TEST_CASE("A problem says what is wrong, where, and what to do") {
  http::problem p(422, "invalid_body", "The body does not fit.", "See errors.");
  p.faults.push_back({"/facts/weapn", "unknown_fact", "There is no fact weapn.", "Did you mean weapon?", ""});
  p.retry_after_s = 3;
  const http::response r = http::to_response(p, "id-1");
  CHECK(r.status == 422);
  CHECK(r.content_type == "application/problem+json");
  const auto json = nlohmann::json::parse(*r.body);
  CHECK(json["type"] == "/docs/problems#invalid_body");
  CHECK(json["title"] == "The body does not fit.");
  CHECK(json["status"] == 422);
  CHECK(json["detail"] == "See errors.");
  CHECK(json["code"] == "invalid_body");
  CHECK(json["request_id"] == "id-1");
  CHECK(json["errors"][0]["pointer"] == "/facts/weapn");
  CHECK(json["errors"][0]["remedy"] == "Did you mean weapon?");
  CHECK(r.headers == std::vector<std::pair<std::string, std::string>>{{"retry-after", "3"}});
  CHECK(http::to_response(http::problem(401, "x", "x"), "").headers[0].first == "www-authenticate");
}

TEST_CASE("A problem that quotes bytes beyond UTF-8 is still JSON") {
  const http::response r = http::to_response(http::problem(400, "x", "x", "\xFF\xC0"), "id");
  CHECK_NOTHROW(nlohmann::json::parse(*r.body));
}

TEST_CASE("Targets are taken apart and decoded") {
  const auto t = http::parse_target("/v1/a%20b/%C3%A9?x=1&y=%C3%A9+z&&flag", http::method::get);
  REQUIRE(t.has_value());
  CHECK(t->path == "/v1/a b/\xC3\xA9");
  using query = std::vector<std::pair<std::string, std::string>>;
  CHECK(t->query == query{{"x", "1"}, {"y", "\xC3\xA9 z"}, {"flag", ""}});
  const auto absolute = http::parse_target("http://host.example:80/a?b=c", http::method::get);
  REQUIRE(absolute.has_value());
  CHECK(absolute->path == "/a");
  CHECK(absolute->authority == "host.example:80");
  CHECK(http::parse_target("*", http::method::options)->path == "*");
  for (const char* bad :
       {"", "*", "a", "/%", "/%f", "/%ff", "/%ed%a0%80", "/%f5%80%80%80", "/a/./b", "/..", "/a%2Fb", "/a%5cb", "/a#b",
        "/?a=%0a", "http://", "http://h", "http:///a", "//../x"}) {
    CAPTURE(bad);
    CHECK(!http::parse_target(bad, http::method::get).has_value());
  }
}

TEST_CASE("Hosts are names, addresses and ports, and nothing else") {
  for (const char* good : {"localhost", "a.example:8080", "127.0.0.1", "[::1]", "[::1]:80", "h_1:"}) {
    CAPTURE(good);
    CHECK(http::is_valid_host(good));
  }
  for (const char* bad : {"", ":80", "a b", "a/b", "a@b", "a:b", "a:123456", "[::1", "[]", "[x]", "a,b", "a:80:80"}) {
    CAPTURE(bad);
    CHECK(!http::is_valid_host(bad));
  }
}

TEST_CASE("gzip is used where it is wanted and helps") {
  CHECK(http::accepts_gzip("gzip"));
  CHECK(http::accepts_gzip("br, GZIP ; q=0.1"));
  CHECK(http::accepts_gzip("*"));
  CHECK(!http::accepts_gzip(""));
  CHECK(!http::accepts_gzip("br"));
  CHECK(!http::accepts_gzip("gzip;q=0"));
  CHECK(!http::accepts_gzip("gzip;q=0.000, *"));
  CHECK(!http::accepts_gzip("*;q=0"));
  CHECK(http::is_compressible("application/json"));
  CHECK(http::is_compressible("text/html; charset=utf-8"));
  CHECK(http::is_compressible("application/problem+json"));
  CHECK(!http::is_compressible("image/png"));
  CHECK(!http::is_compressible("application/octet-stream"));

  http::gzip_compressor compressor(1);
  const std::string text(10'000, 'a');
  for (int again = 0; again < 2; ++again) {
    const auto small = compressor.compress(text);
    REQUIRE(small);
    z_stream z{};
    REQUIRE(inflateInit2(&z, 15 + 16) == Z_OK);
    std::string back(text.size(), '\0');
    std::string input = *small;
    z.next_in = reinterpret_cast<Bytef*>(input.data());
    z.avail_in = static_cast<uInt>(input.size());
    z.next_out = reinterpret_cast<Bytef*>(back.data());
    z.avail_out = static_cast<uInt>(back.size());
    CHECK(inflate(&z, Z_FINISH) == Z_STREAM_END);
    inflateEnd(&z);
    CHECK(back == text);
  }
  CHECK(!compressor.compress("abc"));
  CHECK(!compressor.compress(""));
}

TEST_CASE("The client behind trusted proxies is the last one they do not know") {
  const http::trusted_proxies proxies({"10.0.0.0/8", "192.0.2.7", "2001:db8::/32"});
  const auto address = [](const char* text) { return boost::asio::ip::make_address(text); };
  CHECK(proxies.client(address("198.51.100.1"), "1.2.3.4") == "198.51.100.1");
  CHECK(proxies.client(address("10.1.1.1"), std::nullopt) == "10.1.1.1");
  CHECK(proxies.client(address("10.1.1.1"), "1.2.3.4") == "1.2.3.4");
  CHECK(proxies.client(address("10.1.1.1"), "6.6.6.6, 1.2.3.4, 10.2.2.2, 192.0.2.7") == "1.2.3.4");
  CHECK(proxies.client(address("10.1.1.1"), "1.2.3.4, unknown") == "10.1.1.1");
  CHECK(proxies.client(address("::ffff:10.1.1.1"), "1.2.3.4") == "1.2.3.4");
  CHECK(proxies.client(address("2001:db8::1"), "2001:db9::1") == "2001:db9::1");
  CHECK(!proxies.trusts(address("11.0.0.1")));
  CHECK(!proxies.trusts(address("192.0.2.8")));
  CHECK_THROWS_AS(http::trusted_proxies({"10.0.0.0/33"}), std::invalid_argument);
  CHECK_THROWS_AS(http::trusted_proxies({"proxy"}), std::invalid_argument);
}

TEST_CASE("Dates are as RFC 9110 has them") {
  http::date_header date;
  CHECK(date.at(784'111'777) == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  CHECK(date.at(784'111'778) == "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
}

TEST_CASE("Content types that are JSON") {
  CHECK(http::is_json("application/json"));
  CHECK(http::is_json("Application/JSON; charset=UTF-8"));
  CHECK(http::is_json("application/merge-patch+json"));
  CHECK(!http::is_json(""));
  CHECK(!http::is_json("text/plain"));
  CHECK(!http::is_json("application/json; charset=latin1"));
  CHECK(!http::is_json("application/x-www-form-urlencoded"));
}
