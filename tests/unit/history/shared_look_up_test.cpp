#include <catch2/catch.hpp>

#include "server/history/shared_look_up.hpp"

using namespace frontdoor;

namespace {

db::history_match_row contact_under(std::size_t key, const char* role) {
  db::history_match_row out;
  out.key = key;
  out.role = role;
  return out;
}

} // namespace

TEST_CASE("given three look-ups in one statement, when it is answered, then each has its own matches under its own keys"
) {
  db::history_found together;
  together.same_secret = true;
  together.contacts = {
      contact_under(0, "first, phone"), contact_under(3, "third, place"), contact_under(1, "first, name"),
      contact_under(2, "third, phone"), contact_under(2, "third, phone again")
  };
  db::history_marker_row marker;
  marker.key = 3;
  marker.code = "violent";
  together.markers = {marker};

  const auto parts = history::part(together, {2, 0, 2});

  REQUIRE(parts.size() == 3);
  REQUIRE(parts[0].contacts.size() == 2);
  CHECK(parts[0].contacts[0].key == 0);
  CHECK(parts[0].contacts[1].key == 1);
  CHECK(parts[0].contacts[1].role == "first, name");
  CHECK(parts[0].markers.empty());
  CHECK(parts[1].contacts.empty());
  REQUIRE(parts[2].contacts.size() == 3);
  CHECK(parts[2].contacts[0].key == 1);
  CHECK(parts[2].contacts[0].role == "third, place");
  CHECK(parts[2].contacts[1].key == 0);
  REQUIRE(parts[2].markers.size() == 1);
  CHECK(parts[2].markers[0].key == 1);
}

TEST_CASE("given look-ups in one statement, when the rows were made with another secret, then each is told") {
  db::history_found together;
  together.same_secret = false;
  together.unread_since = triage::timestamp{};
  for (const auto& one : history::part(together, {1, 1})) {
    CHECK_FALSE(one.same_secret);
    CHECK(one.unread_since == triage::timestamp{});
  }
}
