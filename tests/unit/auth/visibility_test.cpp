#include <algorithm>
#include <array>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "server/auth/visibility.hpp"

using namespace frontdoor;
using namespace frontdoor::auth;

namespace {

triage::uuid id_of(std::uint8_t last) {
  triage::uuid id;
  id.bytes[15] = last;
  return id;
}

principal person(role r, std::vector<std::string> districts = {}) {
  principal who;
  who.credential = credential::session;
  who.id = id_of(1);
  who.name = "someone";
  who.role = r;
  who.permissions = permissions_of(r);
  who.districts = std::move(districts);
  return who;
}

principal program(std::uint8_t id) {
  auto who = person(role::integrator);
  who.credential = credential::api_key;
  who.id = id_of(id);
  return who;
}

event_scope scope(
    std::string_view type, std::optional<std::string_view> before, std::optional<std::string_view> after,
    std::optional<triage::uuid> owner = std::nullopt
) {
  return {type, before, after, owner};
}

} // namespace

TEST_CASE("role by event: who sees what, and how much of it") {
  struct expectation {
    role who;
    detail others; // of an event that a person or another key made
  };
  const std::array table{
      expectation{role::call_handler, detail::full}, expectation{role::dispatcher, detail::full},
      expectation{role::supervisor, detail::full},   expectation{role::integrator, detail::none},
      expectation{role::auditor, detail::full},      expectation{role::admin, detail::none},
  };
  for (const auto& row : table) {
    for (const std::string_view stream : {"contact", "incident", "crime", "major_incident"}) {
      INFO(to_string(row.who) << " " << stream);
      CHECK(detail_of(person(row.who), scope(stream, "Salford", "Salford")) == row.others);
      CHECK(detail_of(person(row.who), scope(stream, {}, {})) == row.others);
      CHECK(detail_of(person(row.who), scope(stream, {}, {}, id_of(9))) == row.others);
    }
    CHECK(detail_of(person(row.who), scope("session", {}, {})) == detail::none);
  }
}

TEST_CASE("a review of somebody's work is for supervision alone, in its districts, and never an integrator's") {
  for (const auto r : {role::supervisor, role::auditor})
    CHECK(detail_of(person(r), scope("review", "Salford", "Salford")) == detail::full);
  for (const auto r : {role::call_handler, role::dispatcher, role::crime_registrar, role::admin})
    CHECK(detail_of(person(r), scope("review", "Salford", "Salford")) == detail::none);
  CHECK_FALSE(may_see(person(role::supervisor, {"Bolton"}), scope("review", "Salford", "Salford")));
  CHECK(may_see(person(role::supervisor, {"Bolton"}), scope("review", {}, {})));
  auto wide = program(7);
  wide.permissions.set();
  CHECK_FALSE(may_see(wide, scope("review", {}, {}, id_of(7))));
}

TEST_CASE("an integrator sees what its own contacts made, without personal data, and nothing else") {
  const auto own = scope("incident", "Bolton", "Bolton", id_of(7));
  CHECK(detail_of(program(7), own) == detail::without_personal_data);
  CHECK(detail_of(program(8), own) == detail::none);
  CHECK(detail_of(program(7), scope("incident", "Bolton", "Bolton")) == detail::none);
  CHECK(detail_of(program(0), scope("incident", {}, {}, triage::uuid{})) == detail::none);
  // A key that was given wide permissions by mistake is still kept to its own.
  auto wide = program(7);
  wide.permissions.set();
  wide.role = role::supervisor;
  CHECK_FALSE(may_see(wide, scope("incident", "Bolton", "Bolton", id_of(8))));
}

TEST_CASE("someone kept to a district sees what comes, stays, leaves and is not yet placed") {
  const auto salford = person(role::dispatcher, {"Salford", "Trafford"});
  CHECK(may_see(salford, scope("incident", "Salford", "Salford")));
  CHECK(may_see(salford, scope("incident", "Bolton", "Salford")));
  CHECK(may_see(salford, scope("incident", "Salford", "Bolton")));
  CHECK(may_see(salford, scope("incident", {}, "Bolton")));
  CHECK(may_see(salford, scope("incident", {}, {})));
  CHECK_FALSE(may_see(salford, scope("incident", "Bolton", "Bury")));

  CHECK(loses_sight(salford, scope("incident", "Salford", "Bolton")));
  CHECK(loses_sight(salford, scope("incident", {}, "Bolton")));
  CHECK_FALSE(loses_sight(salford, scope("incident", "Salford", "Trafford")));
  CHECK_FALSE(loses_sight(salford, scope("incident", "Bolton", "Bury")));
  CHECK_FALSE(loses_sight(person(role::dispatcher), scope("incident", "Salford", "Bolton")));
}

TEST_CASE("without a credential or a reading permission nothing is seen") {
  auto anonymous = person(role::supervisor);
  anonymous.credential = credential::none;
  CHECK_FALSE(may_see(anonymous, scope("incident", {}, {})));
  CHECK(detail_for(anonymous) == detail::none);
  auto stripped = person(role::supervisor);
  stripped.permissions.reset();
  CHECK_FALSE(may_see(stripped, scope("incident", {}, {})));
}

namespace {

const std::array<std::string, 3> places{"Salford", "Bolton", "Bury"};

struct sample {
  principal who;
  std::optional<std::string> before, after;
  std::optional<triage::uuid> owner;

  std::string_view stream = "incident";

  event_scope what() const {
    event_scope s{stream, {}, {}, owner};
    if (before) s.district_before = *before;
    if (after) s.district_after = *after;
    return s;
  }
};

std::optional<std::string> some_place() {
  const auto pick = *rc::gen::inRange<std::size_t>(0, places.size() + 1);
  if (pick == places.size()) return std::nullopt;
  return places.at(pick);
}

principal someone() {
  auto who = person(static_cast<role>(*rc::gen::inRange<int>(0, static_cast<int>(role_count))));
  who.id = id_of(*rc::gen::inRange<std::uint8_t>(1, 4));
  if (who.role == role::integrator) who.credential = credential::api_key;
  for (const auto& place : places) {
    if (*rc::gen::arbitrary<bool>()) who.districts.push_back(place);
  }
  return who;
}

sample some() {
  sample s;
  s.who = someone();
  s.before = some_place();
  s.after = some_place();
  if (*rc::gen::arbitrary<bool>()) s.owner = id_of(*rc::gen::inRange<std::uint8_t>(1, 4));
  s.stream = *rc::gen::element<std::string_view>("contact", "incident", "crime", "major_incident", "review", "session");
  return s;
}

} // namespace

TEST_CASE("properties of the filter") {
  rc::prop("what is lost from sight was in sight, and its leaving is seen", [] {
    const auto s = some();
    if (!loses_sight(s.who, s.what())) return;
    RC_ASSERT(may_see(s.who, s.what()));
    RC_ASSERT(may_see(s.who, event_scope::at_rest(s.stream, s.what().district_before, s.owner)));
    RC_ASSERT(!may_see(s.who, event_scope::at_rest(s.stream, s.what().district_after, s.owner)));
  });
  rc::prop("one who sees the stream at rest after an event saw the event", [] {
    const auto s = some();
    if (may_see(s.who, event_scope::at_rest(s.stream, s.what().district_after, s.owner))) {
      RC_ASSERT(may_see(s.who, s.what()));
    }
  });
  rc::prop("fewer permissions never show more", [] {
    auto s = some();
    const auto before = detail_of(s.who, s.what());
    s.who.permissions &= permissions(*rc::gen::inRange<unsigned long>(0, 1UL << permission_count));
    RC_ASSERT(detail_of(s.who, s.what()) <= before);
  });
  rc::prop("two of the same class see the same", [] {
    const auto s = some();
    auto other = someone();
    if (class_of(s.who) != class_of(other)) return;
    RC_ASSERT(detail_of(s.who, s.what()) == detail_of(other, s.what()));
  });
}
