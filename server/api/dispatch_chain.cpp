// From a dispatch to the scene, and the ladder that is climbed while nobody goes: units, acknowledgements by radio,
// what the duty posts are told.

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/incident_commands.hpp"
#include "server/api/incidents.hpp"

namespace frontdoor::api {

using nlohmann::json;

namespace {

// {"incident": card, "chain", "units", "escalations"}
std::string write_chain(const triage::decision& decision, std::string_view number) {
  json out = json::object();
  triage::add_ladder_detail(*decision.incident, out);
  out["incident"] = triage::card(*decision.incident, number);
  return out.dump();
}

// The dispatch that counts now, as a console acknowledges it; with an officer, by radio or phone.
read_command read_acknowledgement(const json& body) {
  auto officer = triage::officer_from_json(body);
  if (!officer) return std::unexpected(std::move(officer.error()));
  const auto dispatch = triage::uuid::parse(body.at("dispatch").get<std::string>()); // by the schema it is one
  return triage::acknowledge_dispatch{dispatch.value_or(triage::uuid{}), std::move(*officer)};
}

} // namespace

http::endpoints dispatch_chain_endpoints(services& s) {
  using auth::permission;
  http::endpoints rows;
  const auto add = [&](incident_call call) { rows.push_back(incident_endpoint(s, std::move(call))); };
  add(
      {"/v1/incidents/{id}/unresourced", permission::dispatch_acknowledge, "unresourced.schema.json",
       [](const json& body, const triage::uuid&, auto) {
         return as_command(triage::declare_unresourced_from_json(body));
       },
       write_chain}
  );
  add(
      {"/v1/incidents/{id}/acknowledgement", permission::dispatch_acknowledge, "acknowledgement.schema.json",
       [](const json& body, const triage::uuid&, auto) { return read_acknowledgement(body); }, write_chain}
  );
  // Whoever is at a console may record what an officer on call says; who may answer for a post is the policy's.
  add(
      {"/v1/incidents/{id}/escalations/{escalation}/acknowledge", permission::approval_decide,
       "escalation-acknowledge.schema.json",
       [](const json& body, const triage::uuid& part, auto) {
         return as_command(triage::acknowledge_escalation_from_json(body, part));
       },
       write_chain, 200, "escalation"}
  );
  return rows;
}

} // namespace frontdoor::api
