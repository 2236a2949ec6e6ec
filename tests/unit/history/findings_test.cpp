#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "triage/history/findings.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::history;
using nlohmann::json;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;

namespace {

timestamp now() {
  return *parse_rfc3339("2026-03-01T21:00:00Z");
}

uuid id(std::uint8_t number) {
  uuid out;
  out.bytes.back() = number;
  return out;
}

match a_match(std::uint8_t contact, microseconds ago, key_kind kind = key_kind::phone) {
  match one;
  one.kind = kind;
  one.role = "victim";
  one.role_now = "victim";
  one.contact = id(contact);
  one.at = now() - ago;
  one.channel = "101";
  return one;
}

source_answer contacts(std::vector<match> matches) {
  source_answer out;
  out.source = "contacts";
  out.as_of = now();
  out.contacts = gather(std::move(matches));
  out.status = out.contacts.empty() ? source_status::none : source_status::found;
  return out;
}

source_answer markers(std::vector<marker> held) {
  source_answer out;
  out.source = "markers";
  out.as_of = now();
  out.markers = std::move(held);
  out.status = out.markers.empty() ? source_status::none : source_status::found;
  return out;
}

marker a_marker(std::string code) {
  marker one;
  one.id = id(99);
  one.code = std::move(code);
  one.valid_from = now() - days(30);
  return one;
}

bool any(const match&) {
  return true;
}

} // namespace

TEST_CASE("A contact found under several keys is one, with every reason, the latest first") {
  const auto found = gather(
      {a_match(1, hours(5)), a_match(2, hours(1)), a_match(1, hours(5), key_kind::address),
       a_match(1, hours(5), key_kind::address)}
  );
  REQUIRE(found.size() == 2);
  CHECK(found[0].contact == id(2));
  CHECK(found[1].contact == id(1));
  REQUIRE(found[1].why.size() == 2);
  CHECK(found[1].why[0].kind == key_kind::phone);
  CHECK(found[1].why[1].kind == key_kind::address);
}

TEST_CASE("Counts are of the windows they name, each contact once, to the microsecond") {
  const microseconds one{1};
  const auto found = gather(
      {a_match(1, hours(24) - one), a_match(1, hours(24) - one, key_kind::person), a_match(2, hours(24)),
       a_match(3, days(7)), a_match(4, days(28)), a_match(5, days(90)), a_match(6, days(365) - one),
       a_match(7, days(365))}
  );
  CHECK(count(found, now(), any) == counts{1, 2, 3, 4, 6});
  CHECK(count(found, now(), [](const match& m) { return m.kind == key_kind::person; }) == counts{1, 1, 1, 1, 1});
}

TEST_CASE("Contacts by sure keys are counted as facts; a like-sounding name or a place near by is not") {
  const auto facts = facts_of(
      {contacts(
          {a_match(1, hours(1)), a_match(2, days(3), key_kind::person), a_match(3, days(100)),
           a_match(4, hours(2), key_kind::person_name), a_match(5, hours(2), key_kind::near),
           a_match(6, days(2), key_kind::address), a_match(7, days(40), key_kind::property)}
      )},
      now()
  );
  CHECK(
      facts ==
      json{
          {"repeat_contacts_24h", 1},
          {"repeat_contacts_90d", 2},
          {"repeat_contacts_12m", 3},
          {"repeat_place_contacts_28d", 1},
          {"repeat_victim", true}
      }
  );
}

TEST_CASE("Somebody is a repeat victim only as a victim then and now") {
  auto then_witness = a_match(1, hours(1));
  then_witness.role = "witness";
  auto now_witness = a_match(1, hours(1));
  now_witness.role_now = "witness";
  CHECK_FALSE(facts_of({contacts({then_witness})}, now()).contains("repeat_victim"));
  CHECK_FALSE(facts_of({contacts({now_witness})}, now()).contains("repeat_victim"));
  CHECK(facts_of({contacts({a_match(1, hours(1))})}, now()).at("repeat_victim") == true);
}

TEST_CASE("Markers are facts while they hold, under a key that stands for somebody; ended ones are only shown") {
  auto expired = a_marker("cse");
  expired.valid_until = now();
  auto later = a_marker("weapons");
  later.valid_from = now() + hours(1);
  auto to_review = a_marker("firearms");
  to_review.review_at = now();
  auto vague = a_marker("repeat_da");
  vague.matched = key_kind::postcode;
  CHECK(state_of(a_marker("violent"), now()) == marker_state::current);
  CHECK(state_of(expired, now()) == marker_state::expired);
  CHECK(state_of(later, now()) == marker_state::not_yet);
  CHECK(state_of(to_review, now()) == marker_state::review_due);
  const auto facts =
      facts_of({markers({a_marker("violent"), a_marker("violent"), expired, later, to_review, vague})}, now());
  CHECK(facts == json{{"markers", {"violent", "firearms"}}});
}

TEST_CASE("The history is clear only when every source answered and none found anything") {
  CHECK(facts_of({contacts({}), markers({})}, now()) == json{{"history_checked", true}});
  CHECK(facts_of({}, now()).empty());
  auto silent = markers({});
  silent.status = source_status::unavailable;
  CHECK(facts_of({contacts({}), silent}, now()).empty());
  CHECK_FALSE(
      facts_of({contacts({a_match(1, days(200), key_kind::near)}), markers({})}, now()).contains("history_checked")
  );
}

TEST_CASE("A source that could not be asked says nothing, whatever it still holds") {
  auto lagging = contacts({a_match(1, hours(1))});
  lagging.status = source_status::unavailable;
  CHECK(facts_of({lagging}, now()).empty());
}

TEST_CASE("All sources together: found before unavailable before none") {
  auto down = contacts({});
  down.status = source_status::unavailable;
  CHECK(overall({contacts({}), markers({})}) == source_status::none);
  CHECK(overall({down, markers({})}) == source_status::unavailable);
  CHECK(overall({down, markers({a_marker("violent")})}) == source_status::found);
  CHECK(overall({}) == source_status::unavailable);
}
