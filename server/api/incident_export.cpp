#include "server/api/incident_export.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

using shared_formats = std::shared_ptr<const std::vector<std::unique_ptr<exports::format>>>;

// What a query asks for.
struct wanted {
  const exports::format* format = nullptr;
  std::optional<std::string> recipient;
  bool personal = false;
  triage::faults faults;
};

wanted read_wanted(services& s, const shared_formats& formats, const http::request& request) {
  query_parameters query(request, {"format", "to", "personal"});
  wanted out;
  const auto name = query.text("format").value_or("");
  const auto known = std::ranges::find_if(*formats, [&](const auto& one) { return one->name() == name; });
  if (known == formats->end()) {
    query.refuse("format", "There is no such format.", "Ask for eido or mait.");
  } else {
    out.format = known->get();
  }
  out.recipient = query.text("to");
  if (out.recipient && s.policy()->working.partners.find(*out.recipient) == nullptr)
    query.refuse("to", "The policy has no such partner.", "Name a partner of the policy, or leave it out.");
  const auto personal = query.text("personal").value_or("no");
  if (personal != "yes" && personal != "no")
    query.refuse("personal", "It is neither yes nor no.", "Write yes, or leave it out.");
  out.personal = personal == "yes";
  out.faults = query.faults();
  return out;
}

// Where the contact that opened the incident says it is.
std::optional<exports::place> place_in(const db::committed_events& told) {
  if (told.empty() || !told.front()->personal) return std::nullopt;
  const auto personal = json::parse(*told.front()->personal);
  const auto where = triage::location_from_json(personal.value("location", json::object()));
  if (!where.lat || !where.lon) return std::nullopt;
  return exports::place{*where.lat, *where.lon};
}

asio::awaitable<http::response> export_incident(
    services& s, export_options options, shared_formats formats, http::request request, auth::principal who
) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  auto asked = read_wanted(s, formats, request);
  if (!asked.faults.empty()) co_return to_response(bad_parameters(asked.faults), request.request_id);
  auto found = co_await find_visible(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  if (asked.personal && found->shown != auth::detail::full) {
    const http::problem refusal(
        403, "personal_data_not_allowed", "You may not read personal data", "Leave personal out of the query."
    );
    co_return to_response(refusal, request.request_id);
  }
  exports::exported_incident what{found->state(), found->stored.row.number, options.agency, asked.recipient, {},
                                  asked.personal};
  if (asked.personal) {
    if (!co_await log_personal_read(s, who, request, "incident_export", *id, found->shown))
      co_return to_response(unavailable(), request.request_id);
    if (!found->state().contacts.empty()) {
      const auto told = co_await s.queries.stream_events(found->state().contacts.front().id, std::nullopt, true);
      if (!told) co_return to_response(unavailable(), request.request_id);
      what.where = place_in(*told);
    }
  }
  http::response answer(200, std::string(asked.format->media_type()), asked.format->write(what));
  co_return with_version(std::move(answer), found->state().version);
}

} // namespace

http::endpoints incident_export_endpoints(services& s, export_options options) {
  const shared_formats formats =
      std::make_shared<const std::vector<std::unique_ptr<exports::format>>>(exports::formats(options.mait_grid));
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/incidents/{id}/export",
       auth::access::needs(auth::permission::incident_read),
       [&s, options, formats](http::request r, auth::principal p) {
         return export_incident(s, options, formats, std::move(r), std::move(p));
       },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
