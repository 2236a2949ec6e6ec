// Who may do what, and who is shown what: roles by calls of the document, and roles by events of the log.

#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "tests/support/console_client.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

// H handler, D dispatcher, S supervisor, R crime registrar, U auditor, M admin, I an integrator's key, A anybody.
const std::map<std::string, std::string> allowed{
    {"create_contact", "HDSI"},
    {"get_contact_status", "HDSI"},
    {"assess", "HDSI"},
    {"list_incidents", "HDSRUI"},
    {"get_incident", "HDSRUI"},
    {"get_incident_log", "HDSRUI"},
    {"set_grade", "HDS"},
    {"add_note", "HDSR"},
    {"add_facts", "HDSI"},
    {"withdraw_facts", "HDSI"},
    {"end_call", "HDSI"},
    {"change_response", "DS"},
    {"close_incident", "HDS"},
    {"reopen_incident", "HDS"},
    {"open_task", "HDS"},
    {"list_tasks", "HDSRUI"},
    {"complete_task", "HDS"},
    {"attempt_task", "HDS"},
    {"decide_approval", "HDS"},
    {"reconcile", "SRUI"},
    {"list_outages", "SU"},
    {"list_consoles", "SU"},
    {"decide_crime", "HDSR"},
    {"get_crime", "HDSRUI"},
    {"reclassify_crime", "HDSR"},
    {"cancel_crime", "HDSR"},
    {"transfer_crime", "HDSR"},
    {"set_crime_officer", "HDSR"},
    {"tell_crime_victim", "HDSR"},
    {"list_crimes", "SRU"},
    {"draw_crime_sample", "SRU"},
    {"crime_error_interval", "SRU"},
    {"reconcile_crimes", "SRU"},
    {"list_crime_codes", "HDSRUI"},
    {"list_events", "SRUI"},
    {"get_policy", "HDSRUMI"},
    {"get_map", "HDSRUMI"},
    {"sign_in", "HDSRUMIA"},
    {"get_session", "HDSRUMI"},
    {"sign_out", "HDSRUM"},
    {"list_accounts", "M"},
    {"create_account", "M"},
    {"change_account", "M"},
    {"list_api_keys", "M"},
    {"create_api_key", "M"},
    {"revoke_api_key", "M"},
    {"list_webhooks", "M"},
    {"create_webhook", "M"},
    {"get_webhook", "M"},
    {"change_webhook", "M"},
    {"delete_webhook", "M"},
    {"replay_webhook", "M"},
    {"list_dead_letters", "M"},
    {"retry_dead_letter", "M"},
    {"discard_dead_letter", "M"},
    {"export_incident", "HDSRUI"},
    {"open_console", "HDS"},
    {"get_clock", "SMI"},
    {"advance_clock", "SMI"},
    {"livez", "HDSRUMIA"},
    {"readyz", "HDSRUMIA"},
    {"metrics", "SMI"},
    {"openapi", "HDSRUMIA"},
    {"docs", "HDSRUMIA"},
    {"request_handoff", "HDS"},
    {"reply_to_handoff", "HDSI"},
    {"request_referral", "HDS"},
    {"receive_referral", "HDSI"},
    {"request_transfer", "HDS"},
    {"reply_to_transfer", "HDSI"},
    {"defer_incident", "DS"},
    {"report_unit", "DS"},
    {"list_units", "HDSRUI"},
    {"start_handover", "S"},
    {"list_handovers", "DS"},
    {"accept_handover", "DS"},
    {"list_desks", "DS"},
    {"get_roster", "DS"},
    {"plan_roster", "S"},
    {"get_addressee", "HDSRUI"},
    {"get_takeover", "DS"},
    {"list_pods", "HDS"},
    {"get_surge", "HDSRUI"},
    {"acknowledge_surge", "DS"},
    {"set_unit_status", "DSI"},
    {"suggest_units", "DS"},
    {"say_unresourced", "DS"},
    {"acknowledge_dispatch", "DS"},
    {"acknowledge_escalation", "HDS"},
    {"list_escalations", "HDSRUI"},
    {"leave_desk", "DS"},
    {"change_shift", "S"},
    {"read_history", "HDSU"},
    {"link_incident", "HDS"},
    {"undo_link", "HDS"},
    {"list_candidates", "HDSRUI"},
    {"list_pathways", "HDSRUI"},
    {"resolve_by_pathway", "HDS"},
    {"decide_pathway_authority", "HDS"},
    {"book_appointment", "HDS"},
    {"move_appointment", "HDS"},
    {"cancel_appointment", "HDS"},
    {"end_appointment", "HDS"},
    {"read_diary", "HDS"},
    {"offer_slot", "S"},
    {"change_slot", "S"},
    {"open_problem", "HDS"},
    {"list_problems", "HDS"},
    {"get_problem", "HDS"},
    {"set_problem_stage", "HDS"},
    {"add_problem_incident", "HDS"},
    {"add_problem_action", "HDS"},
    {"end_problem_action", "HDS"},
    {"close_problem", "HDS"},
    {"tag_demand", "HDS"},
    {"count_demand", "SU"},
    {"count_returns", "SU"},
    {"declare_major_incident", "S"},
    {"get_major_incident", "HDSRUI"},
    {"join_major_incident_contacts", "S"},
    {"tell_major_incident_callers", "S"},
    {"stand_down_major_incident", "S"},
    {"code_incident", "HDS"},
    {"record_need", "HDSI"},
    {"activate_job", "HDS"},
    {"send_message", "HDS"},
    {"tell_of_call", "I"},
    {"list_calls", "HDS"},
    {"get_call", "HDS"},
    {"record_call_back", "HDS"},
    {"take_call_location", "HDS"},
    {"get_audit", "SU"},
    {"score_review", "SU"},
    {"list_reviews", "HDSRU"},
    {"get_reviewer_agreement", "SU"},
    {"get_review", "HDSRU"},
    {"dispute_review", "HDSRU"},
    {"decide_review_dispute", "SU"},
    {"list_review_forms", "HDSRU"},
    {"list_training_scenarios", "HDS"},
    {"list_training_exercises", "HDS"},
    {"begin_training_exercise", "HDS"},
    {"get_training_exercise", "HDS"},
    {"ask_in_training", "HDS"},
    {"learn_in_training", "HDS"},
    {"submit_training", "HDS"},
    {"list_training_results", "SU"},
    {"get_training_result", "SU"},
    {"get_trainee_agreement", "SU"},
    {"purge_training", "M"},
};

const std::map<char, std::string> accounts{{'H', "handler"},   {'D', "dispatcher"}, {'S', "supervisor"},
                                           {'R', "registrar"}, {'U', "auditor"},    {'M', "admin"}};

http_caller caller(char role) {
  if (role == 'A') return contract_server().anonymous();
  if (role == 'I') return contract_server().program();
  return contract_server().person(accounts.at(role));
}

struct answer_tried {
  int status = 0;
  std::string code;
};

// The answer to a call that says nothing sensible beyond who makes it.
answer_tried tried(const std::string& verb, std::string path, const json& operation, const http_caller& who) {
  if (operation.at("operationId") == "open_console") {
    raw_client client(contract_server().port());
    client.send(console_handshake(who));
    return {client.read(true).status, ""};
  }
  for (const std::string name :
       {"{id}", "{other}", "{handoff}", "{referral}", "{escalation}", "{appointment}", "{slot}", "{action}", "{unit}"
       }) {
    if (const auto at = path.find(name); at != std::string::npos)
      path.replace(at, name.size(), "018f6b1e-7a10-7cc3-9d3e-0a1b2c3d4e5f");
  }
  std::string method = verb;
  for (auto& c : method)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto answer = who.call(method, path, operation.contains("requestBody") ? "{}" : "");
  return {answer.status, answer.body_json.is_object() ? answer.body_json.value("code", "") : ""};
}

// Types of the events of one incident, by where they were seen.
using seen_events = std::map<std::string, std::multiset<std::string>>;

void note(seen_events& seen, const json& event) {
  seen[event.at("subject").get<std::string>()].insert(event.at("type").get<std::string>());
}

seen_events on_feed(const http_caller& who) {
  seen_events seen;
  for (const auto& event : whole_log(who))
    note(seen, event);
  return seen;
}

// One incident through all that can happen to one. Gives its subject, and its contacts'.
struct story {
  std::string incident;
  std::vector<std::string> contacts;
};

story told_by(const http_caller& who) {
  const auto taken = who.post("/v1/contacts", knife_contact());
  REQUIRE(taken.status == 201);
  const auto id = taken.body_json.at("incident").at("id").get<std::string>();
  const auto path = "/v1/incidents/" + id;
  const auto supervisor = caller('S');
  auto second = knife_contact("The same man, a second call.");
  second["incident"] = id;
  const auto joined = supervisor.post("/v1/contacts", second);
  REQUIRE(joined.status == 201);
  REQUIRE(supervisor.post(path + "/notes", {{"text", "He has gone in."}}).status == 201);
  REQUIRE(supervisor.post(path + "/grade", {{"grade", "1"}}).status == 200);
  REQUIRE(caller('M').post("/v1/test/clock", {{"advance", "PT5M"}}).status == 200);
  console_client console(supervisor);
  console.subscribe();
  console.send({{"type", "ack"}, {"dispatch", taken.body_json.at("dispatch").at("id")}});
  CHECK(console.next("acked").at("ok") == true);
  return {
      "incident/" + id,
      {"contact/" + taken.body_json.at("contact").at("id").get<std::string>(),
       "contact/" + joined.body_json.at("contact").at("id").get<std::string>()}
  };
}

} // namespace

TEST_CASE("given every role and every call of the document, then each is let in or refused as the table says") {
  std::set<std::string> documented;
  each_operation([&](const std::string&, const std::string&, const json& operation) {
    documented.insert(operation.at("operationId").get<std::string>());
  });
  for (const auto& [id, roles] : allowed)
    CHECK(documented.contains(id));
  for (const char role : std::string("HDSRUMIA")) {
    const auto who = caller(role);
    each_operation([&](const std::string& verb, const std::string& path, const json& operation) {
      const auto id = operation.at("operationId").get<std::string>();
      CAPTURE(role, id);
      REQUIRE(allowed.contains(id));
      // Signing out ends the session, so it has one of its own.
      const auto [status, code] = tried(verb, path, operation, id == "sign_out" ? caller(role) : who);
      CAPTURE(status, code);
      if (allowed.at(id).find(role) != std::string::npos) {
        // Any other code is a rule of the field, met after the role: somebody else's to do.
        CHECK((status != 403 || (!code.empty() && code != "not_permitted")));
        CHECK((status != 401 || id == "sign_in"));
        CHECK(status < 500);
      } else {
        CHECK(status == (role == 'A' ? 401 : 403));
      }
    });
  }
}

TEST_CASE("given the same incidents, then list, feed and console show each role the same events or none") {
  auto& server = contract_server();
  std::map<char, http_caller> callers;
  std::map<char, std::unique_ptr<console_client>> consoles;
  for (const char role : std::string("HDSRUMI"))
    callers.emplace(role, caller(role));
  for (const char role : std::string("HDS")) {
    consoles[role] = std::make_unique<console_client>(callers.at(role));
    consoles[role]->subscribe();
  }
  const auto ours = told_by(callers.at('I'));
  const auto theirs = told_by(callers.at('H'));
  const auto everything = on_feed(callers.at('S'));
  const std::string prefix = "uk.police.frontdoor.";
  for (const auto& one : {ours, theirs}) {
    std::set<std::string> types;
    for (const auto& type : everything.at(one.incident))
      types.insert(type.substr(prefix.size()));
    CHECK(
        types ==
        std::set<std::string>{
            "incident.opened.v1", "incident.contact_joined.v1", "incident.assessed.v1", "incident.grade_set.v1",
            "incident.note_added.v1", "dispatch.requested.v1", "dispatch.acknowledged.v1", "dispatch.overdue.v1",
            "incident.escalated.v1", "incident.ladder_planned.v1"
        }
    );
    for (const auto& contact : one.contacts)
      CHECK(everything.at(contact) == std::multiset<std::string>{prefix + "contact.received.v1"});
  }

  SECTION("the feed") {
    CHECK(on_feed(callers.at('U')) == everything);
    const auto own = on_feed(callers.at('I'));
    REQUIRE(own.contains(ours.incident));
    CHECK(own.at(ours.incident) == everything.at(ours.incident));
    CHECK(own.contains(ours.contacts.front()));
    CHECK(!own.contains(ours.contacts.back()));
    CHECK(!own.contains(theirs.incident));
    CHECK(!own.contains(theirs.contacts.front()));
    for (const auto& event : whole_log(callers.at('I')))
      CHECK(!event.contains("personal"));
    const auto admin = callers.at('M').post(
        "/v1/api-keys", {{"label", "another-force"}, {"permissions", {"events_read", "incident_read"}}}
    );
    REQUIRE(admin.status == 201);
    const http_caller other(
        server.port(), {{"Authorization", "Bearer " + admin.body_json.at("key").get<std::string>()}}
    );
    CHECK(whole_log(other).empty());
    CHECK(other.get("/v1/incidents").body_json.at("items").empty());
  }
  SECTION("the list and the records") {
    for (const auto& [role, who] : callers) {
      CAPTURE(role);
      for (const auto& [one, is_own] : {std::pair{ours, true}, std::pair{theirs, false}}) {
        const auto id = one.incident.substr(9);
        const int expected = role == 'M' ? 403 : role == 'I' && !is_own ? 404 : 200;
        const auto record = who.get("/v1/incidents/" + id);
        CHECK(record.status == expected);
        CHECK(who.get("/v1/incidents/" + id + "/log").status == expected);
        if (expected != 200) continue;
        CHECK(record.body_json.contains("personal") == (role != 'I'));
        const auto listed = who.get("/v1/incidents?number=" + record.body_json.at("number").get<std::string>());
        REQUIRE(listed.body_json.at("items").size() == 1);
        CHECK(listed.body_json.at("items").front().contains("personal") == (role != 'I'));
      }
      if (role != 'I') continue;
      const auto number = callers.at('S').get("/v1/incidents/" + theirs.incident.substr(9)).body_json.at("number");
      CHECK(who.get("/v1/incidents?number=" + number.get<std::string>()).body_json.at("items").empty());
    }
  }
  SECTION("the consoles") {
    for (const auto& [role, console] : consoles) {
      CAPTURE(role);
      seen_events seen;
      console->next_event([&](const json& event) {
        note(seen, event);
        return event.at("subject") == theirs.incident && event.at("type") == prefix + "dispatch.acknowledged.v1";
      });
      CHECK(seen.at(ours.incident) == everything.at(ours.incident));
      CHECK(seen.at(theirs.incident) == everything.at(theirs.incident));
    }
  }
}

TEST_CASE(
    "given a supervisor kept to one district, then feed, list and console show the same incidents, unplaced ones too"
) {
  auto& server = contract_server();
  const json account{
      {"name", "bolton-supervisor"},
      {"display_name", "Bolton"},
      {"role", "supervisor"},
      {"password", demo_password},
      {"districts", {"Bolton"}}
  };
  REQUIRE(caller('M').post("/v1/accounts", account).status == 201);
  const auto kept = server.person("bolton-supervisor");
  std::map<std::string, std::string> incident_in;
  for (const std::string district : {"Bolton", "Salford", ""}) {
    auto contact = knife_contact();
    contact.erase("location");
    if (!district.empty()) contact["location"] = {{"text", "the station"}, {"district", district}};
    const auto taken = caller('H').post("/v1/contacts", contact);
    REQUIRE(taken.status == 201);
    const auto id = taken.body_json.at("incident").at("id").get<std::string>();
    REQUIRE(caller('H').post("/v1/incidents/" + id + "/notes", {{"text", "He has gone in."}}).status == 201);
    incident_in[district] = id;
  }
  const auto feed = on_feed(kept);
  const auto everything = on_feed(caller('S'));
  for (const std::string district : {"Bolton", ""}) {
    INFO(district);
    const auto subject = "incident/" + incident_in[district];
    REQUIRE(feed.contains(subject));
    CHECK(feed.at(subject) == everything.at(subject));
    CHECK(kept.get("/v1/incidents/" + incident_in[district]).status == 200);
  }
  CHECK_FALSE(feed.contains("incident/" + incident_in["Salford"]));
  CHECK(kept.get("/v1/incidents/" + incident_in["Salford"]).status == 404);
}
