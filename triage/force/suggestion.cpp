#include "triage/force/suggestion.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <nlohmann/json.hpp>

#include "triage/incident/assessing.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/likeness.hpp"
#include "triage/incident/partners.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

const area_rule& area_of(const std::string& district, const travel_rules& rules) {
  for (const auto& one : rules.areas) {
    if (std::ranges::find(one.districts, district) != one.districts.end()) return one;
  }
  return rules.areas.back();
}

std::uint32_t speed_percent(std::uint32_t hour, const travel_rules& rules) {
  for (const auto& one : rules.hours) {
    if (hour >= one.from && hour < one.to) return one.speed_percent;
  }
  return 100;
}

std::string kilometres(double metres) {
  const auto tenths = static_cast<long>(std::lround(metres / 100));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " km";
}

std::string minutes(std::uint32_t seconds) {
  const auto whole = (seconds + 59) / 60;
  return whole == 1 ? "1 minute" : std::to_string(whole) + " minutes";
}

// Whether it may be offered at all, and as what: true in `diversion` where it has other work.
bool offered(const candidate_unit& unit, const sought& incident, bool& diversion) {
  if (unit.state == nullptr) return false;
  diversion = unit.busy.has_value();
  switch (unit.state->kind) {
  case state_kind::available:
  case state_kind::en_route:
  case state_kind::divertible:
    break;
  case state_kind::rest:
    return !diversion && incident.most_urgent;
  default:
    return false;
  }
  if (diversion) return !unit.busy->there && unit.busy->rank > incident.rank;
  return unit.state->kind != state_kind::en_route; // on its way to something the room does not know
}

void tell_of_state(suggestion& out, const candidate_unit& unit) {
  if (!out.diversion_from) {
    out.why.push_back("Free: " + unit.state->text + ".");
    return;
  }
  const auto& busy = *out.diversion_from;
  out.why.push_back(
      "A diversion: it is on " + busy.number + ", grade " + busy.grade + ", which would have to wait for another unit."
  );
}

void tell_of_way(suggestion& out, const candidate_unit& unit, const sought& incident, const rules& force) {
  if (!incident.place || !unit.place) {
    const bool same = !incident.district.empty() && unit.district == incident.district;
    out.why.push_back(
        std::string("The distance is not known: ") +
        (incident.place ? "the unit has no position" : "the incident has no coordinates") +
        (same ? ". It belongs to the same district." : ".")
    );
    return;
  }
  const auto metres = metres_between(unit.place->lat, unit.place->lon, incident.place->lat, incident.place->lon);
  out.distance_m = static_cast<std::uint32_t>(std::lround(metres));
  out.travel_s = travel_seconds(metres, incident.district, incident.local_hour, force.travel);
  out.why.push_back(
      kilometres(metres) + " in a straight line, about " + minutes(*out.travel_s) + " " +
      area_of(incident.district, force.travel).text + " at this hour."
  );
  if (!unit.seen_at) {
    out.why.push_back("Counted from its station: no position is reported.");
  } else if (incident.now - *unit.seen_at > force.travel.position_fresh) {
    const auto age = std::chrono::floor<std::chrono::minutes>(incident.now - *unit.seen_at).count();
    out.why.push_back("Its position is " + std::to_string(age) + " minutes old.");
  }
}

void tell_of_skills(suggestion& out, const candidate_unit& unit, const sought& incident, const rules& force) {
  for (const auto& need : incident.needs) {
    const bool has = std::ranges::find(unit.skills, need.code) != unit.skills.end();
    const auto words = force.skill_text(need.code);
    out.why.push_back((has ? "Has what is needed: " : "Lacks what is needed: ") + words + " (" + need.text + ").");
    if (!has) out.lacks.push_back(need.code);
  }
}

auto place_in_list(const suggestion& one, bool same_district) {
  return std::tuple(
      one.lacks.size(), one.diversion_from.has_value(), !one.travel_s.has_value(), one.travel_s.value_or(0),
      !same_district, one.unit
  );
}

} // namespace

std::vector<coded_text> skills_needed(const incident& state, const policy_pack& pack) {
  std::vector<coded_text> out;
  const auto facts = latest_facts(pack.facts, state.facts);
  const auto view = step_view_of(pack, state, facts);
  for (const auto& rule : pack.working.unit_skills) {
    const bool listed = std::ranges::find(out, rule.skill, &coded_text::code) != out.end();
    if (!listed && holds(rule.when, view)) out.push_back({rule.skill, rule.text});
  }
  return out;
}

std::uint32_t
travel_seconds(double metres, const std::string& district, std::uint32_t hour, const travel_rules& rules) {
  const double road = metres * rules.detour_percent / 100;
  const double speed = area_of(district, rules).speed_kmh * 1000.0 / 3600 * speed_percent(hour, rules) / 100;
  return static_cast<std::uint32_t>(std::lround(road / speed));
}

std::vector<suggestion>
suggest_units(const sought& incident, const std::vector<candidate_unit>& units, const rules& force) {
  std::vector<std::pair<suggestion, bool>> found;
  for (const auto& unit : units) {
    bool diversion = false;
    if (!offered(unit, incident, diversion)) continue;
    suggestion one;
    one.unit = unit.unit;
    if (diversion) one.diversion_from = unit.busy;
    tell_of_state(one, unit);
    tell_of_way(one, unit, incident, force);
    tell_of_skills(one, unit, incident, force);
    found.emplace_back(std::move(one), !incident.district.empty() && unit.district == incident.district);
  }
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return place_in_list(a.first, a.second) < place_in_list(b.first, b.second);
  });
  if (found.size() > force.travel.suggestions_max) found.resize(force.travel.suggestions_max);
  std::vector<suggestion> out;
  for (auto& one : found)
    out.push_back(std::move(one.first));
  return out;
}

json to_json(const suggestion& one) {
  json diversion;
  if (one.diversion_from)
    diversion = object_of(
        field{"incident", one.diversion_from->incident.to_string()}, field{"number", one.diversion_from->number},
        field{"grade", one.diversion_from->grade}
    );
  return object_of(
      field{"unit", one.unit}, field{"diversion_from", std::move(diversion)},
      field{"distance_m", value_or_null(one.distance_m)}, field{"travel_s", value_or_null(one.travel_s)},
      field{"lacks", one.lacks}, field{"why", one.why}
  );
}

} // namespace frontdoor::triage::force
