// What supervisors, the registrar and auditors look at: decisions owed, crime-related reports not resolved, samples,
// and whether incidents and crimes agree.

#include <algorithm>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/api/crimes.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/auth/visibility.hpp"
#include "server/command/stored_incident.hpp"
#include "triage/crime/audit.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::uint64_t register_rows_default = 200;
constexpr std::uint64_t register_rows_max = 1000;
constexpr std::uint64_t days_default = 7;
constexpr std::uint64_t days_max = 366;
constexpr std::uint64_t sample_max = 1000;
constexpr std::uint64_t whole_number_max = 9007199254740991; // 2^53 - 1

// The decisions that an incident owes, each with its incident; none when the record cannot be reached.
asio::awaitable<std::optional<std::vector<json>>> owed_by(services& s, const db::register_row& row, bool breached) {
  auto state = command::read_snapshot(row.snapshot, std::nullopt);
  if (!state) {
    // Of another fold: read it whole.
    auto rebuilt = co_await command::load_incident(s.queries, row.id);
    if (!rebuilt || !rebuilt->state) co_return std::nullopt;
    state = std::move(*rebuilt->state);
  }
  std::vector<json> out;
  for (const auto& duty : state->crimes.duties) {
    if (breached && duty.lateness != triage::crime::lateness::breached) continue;
    auto entry = to_json(duty);
    entry["incident"] = state->id.to_string();
    entry["number"] = row.number;
    entry["district"] = state->district ? json(*state->district) : json();
    out.push_back(std::move(entry));
  }
  co_return out;
}

asio::awaitable<http::response> list_register(services& s, http::request request, auth::principal who) {
  query_parameters query(request, {"register", "limit"});
  const auto name = query.text("register").value_or("");
  const auto limit = query.number("limit", register_rows_default, 1, register_rows_max);
  if (name != "due" && name != "breached" && name != "crime_related_unresolved")
    query.refuse("register", "There is no such register.", "Use due, breached or crime_related_unresolved.");
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  auto districts = auth::class_of(who).districts;
  std::vector<json> items;
  bool more = false;
  // One row more than is wanted tells whether there is one.
  if (name == "crime_related_unresolved") {
    auto rows = co_await s.crimes.queries().in_state("crime_related", std::move(districts), limit + 1);
    if (!rows) co_return to_response(unavailable(), request.request_id);
    more = rows->size() > limit;
    if (more) rows->resize(limit);
    for (const auto& row : *rows) {
      const auto crime = co_await command::load_crime(s.queries, row.id);
      if (!crime || !crime->state) co_return to_response(unavailable(), request.request_id);
      items.push_back(triage::crime::card(*crime->state));
    }
  } else {
    auto rows = co_await s.crimes.queries().owing(std::move(districts), register_rows_max + 1);
    if (!rows) co_return to_response(unavailable(), request.request_id);
    more = rows->size() > register_rows_max;
    if (more) rows->resize(register_rows_max);
    for (const auto& row : *rows) {
      auto owed = co_await owed_by(s, row, name == "breached");
      if (!owed) co_return to_response(unavailable(), request.request_id);
      items.insert(items.end(), owed->begin(), owed->end());
    }
    // RFC 3339 texts with six decimals sort as instants do.
    std::sort(items.begin(), items.end(), [](const json& a, const json& b) { return a.at("due_at") < b.at("due_at"); });
    if (items.size() > limit) {
      items.resize(limit);
      more = true;
    }
  }
  json out{{"register", name}, {"items", items}, {"more", more}};
  co_return json_response(200, out);
}

asio::awaitable<http::response> draw_sample(services& s, http::request request, auth::principal) {
  query_parameters query(request, {"size", "seed", "from", "to"});
  const auto size = query.number("size", 100, 1, sample_max);
  const auto seed = query.number("seed", 1, 0, whole_number_max);
  const auto to = query.time("to").value_or(s.clock.now());
  const auto from = query.time("from").value_or(to - std::chrono::days(days_default));
  if (from >= to || to - from > std::chrono::days(days_max))
    query.refuse(
        "from", "The time looked at is not from earlier to later, or longer than a year.", "Change from or to."
    );
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  triage::crime::sampler sampler(size, seed);
  std::optional<db::received_place> after;
  do {
    auto page = co_await s.crimes.queries().audit_population(from, to, after);
    if (!page) co_return to_response(unavailable(), request.request_id);
    for (auto& row : page->rows)
      sampler.see({std::move(row.id), std::move(row.stratum), std::move(row.number)});
    after = std::move(page->next);
  } while (after);
  const auto drawn = sampler.drawn();
  std::size_t population = 0;
  for (const auto& share : drawn.shares)
    population += share.population;
  json out{
      {"seed", seed},
      {"from", triage::to_rfc3339(from)},
      {"to", triage::to_rfc3339(to)},
      {"population", population},
      {"strata", json::array()},
      {"items", json::array()}
  };
  for (const auto& share : drawn.shares)
    out["strata"].push_back({{"stratum", share.stratum}, {"population", share.population}, {"drawn", share.drawn}});
  for (const auto& item : drawn.items)
    out["items"].push_back({{"incident", item.id}, {"number", item.number}, {"stratum", item.stratum}});
  co_return json_response(200, out);
}

asio::awaitable<http::response> error_interval(services&, http::request request, auth::principal) {
  query_parameters query(request, {"errors", "audited"});
  const auto audited = query.number("audited", 0, 1, whole_number_max);
  const auto errors = query.number("errors", 0, 0, whole_number_max);
  if (errors > audited) query.refuse("errors", "There are more errors than records audited.", "Check the two numbers.");
  if (!query.text("audited")) query.refuse("audited", "It is missing.", "Give the number of records audited.");
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto reach = triage::crime::wilson(errors, audited);
  json out{
      {"errors", errors},  {"audited", audited}, {"rate", static_cast<double>(errors) / static_cast<double>(audited)},
      {"low", reach.low},  {"high", reach.high}, {"confidence", 0.95},
      {"method", "wilson"}
  };
  co_return json_response(200, out);
}

asio::awaitable<http::response> reconcile(services& s, http::request request, auth::principal) {
  query_parameters query(request, {"days"});
  const auto days = query.number("days", 1, 1, days_max);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto from = s.clock.now() - std::chrono::days(days);
  const auto found = co_await s.crimes.queries().reconcile(from);
  if (!found) co_return to_response(unavailable(), request.request_id);
  json out{{"from", triage::to_rfc3339(from)},   {"incidents", found->incidents}, {"crimes", found->crimes},
           {"agree", found->mismatches.empty()}, {"mismatches", json::array()},   {"more", found->more}};
  for (const auto& one : found->mismatches) {
    out["mismatches"].push_back(
        {{"crime", one.crime},
         {"incident", one.incident},
         {"state_by_incident", one.state_by_incident},
         {"state_by_record", one.state_by_record}}
    );
  }
  co_return json_response(200, out);
}

} // namespace

http::endpoints crime_register_endpoints(services& s) {
  using auth::access;
  const auto may_audit = access::needs(auth::permission::crime_audit);
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/crimes",
       may_audit,
       [&s](http::request r, auth::principal p) { return list_register(s, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/crimes/audit-sample",
       may_audit,
       [&s](http::request r, auth::principal p) { return draw_sample(s, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/crimes/audit-interval",
       may_audit,
       [&s](http::request r, auth::principal p) { return error_interval(s, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/crimes/reconciliation",
       may_audit,
       [&s](http::request r, auth::principal p) { return reconcile(s, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
