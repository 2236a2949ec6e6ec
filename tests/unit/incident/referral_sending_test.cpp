// Referrals to a service's own system by Open311: domain.md 8.5, lessons.md R11.
#include "partner_story.hpp"

#include <chrono>

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using std::chrono::hours;
using std::chrono::minutes;
using came = report_referral::outcome;

namespace {

story at_a_street_with_rubbish() {
  story out(pack_with_council());
  out.opened_with(calm());
  const auto& held = out.the_incident().grade;
  if (!held || held->grade != "3") out.must(set_grade{{"3", std::nullopt, std::nullopt}});
  out.by(dispatcher());
  if (const auto& dispatch = out.the_incident().dispatch) out.must(acknowledge_dispatch{dispatch->id});
  return out;
}

request_handoff for_the_council(const std::string& code = "fly_tipping") {
  request_handoff out{partner_kind::service, "council_referral", "The caller is afraid of her neighbour", std::nullopt};
  service_request told;
  told.service_code = code;
  told.told.description = "Mattresses block the footway.";
  told.told.address = "Comfrey Close, Oldham";
  out.electronic = told;
  return out;
}

const referral_sending& sending_of(const story& incident) {
  return last_handoff(incident).sending.value();
}

// Fires the referral's timer at its time.
decision let_it_fall_due(story& incident) {
  for (const auto& one : timers(incident.the_incident())) {
    if (!one.key.starts_with(referral_timer)) continue;
    incident.at(one.due_at).by(machine());
    return incident.must(fire_timer{one.key, one.generation});
  }
  throw std::logic_error("no referral waits");
}

report_referral reported(
    const story& incident, came what, const std::string& reason = {}, std::optional<std::string> said = std::nullopt
) {
  report_referral out;
  out.referral = last_handoff(incident).id;
  out.attempt = sending_of(incident).attempts;
  out.came_of_it = what;
  out.reason_code = reason;
  out.said = std::move(said);
  return out;
}

story that_is_being_sent() {
  auto out = at_a_street_with_rubbish();
  out.must(for_the_council());
  let_it_fall_due(out);
  return out;
}

} // namespace

TEST_CASE("A referral to a service's system is in the log before it is sent, what it tells sealed apart") {
  auto incident = at_a_street_with_rubbish();
  const auto asked = incident.must(for_the_council());
  CHECK(types_of(asked) == "handoff.requested, task.opened, referral.queued");
  CHECK(only<referral_queued>(asked).service_code == "fly_tipping");
  for (const auto& one : asked.events) {
    const auto row = encode(one);
    CHECK(row.body.find("Mattresses") == std::string::npos);
    CHECK(row.body.find("Comfrey") == std::string::npos);
  }
  CHECK(to_snapshot(incident.the_incident()).body.find("Mattresses") == std::string::npos);
  const auto tried = let_it_fall_due(incident);
  CHECK(types_of(tried) == "referral.attempted");
  CHECK(only<referral_attempted>(tried).attempt == 1);
  CHECK_FALSE(only<referral_attempted>(tried).for_token);
  CHECK(sending_of(incident).state == referral_sending_state::trying);
  CHECK(sending_of(incident).due_at == incident.now() + minutes(1));
  check_kept(incident);
}

TEST_CASE("Why it was referred stays with police: the service is told only what was written for it") {
  auto incident = at_a_street_with_rubbish();
  const auto asked = incident.must(for_the_council());
  const auto& told = only<referral_queued>(asked).personal.value();
  CHECK(told.description == "Mattresses block the footway.");
  CHECK_FALSE(told.first_name);
  CHECK_FALSE(told.last_name);
  CHECK_FALSE(told.phone);
  CHECK_FALSE(told.email);
}

TEST_CASE("The number that the service gives is the receipt") {
  auto incident = that_is_being_sent();
  const auto made = incident.must(reported(incident, came::number, "", "FT-20417"));
  CHECK(types_of(made) == "referral.sent, handoff.answered, task.lapsed");
  CHECK(only<handoff_answered>(made).personal->reference == "FT-20417");
  for (const auto& one : made.events)
    CHECK(encode(one).body.find("20417") == std::string::npos);
  CHECK(last_handoff(incident).state == handoff_state::accepted);
  CHECK(sending_of(incident).state == referral_sending_state::settled);
  CHECK_FALSE(sending_of(incident).due_at);
  CHECK(open_kinds(incident).empty());
  CHECK(incident.the_incident().partners.police_attending);
  check_kept(incident);
}

TEST_CASE("A token is asked about until the service gives its number; meanwhile the receipt is owed") {
  auto incident = that_is_being_sent();
  CHECK(types_of(incident.must(reported(incident, came::token, "", "T-9"))) == "referral.sent");
  CHECK(sending_of(incident).state == referral_sending_state::token_held);
  CHECK(sending_of(incident).due_at == incident.now() + minutes(15));
  CHECK(open_kinds(incident) == std::multiset<std::string>{"referral_receipt"});
  check_kept(incident);
  const auto asked = let_it_fall_due(incident);
  CHECK(only<referral_attempted>(asked).for_token);
  CHECK(only<referral_attempted>(asked).attempt == 2);
  incident.must(reported(incident, came::failed, "no_number_yet"));
  CHECK(sending_of(incident).state == referral_sending_state::token_held);
  CHECK(sending_of(incident).due_at == incident.now() + minutes(15));
  check_kept(incident);
  let_it_fall_due(incident);
  const auto silence = let_it_fall_due(incident); // no answer about the token: it is asked again
  CHECK(only<referral_failed>(silence).next_at == incident.now() + minutes(15));
  let_it_fall_due(incident);
  incident.must(reported(incident, came::number, "", "FT-20417"));
  CHECK(last_handoff(incident).state == handoff_state::accepted);
  CHECK(open_kinds(incident).empty());
  check_kept(incident);
}

TEST_CASE("A token that has no number by the time of the answer comes back as a task") {
  auto incident = that_is_being_sent();
  incident.must(reported(incident, came::token, "", "T-9"));
  std::size_t asked = 0;
  while (sending_of(incident).state == referral_sending_state::token_held) {
    let_it_fall_due(incident);
    incident.must(reported(incident, came::failed, "no_number_yet"));
    REQUIRE(++asked < 1000);
  }
  CHECK(sending_of(incident).state == referral_sending_state::given_up);
  CHECK(incident.now() < last_handoff(incident).answer_by);
  CHECK(incident.now() + minutes(16) >= last_handoff(incident).answer_by);
  CHECK(open_kinds(incident).contains("referral_failed"));
}

TEST_CASE("A service that was not reached is asked again after the pack's waits, and then a person tells it") {
  auto incident = that_is_being_sent();
  for (const auto wait : {minutes(1), minutes(5)}) {
    incident.must(reported(incident, came::not_reached, "not_reached"));
    CHECK(sending_of(incident).state == referral_sending_state::waiting);
    CHECK(sending_of(incident).due_at == incident.now() + wait);
    check_kept(incident);
    let_it_fall_due(incident);
  }
  const auto over = incident.must(reported(incident, came::not_reached, "busy"));
  CHECK(types_of(over) == "referral.failed, task.opened");
  CHECK(sending_of(incident).state == referral_sending_state::given_up);
  CHECK(sending_of(incident).reason_code == "busy");
  CHECK(last_handoff(incident).returned);
  CHECK(open_kinds(incident) == std::multiset<std::string>{"referral_failed", "referral_receipt"});
  check_kept(incident);
}

TEST_CASE("What the service refuses is not sent again: its words are kept, sealed, and a person has the task") {
  auto incident = that_is_being_sent();
  const auto made = incident.must(reported(incident, came::failed, "refused", "This is a duplicate."));
  CHECK(types_of(made) == "referral.failed, task.opened");
  CHECK(only<referral_failed>(made).personal->text == "This is a duplicate.");
  CHECK(encode(made.events.front()).body.find("duplicate") == std::string::npos);
  CHECK(open_kinds(incident).contains("referral_failed"));
  CHECK(open_task(incident.the_incident(), "referral_failed")->about == last_handoff(incident).id);
  check_kept(incident);
}

TEST_CASE("Silence is not sent again, since the service may have it; a late number still is the receipt") {
  auto incident = that_is_being_sent();
  const auto late = reported(incident, came::number, "", "FT-20417");
  const auto late_no = reported(incident, came::not_reached, "not_reached");
  const auto silence = let_it_fall_due(incident);
  CHECK(types_of(silence) == "referral.failed, task.opened");
  CHECK(only<referral_failed>(silence).reason_code == "no_answer");
  CHECK(incident.must(late_no).events.empty());
  incident.must(late);
  CHECK(last_handoff(incident).state == handoff_state::accepted);
  CHECK_FALSE(last_handoff(incident).returned);
  CHECK(open_kinds(incident).empty());
  check_kept(incident);
}

TEST_CASE("A late token takes the task back, and its number is asked for") {
  auto incident = that_is_being_sent();
  const auto late = reported(incident, came::token, "", "T-9");
  let_it_fall_due(incident);
  CHECK(types_of(incident.must(late)) == "referral.sent, task.lapsed");
  CHECK(sending_of(incident).state == referral_sending_state::token_held);
  CHECK_FALSE(last_handoff(incident).returned);
  CHECK(open_kinds(incident) == std::multiset<std::string>{"referral_receipt"});
  check_kept(incident);
}

TEST_CASE("A receipt that a person records ends the sending") {
  auto incident = at_a_street_with_rubbish();
  incident.must(for_the_council());
  incident.must(saying(last_handoff(incident).id, handoff_state::accepted));
  CHECK(sending_of(incident).state == referral_sending_state::settled);
  CHECK_THROWS_AS(let_it_fall_due(incident), std::logic_error);
  check_kept(incident);
}

TEST_CASE("A receipt by hand after the sending was given up ends both tasks; before that it may be referred again") {
  auto incident = that_is_being_sent();
  incident.must(reported(incident, came::failed, "refused"));
  const auto first = last_handoff(incident).id;
  incident.by(dispatcher());
  SECTION("by hand") {
    incident.must(saying(first, handoff_state::accepted));
    CHECK(open_kinds(incident).empty());
  }
  SECTION("again") {
    CHECK(incident.when(for_the_council("street_light")));
  }
}

TEST_CASE("What the service is told must be complete, and each refusal says what to do") {
  auto incident = at_a_street_with_rubbish();
  auto command = for_the_council();
  const auto refused = [&](const request_handoff& one) {
    const auto made = incident.when(one);
    REQUIRE_FALSE(made);
    CHECK_FALSE(made.error().remedy.empty());
    return made.error().code;
  };
  SECTION("nothing") {
    command.electronic.reset();
    CHECK(refused(command) == "service_request_missing");
    CHECK(incident.when(command).error().remedy.find("fly_tipping (Fly-tipping)") != std::string::npos);
    command.by_hand = true;
    CHECK(incident.when(command));
  }
  SECTION("twice") {
    command.by_hand = true;
    CHECK(refused(command) == "told_twice");
  }
  SECTION("a code that the service does not have") {
    CHECK(refused(for_the_council("dragons")) == "unknown_service_code");
  }
  SECTION("no place") {
    command.electronic->told.address.reset();
    CHECK(refused(command) == "place_missing");
    command.electronic->told.lat = 53.54;
    CHECK(refused(command) == "place_missing");
    command.electronic->told.lon = -2.11;
    CHECK(incident.when(command));
  }
  SECTION("a service without a system") {
    command.partner = "victim_services";
    CHECK(refused(command) == "not_electronic");
  }
}

TEST_CASE("Only the server tells what came of a referral, and only of one that is sent") {
  auto incident = that_is_being_sent();
  const auto told = reported(incident, came::number, "", "FT-1");
  CHECK(refused_with(incident.by(supervisor()).when(told)) == "machine_only");
  auto other = told;
  other.referral = id(78);
  CHECK(refused_with(incident.by(machine()).when(other)) == "unknown_handoff");
}

TEST_CASE("A pack that no longer sends to the service gives what waits to a person") {
  auto incident = at_a_street_with_rubbish();
  incident.must(for_the_council());
  const auto due = timers(incident.the_incident());
  const auto own = std::ranges::find_if(due, [](const timer& one) { return one.key.starts_with(referral_timer); });
  REQUIRE(own != due.end());
  unsigned next = 900;
  const context today{own->due_at, [&] { return id(next++); }, machine(), tests::gmp_2018()};
  const auto made = decide(incident.the_incident(), fire_timer{own->key, own->generation}, today);
  REQUIRE(made);
  CHECK(types_of(*made) == "referral.failed, task.opened");
  CHECK(only<referral_failed>(*made).reason_code == "not_electronic");
}

TEST_CASE("The body of a referral says what the service is told") {
  const nlohmann::json body{
      {"service", "council_referral"},
      {"reason", "x"},
      {"open311",
       {{"service_code", "fly_tipping"},
        {"description", "Mattresses"},
        {"address", nullptr},
        {"lat", 53.54},
        {"lon", -2.11},
        {"email", "warden@oldham.example"}}}
  };
  const auto read = referral_from_json(body);
  REQUIRE(read);
  CHECK(read->electronic->told.lat == 53.54);
  CHECK_FALSE(read->electronic->told.address);
  CHECK(read->electronic->told.email == "warden@oldham.example");
  CHECK_FALSE(read->by_hand);
  const auto bad = referral_from_json({{"service", "x"}, {"reason", "x"}, {"open311", {{"description", "x"}}}});
  REQUIRE_FALSE(bad);
  CHECK(bad.error().front().pointer == "/open311/service_code");
}
