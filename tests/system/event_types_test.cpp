// Which role hears of which type of event: every type that the log can hold, each made to happen once.

#include <chrono>
#include <map>
#include <set>
#include <utility>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/support/eventually.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"
#include "tests/system/example_start.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

const std::string type_prefix = "uk.police.frontdoor.";

// Who has the event on GET /v1/events: S supervisor, R crime registrar, U auditor, I an integrator, of what its own
// contacts made. Handlers, dispatchers and the admin have no feed.
const std::map<std::string, std::string> heard_by{
    {"contact.received", "SRUI"},
    {"incident.opened", "SRUI"},
    {"incident.contact_joined", "SRUI"},
    {"incident.assessed", "SRUI"},
    {"incident.grade_set", "SRUI"},
    {"incident.note_added", "SRUI"},
    {"dispatch.requested", "SRUI"},
    {"dispatch.acknowledged", "SRUI"},
    {"dispatch.overdue", "SRUI"},
    {"incident.facts_added", "SRUI"},
    {"incident.facts_withdrawn", "SRUI"},
    {"incident.fact_set_aside", "SRUI"},
    {"incident.call_ended", "SRUI"},
    {"incident.lowering_requested", "SRUI"},
    {"incident.approval_decided", "SRUI"},
    {"incident.approval_lapsed", "SRUI"},
    {"incident.grade_lowered", "SRUI"},
    {"incident.grade_restored", "SRUI"},
    {"incident.response_changed", "SRUI"},
    {"dispatch.stood_down", "SRUI"},
    {"task.opened", "SRUI"},
    {"task.attempted", "SRUI"},
    {"task.completed", "SRUI"},
    {"task.overdue", "SRUI"},
    {"task.lapsed", "SRUI"},
    {"incident.closed", "SRUI"},
    {"incident.reopened", "SRUI"},
    {"incident.crime_decision_owed", "SRUI"},
    {"incident.crime_decision_late", "SRUI"},
    {"incident.crime_decided", "SRUI"},
    {"handoff.requested", "SRUI"},
    {"handoff.answered", "SRUI"},
    {"handoff.silent", "SRUI"},
    {"referral.queued", "SRUI"},
    {"referral.attempted", "SRUI"},
    {"referral.sent", "SRUI"},
    {"referral.failed", "SRUI"},
    {"incident.sender_grade_kept", "SRUI"},
    {"incident.deferred", "SRUI"},
    {"incident.linked", "SRUI"},
    {"incident.absorbed", "SRUI"},
    {"incident.link_undone", "SRUI"},
    {"incident.released", "SRUI"},
    {"incident.major_incident_changed", "SRUI"},
    {"dispatch.unit_reported", "SRUI"},
    {"dispatch.units_taken_over", "SRUI"},
    {"dispatch.units_parted", "SRUI"},
    {"dispatch.units_returned", "SRUI"},
    {"dispatch.voiced", "SRUI"},
    {"dispatch.returned", "SRUI"},
    {"incident.unresourced", "SRUI"},
    {"incident.target_warning", "SRUI"},
    {"incident.target_breached", "SRUI"},
    {"incident.escalated", "SRUI"},
    {"escalation.acknowledged", "SRUI"},
    {"escalation.ended", "SRUI"},
    {"incident.ladder_planned", "SRUI"},
    {"pathway.agreed", "SRUI"},
    {"pathway.resolved", "SRUI"},
    {"pathway.returned", "SRUI"},
    {"appointment.booked", "SRUI"},
    {"appointment.moved", "SRUI"},
    {"appointment.cancelled", "SRUI"},
    {"appointment.reminder_due", "SRUI"},
    {"appointment.ended", "SRUI"},
    {"incident.problem_linked", "SRUI"},
    {"contact.demand_tagged", "SRUI"},
    {"incident.coded", "SRUI"},
    {"incident.job_planned", "SRUI"},
    {"incident.job_activated", "SRUI"},
    {"incident.need_recorded", "SRUI"},
    {"incident.need_withdrawn", "SRUI"},
    {"incident.test_line_recognised", "SRUI"},
    {"message.requested", "SRUI"},
    {"message.attempted", "SRUI"},
    {"message.sent", "SRUI"},
    {"message.failed", "SRUI"},
    {"crime.decided", "SRUI"},
    {"crime.reclassified", "SRUI"},
    {"crime.cancelled", "SRUI"},
    {"crime.transferred", "SRUI"},
    {"crime.officer_set", "SRUI"},
    {"crime.victim_told", "SRUI"},
    {"major_incident.declared", "SRU"},
    {"major_incident.contacts_joined", "SRU"},
    {"major_incident.callers_told", "SRU"},
    {"major_incident.stood_down", "SRU"},
    {"review.scored", "SU"},
    {"review.disputed", "SU"},
    {"review.dispute_decided", "SU"},
};

// What no story of this file brings about: this server has no gateway that takes a text, and its pack no service whose
// own system takes referrals (referral_test.cpp has one).
const std::set<std::string> told_elsewhere{
    "message.sent", "referral.queued", "referral.attempted", "referral.sent", "referral.failed"
};

std::string opened_by(const http_caller& who, json contact) {
  return id_of(done(who.post("/v1/contacts", std::move(contact))), "incident");
}

// What happened, told by an organisation's key, so that the incident is its own.
std::string opened_by_key(const json& facts, const char* words = "Something happened, it is not clear what.") {
  return opened_by(contract_server().program(), {{"channel", "partner"}, {"narrative", words}, {"facts", facts}});
}

// Asks for grade 3 and gives the approval's id.
std::string ask_lower(const std::string& id, json body) {
  const auto answer = as("dispatcher").post(path_of(id) + "/grade", body, if_match(path_of(id)));
  CAPTURE(answer.body);
  REQUIRE(answer.status == 202);
  return answer.body_json.at("approval").at("id");
}

void facts_and_calls() {
  const auto id = opened_by(
      as("handler"),
      {{"channel", "999"}, {"call_live", true}, {"narrative", "He is outside."}, {"facts", {{"suspect_present", true}}}}
  );
  auto second = knife_contact("The same man, a second call.");
  second["incident"] = id;
  done(as("handler").post("/v1/contacts", second));
  done(as("handler").post(path_of(id) + "/notes", {{"text", "He has gone in."}}));
  done(as("handler").post(path_of(id) + "/facts", {{"facts", {{"cctv", true}}}}));
  done(as("handler").post(path_of(id) + "/facts/withdraw", {{"facts", {"cctv"}}}));
  done(as("handler").post(path_of(id) + "/call-ended", json::object()));
}

void grades() {
  const json facts{
      {"domestic", true}, {"suspect_present", true}, {"life_threat", "none"}, {"violence", "none"}, {"weapon", "none"}
  };
  const auto id = opened_by_key(facts, "He is outside and shouts.");
  done(as("supervisor").post(path_of(id) + "/grade", {{"grade", "2"}}));
  ask_lower(id, lower_to("3"));
  done(as("dispatcher").post(path_of(id) + "/response", {{"response", "reduced"}}));
  // Something new is known: what was asked for lapses, and with it the task to decide on it.
  done(as("handler").post(path_of(id) + "/facts", {{"facts", {{"cctv", true}}}}));
  auto with_condition = lower_to("3");
  const auto opened = record_of(id).at("updated_at").get<std::string>();
  with_condition["condition"] = {
      {"text", "Her friend confirms that the night stayed quiet."}, {"check_by", opened.substr(0, 11) + "23:59:59Z"}
  };
  const auto approval = ask_lower(id, with_condition);
  done(as("supervisor")
           .post(
               "/v1/approvals/" + approval,
               {{"decision", "approve"}, {"rationale", "I have read the log; the unit stays near."}}
           ));
}

void dispatches() {
  opened_by(contract_server().program(), knife_contact()); // nobody takes it
  const auto taken = done(contract_server().program().post("/v1/contacts", knife_contact()));
  console_client console(as("dispatcher"));
  console.subscribe();
  console.send({{"type", "ack"}, {"dispatch", taken.at("dispatch").at("id")}});
  CHECK(console.next("acked").at("ok") == true);
}

void tasks_and_closing() {
  const auto id = opened_by_key(json::object());
  for (const auto* kind : {"tell_caller", "call_back"})
    done(as("supervisor").post(path_of(id) + "/tasks", {{"kind", kind}}));
  std::string first;
  for (const auto& task : record_of(id).at("tasks")) {
    if (task.at("kind") == "tell_caller") first = task.at("id");
  }
  done(as("supervisor").post("/v1/tasks/" + first + "/attempts", {{"code", "no_answer"}}));
  done(as("supervisor").post("/v1/tasks/" + first + "/complete", {{"outcome", "told"}}));
  const auto other = opened_by_key(json::object());
  done(satisfy_gate(as("supervisor"), other, "attended_dealt_with"));
  done(as("supervisor")
           .post(
               path_of(other) + "/reopen", {{"reason_code", "closed_in_error"}, {"rationale", "Nobody had been there."}}
           ));
}

void crimes() {
  const auto recorded = [] {
    const auto id = opened_by_key({{"theft", true}}, "Somebody took my bicycle from the yard.");
    const auto owed = record_of(id).at("crimes").at("owed").front();
    const auto made =
        done(as("supervisor").post(path_of(id) + "/crimes", {{"decision", "recorded"}, {"key", owed.at("key")}}));
    return "/v1/crimes/" + made.at("id").get<std::string>();
  };
  const auto one = recorded();
  done(as("supervisor").post(one + "/officer", {{"officer", "jsmith"}}));
  done(as("supervisor").post(one + "/told", {{"how", "told"}}));
  done(as("supervisor").post(one + "/reclassify", {{"code", "5D"}, {"account", "The hospital found a broken jaw."}}));
  done(as("supervisor").post(one + "/transfer", {{"force", "Cheshire"}, {"reference", "CH-2026-0042"}}));
  done(as("supervisor").post(recorded() + "/cancel", {{"code", "C3"}, {"reference", "CR/0000777/26"}}));
  opened_by_key({{"theft", true}}, "Somebody took my bicycle, too."); // nobody decides on it
}

void partners() {
  const json ask{{"agency", "ambulance"}, {"request", "Man collapsed in the doorway."}};
  opened_by(
      as("handler"),
      {{"channel", "partner"}, {"narrative", "Passed to us."}, {"sender", {{"partner", "btp"}, {"grade", "priority"}}}}
  );
  const auto id = opened_by_key(json::object());
  const auto asked = done(as("supervisor").post(path_of(id) + "/handoffs", ask));
  const auto handoff = asked.at("handoff").at("id").get<std::string>();
  done(as("supervisor").post(path_of(id) + "/handoffs/" + handoff + "/reply", {{"answer", "declined"}}));
  const auto silent = opened_by_key(json::object());
  done(as("supervisor").post(path_of(silent) + "/handoffs", ask));
  const auto now = record_of(id).at("updated_at").get<std::string>();
  done(as("dispatcher")
           .post(path_of(id) + "/deferral", {{"reason_code", "no_unit_free"}, {"review_at", an_hour_after(now)}}));
}

void links_and_major_incident() {
  const auto id = opened_by_key(json::object());
  const auto other = opened_by_key(json::object());
  // Its unit goes to the survivor with the join, and comes back.
  done(as("dispatcher").post(path_of(id) + "/units", {{"unit", "BT23"}, {"state", "accepted"}}));
  const json link{{"kind", "duplicate"}, {"other", other}, {"rationale", "The same collision at the same junction."}};
  done(as("supervisor").post(path_of(id) + "/links", link, if_match(path_of(id))));
  done(as("supervisor")
           .post(
               path_of(id) + "/links/" + other + "/undo", {{"rationale", "The second caller describes another car."}},
               if_match(path_of(id))
           ));
  const auto made = done(as("supervisor").post("/v1/major-incidents", declaration(other)));
  const auto path = "/v1/major-incidents/" + made.at("major_incident").at("id").get<std::string>();
  const auto third = done(
      as("handler").post("/v1/contacts", {{"channel", "999"}, {"narrative", "Many cars have run into each other."}})
  );
  const json bulk{
      {"contacts", {third.at("contact").at("id")}},
      {"rationale", "All of them describe the same pile-up from their own cars."}
  };
  done(as("supervisor").post(path + "/contacts", bulk));
  done(as("supervisor").post(path + "/update", {{"text", "The motorway is closed until the evening."}}));
  done(as("supervisor").post(path + "/stand-down", {{"text", "All casualties are in hospital; the road is open."}}));
}

void reviews() {
  const auto id = opened_by(as("handler"), {{"channel", "101"}, {"narrative", "It is not clear what happened."}});
  const auto made = done(as("auditor").post(path_of(id) + "/reviews", timeliness_review("handler")));
  const auto path = "/v1/reviews/" + made.at("id").get<std::string>();
  done(as("handler").post(
      path + "/dispute", {{"items", {"risk_weighed_again"}}, {"reason", "I rang her twice that hour; it is logged."}}
  ));
  done(as("supervisor")
           .post(
               path + "/dispute/decision",
               {{"decision", "stands"}, {"rationale", "The second call came after the unit left."}}
           ));
}

std::string after(const std::string& instant, std::chrono::minutes time) {
  return frontdoor::triage::to_rfc3339(frontdoor::triage::parse_rfc3339(instant).value() + time);
}

std::string now_by(const std::string& incident) {
  return record_of(incident).at("updated_at").get<std::string>();
}

// A grade 1 of the organisation, with the dispatch that is out.
std::pair<std::string, json> dispatched_knife() {
  const auto taken = done(contract_server().program().post("/v1/contacts", knife_contact()));
  return {taken.at("incident").at("id"), taken.at("dispatch").at("id")};
}

void units_and_the_ladder() {
  const auto dispatcher = as("dispatcher");
  const auto path = path_of(dispatched_knife().first);
  done(dispatcher.post(path + "/unresourced", {{"reason_code", "no_unit_free"}}));
  advance("PT3M"); // the first post hears of it
  const auto items = done(as("supervisor").get(path)).at("escalations");
  REQUIRE_FALSE(items.empty());
  const json heard{{"officer", {{"name", "Insp Moss"}, {"means", "radio"}}}};
  done(dispatcher.post(path + "/escalations/" + items.front().at("id").get<std::string>() + "/acknowledge", heard));
  const json officer{{"name", "PC Reed"}, {"means", "radio"}};
  done(dispatcher.post(path + "/units", {{"unit", "BT21"}, {"state", "accepted"}, {"officer", officer}}));
  done(dispatcher.post(path + "/units", {{"unit", "BT21"}, {"state", "at_scene"}})); // nothing is wrong any more

  const auto [held, dispatch] = dispatched_knife();
  done(dispatcher.post(path_of(held) + "/acknowledgement", {{"dispatch", dispatch}}));
  done(dispatcher.post("/v1/duty/status", {{"status", "break"}}));
}

// Takes it as advice, and closes it by that.
void resolve_as_advice(const std::string& id) {
  const json record{
      {"pathway", "ADVICE_CLOSE"},
      {"person", "agreed"},
      {"nothing_lost", true},
      {"safety_net", "Call 101 again if it turns up, 999 if anyone is in danger."},
      {"promise", "That was our advice; nobody comes out."},
      {"close", "He wanted to know where the lost property desk is."}
  };
  done(as("supervisor").post(path_of(id) + "/pathway", record, if_match(path_of(id))));
}

void early_resolution() {
  const auto domestic = opened_by_key(calm({{"domestic", true}}), "My sister's husband shouts at her.");
  const json agree{
      {"pathway", "SPECIALIST_CONTACT"},
      {"decision", "agree"},
      {"rationale", "She is at her mother's and asks for a call this evening."}
  };
  done(as("supervisor").post(path_of(domestic) + "/pathway/authority", agree));

  const json same_number{
      {"channel", "web_form"},
      {"narrative", "How do I hand in a lost purse?"},
      {"caller", {{"phone", "0161 496 0177"}}},
      {"facts", calm({{"advice_only", true}})}
  };
  const auto asked = done(as("handler").post("/v1/contacts", same_number));
  const auto id = asked.at("incident").at("id").get<std::string>();
  const auto tag = "/v1/contacts/" + asked.at("contact").at("id").get<std::string>() + "/demand";
  done(as("handler").post(tag, {{"tag", "new_report"}}));
  resolve_as_advice(id);
  advance("PT1M");
  const auto back = path_of(opened_by(as("handler"), same_number)); // the same person, and another incident
  REQUIRE(eventually([&] {
    const auto known = done(as("supervisor").get(back));
    return known.contains("screening") && !known.at("screening").at("returns").empty();
  }));

  const json problem{
      {"incident", domestic},
      {"kind", "victim"},
      {"owner", "neighbourhood_team"},
      {"statement", "He comes to the house on most evenings."},
      {"baseline", {{"contacts", 14}, {"days", 28}}}
  };
  done(as("supervisor").post("/v1/problems", problem));
}

// A slot of the district that begins so long from now, of a quarter of an hour.
json slot_in(const std::string& now, std::chrono::minutes ahead) {
  const json wanted{
      {"district", "Salford"},
      {"kind", "visit"},
      {"starts_at", after(now, ahead)},
      {"ends_at", after(now, ahead + std::chrono::minutes(15))},
      {"capacity", 5}
  };
  const auto diary = done(as("supervisor").post("/v1/diary/slots", wanted)).at("diary");
  return {{"diary", diary.at("id")}, {"slot", diary.at("slots").back().at("slot")}};
}

void appointments() {
  const auto id = opened_by_key(calm({{"theft", true}}), "A bicycle is gone.");
  const auto now = now_by(id);
  // Reminded of a day before, and over before the day that passes at the end: nobody says that it was kept.
  const auto soon = slot_in(now, std::chrono::minutes(24 * 60 + 30));
  const auto later = slot_in(now, std::chrono::minutes(48 * 60));
  const auto handler = as("handler");
  const auto missed = done(handler.post(path_of(id) + "/appointments", later)).at("appointment");
  auto move = soon;
  move["reason_code"] = "person_asks";
  done(handler.post(path_of(id) + "/appointments/" + missed.at("id").get<std::string>() + "/move", move));
  const auto other = opened_by_key(calm({{"damage", true}}), "A fence was broken.");
  const auto given_up = done(handler.post(path_of(other) + "/appointments", later)).at("appointment");
  const auto cancel = path_of(other) + "/appointments/" + given_up.at("id").get<std::string>() + "/cancel";
  done(handler.post(cancel, {{"reason_code", "dealt_with"}}));
}

void everyday_work() {
  const auto id = opened_by_key(json::object());
  done(as("supervisor").post(path_of(id) + "/nsir", {{"opening", "PSW-CFS"}}));
  done(as("handler").post(path_of(id) + "/needs", {{"need", "interpreter"}, {"language", "pl"}}));
  done(as("handler").post(path_of(id) + "/needs", {{"need", "interpreter"}, {"language", "pl"}, {"withdrawn", true}}));
  const auto planned = opened_by(
      as("handler"), {{"channel", "officer"},
                      {"narrative", "Warrant at the flat above the shop."},
                      {"planned", {{"kind", "warrant"}, {"active_from", an_hour_after(now_by(id))}}}}
  );
  done(as("dispatcher").post(path_of(planned) + "/activation", json::object()));
  opened_by(
      as("handler"),
      {{"channel", "999"}, {"narrative", "A test of the line."}, {"caller", {{"phone", "+441614960199"}}}}
  );
  const json caller{{"phone", "0161 496 0132"}};
  const auto asked = done(
      as("handler").post("/v1/contacts", {{"channel", "101"}, {"narrative", "When do you come?"}, {"caller", caller}})
  );
  const json text{{"contact", asked.at("contact").at("id")}, {"text", "Officers come this evening."}};
  done(as("handler").post(path_of(asked.at("incident").at("id")) + "/messages", text)); // no gateway takes it
}

std::string type_in(const json& event) {
  const auto whole = event.at("type").get<std::string>();
  REQUIRE(whole.starts_with(type_prefix));
  return whole.substr(type_prefix.size(), whole.rfind(".v") - type_prefix.size());
}

std::map<std::string, std::string> types_by_id(const http_caller& who) {
  std::map<std::string, std::string> found;
  for (const auto& event : whole_log(who))
    found.emplace(event.at("id").get<std::string>(), type_in(event));
  return found;
}

} // namespace

TEST_CASE("given every type of event, then each role hears of those that the table says, and of no others") {
  facts_and_calls();
  grades();
  dispatches();
  tasks_and_closing();
  crimes();
  partners();
  links_and_major_incident();
  reviews();
  units_and_the_ladder();
  early_resolution();
  everyday_work();
  appointments();
  advance("PT26H"); // what nobody did falls due
  const std::map<char, http_caller> readers{
      {'S', as("supervisor")}, {'R', as("registrar")}, {'U', as("auditor")}, {'I', contract_server().program()}
  };
  std::map<char, std::map<std::string, std::string>> heard;
  for (const auto& [role, who] : readers)
    heard.emplace(role, types_by_id(who));

  std::set<std::string> happened;
  for (const auto& [id, type] : heard.at('S'))
    happened.insert(type);
  for (const auto& [type, roles] : heard_by) {
    CAPTURE(type);
    if (!told_elsewhere.contains(type)) CHECK(happened.contains(type));
  }
  for (const auto& type : happened) {
    CAPTURE(type);
    CHECK(heard_by.contains(type)); // a new type gets its line in the table
  }
  for (const auto& [role, events] : heard) {
    for (const auto& [id, type] : events) {
      CAPTURE(role, id, type);
      REQUIRE(heard_by.contains(type));
      CHECK(heard_by.at(type).find(role) != std::string::npos);
      CHECK(heard.at('S').contains(id));
    }
  }
  // Whoever sees the whole force misses nothing of what the role may hear.
  for (const char role : std::string("RU")) {
    for (const auto& [id, type] : heard.at('S')) {
      CAPTURE(role, id, type);
      CHECK(heard.at(role).contains(id) == (heard_by.at(type).find(role) != std::string::npos));
    }
  }
  // Of its own incidents an integrator hears each type that is for it.
  std::set<std::string> own;
  for (const auto& [id, type] : heard.at('I'))
    own.insert(type);
  for (const auto* type :
       {"incident.opened", "incident.lowering_requested", "incident.grade_restored", "task.lapsed", "handoff.silent",
        "incident.crime_decision_late", "crime.decided", "crime.cancelled", "incident.closed"}) {
    CAPTURE(type);
    CHECK(own.contains(type));
  }
}

TEST_CASE("given the document's list of event types, then the table has each of them") {
  const auto& types = served_document().at("components").at("schemas").at("EventType").at("enum");
  for (const auto& type : types) {
    CAPTURE(type);
    CHECK(heard_by.contains(type.get<std::string>()));
  }
}
