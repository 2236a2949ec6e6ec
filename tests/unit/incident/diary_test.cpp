// The diary of a district, and the appointments that incidents have in it.
#include <catch2/catch.hpp>

#include "partner_story.hpp"
#include "stored_row.hpp"
#include "triage/incident/diary.hpp"

using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// A diary and one incident at a desk, with the decisions made on both.
class desk {
 public:
  desk() : incident_(graded("4")) {}

  context now() {
    return {incident_.now(), [this] { return id(next_++); }, person(), frontdoor::tests::gmp_2018()};
  }

  uuid offer_place(timestamp starts_at, std::uint32_t capacity = 1) {
    const auto made =
        offer(book_, id(9000), "Salford", "2026-03-03", {"visit", starts_at, starts_at + hours(1), capacity}, now());
    REQUIRE(made);
    keep(*made);
    return book_->slots.back().id;
  }

  diary_outcome kept(diary_outcome made) {
    if (made) keep(*made);
    return made;
  }

  diary_outcome book_slot(const uuid& slot) {
    return kept(book(*book_, state(), book_appointment{id(9000), slot, std::nullopt}, now()));
  }

  const diary& the_diary() const { return *book_; }
  const incident& state() const { return changed_ ? *changed_ : incident_.the_incident(); }
  const std::vector<diary_event>& events() const { return events_; }

  // The timer that is due next, fired at its time by the server.
  decision fire_next() {
    const auto pending = timers(state());
    const auto next = std::ranges::min_element(pending, {}, &timer::due_at);
    REQUIRE(next != pending.end());
    incident_.at(next->due_at);
    context at{next->due_at, [this] { return id(next_++); }, machine(), frontdoor::tests::gmp_2018()};
    auto made = decide(state(), fire_timer{next->key, next->generation}, at);
    REQUIRE(made);
    changed_ = made->incident;
    return *made;
  }

  diary_outcome move_to(const uuid& slot, const std::string& reason = "person_asks") {
    const auto& one = state().screening.appointments.back();
    return kept(move(book_, *book_, state(), move_appointment{one.id, id(9000), slot, reason, std::nullopt}, now()));
  }

  diary_outcome call_off(const std::string& reason = "person_asks") {
    const auto& one = state().screening.appointments.back();
    return kept(cancel(book_, state(), cancel_appointment{one.id, reason, std::nullopt}, now()));
  }

  desk& at(timestamp when) {
    incident_.at(when);
    return *this;
  }

  std::expected<decision, refusal> ended(bool kept_it) {
    auto made =
        decide(state(), end_appointment{state().screening.appointments.back().id, kept_it, std::nullopt}, now());
    if (made) changed_ = made->incident;
    return made;
  }

 private:
  void keep(const side_decision<diary_event>& made) {
    for (const auto& e : made.events) {
      book_ = apply(book_.value_or(diary{}), e);
      events_.push_back(e);
    }
    if (made.on_incident) changed_ = made.on_incident->incident;
  }

  story incident_;
  std::optional<diary> book_;
  std::optional<incident> changed_;
  std::vector<diary_event> events_;
  unsigned next_ = 5000;
};

const timestamp day_after = nine_in_the_evening() + days(2);

std::set<std::string> open_tasks(const incident& state) {
  std::set<std::string> out;
  for (const auto& one : state.tasks) {
    if (one.state == task_state::open) out.insert(one.kind);
  }
  return out;
}

std::string why_not(const diary_outcome& made) {
  REQUIRE_FALSE(made);
  CHECK_FALSE(made.error().remedy.empty());
  return made.error().code;
}

} // namespace

TEST_CASE("A slot has places, and the last one is given once") {
  desk here;
  const auto slot = here.offer_place(day_after);
  REQUIRE(here.book_slot(slot));
  CHECK(here.the_diary().find(slot)->free() == 0);
  const auto second = graded("4");
  CHECK(
      why_not(book(here.the_diary(), second.the_incident(), {id(9000), slot, std::nullopt}, here.now())) == "slot_full"
  );
}

TEST_CASE("A slot is of a kind of the policy, has places, and is still to come") {
  desk here;
  const auto asked = [&](const offer_slot& wanted) {
    return why_not(offer(std::nullopt, id(9000), "Salford", "2026-03-03", wanted, here.now()));
  };
  CHECK(asked({"seance", day_after, day_after + hours(1), 1}) == "unknown_kind");
  CHECK(asked({"visit", day_after, day_after, 1}) == "out_of_range");
  CHECK(asked({"visit", day_after, day_after + hours(1), 0}) == "out_of_range");
}

TEST_CASE("Places are not taken away from those who have them") {
  desk here;
  const auto slot = here.offer_place(day_after, 2);
  REQUIRE(here.book_slot(slot));
  CHECK(why_not(change_capacity(here.the_diary(), slot, 0, here.now())) == "places_taken");
  CHECK(why_not(change_capacity(here.the_diary(), id(1), 2, here.now())) == "unknown_slot");
  REQUIRE(here.kept(change_capacity(here.the_diary(), slot, 1, here.now())));
  CHECK(here.the_diary().find(slot)->free() == 0);
}

TEST_CASE("An incident has one appointment at a time, in a slot that is there and not over") {
  desk here;
  const auto slot = here.offer_place(day_after, 3);
  CHECK(why_not(here.book_slot(id(1))) == "unknown_slot");
  REQUIRE(here.book_slot(slot));
  CHECK(why_not(here.book_slot(slot)) == "appointment_booked");
  const auto other = graded("4");
  here.at(day_after + hours(2));
  CHECK(
      why_not(book(here.the_diary(), other.the_incident(), {id(9000), slot, std::nullopt}, here.now())) == "slot_over"
  );
}

TEST_CASE("Moving an appointment frees its place; cancelling it opens a task to tell the caller") {
  desk here;
  const auto first = here.offer_place(day_after);
  const auto second = here.offer_place(day_after + hours(3));
  REQUIRE(here.book_slot(first));
  CHECK(why_not(here.move_to(second, "no_reason")) == "unknown_reason_code");
  REQUIRE(here.move_to(second));
  CHECK(here.the_diary().find(first)->free() == 1);
  CHECK(here.the_diary().find(second)->free() == 0);
  REQUIRE(here.call_off());
  CHECK(here.the_diary().find(second)->free() == 1);
  CHECK(open_tasks(here.state()).contains("tell_caller"));
  CHECK(why_not(here.call_off()) == "appointment_ended");
}

TEST_CASE("The reminder is due before the slot; a slot that nobody says was kept is owed to somebody") {
  desk here;
  REQUIRE(here.book_slot(here.offer_place(day_after)));
  here.fire_next();
  CHECK(here.state().screening.appointments.back().state == appointment_state::reminded);
  CHECK(open_tasks(here.state()).contains("appointment_reminder"));
  for (int i = 0; i < 5 && here.state().screening.appointments.back().state != appointment_state::missed; ++i)
    here.fire_next();
  CHECK(here.state().screening.appointments.back().state == appointment_state::missed);
  CHECK(open_tasks(here.state()).contains("appointment_missed"));
  CHECK(open_tasks(here.state()).contains("tell_caller"));
}

TEST_CASE("Whether it was kept is said once the slot has begun") {
  desk here;
  REQUIRE(here.book_slot(here.offer_place(day_after)));
  const auto early = here.ended(true);
  REQUIRE_FALSE(early);
  CHECK(early.error().code == "appointment_not_begun");
  REQUIRE(here.at(day_after + minutes(20)).ended(true));
  CHECK(here.state().screening.appointments.back().state == appointment_state::kept);
  CHECK_FALSE(open_tasks(here.state()).contains("appointment_missed"));
}

TEST_CASE("A booked appointment keeps its incident open") {
  desk here;
  REQUIRE(here.book_slot(here.offer_place(day_after)));
  const auto made = decide(
      here.state(), close_incident{"attended_dealt_with", "Officers spoke to both of them", here.state().version},
      here.now()
  );
  REQUIRE_FALSE(made);
  CHECK(std::ranges::any_of(made.error().faults, [](const auto& one) { return one.code == "appointment_open"; }));
}

TEST_CASE("A diary comes back from the log and from its snapshot as it was") {
  desk here;
  const auto first = here.offer_place(day_after, 2);
  const auto second = here.offer_place(day_after + hours(3));
  REQUIRE(here.book_slot(first));
  REQUIRE(here.move_to(second));
  REQUIRE(here.kept(change_capacity(here.the_diary(), first, 5, here.now())));
  diary again;
  for (const auto& e : here.events()) {
    const auto text = encode(e);
    const auto read = decode_diary(stored_row(text));
    REQUIRE(read);
    CHECK(*read == e);
    again = apply(std::move(again), *read);
  }
  CHECK(again == here.the_diary());
  CHECK(diary_from_snapshot(json::parse(to_snapshot_json(again).dump())) == again);
}
