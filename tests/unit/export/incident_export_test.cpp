#include "server/export/incident_export.hpp"

#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

using namespace frontdoor;
using namespace frontdoor::exports;
using nlohmann::json;

namespace {

triage::uuid id(const char* end) {
  return *triage::uuid::parse(std::string("018f6b1e-7a10-7cc3-9d3e-0a1b2c3d4e") + end);
}

triage::timestamp at(const char* time) {
  return *triage::parse_rfc3339(std::string("2026-03-01T") + time + "Z");
}

triage::incident burglary() {
  triage::incident state;
  state.id = id("5f");
  state.version = 4;
  state.opened_at = at("21:04:12");
  state.received_at = at("21:04:11");
  state.updated_at = at("21:06:00");
  state.grade = triage::grade_target{"1", "Emergency", 0, at("21:06:11"), at("21:19:11")};
  state.district = "Salford";
  state.contacts.push_back({id("60"), triage::channel::emergency_999, at("21:04:11"), true, "user:handler"});
  state.personal = triage::incident_personal{
      "3 Comfrey Close <rear>", "Somebody is in the house & shouting", "Ann Example", "+447700900123"
  };
  state.day_one.coding = triage::incident_coding{"C10", std::nullopt, {}, std::nullopt, "user:handler", at("21:05:00")};
  state.units.push_back({"AB12", {{triage::unit_state::assigned, at("21:05:30"), "user:radio", {}, {}}}});
  return state;
}

exported_incident plain(const triage::incident& state) {
  return {state, "GMP-20260301-000731", "police.06", std::nullopt, std::nullopt, false};
}

exported_incident with_all(const triage::incident& state) {
  return {state, "GMP-20260301-000731", "police.06", "ambulance", place{52.657976, 1.716052}, true};
}

json eido_of(const exported_incident& what) {
  return json::parse(make_eido()->write(what));
}

struct mait_text {
  explicit mait_text(const exported_incident& what, grid axes = grid::osgb36) : text(make_mait(axes)->write(what)) {
    REQUIRE(document.load_string(text.c_str()));
  }
  std::string of(const char* name) const { return document.child("TransferMessage").child_value(name); }
  bool has(const char* name) const { return !document.child("TransferMessage").child(name).empty(); }

  std::string text;
  pugi::xml_document document;
};

} // namespace

TEST_CASE("given an incident, then every component of the EIDO style has the members that each must have") {
  const auto state = burglary();
  const auto out = eido_of(with_all(state));
  CHECK(out.at("eidoVersion") == "1.0");
  CHECK(out.at("issuingElementIdentification") == "police.06");
  std::size_t components = 0;
  for (const auto& [name, value] : out.items()) {
    if (!name.ends_with("Component")) continue;
    REQUIRE(value.is_array());
    for (const auto& one : value) {
      CAPTURE(name, one.dump());
      CHECK(one.contains("$id"));
      CHECK(one.contains("lastUpdateTimeStamp"));
      CHECK(one.contains("updatedByAgencyReference"));
      ++components;
    }
  }
  CHECK(components == 8);
  CHECK(out.at("incidentComponent")[0].at("incidentTypeCommonRegistryText") == "Other");
  CHECK(out.at("incidentComponent")[0].at("incidentTypeInternalCode") == "C10");
  CHECK(out.at("callComponent")[0].at("callStateRegistryText") == "Active");
  CHECK(out.at("emergencyResourceComponent")[0].at("resourceIdentification") == "AB12");
}

TEST_CASE("given an incident, then grade and NSIR are the extension's, which says that nobody has certified it") {
  const auto state = burglary();
  const auto extension = eido_of(plain(state)).at("eidoExtension")[0];
  CHECK(extension.at("profile") == "EIDO style, not certified");
  CHECK(extension.at("grade") == "1");
  CHECK(extension.at("nsir").at("opening") == "C10");
  CHECK(extension.at("district") == "Salford");
}

TEST_CASE("given links, then their direction tells the survivor from the duplicate") {
  auto state = burglary();
  state.joined = triage::incident_link{id("70"), "user:radio", at("21:10:00")};
  state.related.push_back({id("71"), "user:radio", at("21:10:00")});
  const auto links = eido_of(plain(state)).at("incidentComponent")[0].at("incidentLinks");
  REQUIRE(links.size() == 2);
  CHECK(links[0].at("linkDirectionCode") == "PARENT");
  CHECK(links[1].at("linkDirectionCode") == "RELATED");
}

TEST_CASE("given no leave for personal data, or data that was erased, then no format has any of it") {
  auto state = burglary();
  const bool erased = GENERATE(false, true);
  if (erased) state.personal.reset();
  auto what = erased ? with_all(state) : plain(state);
  what.where.reset();
  for (const auto& format : formats(grid::osgb36)) {
    const auto text = format->write(what);
    CAPTURE(format->name(), text);
    for (const auto* word : {"Comfrey", "Ann Example", "+447700900123", "shouting"})
      CHECK(text.find(word) == std::string::npos);
  }
  CHECK_FALSE(eido_of(what).contains("personComponent"));
  CHECK_FALSE(mait_text(what).has("CallerName"));
}

TEST_CASE("given an incident, then the MAIT style has the known fields, its time in UTC and the place on the grid") {
  auto state = burglary();
  triage::handoff asked;
  asked.partner = "ambulance";
  asked.state = triage::handoff_state::requested;
  state.partners.handoffs.push_back(asked);
  const mait_text out(with_all(state));
  CHECK(out.of("MessageId") == state.id.to_string() + ".4");
  CHECK(out.of("Mode") == "create");
  CHECK(out.of("OrigOrganisation") == "police.06");
  CHECK(out.of("DestinOrganisation") == "ambulance");
  CHECK(out.of("OrigIncidentURN") == state.id.to_string());
  CHECK(out.of("OrigIncidentDate") == "01/03/2026");
  CHECK(out.of("OrigIncidentTime") == "21:04:11");
  CHECK(out.of("Priority") == "1");
  CHECK(out.of("IncidentType") == "C10");
  CHECK(out.of("Description") == "Somebody is in the house & shouting");
  CHECK(out.of("LocationText") == "3 Comfrey Close <rear>");
  CHECK(out.of("ResourceID") == "AB12");
  CHECK(out.of("RequestedAction") == "agency");
  CHECK(out.of("AcknowledgementStatus") == "requested");
  CHECK(std::stod(out.of("X")) == Approx(651410).margin(10));
  CHECK(std::stod(out.of("Y")) == Approx(313177).margin(10));
  CHECK(out.text.find("MAIT style, not certified") != std::string::npos);
}

TEST_CASE("given receivers that take degrees, then X and Y are longitude and latitude") {
  const auto state = burglary();
  const mait_text out(with_all(state), grid::wgs84);
  CHECK(out.of("X") == "1.716052");
  CHECK(out.of("Y") == "52.657976");
}

TEST_CASE("given a closed incident, then both formats say so") {
  auto state = burglary();
  state.status = triage::incident_status::closed;
  state.closed = triage::closing{"resolved", "user:radio", at("22:00:00")};
  CHECK(mait_text(plain(state)).of("Mode") == "close");
  const auto out = eido_of(plain(state));
  CHECK(out.at("incidentComponent")[0].at("incidentStatusCommonRegistryText") == "Closed");
  CHECK(out.at("dispositionComponent")[0].at("dispositionCommonRegistryCode") == "resolved");
}

TEST_CASE("given words with characters that XML may not hold, then they are left out and the rest stands") {
  auto state = burglary();
  state.personal->summary = "a\x01\"b\" & <c>";
  CHECK(mait_text(with_all(state)).of("Description") == "a\"b\" & <c>");
}

TEST_CASE("given the same state twice, then every format gives the same text") {
  const auto state = burglary();
  for (const auto& format : formats(grid::osgb36))
    CHECK(format->write(with_all(state)) == format->write(with_all(state)));
}
