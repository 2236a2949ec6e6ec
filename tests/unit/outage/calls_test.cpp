#include "server/outage/calls.hpp"

#include <catch2/catch.hpp>

using frontdoor::http::method;
using frontdoor::outage::goes_on;

TEST_CASE("Taking and dispatching contacts goes on without the record; what needs it does not") {
  CHECK(goes_on(method::post, "/v1/contacts"));
  CHECK(goes_on(method::post, "/v1/incidents/{id}/grade"));
  CHECK(goes_on(method::post, "/v1/incidents/{id}/notes"));
  CHECK(goes_on(method::post, "/v1/incidents/{id}/acknowledgement"));
  CHECK(goes_on(method::get, "/v1/map"));
  CHECK(goes_on(method::get, "/v1/consoles"));
  CHECK(goes_on(method::get, "/readyz"));
  CHECK_FALSE(goes_on(method::post, "/v1/incidents/{id}/close"));
  CHECK_FALSE(goes_on(method::get, "/v1/incidents"));
  CHECK_FALSE(goes_on(method::get, "/v1/contacts"));
}
