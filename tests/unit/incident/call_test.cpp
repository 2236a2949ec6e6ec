// Calls as telephony tells of them: practice.md 8, 16; lessons.md R10, R22.
#include "partner_story.hpp"
#include "stored_row.hpp"

#include "triage/incident/call.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using std::chrono::seconds;

namespace {

actor telephony() {
  return {"key:telephony", actor_kind::integrator, "integrator"};
}

// One call and what became of it, as the server keeps both.
struct line {
  std::optional<call_record> call;
  std::optional<incident> on;
  std::vector<call_event> events;
  unsigned next = 1;
  timestamp now = nine_in_the_evening();

  call_decision told(call_state state, channel by = channel::emergency_999) {
    call_news news;
    news.state = state;
    news.at = now;
    news.channel = by;
    news.personal.line = "bt-1";
    news.personal.phone = "+447700900123";
    return told(news);
  }

  call_decision told(const call_news& news) {
    const context context{now, [this] { return id(next++); }, telephony(), tests::gmp_2018()};
    auto made = decide_call(call, id(800), news, on, context);
    REQUIRE(made);
    return kept(*std::move(made));
  }

  call_decision kept(call_decision made) {
    if (made.event) {
      call = triage::apply(call.value_or(call_record{}), *made.event);
      events.push_back(*made.event);
    }
    if (made.on_incident && made.on_incident->incident) on = made.on_incident->incident;
    return made;
  }
};

void check_stored(const line& one) {
  call_record folded;
  for (const auto& event : one.events) {
    const auto row = encode(event);
    CHECK(row.body.find("7700") == std::string::npos);
    CHECK(row.body.find("bt-1") == std::string::npos);
    const auto back = decode_call(stored_row(row));
    REQUIRE(back);
    CHECK(*back == event);
    folded = triage::apply(std::move(folded), *back);
  }
  CHECK(folded == one.call);
  const auto personal = to_snapshot_personal(*one.call);
  CHECK(call_from_snapshot(to_snapshot_json(*one.call), personal ? &*personal : nullptr) == one.call);
}

} // namespace

TEST_CASE("A call that rings has a draft contact, is live once answered, and over when it ends") {
  line one;
  one.told(call_state::ringing);
  REQUIRE(one.call);
  const auto draft = one.call->contact;
  CHECK_FALSE(is_live(*one.call));
  CHECK_FALSE(one.on);
  one.now += seconds(5);
  one.told(call_state::answered);
  CHECK(is_live(*one.call));
  CHECK(one.call->contact == draft);
  one.now += seconds(60);
  one.told(call_state::ended);
  CHECK_FALSE(is_live(*one.call));
  CHECK(standing(*one.call) == "over");
  check_stored(one);
}

TEST_CASE("The same state told twice, or late, changes nothing") {
  line one;
  one.told(call_state::ringing);
  one.told(call_state::answered);
  const auto before = one.call;
  CHECK_FALSE(one.told(call_state::answered).event);
  CHECK_FALSE(one.told(call_state::ringing).event);
  CHECK(one.call == before);
  one.told(call_state::ended);
  CHECK_FALSE(one.told(call_state::ended).event);
  CHECK_FALSE(one.told(call_state::abandoned).event);
}

TEST_CASE("Further fixes of the place are kept as candidates, each once; nobody picks one but a person") {
  line one;
  one.told(call_state::ringing);
  call_news fix;
  fix.state = call_state::located;
  fix.at = one.now;
  fix.personal.locations = {{"aml", one.now, {}, 53.4, -2.1, 15.0}};
  one.told(fix);
  CHECK(one.call->personal->locations.size() == 1);
  CHECK(one.call->state == call_state::ringing);
  CHECK_FALSE(one.told(fix).event);
  fix.personal.locations.front().radius_m = 9.0;
  one.told(fix);
  CHECK(one.call->personal->locations.size() == 2);
  check_stored(one);
}

TEST_CASE("A 999 call that is abandoned opens its incident, with the task to trace it and call back twice") {
  line one;
  one.told(call_state::ringing);
  one.now += seconds(20);
  const auto made =
      one.told(GENERATE(call_state::abandoned, call_state::ended)); // whatever the switch calls it: nobody had answered
  REQUIRE(made.on_incident);
  REQUIRE(one.on);
  CHECK(one.call->incident == one.on->id);
  CHECK(one.call->state == call_state::abandoned);
  CHECK(one.on->contacts.front().id == one.call->contact);
  CHECK_FALSE(one.on->contacts.front().call_live);
  const auto* task = open_task(*one.on, "trace_call");
  REQUIRE(task != nullptr);
  CHECK(task->owner == "call_handler");
  CHECK(standing(*one.call) == "over"); // the incident has the duty
  check_stored(one);
}

TEST_CASE("A silent call on which 55 was pressed is at least grade 2, and live until it ends") {
  line one;
  one.told(call_state::ringing);
  const auto made = one.told(call_state::silent_solution);
  REQUIRE(made.on_incident);
  REQUIRE(one.on->grade);
  CHECK(one.on->grade->rank <= 1);
  CHECK(one.on->contacts.front().call_live);
  one.told(call_state::ended);
  CHECK_FALSE(one.on->contacts.front().call_live);
  CHECK(one.call->state == call_state::ended);
}

TEST_CASE("The end of a call ends it on the incident that its contact became part of") {
  line one;
  one.told(call_state::ringing);
  one.told(call_state::answered);
  story incident(tests::gmp_2018());
  auto contact = contact_with(calm());
  contact.id = one.call->contact;
  contact.call_live = true;
  incident.must(take_contact{contact, std::nullopt, std::nullopt, std::nullopt});
  one.on = incident.the_incident();
  const auto made = one.told(call_state::abandoned); // dropped after it was answered: it has ended
  CHECK(one.call->state == call_state::ended);
  REQUIRE(made.on_incident);
  CHECK(types_of(*made.on_incident) == "incident.call_ended");
  CHECK_FALSE(one.on->contacts.front().call_live);
}

TEST_CASE("A 101 call abandoned in the queue makes no incident and stands on the call-back list") {
  line one;
  one.told(call_state::ringing, channel::non_emergency_101);
  one.told(call_state::abandoned, channel::non_emergency_101);
  CHECK_FALSE(one.on);
  CHECK(standing(*one.call) == "call_back");
  const context context{one.now, [] { return id(1); }, person(), tests::gmp_2018()};
  auto tried = decide_call_back(*one.call, false, context);
  REQUIRE(tried);
  one.kept(*std::move(tried));
  CHECK(standing(*one.call) == "call_back");
  one.kept(*decide_call_back(*one.call, false, context));
  CHECK(standing(*one.call) == "called_back"); // tried often enough
  const auto over = decide_call_back(*one.call, true, context);
  REQUIRE_FALSE(over);
  CHECK(over.error().code == "no_call_back");
  check_stored(one);
}

TEST_CASE("How often somebody rings back is what the pack said when the call was abandoned, whatever a later one says"
) {
  auto changed = tests::gmp_2018();
  changed.day_one.calls.call_back.front().tries = 3;
  call_news news;
  news.state = call_state::abandoned;
  news.at = nine_in_the_evening();
  news.channel = channel::non_emergency_101;
  unsigned next = 1;
  const auto under = [&](const policy_pack& pack, actor who) {
    return context{nine_in_the_evening(), [&] { return id(next++); }, std::move(who), pack};
  };
  auto abandoned = decide_call(std::nullopt, id(800), news, std::nullopt, under(changed, telephony()));
  REQUIRE(abandoned);
  auto call = triage::apply(call_record{}, *abandoned->event);
  CHECK(call.call_back_tries == 3);
  for (int tries = 1; tries <= 3; ++tries) {
    CHECK(standing(call) == "call_back");
    const auto tried = decide_call_back(call, false, under(tests::gmp_2018(), person()));
    REQUIRE(tried);
    call = triage::apply(call, *tried->event);
  }
  CHECK(standing(call) == "called_back");
}

TEST_CASE("A call that was abandoned before the pack said how often is rung back twice, as it was then") {
  line one;
  one.told(call_state::abandoned, channel::non_emergency_101);
  const auto row = encode(one.events.front());
  auto body = nlohmann::json::parse(row.body);
  body.erase("call_back_tries");
  const auto read =
      decode_call({row.stream_type, row.stream_id, row.type, row.schema_version, row.occurred_at, row.actor, body, {}});
  REQUIRE(read);
  CHECK(triage::apply(call_record{}, *read).call_back_tries == 2);
}

namespace {

// A call that telephony tells two places of, and then its state.
line with_places(call_state then) {
  line one;
  call_news news;
  news.state = call_state::ringing;
  news.at = one.now;
  news.personal.line = "bt-1";
  news.personal.phone = "+447700900123";
  news.personal.locations = {
      {"subscriber", one.now, "3 Comfrey Close, Oldham", {}, {}, {}}, {"network", one.now, {}, 53.4631, -2.2913, 45.0}
  };
  one.told(news);
  if (then != call_state::ringing) one.told(then);
  return one;
}

} // namespace

TEST_CASE("A person takes one of the places told, or later another; nothing else about them is decided") {
  auto one = with_places(call_state::answered);
  const auto by = [&](actor who) {
    return context{one.now, [&] { return id(one.next++); }, std::move(who), tests::gmp_2018()};
  };
  CHECK(location_of(*one.call) == nullptr);
  const auto machine_made = decide_location(*one.call, 1, std::nullopt, by(telephony()));
  REQUIRE_FALSE(machine_made);
  CHECK(machine_made.error().code == "named_person_required");
  const auto unknown = decide_location(*one.call, 2, std::nullopt, by(person()));
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == "unknown_candidate");
  one.kept(*decide_location(*one.call, 1, std::nullopt, by(person())));
  REQUIRE(location_of(*one.call) != nullptr);
  CHECK(location_of(*one.call)->source == "network");
  CHECK(place_of(*location_of(*one.call)).quality == "radius");
  CHECK(card(*one.call).at("location") == 1);
  CHECK_FALSE(decide_location(*one.call, 1, std::nullopt, by(person()))->event);
  one.kept(*decide_location(*one.call, 0, std::nullopt, by(person())));
  CHECK(place_of(*location_of(*one.call)).quality == "address_unconfirmed");
  check_stored(one);
}

TEST_CASE("Taken after the call has opened its incident, the place is a fact there, and its words are sealed") {
  auto one = with_places(call_state::abandoned);
  REQUIRE(one.on);
  const context by{one.now, [&] { return id(one.next++); }, person(), tests::gmp_2018()};
  const auto before = one.on->grade;
  const auto made = one.kept(*decide_location(*one.call, 1, one.on, by));
  REQUIRE(made.on_incident);
  CHECK(only<facts_added>(*made.on_incident).facts.value().at("location_quality") == "radius");
  CHECK(only<note_added>(*made.on_incident).personal->text.find("within 45 m") != std::string::npos);
  for (const auto& e : made.on_incident->events)
    CHECK(encode(e).body.find("53.46") == std::string::npos);
  const auto rank_of = [](const std::optional<grade_target>& grade) { return grade ? grade->rank : 1000U; };
  CHECK(rank_of(one.on->grade) <= rank_of(before));
  one.on->status = incident_status::closed; // to a closed one it is a note, and opens nothing again
  const auto later = decide_location(*one.call, 0, one.on, by);
  REQUIRE(later);
  CHECK(types_of(*later->on_incident) == "incident.note_added");
}

TEST_CASE("Only a person records a call-back") {
  line one;
  one.told(call_state::abandoned, channel::non_emergency_101);
  const context context{one.now, [] { return id(1); }, telephony(), tests::gmp_2018()};
  const auto made = decide_call_back(*one.call, true, context);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == "named_person_required");
}
