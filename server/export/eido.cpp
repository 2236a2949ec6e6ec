// EIDO-style: the components and member names of NENA's EIDO 1.0 that domain.md 8.3 names; what the United Kingdom has
// besides (grade, NSIR, flags) stands in an extension.

#include <nlohmann/json.hpp>

#include "server/export/incident_export.hpp"

namespace frontdoor::exports {

namespace {

using nlohmann::json;
using triage::to_rfc3339;

json or_null(const std::optional<std::string>& value) {
  return value ? json(*value) : json();
}

// The members that every component has; ids are stable, so that a receiver knows the component again.
json component(const exported_incident& what, const std::string& id, triage::timestamp updated) {
  return {{"$id", id}, {"lastUpdateTimeStamp", to_rfc3339(updated)}, {"updatedByAgencyReference", what.agency}};
}

std::string part(const exported_incident& what, std::string_view name) {
  return what.state.id.to_string() + "#" + std::string(name);
}

json incident_component(const exported_incident& what) {
  const auto& state = what.state;
  const auto& coding = state.day_one.coding;
  auto out = component(what, part(what, "incident"), state.updated_at);
  // The registry of types is another country's; the force's own code says what it is.
  out["incidentTypeCommonRegistryText"] = "Other";
  if (coding && coding->opening) out["incidentTypeInternalCode"] = *coding->opening;
  out["incidentStatusCommonRegistryText"] = state.status == triage::incident_status::open ? "Active" : "Closed";
  out["incidentTrackingId"] = what.number;
  out["incidentDeclarationTimestamp"] = to_rfc3339(state.opened_at);
  if (what.personal && state.personal) {
    const bool located = state.personal->location_text.has_value() || what.where.has_value();
    if (located) out["locationReference"] = part(what, "location");
    if (state.personal->caller_name || state.personal->caller_phone) out["personReference"] = part(what, "caller");
  }
  json links = json::array();
  const auto link = [&](const triage::uuid& other, const char* direction, const char* why) {
    links.push_back(
        {{"incidentReference", other.to_string()}, {"linkDirectionCode", direction}, {"linkReasonText", why}}
    );
  };
  if (state.joined) link(state.joined->other, "PARENT", "duplicate of");
  for (const auto& one : state.absorbed)
    link(one.other, "CHILD", "took over as a duplicate");
  for (const auto& one : state.related)
    link(one.other, "RELATED", "related");
  if (!links.empty()) out["incidentLinks"] = std::move(links);
  return out;
}

json call_components(const exported_incident& what) {
  json out = json::array();
  for (const auto& contact : what.state.contacts) {
    auto call = component(what, contact.id.to_string(), contact.received_at);
    call["callStartTimestamp"] = to_rfc3339(contact.received_at);
    call["callStateRegistryText"] = contact.call_live ? "Active" : "Ended";
    call["direction"] = "Incoming";
    call["callTypeText"] = triage::to_string(contact.channel);
    out.push_back(std::move(call));
  }
  return out;
}

json location_component(const exported_incident& what) {
  auto out = component(what, part(what, "location"), what.state.updated_at);
  if (what.state.personal) out["locationText"] = or_null(what.state.personal->location_text);
  if (what.where) out["geodetic"] = {{"latitude", what.where->lat}, {"longitude", what.where->lon}};
  return out;
}

json caller_component(const exported_incident& what) {
  auto out = component(what, part(what, "caller"), what.state.updated_at);
  out["personName"] = or_null(what.state.personal->caller_name);
  out["personRoleText"] = "caller";
  return out;
}

// Units, each as a resource with what it does now.
json resource_components(const exported_incident& what) {
  json out = json::array();
  for (const auto& unit : what.state.units) {
    auto one = component(what, part(what, "unit/" + unit.unit), unit.steps.back().at);
    one["resourceIdentification"] = unit.unit;
    one["primaryStatusText"] = triage::to_string(unit.state());
    out.push_back(std::move(one));
  }
  return out;
}

json extension(const exported_incident& what) {
  const auto& state = what.state;
  const auto& grade = state.grade;
  json out{
      {"eidoExtensionId", "uk.police.frontdoor.1"},
      {"profile", "EIDO style, not certified"},
      {"grade", grade ? json(grade->grade) : json()},
      {"gradeName", grade ? json(grade->name) : json()},
      {"gradeState", triage::to_string(state.grade_state)},
      {"arriveBy", grade && grade->arrive_by ? json(to_rfc3339(*grade->arrive_by)) : json()},
      {"district", or_null(state.district)},
      {"pathway", or_null(state.pathway)},
      {"receivedAt", to_rfc3339(state.received_at)},
      {"nsir", to_json(state.day_one.coding)},
      {"version", state.version}
  };
  return out;
}

class eido final : public format {
 public:
  std::string_view name() const override { return "eido"; }
  std::string_view media_type() const override { return "application/json"; }

  std::string write(const exported_incident& what) const override {
    const auto& state = what.state;
    auto out = component(what, state.id.to_string(), state.updated_at);
    out["eidoVersion"] = "1.0";
    out["issuingElementIdentification"] = what.agency;
    auto agency = component(what, what.agency, state.updated_at);
    agency["agencyIdentification"] = what.agency;
    out["agencyComponent"] = json::array({std::move(agency)});
    out["incidentComponent"] = json::array({incident_component(what)});
    out["callComponent"] = call_components(what);
    out["emergencyResourceComponent"] = resource_components(what);
    if (what.recipient) out["recipientAgencyReference"] = *what.recipient;
    if (what.personal && state.personal) {
      if (state.personal->location_text || what.where)
        out["locationComponent"] = json::array({location_component(what)});
      if (state.personal->caller_name || state.personal->caller_phone)
        out["personComponent"] = json::array({caller_component(what)});
      if (state.personal->caller_phone) {
        auto back = component(what, part(what, "callback"), state.updated_at);
        back["callBackNumber"] = *state.personal->caller_phone;
        back["personReference"] = part(what, "caller");
        out["callbackComponent"] = json::array({std::move(back)});
      }
      if (state.personal->summary) {
        auto note = component(what, part(what, "summary"), state.updated_at);
        note["notesActionComments"] = *state.personal->summary;
        out["notesComponent"] = json::array({std::move(note)});
      }
    }
    if (state.closed) {
      auto disposition = component(what, part(what, "disposition"), state.closed->at);
      disposition["dispositionCommonRegistryCode"] = state.closed->outcome;
      out["dispositionComponent"] = json::array({std::move(disposition)});
    }
    out["eidoExtension"] = json::array({extension(what)});
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
  }
};

} // namespace

std::unique_ptr<format> make_eido() {
  return std::make_unique<eido>();
}

} // namespace frontdoor::exports
