#include "server/history/answer.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

namespace frontdoor::history {

namespace core = triage::history;
using nlohmann::json;

namespace {

json optional_text(const std::optional<std::string>& value) {
  return value ? json(*value) : json();
}

json optional_time(const std::optional<triage::timestamp>& value) {
  return value ? json(triage::to_rfc3339(*value)) : json();
}

json why_matched(const core::earlier_contact& one) {
  json out = json::array();
  for (const auto& why : one.why) {
    json entry{{"by", to_string(why.kind)}, {"reason", reason(why.kind)}, {"identifies", identifies(why.kind)}};
    if (!why.role.empty()) entry["role_then"] = why.role;
    if (!why.role_now.empty()) entry["role_now"] = why.role_now;
    out.push_back(std::move(entry));
  }
  return out;
}

// What the caller may know of the incident: with its number and state, or that there is one.
void put_incident(json& into, const core::earlier_contact& one, const shown& how) {
  into["incident"] = nullptr;
  if (!one.incident) return;
  const auto head = std::ranges::find(how.heads, *one.incident, &db::incident_head::id);
  const bool visible = head != how.heads.end() && how.may_see(*head);
  into["visible"] = visible;
  if (!visible) return;
  into["incident"] = one.incident->to_string();
  into["number"] = head->number;
  into["incident_status"] = head->status;
  into["grade"] = optional_text(head->grade);
}

json contact_json(const core::earlier_contact& one, const shown& how) {
  json out{
      {"contact", one.contact.to_string()},
      {"at", triage::to_rfc3339(one.at)},
      {"channel", one.channel},
      {"why_matched", why_matched(one)}
  };
  put_incident(out, one, how);
  return out;
}

json marker_json(const core::marker& one, core::source_kind kind, triage::timestamp now, const shown& how) {
  json out{
      {"marker", one.code},
      {"source", one.source},
      {"source_kind", to_string(kind)},
      {"state", to_string(core::state_of(one, now))},
      {"valid_from", triage::to_rfc3339(one.valid_from)},
      {"review_at", optional_time(one.review_at)},
      {"valid_until", optional_time(one.valid_until)},
      {"why_matched",
       json::array(
           {{{"by", to_string(one.matched)}, {"reason", reason(one.matched)}, {"identifies", identifies(one.matched)}}}
       )}
  };
  if (how.reasons_of_markers) out["why"] = one.why;
  return out;
}

json source_json(const core::source_answer& answer, triage::timestamp now, const shown& how) {
  json results = json::array();
  for (const auto& one : answer.contacts) {
    if (results.size() < how.results_max) results.push_back(contact_json(one, how));
  }
  for (const auto& one : answer.markers) {
    if (results.size() < how.results_max) results.push_back(marker_json(one, answer.kind, now, how));
  }
  for (const auto& one : answer.other) {
    if (how.reasons_of_markers && results.size() < how.results_max) results.push_back(json::parse(one));
  }
  return {
      {"source", answer.source},
      {"kind", to_string(answer.kind)},
      {"status", to_string(answer.status)},
      {"as_of", triage::to_rfc3339(answer.as_of)},
      {"results", std::move(results)}
  };
}

json counts_json(const core::counts& count) {
  return {
      {"last_24h", count.day},
      {"last_7d", count.week},
      {"last_28d", count.four_weeks},
      {"last_90d", count.ninety_days},
      {"last_12m", count.year}
  };
}

const core::source_answer* contacts_in(const answers& found) {
  const auto at = std::ranges::find(found, "contacts", &core::source_answer::source);
  return at == found.end() ? nullptr : &*at;
}

json counts_by_kind(const core::source_answer& contacts, triage::timestamp now) {
  json out = json::array();
  for (std::size_t i = 0; i < core::key_kind_count; ++i) {
    const auto kind = static_cast<core::key_kind>(i);
    const auto counted = core::count(contacts.contacts, now, [&](const core::match& one) { return one.kind == kind; });
    if (counted.year == 0) continue;
    auto entry = counts_json(counted);
    entry["by"] = to_string(kind);
    entry["identifies"] = identifies(kind);
    out.push_back(std::move(entry));
  }
  return out;
}

// Contacts of the same person, number, place or vehicle together (lessons.md R07).
json cluster_json(const core::source_answer& contacts, triage::timestamp now) {
  auto out =
      counts_json(core::count(contacts.contacts, now, [](const core::match& one) { return core::identifies(one.kind); })
      );
  std::size_t size = 0;
  std::set<triage::uuid> incidents;
  json first;
  json last;
  for (const auto& one : contacts.contacts) {
    if (!one.identified()) continue;
    ++size;
    if (one.incident) incidents.insert(*one.incident);
    first = triage::to_rfc3339(one.at);
    if (last.is_null()) last = first;
  }
  out["contacts"] = size;
  out["incidents"] = incidents.size();
  out["first_at"] = std::move(first);
  out["last_at"] = std::move(last);
  return out;
}

} // namespace

json not_searched() {
  return {
      {"status", "not_searched"},
      {"sources", json::array()},
      {"counts", json::array()},
      {"cluster", nullptr},
      {"facts", json::object()}
  };
}

json to_json(const answers& found, triage::timestamp now, const shown& how) {
  if (found.empty()) return not_searched();
  json out{
      {"status", to_string(core::overall(found))},
      {"sources", json::array()},
      {"counts", json::array()},
      {"cluster", nullptr},
      {"facts", core::facts_of(found, now)}
  };
  for (const auto& answer : found)
    out["sources"].push_back(source_json(answer, now, how));
  if (const auto* contacts = contacts_in(found); contacts != nullptr && !contacts->contacts.empty()) {
    out["counts"] = counts_by_kind(*contacts, now);
    out["cluster"] = cluster_json(*contacts, now);
  }
  return out;
}

json record_of(const answers& found, triage::timestamp now) {
  json out{{"sources", json::array()}, {"facts", core::facts_of(found, now)}};
  for (const auto& answer : found) {
    out["sources"].push_back(
        {{"source", answer.source},
         {"status", to_string(answer.status)},
         {"as_of", triage::to_rfc3339(answer.as_of)},
         {"found", answer.contacts.size() + answer.markers.size() + answer.other.size()}}
    );
    if (answer.kind != core::source_kind::own) out["sources"].back()["kind"] = to_string(answer.kind);
  }
  return out;
}

std::vector<triage::uuid> incidents_of(const answers& found, std::size_t results_max) {
  std::vector<triage::uuid> ids;
  const auto* contacts = contacts_in(found);
  if (contacts == nullptr) return ids;
  for (std::size_t i = 0; i < contacts->contacts.size() && i < results_max; ++i) {
    const auto& incident = contacts->contacts[i].incident;
    if (incident && std::ranges::find(ids, *incident) == ids.end()) ids.push_back(*incident);
  }
  return ids;
}

} // namespace frontdoor::history
