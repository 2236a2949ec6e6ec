// What kind of demand a contact was, and the registers: failure demand, and what came back after it had been resolved
// early (domain.md 3.1, 3.5).

#include <algorithm>
#include <map>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/early_resolution.hpp"
#include "server/api/history.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_contact.hpp"
#include "server/api/visible_incident.hpp"
#include "triage/incident/early_returns.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::uint64_t demand_days_default = 28;
constexpr std::uint64_t demand_days_max = 366;

http::problem unknown_tag(const triage::policy_pack& policy) {
  std::string remedy;
  for (const auto& one : policy.working.screening.demand_tags)
    remedy += (remedy.empty() ? "Use one of: " : ", ") + one.code;
  remedy = remedy.empty() ? "The policy has none." : remedy + ".";
  return http::problem(
      422, "unknown_demand_tag", "The policy has no such tag", remedy,
      {{"/tag", "unknown_demand_tag", "The policy has no such tag.", remedy, {}}}
  );
}

asio::awaitable<http::response> tag(services& s, db::writer& writer, http::request request, auth::principal who) {
  const auto id = path_id(request, "contact");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "demand.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto wanted = body->at("tag").get<std::string>();
  const auto policy = s.policy();
  const auto* known = policy->working.screening.find_demand(wanted);
  if (known == nullptr) co_return to_response(unknown_tag(*policy), request.request_id);
  const auto command_id = s.commands.new_id();
  for (int tries = 0; tries < command::tries_max; ++tries) {
    const auto row = co_await find_visible_contact(s, who, *id);
    if (!row) co_return to_response(row.error(), request.request_id);
    db::append_command append;
    append.command_id = command_id;
    append.key = from->key;
    append.request_hash = from->request_hash;
    append.request_id = from->request_id;
    append.owner_id = from->owner_id;
    append.events.push_back(
        command::to_row(triage::contact_demand_tagged{{*id, s.clock.now(), from->actor.name}, wanted})
    );
    db::stream_change change;
    change.before = row->row.at;
    append.streams.push_back(std::move(change));
    append.answer = json{{"contact", id->to_string()}, {"tag", wanted}, {"kind", known->kind}}.dump();
    auto appended = co_await writer.append(std::move(append));
    if (appended.code == db::append_code::stale) continue;
    if (appended.code != db::append_code::appended && appended.code != db::append_code::repeated)
      co_return to_response(to_problem(command::to_failure(appended.code)), request.request_id);
    co_return json_text_response(200, std::move(appended.answer));
  }
  co_return to_response(to_problem(command::failed(command::failed::kind::contended)), request.request_id);
}

// The time that a register looks at.
struct period {
  triage::timestamp from;
  triage::timestamp to;
};

period read_period(query_parameters& query, triage::timestamp now) {
  period out;
  out.to = query.time("to").value_or(now);
  out.from = query.time("from").value_or(out.to - std::chrono::days(demand_days_default));
  if (out.from >= out.to || out.to - out.from > std::chrono::days(demand_days_max))
    query.refuse(
        "from", "The time looked at is not from earlier to later, or longer than a year.", "Change from or to."
    );
  return out;
}

asio::awaitable<http::response>
count_demand(services& s, db::screening_queries& queries, http::request request, auth::principal) {
  query_parameters query(request, {"from", "to"});
  const auto asked = read_period(query, s.clock.now());
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto counted = co_await queries.demand(asked.from, asked.to);
  if (!counted) co_return to_response(unavailable(), request.request_id);
  const auto policy = s.policy();
  std::map<std::string, std::uint64_t> kinds;
  std::uint64_t all = 0;
  json tags = json::array();
  for (const auto& one : *counted) {
    const auto* known = policy->working.screening.find_demand(one.tag);
    const auto kind = known == nullptr ? std::string("other") : known->kind;
    kinds[kind] += one.contacts;
    all += one.contacts;
    tags.push_back(
        {{"tag", one.tag},
         {"text", known == nullptr ? one.tag : known->text},
         {"kind", kind},
         {"contacts", one.contacts}}
    );
  }
  json by_kind = json::array();
  for (const auto& [kind, contacts] : kinds)
    by_kind.push_back({{"kind", kind}, {"contacts", contacts}});
  json out{
      {"from", triage::to_rfc3339(asked.from)},
      {"to", triage::to_rfc3339(asked.to)},
      {"tagged", all},
      {"kinds", std::move(by_kind)},
      {"tags", std::move(tags)}
  };
  co_return json_response(200, out);
}

std::vector<triage::resolution_and_return> resolutions_in(const std::vector<db::resolution_row>& rows) {
  std::vector<triage::resolution_and_return> out;
  out.reserve(rows.size());
  for (const auto& row : rows)
    out.push_back({row.pathway, row.rules, row.at, row.person_or_place_at, row.problem_at});
  return out;
}

json return_json(const triage::return_count& count) {
  json returned = json::array();
  for (const auto& one : count.returned)
    returned.push_back(
        {{"within_days", one.days},
         {"incidents", one.any},
         {"by_person_or_place", one.person_or_place},
         {"by_problem", one.problem}}
    );
  return {
      {"pathway", count.pathway},
      {"rule", count.rule.empty() ? json() : json(count.rule)},
      {"resolved", count.resolved},
      {"returned", std::move(returned)}
  };
}

asio::awaitable<http::response>
count_returns(services& s, db::screening_queries& queries, http::request request, auth::principal) {
  query_parameters query(request, {"from", "to"});
  const auto asked = read_period(query, s.clock.now());
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (s.history == nullptr) co_return to_response(returns_not_counted(), request.request_id);
  const auto windows = s.policy()->working.screening.return_windows;
  const auto longest = windows.empty() ? 0 : windows.back();
  const auto rows = co_await queries.resolutions(asked.from, asked.to, longest);
  if (!rows) co_return to_response(unavailable(), request.request_id);
  json items = json::array();
  for (const auto& count : triage::count_returns(resolutions_in(*rows), windows))
    items.push_back(return_json(count));
  json out{{"from", triage::to_rfc3339(asked.from)}, {"to", triage::to_rfc3339(asked.to)}, {"items", std::move(items)}};
  co_return json_response(200, out);
}

} // namespace

http::endpoints demand_endpoints(services& s, db::writer& writer, db::screening_queries& queries) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/contacts/{id}/demand", access::needs(permission::task_work),
       [&s, &writer](http::request r, auth::principal p) { return tag(s, writer, std::move(r), std::move(p)); },
       "demand.schema.json", true}
  );
  rows.push_back(
      {http::method::get,
       "/v1/demand",
       access::needs(permission::screening_audit),
       [&s, &queries](http::request r, auth::principal p) {
         return count_demand(s, queries, std::move(r), std::move(p));
       },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/returns",
       access::needs(permission::screening_audit),
       [&s, &queries](http::request r, auth::principal p) {
         return count_returns(s, queries, std::move(r), std::move(p));
       },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
