#include "server/api/major_incidents.hpp"

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/json_body.hpp"
#include "server/api/visible_incident.hpp"
#include "server/command/call_runner.hpp"
#include "triage/incident/separate_risk.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

using command::major_runner;

// A major incident as one caller may see it: whoever may see its incident.
struct visible_major {
  triage::major_incident state;
  auth::detail shown = auth::detail::none;
};

asio::awaitable<std::expected<visible_major, http::problem>>
find_major(services& s, const auth::principal& who, triage::uuid id) {
  auto loaded = co_await command::load_stream<command::major_streams>(s.queries, id);
  if (!loaded) co_return std::unexpected(unavailable());
  if (!loaded->state) co_return std::unexpected(not_found("major incident"));
  const auto seen = co_await find_visible(s, who, loaded->state->incident);
  if (!seen) co_return std::unexpected(seen.error().status == 404 ? not_found("major incident") : seen.error());
  co_return visible_major{std::move(*loaded->state), seen->shown};
}

std::string write_major(const major_runner::states& after, const triage::major_decision& made) {
  json out{{"major_incident", triage::card(*after.back())}};
  if (const auto* told = get_if<triage::major_incident_callers_told>(&made.events.front())) out["tasks"] = told->tasks;
  return out.dump();
}

asio::awaitable<http::response> declare(services& s, major_runner& majors, http::request request, auth::principal who) {
  const auto body = read_body(request, s.schemas, "major-incident.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto on = triage::uuid::parse(body->at("incident").get<std::string>());
  if (!on) co_return to_response(not_found("incident"), request.request_id);
  const auto seen = co_await find_visible(s, who, *on);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  major_runner::decider decide = [command = triage::declare_major_incident_from_json(*body)](
                                     const auto&, const triage::incident* incident, const triage::context& context
                                 ) { return triage::declare_major(*incident, command, context); };
  std::vector<triage::uuid> none;
  auto outcome = co_await majors.run(std::move(*from), std::move(none), *on, std::move(decide), write_major);
  co_return answer_to(std::move(outcome), 201, request.request_id);
}

asio::awaitable<http::response> get_major(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "major incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto found = co_await find_major(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  if (!co_await log_personal_read(s, who, request, "major_incident", *id, found->shown))
    co_return to_response(unavailable(), request.request_id);
  auto out = triage::card(found->state);
  if (found->shown == auth::detail::full) out["personal"] = triage::card_personal(found->state);
  co_return kept_nowhere(json_response(200, out));
}

// ---- joining in bulk

// Where a contact's incident is, and why it may not be joined.
struct bulk_entry {
  triage::uuid contact;
  std::string left_out;                      // code; empty: joined
  std::optional<triage::separate_risk> risk; // with "separate_risk"
};

// Joins the incident of one contact, unless that contact's own scan finds something else in it.
asio::awaitable<std::expected<bulk_entry, http::problem>> join_one(
    services& s, const command::origin& from, const auth::principal& who, triage::uuid lead, triage::uuid contact,
    const std::string& rationale
) {
  bulk_entry out{contact, {}, {}};
  const auto owner = co_await command::incident_of_contact(s.queries, contact);
  if (!owner) co_return std::unexpected(unavailable());
  if (!*owner) {
    out.left_out = "no_incident";
    co_return out;
  }
  if (**owner == lead) co_return out;
  const auto seen = co_await find_visible(s, who, **owner);
  if (!seen) {
    if (seen.error().status != 404) co_return std::unexpected(seen.error());
    out.left_out = "no_incident";
    co_return out;
  }
  const auto onto = co_await command::load_incident(s.queries, lead);
  if (!onto || !onto->state) co_return std::unexpected(unavailable());
  out.risk = triage::find_separate_risk(*s.policy(), *onto->state, seen->state());
  if (out.risk) {
    out.left_out = "separate_risk";
    co_return out;
  }
  command::origin own = from;
  own.key.reset(); // the key is the whole request's; a join repeated changes nothing
  triage::command link = triage::link_incident{triage::link_kind::duplicate, lead, rationale, seen->state().version};
  const auto outcome =
      co_await s.commands.run(std::move(own), **owner, std::move(link), [](const triage::decision&, std::string_view) {
        return "{}";
      });
  if (outcome) co_return out;
  if (outcome.error().why != command::failed::kind::refused) co_return std::unexpected(to_problem(outcome.error()));
  out.left_out = outcome.error().refusal.code;
  co_return out;
}

json entry_json(const bulk_entry& entry) {
  json out{{"contact", entry.contact.to_string()}, {"code", entry.left_out}};
  if (entry.risk) out["separate_risk"] = triage::to_json(*entry.risk);
  return out;
}

asio::awaitable<http::response>
join_contacts(services& s, major_runner& majors, http::request request, auth::principal who) {
  const auto id = path_id(request, "major incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "major-incident-contacts.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto found = co_await find_major(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  if (auto earlier = co_await command::kept_answer(s.queries, *from))
    co_return answer_to(std::move(*earlier), 200, request.request_id);
  if (!found->state.declared) {
    http::problem p(
        409, "major_incident_stood_down", "The major incident was stood down",
        "Work on its incident, or declare it anew."
    );
    co_return to_response(p, request.request_id);
  }
  const auto rationale = body->at("rationale").get<std::string>();
  std::vector<triage::uuid> joined;
  std::vector<triage::contact_left_out> left_out;
  json refused = json::array();
  for (const auto& one : body->at("contacts")) {
    const auto contact = triage::uuid::parse(one.get_ref<const std::string&>());
    if (!contact) continue; // the schema has seen to it
    const auto entry = co_await join_one(s, *from, who, found->state.incident, *contact, rationale);
    if (!entry) co_return to_response(entry.error(), request.request_id);
    if (entry->left_out.empty()) {
      joined.push_back(*contact);
      continue;
    }
    left_out.push_back({*contact, entry->left_out});
    refused.push_back(entry_json(*entry));
  }
  json names = json::array();
  for (const auto& one : joined)
    names.push_back(one.to_string());
  major_runner::decider decide =
      [joined, left_out,
       rationale](const major_runner::states& before, const triage::incident*, const triage::context& context) {
        return triage::record_bulk(*before.front(), joined, left_out, rationale, context);
      };
  major_runner::answer write = [names, refused](const major_runner::states& after, const triage::major_decision&) {
    return json{{"major_incident", triage::card(*after.back())}, {"joined", names}, {"left_out", refused}}.dump();
  };
  std::vector<triage::uuid> streams{*id};
  auto outcome = co_await majors.run(
      std::move(*from), std::move(streams), found->state.incident, std::move(decide), std::move(write)
  );
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

// ---- telling callers, standing down

using words_decider = triage::major_outcome (*)(
    const triage::major_incident& state, const triage::incident& on, const std::string& words,
    const triage::context& context
);

asio::awaitable<http::response> with_words(
    services& s, major_runner& majors, http::request request, auth::principal who, std::string_view schema,
    words_decider decided
) {
  const auto id = path_id(request, "major incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, schema);
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto found = co_await find_major(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  major_runner::decider decide = [words = body->at("text").get<std::string>(), decided](
                                     const major_runner::states& before, const triage::incident* on,
                                     const triage::context& context
                                 ) { return decided(*before.front(), *on, words, context); };
  std::vector<triage::uuid> streams{*id};
  auto outcome =
      co_await majors.run(std::move(*from), std::move(streams), found->state.incident, std::move(decide), write_major);
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

} // namespace

http::endpoints major_incident_endpoints(services& s, major_runner& majors) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/major-incidents", access::needs(permission::major_incident),
       [&s, &majors](http::request r, auth::principal p) { return declare(s, majors, std::move(r), std::move(p)); },
       "major-incident.schema.json", true}
  );
  rows.push_back(
      {http::method::get,
       "/v1/major-incidents/{id}",
       access::needs(permission::incident_read),
       [&s](http::request r, auth::principal p) { return get_major(s, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/major-incidents/{id}/contacts", access::needs(permission::major_incident),
       [&s, &majors](http::request r, auth::principal p) {
         return join_contacts(s, majors, std::move(r), std::move(p));
       },
       "major-incident-contacts.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/major-incidents/{id}/update", access::needs(permission::major_incident),
       [&s, &majors](http::request r, auth::principal p) {
         return with_words(
             s, majors, std::move(r), std::move(p), "major-incident-update.schema.json", triage::tell_callers
         );
       },
       "major-incident-update.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/major-incidents/{id}/stand-down", access::needs(permission::major_incident),
       [&s, &majors](http::request r, auth::principal p) {
         return with_words(
             s, majors, std::move(r), std::move(p), "major-incident-stand-down.schema.json", triage::stand_down_major
         );
       },
       "major-incident-stand-down.schema.json", true}
  );
  return rows;
}

} // namespace frontdoor::api
