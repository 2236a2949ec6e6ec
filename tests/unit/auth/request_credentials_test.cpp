#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "server/auth/request_credentials.hpp"

using namespace frontdoor;
using namespace frontdoor::auth;
using namespace std::chrono_literals;

namespace {

http::request with(std::vector<std::pair<std::string, std::string>> headers) {
  http::request head;
  head.headers = std::move(headers);
  return head;
}

const std::string token_text(43, 'A');
const std::string other_token_text = std::string(42, 'A') + "E";
const std::string key_text = "fdk_" + std::string(32, '1') + "_" + std::string(64, '2');

} // namespace

TEST_CASE("a key is read from its own text and from nothing else") {
  const auto read = api_key_text::parse(key_text);
  REQUIRE(read);
  CHECK(read->to_string() == key_text);
  for (const auto& wrong :
       {std::string(), key_text + "0", key_text.substr(1), "FDK" + key_text.substr(3),
        "fdk_" + std::string(32, 'G') + key_text.substr(36), "fdk_" + std::string(32, 'A') + key_text.substr(36),
        key_text.substr(0, 36) + "-" + key_text.substr(37), key_text.substr(0, 100) + "Z"}) {
    INFO(wrong);
    CHECK_FALSE(api_key_text::parse(wrong));
  }
  rc::prop("never fails on any text", [](const std::string& text) { (void)api_key_text::parse(text); });
}

TEST_CASE("cookie or bearer are found among the headers") {
  const origin_rules rules;
  CHECK(credentials_of(with({}), rules)->nothing());
  CHECK(credentials_of(with({{"cookie", "theme=dark; frontdoor_session=" + token_text + ";x=y"}}), rules)->session_token
  );
  CHECK(credentials_of(with({{"cookie", "a=b"}, {"cookie", "__Host-frontdoor_session=" + token_text}}), rules)
            ->session_token);
  CHECK(credentials_of(with({{"authorization", "bearer " + key_text}}), rules)->api_key);
  CHECK(credentials_of(with({{"cookie", "frontdoor_session=short"}}), rules)->nothing());
  CHECK(credentials_of(with({{"cookie", "xfrontdoor_session=" + token_text}}), rules)->nothing());
}

TEST_CASE("two credentials at once are refused, and so is what is no key") {
  const origin_rules rules;
  const std::pair<std::string, std::string> cookie{"cookie", "frontdoor_session=" + token_text};
  const auto fault = [&](std::vector<std::pair<std::string, std::string>> headers) {
    const auto found = credentials_of(with(std::move(headers)), rules);
    return found ? std::optional<credential_fault>() : found.error();
  };
  CHECK(fault({cookie, {"authorization", "Bearer " + key_text}}) == credential_fault::both);
  CHECK(fault({{"cookie", "frontdoor_session="}, {"authorization", "Bearer " + key_text}}) == credential_fault::both);
  CHECK(
      fault({{"authorization", "Bearer " + key_text}, {"authorization", "Bearer " + key_text}}) ==
      credential_fault::several
  );
  CHECK(fault({cookie, {"cookie", "frontdoor_session=" + other_token_text}}) == credential_fault::several);
  CHECK(fault({cookie, cookie}) == std::nullopt);
  CHECK(fault({{"authorization", "Basic dXNlcjpwYXNz"}}) == credential_fault::malformed);
  CHECK(fault({{"authorization", "Bearer"}}) == credential_fault::malformed);
  CHECK(fault({{"authorization", ""}}) == credential_fault::malformed);
}

TEST_CASE("where cookies must be secure, the plain one counts for nothing") {
  origin_rules rules;
  rules.cookie = secure_cookie::always;
  CHECK(credentials_of(with({{"cookie", "frontdoor_session=" + token_text}}), rules)->nothing());
  CHECK(credentials_of(with({{"cookie", "__Host-frontdoor_session=" + token_text}}), rules)->session_token);
}

TEST_CASE("an origin matches the request's own host, or the list where there is one") {
  origin_rules own;
  const auto from = [](std::string origin, std::string host = "localhost:8080") {
    return with({{"host", std::move(host)}, {"origin", std::move(origin)}});
  };
  CHECK(origin_matches(from("http://localhost:8080"), own));
  CHECK(origin_matches(from("https://LOCALHOST:8080"), own));
  CHECK_FALSE(origin_matches(from("http://localhost:8081"), own));
  CHECK_FALSE(origin_matches(from("http://localhost:8080.evil.example"), own));
  CHECK_FALSE(origin_matches(from("null"), own));
  CHECK_FALSE(origin_matches(from("http://", ""), own));
  CHECK_FALSE(origin_matches(with({{"host", "localhost:8080"}}), own));
  CHECK_FALSE(
      origin_matches(with({{"host", "localhost"}, {"origin", "http://localhost"}, {"origin", "http://localhost"}}), own)
  );

  origin_rules listed;
  listed.allowed = {"https://frontdoor.force.example"};
  CHECK(origin_matches(from("https://frontdoor.force.example"), listed));
  CHECK_FALSE(origin_matches(from("http://frontdoor.force.example"), listed));
  CHECK_FALSE(origin_matches(from("http://localhost:8080"), listed));
}

TEST_CASE("the cookie's attributes") {
  CHECK(session_cookie("T", false, 12h) == "frontdoor_session=T; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
  CHECK(
      session_cookie("T", true, 12h) ==
      "__Host-frontdoor_session=T; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure"
  );
  CHECK(ended_session_cookie(false).find("=; Path=/") != std::string::npos);
  CHECK(ended_session_cookie(false).find("Max-Age=0") != std::string::npos);

  origin_rules rules;
  CHECK(wants_secure_cookie(with({{"origin", "https://a.example"}}), rules));
  CHECK_FALSE(wants_secure_cookie(with({{"origin", "http://a.example"}}), rules));
  CHECK_FALSE(wants_secure_cookie(with({}), rules));
  rules.cookie = secure_cookie::always;
  CHECK(wants_secure_cookie(with({}), rules));
}
