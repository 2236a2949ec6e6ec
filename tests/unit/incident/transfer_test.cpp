// Transfers between forces, contacts that another organisation sends, and referrals: lessons.md R24, R11.
#include "partner_story.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using std::chrono::hours;
using std::chrono::minutes;
using enum handoff_state;

namespace {

contact sent_contact(const std::string& grade, timestamp since) {
  auto out = contact_with(calm());
  out.channel = channel::partner;
  out.sender = contact_sender{"west_yorkshire", grade, since};
  out.received_at = since;
  return out;
}

story sent(const std::string& grade) {
  story out(tests::gmp_2018());
  out.must(take_contact{sent_contact(grade, nine_in_the_evening() - minutes(20)), {}, {}, {}});
  return out;
}

set_grade lower(const story& incident, const std::string& grade) {
  set_grade out{{grade, "facts_changed", "He has left the house for good"}, incident.version(), {}};
  out.lowering.thrive = std::array<thrive_part, thrive_count>{
      {{"low", "part one is mine"},
       {"low", "part two is mine"},
       {"low", "part three is mine"},
       {"low", "part four is mine"},
       {"low", "part five is mine"},
       {"low", "part six is mine"}}
  };
  return out;
}

} // namespace

TEST_CASE("A transfer carries grade and earliest clock, and the sender owns until the receiver accepts") {
  auto incident = graded("2");
  const auto made = incident.must(request_handoff{partner_kind::force, "west_yorkshire", "", {}});
  CHECK(only<handoff_requested>(made).grade->grade == "2");
  CHECK(only<handoff_requested>(made).clock_from == nine_in_the_evening());
  CHECK(owner_of(incident.the_incident()) == "police");
  CHECK(
      refused_with(incident.when(request_handoff{partner_kind::force, "cheshire", "", {}})) == "handoff_waits_already"
  );
  answer_handoff yes;
  yes.answer = accepted;
  incident.must(yes);
  CHECK(owner_of(incident.the_incident()) == "west_yorkshire");
  check_kept(incident);
}

TEST_CASE("A transfer that is refused or not answered comes back and alerts the supervisor") {
  auto incident = graded("2");
  ask(incident, "west_yorkshire", partner_kind::force);
  SECTION("refused") {
    answer_handoff no;
    no.answer = declined;
    incident.must(no);
  }
  SECTION("silence") {
    const auto pending = timers(incident.the_incident()).at(0);
    CHECK(pending.due_at == nine_in_the_evening() + minutes(15));
    incident.at(pending.due_at).by(machine()).must(fire_timer{pending.key, pending.generation});
  }
  CHECK(owner_of(incident.the_incident()) == "police");
  CHECK(open_task(incident.the_incident(), "handoff_failed")->owner == "supervisor");
}

TEST_CASE("A reply without a transfer is for nobody") {
  auto incident = graded("2");
  CHECK(refused_with(incident.when(answer_handoff{})) == "unknown_handoff");
}

TEST_CASE("What another force sends keeps at least its grade, and its clock") {
  const auto incident = sent("priority");
  const auto& state = incident.the_incident();
  CHECK(state.grade->grade == "2");
  CHECK(state.grade->arrive_by == nine_in_the_evening() + minutes(40));
  CHECK(state.clock_from == nine_in_the_evening() - minutes(20));
  CHECK(state.dispatch);
  CHECK(state.contacts.at(0).sender == "west_yorkshire");
  CHECK(state.partners.sender->held_until == nine_in_the_evening() + hours(4));
  check_kept(incident);
}

TEST_CASE("The sender's grade is not lowered for its time; after it the guard is as for any other") {
  auto incident = sent("priority");
  incident.by(dispatcher());
  CHECK(refused_with(incident.when(lower(incident, "3"))) == "sender_grade_held");
  incident.at(nine_in_the_evening() + hours(4));
  CHECK(incident.when(lower(incident, "3")));
}

TEST_CASE("A sender's grade never lowers the one that the facts give") {
  story incident(tests::gmp_2018());
  auto contact = sent_contact("scheduled", nine_in_the_evening());
  contact.facts = document({{"weapon", "seen"}, {"suspect_present", true}, {"in_progress", true}});
  incident.must(take_contact{contact, {}, {}, {}});
  CHECK(incident.the_incident().grade->grade == "1");
}

TEST_CASE("A joining contact brings the sender's grade and its earlier clock with it") {
  auto incident = graded("3");
  auto contact = sent_contact("immediate", nine_in_the_evening() - hours(1));
  contact.id = id(1999);
  incident.must(take_contact{contact, incident.the_incident().id, {}, {}});
  CHECK(incident.the_incident().grade->grade == "1");
  CHECK(incident.the_incident().clock_from == nine_in_the_evening() - hours(1));
  CHECK(incident.the_incident().dispatch->grade == "1");
  check_kept(incident);
}

TEST_CASE("A sender or a sender's grade that the pack does not know is told, not guessed") {
  story incident(tests::gmp_2018());
  auto contact = sent_contact("purple", nine_in_the_evening());
  CHECK(refused_with(incident.when(take_contact{contact, {}, {}, {}})) == "unknown_grade");
  contact.sender = contact_sender{"narnia", "1", std::nullopt};
  CHECK(refused_with(incident.when(take_contact{contact, {}, {}, {}})) == "unknown_partner");
}

TEST_CASE("The body of a contact gives the sender and its clock") {
  const nlohmann::json body{
      {"channel", "partner"},
      {"narrative", "Passed to us."},
      {"sender", {{"partner", "btp"}, {"grade", "priority"}, {"received_at", "2026-03-01T20:10:00Z"}}}
  };
  const auto read = contact_from_json(body, id(1), nine_in_the_evening());
  REQUIRE(read);
  CHECK(read->sender->grade == "priority");
  CHECK(read->received_at == nine_in_the_evening() - minutes(50));
  CHECK_FALSE(contact_from_json(
      {{"channel", "partner"}, {"narrative", "x"}, {"sender", {{"grade", "1"}}}}, id(1), nine_in_the_evening()
  ));
}

TEST_CASE("A referral without a receipt is a task with its time; the receipt ends it") {
  auto incident = graded("3");
  const auto referral = ask(incident, "victim_services", partner_kind::service);
  const auto* owed = open_task(incident.the_incident(), "referral_receipt");
  REQUIRE(owed != nullptr);
  CHECK(owed->about == referral);
  CHECK(owed->due_at == nine_in_the_evening() + hours(24));
  CHECK(listed(incident.when(closing_now(incident))) == std::set<std::string>{"task_open"});
  SECTION("not accepted: it is still owed") {
    incident.must(saying(referral, declined));
    CHECK(open_kinds(incident) == std::multiset<std::string>{"referral_receipt"});
  }
  SECTION("accepted") {
    incident.must(saying(referral, accepted));
    CHECK(open_kinds(incident).empty());
    CHECK(incident.when(closing_now(incident)));
  }
  check_kept(incident);
}
