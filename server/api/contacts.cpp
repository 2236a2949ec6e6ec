#include "server/api/contacts.hpp"

#include <nlohmann/json.hpp>

#include "server/api/caller_status.hpp"
#include "server/api/command_endpoint.hpp"
#include "server/api/history.hpp"
#include "server/api/json_body.hpp"
#include "server/api/partner_view.hpp"
#include "server/api/visible_incident.hpp"
#include "server/command/call_runner.hpp"
#include "server/history/answer.hpp"
#include "triage/assessment/assess.hpp"
#include "triage/canonical_json.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

json dispatch_of(const json& card) {
  return card.is_object() ? card.at("dispatch") : json();
}

json contact_json(const triage::contact_result& result, const triage::contact& contact) {
  json out{
      {"id", result.id.to_string()},
      {"received_at", triage::to_rfc3339(contact.received_at)},
      {"channel", triage::to_string(contact.channel)},
      {"promoted", result.promoted}
  };
  out["outcome"] = result.outcome && !result.promoted ? std::string(triage::to_string(*result.outcome))
                   : result.joined                    ? "joined"
                                                      : "incident_opened";
  return out;
}

json open_tasks(const triage::decision& decision) {
  json out = json::array();
  if (!decision.incident) return out;
  for (const auto& one : decision.incident->tasks) {
    if (one.state == triage::task_state::open) out.push_back(triage::to_json(one));
  }
  return out;
}

// The major incident that the contact is about: declared on its incident, or on that one's survivor.
const triage::uuid* major_incident_of(const triage::decision& decision) {
  if (!decision.others.empty() && decision.others.back().major) return &*decision.others.back().major;
  if (decision.incident && decision.incident->major) return &*decision.incident->major;
  return nullptr;
}

// While a major incident is declared no caller is kept for more questions than these (practice.md 14).
triage::document with_questions(const triage::document& assessment, std::uint32_t at_most) {
  auto out = assessment.value();
  auto& questions = out["next_questions"];
  if (at_most > 0 && questions.is_array() && questions.size() > at_most)
    questions.erase(questions.begin() + at_most, questions.end());
  return triage::document(std::move(out));
}

// The answer to POST /v1/contacts. Holds no personal data, since it is kept for repeats. Written piece by piece: the
// assessment is most of it, and would be copied to stand in one value with the rest. With `records_of` it is an answer
// for those who are not shown what only police records say.
std::string write_answer(
    const triage::decision& decision, std::string_view number, const triage::contact& contact, const json& history,
    std::uint32_t questions_max, const triage::vocabulary* records_of
) {
  const auto& result = *decision.contact;
  json card;
  if (decision.incident) card = triage::card(*decision.incident, number);
  const auto* major = major_incident_of(decision);
  const auto shortened = major == nullptr ? triage::document() : with_questions(result.assessment, questions_max);
  const auto& assessment = major == nullptr ? result.assessment.value() : shortened.value();
  std::string out;
  out.reserve(4096);
  const auto member = [&out, records_of](std::string_view name, const json& value) {
    if (records_of != nullptr && is_of_records(name, value, *records_of)) return;
    out += out.empty() ? "{\"" : ",\"";
    out += name;
    out += "\":";
    if (records_of == nullptr || !holds_records(value, *records_of)) {
      triage::append_canonical_json(out, value);
    } else {
      auto shown = value;
      leave_out_records(shown, *records_of);
      triage::append_canonical_json(out, shown);
    }
  };
  member("contact", contact_json(result, contact));
  member("assessment", assessment);
  member("pathway", assessment.at("pathway"));
  member("crimes", result.crimes.is_null() ? json::array() : result.crimes.value());
  member("flags", assessment.at("flags"));
  member("tasks", open_tasks(decision));
  member("history", history);
  if (major != nullptr) member("major_incident", major->to_string());
  if (!result.nsir.is_null()) member("nsir", result.nsir.value());
  if (!result.separate_risk.is_null()) member("separate_risk", result.separate_risk.value());
  member("say_to_caller", result.say_to_caller);
  member("dispatch", dispatch_of(card));
  member("incident", card);
  member("position", "@@position@@");
  out += '}';
  return out;
}

std::string grade_label(const triage::decision& decision) {
  if (!decision.incident) return "none";
  return decision.incident->grade ? decision.incident->grade->grade : "ungraded";
}

// Where the contact's incident is found; "" when it made none. A repeat is left with nothing but its answer.
std::string incident_path_of(const command::executed& done) {
  const std::string folder = "/v1/incidents/";
  if (const auto* made = done.incident()) return folder + made->id.to_string();
  if (!done.repeated) return {};
  const auto incident = json::parse(done.answer).at("incident");
  return incident.is_object() ? folder + incident.at("id").get<std::string>() : std::string();
}

// A contact of a call is the call's draft: it has its id, its number and place where no other was given, its time, and
// is live as long as the call is (practice.md 16).
void fill_from(const triage::call_record& call, triage::contact& contact) {
  contact.id = call.contact;
  contact.received_at = call.first_at;
  contact.call_live = triage::is_live(call);
  if (call.personal && !contact.caller.phone) contact.caller.phone = call.personal->phone;
  // The place that a person has taken, where the contact itself gives none.
  const auto& place = contact.location;
  const bool given = place.text || place.uprn || place.postcode || place.lat;
  const auto* taken = triage::location_of(call);
  if (given || taken == nullptr) return;
  auto district = place.district;
  contact.location = triage::place_of(*taken);
  contact.location.district = std::move(district);
}

asio::awaitable<std::expected<void, http::problem>>
take_call(services& s, const std::string& line, triage::contact& contact) {
  const auto call = co_await command::load_stream<command::call_streams>(s.queries, command::call_stream(line));
  if (!call) co_return std::unexpected(unavailable());
  if (!call->state) {
    co_return std::unexpected(http::problem(
        404, "unknown_call", "There is no such call", "Leave call out, or wait for telephony to tell of it."
    ));
  }
  fill_from(*call->state, contact);
  co_return std::expected<void, http::problem>();
}

// The call may have ended while its contact was taken; then nobody was told.
asio::awaitable<void> end_if_over(services& s, command::origin from, std::string line, triage::uuid incident) {
  const auto call = co_await command::load_stream<command::call_streams>(s.queries, command::call_stream(line));
  if (!call || !call->state || triage::is_live(*call->state)) co_return;
  from.key.reset();
  command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
  triage::command ended = triage::end_call{call->state->contact};
  const auto outcome = co_await s.commands.run(std::move(from), incident, std::move(ended), std::move(nothing));
  if (!outcome) s.log.warning("call_end_not_stored", {});
}

asio::awaitable<http::response> take_contact(services& s, http::request request, auth::principal who) {
  auto body = read_body(request, s.schemas, "contact.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  auto command = triage::take_contact_from_json(*body, s.commands.new_id(), s.clock.now());
  if (!command) co_return to_response(invalid_body(std::move(command.error())), request.request_id);
  if (command->incident) {
    const auto seen = co_await find_visible(s, who, *command->incident);
    if (!seen) co_return to_response(seen.error(), request.request_id);
  }
  // A call's draft is in the record: while that is away the contact is taken without it, as any other.
  const auto line = !s.degraded() && body->contains("call") && body->at("call").is_string()
                        ? body->at("call").get<std::string>()
                        : "";
  if (!line.empty()) {
    const auto drafted = co_await take_call(s, line, command->contact);
    if (!drafted) co_return to_response(drafted.error(), request.request_id);
    if (const auto earlier = co_await s.commands.answered_before(*from)) {
      if (!*earlier) co_return to_response(to_problem(earlier->error()), request.request_id);
      co_return json_text_response(201, (*earlier)->answer);
    }
    const auto taken = co_await s.queries.stream(command->contact.id);
    if (!taken) co_return to_response(unavailable(), request.request_id);
    if (taken->at.version > 0) {
      http::problem p(
          409, "call_taken_already", "A contact was taken on this call already",
          "Add what is new to its incident, or send it without call."
      );
      co_return to_response(p, request.request_id);
    }
  }
  const bool live = command->contact.call_live;
  const auto channel = std::string(triage::to_string(command->contact.channel));
  const auto target = command->incident;
  auto contact = command->contact;
  contact.facts = {};
  // A look-up that fails or is slow never refuses or delays a contact beyond its time limit (lessons.md R06).
  const auto known = co_await known_before(s, who, contact);
  if (!known.empty()) command->history = triage::document(history::record_of(known, s.clock.now()));
  auto shown = co_await history_for(s, who, known, false);
  command::answer_writer write =
      [contact = std::move(contact), shown = std::move(shown), policy = s.policy(),
       full = auth::detail_for(who) == auth::detail::full](const triage::decision& decision, std::string_view number) {
        return write_answer(
            decision, number, contact, shown, policy->working.major.questions_max, full ? nullptr : &policy->facts
        );
      };
  triage::command taken = std::move(*command);
  auto outcome = co_await s.commands.run(*from, target, std::move(taken), std::move(write));
  if (!outcome) co_return to_response(to_problem(outcome.error()), request.request_id);
  if (!outcome->repeated) s.metrics.contact_taken(channel, grade_label(*outcome->decision));
  if (!line.empty() && live && outcome->incident() != nullptr)
    co_await end_if_over(s, std::move(*from), line, outcome->incident()->id);
  const auto place = incident_path_of(*outcome);
  auto answer = json_text_response(201, std::move(outcome->answer));
  if (!place.empty()) answer.headers.emplace_back("Location", place);
  co_return answer;
}

asio::awaitable<http::response> assess(services& s, http::request request, auth::principal) {
  auto body = read_body(request, s.schemas, "assess.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto policy = s.policy();
  const auto facts = triage::read_facts(policy->facts, body->value("facts", json::object()), "/facts");
  if (!facts) co_return to_response(invalid_body(facts.error()), request.request_id);
  json out;
  const auto narrative = body->find("narrative");
  const bool told = narrative != body->end() && narrative->is_string();
  const auto cues = policy->cue_words.find(told ? narrative->get_ref<const std::string&>() : std::string());
  const auto assessed = triage::assess(*policy, *facts, cues);
  out["assessment"] = triage::to_json(assessed, *policy);
  out["explanation"] = triage::explanation(assessed, *policy);
  co_return json_response(200, out);
}

} // namespace

http::endpoints contact_endpoints(services& s) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/contacts", access::needs(permission::contact_create),
       [&s](http::request r, auth::principal p) { return take_contact(s, std::move(r), std::move(p)); },
       "contact.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/assess", access::needs(permission::assess),
       [&s](http::request r, auth::principal p) { return assess(s, std::move(r), std::move(p)); }, "assess.schema.json"}
  );
  rows.push_back(caller_status_endpoint(s));
  return rows;
}

} // namespace frontdoor::api
