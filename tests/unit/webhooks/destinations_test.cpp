#include "server/webhooks/destinations.hpp"

#include <catch2/catch.hpp>

using namespace frontdoor::webhooks;

namespace {

boost::asio::ip::address at(const char* text) {
  return boost::asio::ip::make_address(text);
}

} // namespace

TEST_CASE("given addresses of this machine, of private networks, links and tunnels, then none is of the internet") {
  const auto* address = GENERATE(
      "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
      "100.64.0.1", "192.0.0.170", "192.0.2.1", "198.18.0.1", "198.51.100.9", "203.0.113.1", "224.0.0.1",
      "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::9", "ff02::1", "64:ff9b::7f00:1", "2001:db8::1",
      "2002:7f00:1::", "2001:0:1::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "100::1"
  );
  CAPTURE(address);
  CHECK_FALSE(is_public(at(address)));
  CHECK_FALSE(destinations({}).may_connect(at(address), true));
}

TEST_CASE("given addresses of the internet, then a connection with encryption may be made to them") {
  const auto* address =
      GENERATE("8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "2606:4700::1", "::ffff:8.8.8.8");
  CAPTURE(address);
  CHECK(is_public(at(address)));
  CHECK(destinations({}).may_connect(at(address), true));
  CHECK_FALSE(destinations({}).may_connect(at(address), false));
}

TEST_CASE("given networks that the setting names, then these and no others are reached") {
  const destinations allowed({"10.1.0.0/16", "127.0.0.1", "fd12::/16"});
  CHECK(allowed.may_connect(at("10.1.2.3"), true));
  CHECK_FALSE(allowed.may_connect(at("10.2.0.1"), true));
  CHECK_FALSE(allowed.may_connect(at("10.1.2.3"), false));
  CHECK(allowed.may_connect(at("127.0.0.1"), false));
  CHECK(allowed.may_connect(at("::ffff:127.0.0.1"), false));
  CHECK_FALSE(allowed.may_connect(at("127.0.0.2"), false));
  CHECK(allowed.may_connect(at("fd12::1"), true));
  CHECK_THROWS_AS(destinations({"everywhere"}), std::invalid_argument);
}

TEST_CASE("given what is no address to post to, then it is refused in words") {
  const auto* url = GENERATE(
      "", "receiver.example", "ftp://receiver.example/", "file:///etc/passwd", "gopher://127.0.0.1/",
      "http://receiver.example/", "https://name:word@receiver.example/", "https://receiver.example/#part", "https:///x",
      "https://receiver.example/a b", "https://receiver.example\\@127.0.0.1/", "https://receiver.example/\r\nX: y",
      "http://10.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://localhost/", "https://[::ffff:10.0.0.1]/"
  );
  CAPTURE(url);
  CHECK_FALSE(destinations({}).refusal(url).empty());
}

TEST_CASE("given an address by name with https, or this machine where the setting names it, then it is taken") {
  CHECK(destinations({}).refusal("https://receiver.example/frontdoor?a=1").empty());
  CHECK(destinations({}).refusal("HTTPS://Receiver.Example:8443/").empty());
  CHECK(destinations({"127.0.0.0/8"}).refusal("http://127.0.0.1:9000/in").empty());
  CHECK(destinations({"127.0.0.0/8"}).refusal("http://localhost:9000/in").empty());
  CHECK_FALSE(destinations({}).refusal("http://localhost:9000/in").empty());
  CHECK_FALSE(destinations({}).refusal("https://" + std::string(url_length_max, 'a') + ".example/").empty());
}
