// GET /v1/incidents/{id}/candidates: what may be the same as an incident, each scored and explained. A person joins.

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/api/incidents.hpp"
#include "server/api/json_body.hpp"
#include "server/api/visible_incident.hpp"
#include "server/db/link_queries.hpp"
#include "triage/incident/likeness.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::size_t shown_max = 20;

struct seen_incident {
  triage::incident state;
  std::string number;
  auth::detail shown = auth::detail::none;
};

// An incident of the window as one caller may see it, and as it is compared. None where it is not the caller's to see,
// or its row is of another fold: the next decision on it rebuilds that.
struct read_window {
  std::vector<seen_incident> seen;
  std::vector<triage::appearance> compared;
};

auth::detail shown_to(const auth::principal& who, const triage::incident& state, const triage::uuid& owner) {
  std::optional<std::string_view> district;
  if (state.district) district = *state.district;
  return auth::detail_of(
      who, auth::event_scope::at_rest("incident", district, owner.is_nil() ? std::nullopt : std::optional(owner))
  );
}

void add_contact(triage::appearance& into, const std::string& personal) {
  const auto said = json::parse(personal, nullptr, false);
  if (!said.is_object()) return;
  const auto member = [&](const char* name) {
    const auto found = said.find(name);
    return found == said.end() ? json::object() : *found;
  };
  std::vector<triage::subject> subjects;
  for (const auto& one : said.value("subjects", json::array()))
    subjects.push_back(triage::subject_from_json(one));
  triage::add(
      into, triage::caller_from_json(member("caller")), triage::location_from_json(member("location")), subjects,
      said.value("narrative", std::string())
  );
}

read_window
read(const std::vector<db::compared_incident>& rows, const triage::link_rules& rules, const auth::principal& who) {
  read_window out;
  for (const auto& row : rows) {
    auto state = command::read_snapshot(row.row.snapshot, row.row.personal);
    if (!state) continue;
    const auto shown = shown_to(who, *state, row.row.owner_id);
    if (shown == auth::detail::none) continue;
    auto compared = triage::appearance_of(rules, *state);
    for (const auto& personal : row.contacts)
      add_contact(compared, personal);
    out.compared.push_back(std::move(compared));
    out.seen.push_back({std::move(*state), row.row.number, shown});
  }
  return out;
}

json likeness_json(const triage::likeness& found, const seen_incident& incident) {
  json reasons = json::array();
  for (const auto& one : found.reasons)
    reasons.push_back({{"code", one.code}, {"text", one.text}, {"points", one.points}});
  return {
      {"incident", visible_card(incident.state, incident.number, incident.shown)},
      {"score", found.score},
      {"kind", found.duplicate ? "duplicate" : "related"},
      {"reasons", std::move(reasons)}
  };
}

json answer_of(const triage::link_rules& rules, const triage::uuid& id, const read_window& window) {
  json out{{"candidates", json::array()}, {"cluster", nullptr}, {"compared", 0}};
  const auto own = std::ranges::find(window.compared, id, &triage::appearance::incident);
  if (own == window.compared.end()) return out;
  out["compared"] = window.compared.size() - 1;
  const auto found = triage::candidates(rules, *own, window.compared);
  for (std::size_t i = 0; i < found.size() && i < shown_max; ++i) {
    const auto at = std::ranges::find(window.compared, found[i].incident, &triage::appearance::incident);
    out["candidates"].push_back(
        likeness_json(found[i], window.seen[static_cast<std::size_t>(at - window.compared.begin())])
    );
  }
  if (const auto burst = triage::find_cluster(rules, *own, window.compared, found))
    out["cluster"] = {{"size", burst->size}, {"incident", burst->incident.to_string()}};
  return out;
}

asio::awaitable<http::response>
candidates(services& s, db::link_queries& links, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  const auto policy = s.policy();
  const auto& rules = policy->working.links;
  db::comparison_window window;
  window.incident = *id;
  window.from = seen->state().received_at - rules.within;
  window.closed_from = seen->state().received_at - rules.closed_within;
  window.shared_from = seen->state().received_at - rules.shared_within;
  window.to = seen->state().received_at + rules.within;
  const auto rows = co_await links.comparable(window);
  if (!rows) co_return to_response(unavailable(), request.request_id);
  if (!co_await log_personal_read(s, who, request, "candidates", *id, seen->shown)) {
    co_return to_response(unavailable(), request.request_id);
  }
  co_return kept_nowhere(json_response(200, answer_of(rules, *id, read(*rows, rules, who))));
}

} // namespace

http::endpoints incident_candidate_endpoints(services& s, db::link_queries& links) {
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/incidents/{id}/candidates",
       auth::access::needs(auth::permission::incident_read),
       [&s, &links](http::request r, auth::principal p) { return candidates(s, links, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
