#include <catch2/catch.hpp>

#include "tests/unit/auth/fixture.hpp"

using namespace frontdoor;
using namespace frontdoor::test;

namespace {

using header_fields = std::vector<std::pair<std::string, std::string>>;

struct front_desk : people {
  auth::opened_session session = open(add("j.smith", auth::role::dispatcher));
  auth::created_key key = add_key("ambulance", auth::permissions_of(auth::role::integrator));

  std::pair<std::string, std::string> cookie() { return {"cookie", "frontdoor_session=" + session.token}; }
  std::pair<std::string, std::string> bearer() { return {"authorization", "Bearer " + key.text}; }

  // The caller's actor, or the code of the problem.
  std::string ask(http::method verb, header_fields headers, bool is_upgrade = false) {
    http::request head;
    head.verb = verb;
    head.path = "/v1/contacts";
    head.headers = std::move(headers);
    head.headers.emplace_back("host", "frontdoor.example");
    const auto result = run(authenticator.authenticate(head, is_upgrade));
    return result ? result->actor() : result.error().code;
  }
};

const std::pair<std::string, std::string> own_page{"origin", "https://frontdoor.example"};
const std::pair<std::string, std::string> other_page{"origin", "https://evil.example"};

} // namespace

TEST_CASE("reading by cookie needs the cookie alone; by key the key alone") {
  front_desk d;
  CHECK(d.ask(http::method::get, {d.cookie()}) == "user:j.smith");
  CHECK(d.ask(http::method::get, {d.bearer()}) == "key:ambulance");
  CHECK(d.ask(http::method::post, {d.bearer()}) == "key:ambulance");
  CHECK(d.ask(http::method::get, {}) == "not_signed_in");
}

TEST_CASE("a cookie's request that changes something needs a matching origin and the CSRF token") {
  front_desk d;
  const std::pair<std::string, std::string> csrf{"x-csrf-token", d.session.csrf_token};
  const std::pair<std::string, std::string> wrong_csrf{"x-csrf-token", std::string(43, 'A')};
  for (const auto verb :
       {http::method::post, http::method::put, http::method::patch, http::method::delete_, http::method::other}) {
    INFO(to_string(verb));
    CHECK(d.ask(verb, {d.cookie(), own_page, csrf}) == "user:j.smith");
    CHECK(d.ask(verb, {d.cookie(), csrf}) == "origin_not_allowed");
    CHECK(d.ask(verb, {d.cookie(), other_page, csrf}) == "origin_not_allowed");
    CHECK(d.ask(verb, {d.cookie(), own_page}) == "csrf_token_wrong");
    CHECK(d.ask(verb, {d.cookie(), own_page, wrong_csrf}) == "csrf_token_wrong");
  }
}

TEST_CASE("a WebSocket by cookie needs a matching origin; by key none") {
  front_desk d;
  CHECK(d.ask(http::method::get, {d.cookie(), own_page}, true) == "user:j.smith");
  CHECK(d.ask(http::method::get, {d.cookie(), other_page}, true) == "origin_not_allowed");
  CHECK(d.ask(http::method::get, {d.cookie()}, true) == "origin_not_allowed");
  CHECK(d.ask(http::method::get, {d.bearer(), other_page}, true) == "key:ambulance");
}

TEST_CASE("two credentials at once, broken ones and ended ones are refused") {
  front_desk d;
  CHECK(d.ask(http::method::get, {d.cookie(), d.bearer()}) == "two_credentials");
  CHECK(d.ask(http::method::get, {d.bearer(), d.bearer()}) == "two_credentials");
  CHECK(d.ask(http::method::get, {{"authorization", "Bearer fdk_x"}}) == "key_not_valid");
  CHECK(d.ask(http::method::get, {{"cookie", "frontdoor_session=" + std::string(43, 'A')}}) == "session_ended");
  CHECK(d.ask(http::method::get, {{"cookie", "frontdoor_session=rubbish"}}) == "not_signed_in");
  REQUIRE(run(d.sessions.end(d.session.id)));
  CHECK(d.ask(http::method::get, {d.cookie()}) == "session_ended");
}

TEST_CASE("when the store cannot be asked nobody is taken for a stranger") {
  front_desk d;
  d.store.unavailable = true;
  CHECK(d.ask(http::method::get, {d.cookie()}) == "unavailable");
  CHECK(d.ask(http::method::get, {d.bearer()}) == "unavailable");
}
