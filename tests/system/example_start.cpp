#include "tests/system/example_start.hpp"

#include <catch2/catch.hpp>

#include "tests/support/eventually.hpp"
#include "tests/system/contacts.hpp"
#include "tests/system/contract_server.hpp"
#include "tests/system/contract_story.hpp"

namespace frontdoor::tests {

using nlohmann::json;

namespace {

json detail_of(const http_caller& caller, const std::string& incident) {
  const auto answer = caller.get(path_of(incident));
  REQUIRE(answer.status == 200);
  return answer.body_json;
}

json take(const http_caller& caller, const json& contact) {
  return done(caller.post("/v1/contacts", contact));
}

std::string incident_of(const json& taken) {
  return id_of(taken, "incident");
}

std::string plain_incident(const http_caller& caller) {
  return incident_of(take(caller, {{"channel", "101"}, {"narrative", "Something happened, it is not clear what."}}));
}

// The plan of an example, as far from now as it is from its own beginning.
void put_plan_ahead(json& body) {
  const auto time = [](const json& text) { return triage::parse_rfc3339(text.get<std::string>()).value(); };
  const auto now = time(done(contract_server().person("admin").get("/v1/test/clock")).at("now"));
  const auto by = now + std::chrono::hours(1) - time(body.at("from"));
  const auto put_ahead = [&](json& one) {
    for (const auto* name : {"from", "to"})
      one[name] = triage::to_rfc3339(time(one.at(name)) + by);
  };
  put_ahead(body);
  for (auto& duty : body.at("duties"))
    put_ahead(duty);
}

// The id in the program's key, "fdk_<id>_<secret>".
std::string program_key_id() {
  auto id = contract_server().api_key().substr(4, 32);
  for (const std::size_t at : {8U, 13U, 18U, 23U})
    id.insert(at, "-");
  return id;
}

// A webhook to where nobody listens.
std::string webhook(const http_caller& caller, const std::string& serial) {
  const json hook{
      {"label", "example-" + serial},
      {"url", "http://127.0.0.1:1/"},
      {"api_key", program_key_id()},
      {"types", {"contact.received"}}
  };
  return done(caller.post("/v1/webhooks", hook)).at("id").get<std::string>();
}

// What came of telling it of a contact.
example_start dead_letter_of(const std::string& hook, const http_caller& caller) {
  take(
      contract_server().program(), {{"channel", "partner"}, {"narrative", "Something happened, it is not clear what."}}
  );
  json letters;
  const bool there = eventually([&] {
    letters = done(caller.get("/v1/webhooks/" + hook + "/dead-letters")).at("items");
    return !letters.empty();
  });
  REQUIRE(there);
  example_start out{hook, {}};
  out.more["letter"] = letters.front().at("id").get<std::string>();
  return out;
}

// A grade 2 whose caller has rung off.
std::string lowerable_incident(const http_caller& caller) {
  const auto id = incident_of(
      take(caller, {{"channel", "101"}, {"narrative", "He came back."}, {"facts", {{"suspect_present", true}}}})
  );
  const auto path = path_of(id);
  done(caller.post(path + "/grade", {{"grade", "2"}, {"reason_code", "new_information"}}));
  done(caller.post(path + "/call-ended", json::object()));
  return id;
}

// The approval that a lowering waits for once that caller has asked for it.
std::string waiting_approval(const http_caller& caller, const std::string& incident, const std::string& grade) {
  const auto answer = caller.post(path_of(incident) + "/grade", lower_to(grade), if_match(path_of(incident)));
  CAPTURE(answer.body);
  REQUIRE(answer.status == 202);
  return detail_of(caller, incident).at("approvals").back().at("id").get<std::string>();
}

// What the supervisor of the shift before has handed over, with something in it that may be accepted in bulk.
std::string handed_over(const http_caller& caller, const std::string& serial) {
  lowerable_incident(caller);
  const auto name = "late." + serial;
  const json account{
      {"name", name}, {"display_name", "Late shift"}, {"role", "supervisor"}, {"password", demo_password}
  };
  done(as("admin").post("/v1/accounts", account));
  return done(contract_server().person(name).post("/v1/handovers", json::object())).at("handover").at("id");
}

std::string open_task(const http_caller& caller, const std::string& kind) {
  const auto id = plain_incident(caller);
  done(caller.post(path_of(id) + "/tasks", {{"kind", kind}}));
  return detail_of(caller, id).at("tasks").back().at("id").get<std::string>();
}

// An incident that tells of a crime, and the key of the decision that is owed.
std::pair<std::string, std::string> told_of_crime(const http_caller& caller) {
  const auto taken = take(
      caller, {{"channel", "101"},
               {"narrative", "Somebody took my bicycle from the yard last night."},
               {"facts", {{"theft", true}, {"suspect_present", false}}}}
  );
  REQUIRE(!taken.at("crimes").empty());
  return {incident_of(taken), taken.at("crimes").front().at("key").get<std::string>()};
}

std::string recorded_crime(const http_caller& caller) {
  const auto [incident, key] = told_of_crime(caller);
  const auto answer = done(caller.post(path_of(incident) + "/crimes", {{"decision", "recorded"}, {"key", key}}));
  return answer.at("id").get<std::string>();
}

// An hour after the incident was opened.
std::string in_an_hour(const http_caller& caller, const std::string& incident) {
  return an_hour_after(detail_of(caller, incident).at("opened_at").get<std::string>());
}

// A warrant for the end of the day.
std::string planned_job(const http_caller& caller) {
  const auto now = detail_of(caller, plain_incident(caller)).at("opened_at").get<std::string>();
  const json job{
      {"channel", "officer"},
      {"narrative", "Warrant to be executed at the flat above the shop."},
      {"planned", {{"kind", "warrant"}, {"active_from", an_hour_after(now)}}}
  };
  return incident_of(take(caller, job));
}

// An incident that the named person took and nobody else decided on.
std::string taken_by(const char* account) {
  return incident_of(take(as(account), {{"channel", "101"}, {"narrative", "Something happened, it is not clear what."}})
  );
}

// A review by the auditor of what that person did on an incident.
std::string review_of(const char* account) {
  return done(as("auditor").post(path_of(taken_by(account)) + "/reviews", timeliness_review(account))).at("id");
}

std::string handoff_of(const reply& answer) {
  return done(answer).at("handoff").at("id").get<std::string>();
}

// ---- early resolution

// An incident that the facts let be resolved with advice.
std::string advice_incident(const http_caller& caller) {
  return incident_of(take(
      caller, {{"channel", "101"},
               {"narrative", "How do I hand in a lost purse?"},
               {"caller", {{"phone", "+441612345678"}}},
               {"facts", calm({{"advice_only", true}})}}
  ));
}

// A slot offered from then on; its diary and itself.
std::pair<std::string, std::string> offered_slot(const http_caller& caller, const std::string& starts_at) {
  const auto made = done(caller.post(
      "/v1/diary/slots", {{"district", "Salford"},
                          {"kind", "visit"},
                          {"starts_at", starts_at},
                          {"ends_at", "2030-03-04T12:00:00Z"},
                          {"capacity", 4}}
  ));
  const auto& diary = made.at("diary");
  // The one offered last has no booking yet.
  for (const auto& slot : diary.at("slots")) {
    if (slot.at("free") == slot.at("capacity")) return {diary.at("id"), slot.at("slot")};
  }
  FAIL("the diary has no free slot");
  return {};
}

void put_slot(json& body, const std::pair<std::string, std::string>& slot) {
  body["diary"] = slot.first;
  body["slot"] = slot.second;
}

constexpr const char* next_spring = "2030-03-04T10:00:00Z";

// An incident with an appointment that begins then; both ids.
std::pair<std::string, std::string> with_appointment(const http_caller& caller, const std::string& starts_at) {
  const auto id = plain_incident(caller);
  const auto [diary, slot] = offered_slot(caller, starts_at);
  const auto made = done(caller.post(path_of(id) + "/appointments", {{"diary", diary}, {"slot", slot}}));
  return {id, made.at("appointment").at("id")};
}

std::string problem_record(const http_caller& caller) {
  const json problem{
      {"incident", plain_incident(caller)},
      {"kind", "place"},
      {"owner", "neighbourhood_team"},
      {"statement", "Youths gather behind the shops on most evenings."}
  };
  return done(caller.post("/v1/problems", problem)).at("problem").at("id");
}

std::string problem_at_assessment(const http_caller& caller) {
  const auto id = problem_record(caller);
  for (const char* stage : {"analysis", "response", "assessment"})
    done(caller.post("/v1/problems/" + id + "/stage", {{"stage", stage}, {"text", "What was found at this step."}}));
  return id;
}

example_start given_for_early_resolution(const http_caller& caller, const std::string& operation, json& body) {
  if (operation == "resolve_by_pathway") {
    const auto id = advice_incident(caller);
    return {id, if_match(path_of(id))};
  }
  if (operation == "decide_pathway_authority") {
    const auto id = incident_of(take(
        caller, {{"channel", "101"},
                 {"narrative", "Somebody broke into our outhouse."},
                 {"facts", {{"premises", "outbuilding"}, {"entry_forced", true}}}}
    ));
    return {id, {}};
  }
  if (operation == "book_appointment") {
    put_slot(body, offered_slot(caller, next_spring));
    return {plain_incident(caller), {}};
  }
  if (operation == "move_appointment" || operation == "cancel_appointment") {
    const auto [id, appointment] = with_appointment(caller, next_spring);
    if (body.contains("slot")) put_slot(body, offered_slot(caller, next_spring));
    return {id, {}, {{"appointment", appointment}}};
  }
  if (operation == "end_appointment") {
    const auto [id, appointment] = with_appointment(caller, "2020-03-04T10:00:00Z");
    return {id, {}, {{"appointment", appointment}}};
  }
  if (operation == "change_slot") {
    const auto [diary, slot] = offered_slot(caller, next_spring);
    return {diary, {}, {{"slot", slot}}};
  }
  if (operation == "add_problem_incident") {
    body["incident"] = plain_incident(caller);
    return {problem_record(caller), {}};
  }
  if (operation == "end_problem_action") {
    const auto id = problem_record(caller);
    const json action{{"owner", "council"}, {"due_at", next_spring}, {"text", "Mend the gate."}};
    const auto made = done(caller.post("/v1/problems/" + id + "/actions", action));
    return {id, {}, {{"action", made.at("problem").at("actions").back().at("id")}}};
  }
  if (operation == "close_problem") return {problem_at_assessment(caller), {}};
  return {problem_record(caller), {}};
}

std::string major_incident(const http_caller& caller) {
  const auto made = done(caller.post("/v1/major-incidents", declaration(plain_incident(caller))));
  return made.at("major_incident").at("id").get<std::string>();
}

// An exercise of the caller's own, under way or handed in.
std::string exercise_of(const http_caller& caller, bool handed_in) {
  const auto id =
      done(caller.post("/v1/training/exercises", {{"scenario", "nobody-speaks"}})).at("id").get<std::string>();
  const json answer{{"grade", "1"}, {"rationale", "Somebody is there and can only cough."}};
  if (handed_in) done(caller.post("/v1/training/exercises/" + id + "/submission", answer));
  return id;
}

// How the task is ended: as its kind can be by anybody, at once.
json end_of(const json& incident, const std::string& task) {
  for (const auto& one : incident.at("tasks")) {
    if (one.at("id") != task || one.at("kind") != "da_risk_assessment") continue;
    return {{"outcome", "done"}};
  }
  return {{"outcome", "no_safe_contact"}, {"reason_code", "anonymous"}};
}

} // namespace

reply satisfy_gate(const http_caller& caller, const std::string& incident, const std::string& outcome) {
  const auto path = path_of(incident);
  const json closure{
      {"outcome", outcome},
      {"rationale", "Officers spoke to both; he has gone to his brother's for the night."},
      {"nsir", {{"closing", "PSW-CFS"}}}
  };
  for (int round = 0;; ++round) {
    auto answer = caller.post(path + "/closure", closure, if_match(path_of(incident)));
    if (answer.code() != "still_open" || round == 5) return answer;
    for (const auto& item : answer.body_json.at("errors")) {
      const auto what = item.at("code").get<std::string>();
      const auto pointer = item.at("pointer").get<std::string>();
      const auto last = pointer.substr(pointer.rfind('/') + 1);
      CAPTURE(what, pointer);
      if (what == "risk_fact_unanswered") {
        const json entry{{"fact", last}, {"reason_code", "nobody_knows"}};
        done(caller.post(path + "/facts", {{"not_establishable", {entry}}}));
      } else if (what == "call_is_live") {
        done(caller.post(path + "/call-ended", json::object()));
      } else if (what == "ungraded") {
        done(caller.post(path + "/grade", {{"grade", "4"}}));
      } else if (what == "task_open") {
        done(caller.post("/v1/tasks/" + last + "/complete", end_of(detail_of(caller, incident), last)));
      } else {
        FAIL("nothing satisfies " << what);
      }
    }
  }
}

example_start given_for(
    const http_caller& caller, const std::string& operation, const std::string& path, const std::string& example,
    json& body
) {
  static int count = 0;
  const auto serial = std::to_string(++count);
  if (operation == "set_grade" && example == "lower") {
    const auto id = lowerable_incident(caller);
    const auto opened = detail_of(caller, id).at("opened_at").get<std::string>();
    // By the end of the day after, as the example's condition, on the day of this run.
    body["condition"]["check_by"] = opened.substr(0, 11) + "23:59:59Z";
    return {id, if_match(path_of(id))};
  }
  if (operation == "withdraw_facts") {
    const auto id = plain_incident(caller);
    done(caller.post(path_of(id) + "/facts", {{"facts", {{"weapon", "seen"}}}}));
    return {id, {}};
  }
  if (operation == "end_call") {
    const auto taken = take(caller, knife_contact());
    if (body.contains("contact")) body["contact"] = taken.at("contact").at("id");
    return {incident_of(taken), {}};
  }
  if (operation == "change_response") {
    const auto id = lowerable_incident(caller);
    waiting_approval(caller, id, "3");
    return {id, {}};
  }
  if (operation == "decide_approval") {
    return {waiting_approval(contract_server().person("dispatcher"), lowerable_incident(caller), "3"), {}};
  }
  if (operation == "close_incident") {
    const auto id = plain_incident(caller);
    done(satisfy_gate(caller, id, "attended_dealt_with"));
    done(caller.post(path_of(id) + "/reopen", {{"reason_code", "closed_in_error"}, {"rationale", "Again."}}));
    return {id, if_match(path_of(id))};
  }
  if (operation == "reopen_incident") {
    const auto id = plain_incident(caller);
    done(satisfy_gate(caller, id, "attended_dealt_with"));
    return {id, {}};
  }
  if (operation == "decide_crime") {
    const auto [id, key] = told_of_crime(caller);
    if (body.contains("key")) body["key"] = key;
    return {id, {}};
  }
  if (operation == "reply_to_handoff") {
    const auto id = plain_incident(caller);
    body["eta"] = in_an_hour(caller, id);
    const json ask{{"agency", "ambulance"}, {"request", "Man collapsed in the doorway."}};
    return {id, {}, {{"handoff", handoff_of(caller.post(path_of(id) + "/handoffs", ask))}}};
  }
  if (operation == "receive_referral") {
    const auto id = plain_incident(caller);
    const json ask{{"service", "victim_services"}, {"reason", "She asks for somebody to talk to."}};
    return {id, {}, {{"referral", handoff_of(caller.post(path_of(id) + "/referrals", ask))}}};
  }
  if (operation == "reply_to_transfer") {
    const auto id = plain_incident(caller);
    const json ask{{"force", "west_yorkshire"}, {"request", "The caller is in Todmorden."}};
    done(caller.post(path_of(id) + "/transfer", ask));
    return {id, {}};
  }
  if (operation == "acknowledge_dispatch") {
    const auto id = incident_of(take(caller, knife_contact()));
    body["dispatch"] = detail_of(caller, id).at("dispatch").at("id");
    return {id, {}};
  }
  if (operation == "acknowledge_escalation") {
    const auto id = incident_of(take(caller, knife_contact()));
    done(caller.post(path_of(id) + "/unresourced", {{"reason_code", "no_unit_free"}}));
    advance("PT1S");
    return {id, {}, {{"escalation", detail_of(caller, id).at("escalations").at(0).at("id")}}};
  }
  if (operation == "defer_incident") {
    const auto id = plain_incident(caller);
    body["review_at"] = in_an_hour(caller, id);
    return {id, {}};
  }
  if (operation == "link_incident") {
    const auto id = plain_incident(caller);
    body["other"] = plain_incident(caller);
    return {id, if_match(path_of(id))};
  }
  if (operation == "undo_link") {
    const auto id = plain_incident(caller);
    const auto other = plain_incident(caller);
    const json link{{"kind", "duplicate"}, {"other", other}, {"rationale", "The same collision at the same junction."}};
    done(caller.post(path_of(id) + "/links", link, if_match(path_of(id))));
    return {id, if_match(path_of(id)), {{"other", other}}};
  }
  const bool early = path.starts_with("/v1/incidents/{id}/pathway/") || path == "/v1/incidents/{id}/pathway" ||
                     path.starts_with("/v1/incidents/{id}/appointments") || path.starts_with("/v1/problems/{id}") ||
                     path.starts_with("/v1/diary/{id}");
  if (early) return given_for_early_resolution(caller, operation, body);
  if (path.starts_with("/v1/contacts/{id}/")) {
    const auto taken = take(caller, {{"channel", "101"}, {"narrative", "What has become of my report?"}});
    return {taken.at("contact").at("id"), {}};
  }
  if (operation == "open_problem") {
    body["incident"] = plain_incident(caller);
    return {};
  }
  if (operation == "join_major_incident_contacts") {
    const auto id = major_incident(caller);
    const auto taken = take(caller, {{"channel", "999"}, {"narrative", "Many cars have run into each other."}});
    body["contacts"] = json::array({taken.at("contact").at("id")});
    return {id, {}};
  }
  if (operation == "score_review") return {taken_by("handler"), {}};
  if (operation == "get_review" || operation == "dispute_review") return {review_of("supervisor"), {}};
  if (operation == "decide_review_dispute") {
    const auto id = review_of("handler");
    const json dispute{
        {"items", {"risk_weighed_again"}}, {"reason", "I rang her twice that hour; both calls are logged."}
    };
    done(as("handler").post("/v1/reviews/" + id + "/dispute", dispute));
    return {id, {}};
  }
  if (path.starts_with("/v1/major-incidents/{id}")) return {major_incident(caller), {}};
  if (operation == "acknowledge_surge") {
    // So many wait, and hardly a unit is free.
    for (int i = 0; i < 80 && done(caller.get("/v1/surge")).at("over").size() < 2; ++i)
      plain_incident(caller);
    return {};
  }
  if (operation == "start_handover") {
    lowerable_incident(caller); // a grade 2, so that there is something to hand over
    return {};
  }
  if (operation == "plan_roster") {
    put_plan_ahead(body);
    return {};
  }
  if (operation == "accept_handover") return {handed_over(caller, serial), {}};
  if (operation == "set_unit_status") return {{}, {}, {{"unit", "BT22"}}};
  if (operation == "tell_of_call") {
    body["call"] = body["call"].get<std::string>() + "-" + serial;
    return {};
  }
  if (path.starts_with("/v1/calls/{id}")) {
    // Abandoned in the queue, so that somebody rings back.
    const json news{
        {"call", "queue-" + serial},
        {"state", "abandoned"},
        {"channel", "101"},
        {"phone", "+447700900125"},
        {"locations", {{{"source", "network"}, {"lat", 53.4631}, {"lon", -2.2913}, {"radius_m", 45}}}}
    };
    return {done(contract_server().program().post("/v1/calls", news)).at("call").at("id"), {}};
  }
  if (path.starts_with("/v1/training/exercises/{id}"))
    return {exercise_of(caller, operation == "get_training_exercise"), {}};
  if (path.starts_with("/v1/training/results/{id}")) return {exercise_of(caller, true), {}};
  if (operation == "activate_job") return {planned_job(caller), {}};
  if (operation == "send_message") {
    const auto taken =
        take(caller, {{"channel", "101"}, {"narrative", "He has gone."}, {"caller", {{"phone", "+447700900126"}}}});
    body["contact"] = taken.at("contact").at("id");
    return {incident_of(taken), {}};
  }
  if (path.starts_with("/v1/tasks/")) return {open_task(caller, "tell_caller"), {}};
  if (path.starts_with("/v1/crimes/{id}")) return {recorded_crime(caller), {}};
  if (path.starts_with("/v1/incidents/")) return {plain_incident(caller), {}};
  if (path.starts_with("/v1/accounts/")) {
    const json account{
        {"name", "example." + serial}, {"display_name", "Example"}, {"role", "dispatcher"}, {"password", demo_password}
    };
    return {done(caller.post("/v1/accounts", account)).at("id"), {}};
  }
  if (operation == "create_webhook") {
    body["label"] = body["label"].get<std::string>() + "-" + serial;
    body["api_key"] = program_key_id();
    return {};
  }
  if (path.find("/dead-letters") != std::string::npos) return dead_letter_of(webhook(caller, serial), caller);
  if (path.starts_with("/v1/webhooks/")) return {webhook(caller, serial), {}};
  if (path.starts_with("/v1/api-keys/")) {
    const json key{{"label", "example-" + serial}, {"permissions", {"assess"}}};
    return {done(caller.post("/v1/api-keys", key)).at("id"), {}};
  }
  return {};
}

} // namespace frontdoor::tests
