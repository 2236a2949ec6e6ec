// Problem records: what keeps coming back, who owns it, what is done about it (domain.md 3.5).

#include <map>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/early_resolution.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "server/auth/visibility.hpp"
#include "triage/incident/early_returns.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using command::problem_runner;
using nlohmann::json;

namespace {

constexpr std::uint64_t problem_rows_default = 100;
constexpr std::uint64_t problem_rows_max = 500;

// A problem record that the caller may see, by its district.
asio::awaitable<std::expected<triage::problem_record, http::problem>>
find_problem(services& s, const auth::principal& who, triage::uuid id) {
  auto found = co_await command::load_stream<command::problem_streams>(s.queries, id);
  if (!found) co_return std::unexpected(unavailable());
  if (!found->state) co_return std::unexpected(not_found("problem"));
  std::optional<std::string_view> district;
  if (found->state->district) district = *found->state->district;
  const auto scope = auth::event_scope::at_rest("incident", district, std::nullopt);
  if (auth::detail_of(who, scope) == auth::detail::none) co_return std::unexpected(not_found("problem"));
  co_return std::move(*found->state);
}

problem_runner::answer problem_writer(services& s) {
  return [now = s.clock.now()](const problem_runner::states& after, const problem_runner::made&) {
    return json{{"problem", triage::card(*after.back(), now)}}.dump();
  };
}

asio::awaitable<http::response>
open_problem(services& s, problem_runner& problems, http::request request, auth::principal who) {
  const auto body = read_body(request, s.schemas, "problem.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto on = triage::uuid::parse(body->at("incident").get<std::string>());
  if (!on) co_return to_response(not_found("incident"), request.request_id);
  const auto seen = co_await find_visible(s, who, *on);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  problem_runner::decider decide = [wanted = triage::open_problem_from_json(*body)](
                                       const problem_runner::states&, const triage::incident* incident,
                                       const triage::context& context
                                   ) { return triage::open_problem_on(*incident, wanted, context); };
  std::vector<triage::uuid> none;
  auto write = problem_writer(s);
  auto outcome = co_await problems.run(std::move(*from), std::move(none), *on, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 201, request.request_id);
}

// How many incidents of each problem record came in after another of it had been resolved early.
using returns_of_problems = std::map<triage::uuid, json>;

json problem_returns_json(
    const std::vector<triage::problem_member>& members, const std::vector<std::uint32_t>& windows
) {
  json out = json::array();
  for (const auto& one : triage::count_problem_returns(members, windows))
    out.push_back({{"within_days", one.days}, {"incidents", one.incidents}});
  return out;
}

asio::awaitable<db::query_result<returns_of_problems>>
read_problem_returns(services& s, db::screening_queries& queries, std::vector<triage::uuid> problems) {
  std::map<triage::uuid, std::vector<triage::problem_member>> members;
  for (const auto& id : problems)
    members[id];
  const auto rows = co_await queries.problem_members(std::move(problems));
  if (!rows) co_return std::unexpected(rows.error());
  for (const auto& row : *rows) {
    auto& of_problem = members[row.problem];
    if (of_problem.empty() || of_problem.back().incident != row.incident)
      of_problem.push_back({row.incident, row.received_at, {}});
    if (row.resolved_early_at) of_problem.back().resolved_early_at.push_back(*row.resolved_early_at);
  }
  const auto policy = s.policy();
  returns_of_problems out;
  for (const auto& [id, of_problem] : members)
    out[id] = problem_returns_json(of_problem, policy->working.screening.return_windows);
  co_return out;
}

asio::awaitable<http::response>
list_problems(services& s, db::screening_queries& queries, http::request request, auth::principal who) {
  query_parameters query(request, {"status", "limit"});
  const auto status = query.text("status").value_or("open");
  const auto limit = query.number("limit", problem_rows_default, 1, problem_rows_max);
  if (status != "open" && status != "closed") query.refuse("status", "There is no such status.", "Use open or closed.");
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  auto districts = auth::class_of(who).districts;
  const auto rows = co_await queries.problems(status == "open", std::move(districts), limit);
  if (!rows) co_return to_response(unavailable(), request.request_id);
  std::vector<triage::uuid> ids;
  for (const auto& row : *rows)
    ids.push_back(row.id);
  const auto returns = co_await read_problem_returns(s, queries, std::move(ids));
  if (!returns) co_return to_response(unavailable(), request.request_id);
  json out{{"items", json::array()}};
  for (const auto& row : *rows) {
    const auto found = co_await command::read_state<command::problem_streams>(s.queries, row.id, row.snapshot);
    if (!found || !*found) co_return to_response(unavailable(), request.request_id);
    auto card = triage::card(**found, s.clock.now());
    card["returns"] = returns->at(row.id);
    out["items"].push_back(std::move(card));
  }
  co_return json_response(200, out);
}

asio::awaitable<http::response>
get_problem(services& s, db::screening_queries& queries, http::request request, auth::principal who) {
  const auto id = path_id(request, "problem");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto found = co_await find_problem(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  std::vector<triage::uuid> ids{*id};
  const auto returns = co_await read_problem_returns(s, queries, std::move(ids));
  if (!returns) co_return to_response(unavailable(), request.request_id);
  const auto shown = auth::detail_for(who);
  if (!co_await log_personal_read(s, who, request, "problem", *id, shown))
    co_return to_response(unavailable(), request.request_id);
  auto out = triage::card(*found, s.clock.now());
  out["returns"] = returns->at(*id);
  if (shown == auth::detail::full) out["personal"] = triage::card_personal(*found);
  co_return kept_nowhere(json_response(200, out));
}

// One call on a problem record: its body's schema and what it decides.
using decided_by = triage::problem_outcome (*)(
    const triage::problem_record& state, const json& body, const triage::uuid& part, const triage::context& context
);

struct problem_call {
  http::method method;
  const char* path;
  const char* schema;
  const char* part; // the parameter of the path that names a part of it; nullptr: none
  int status;
  decided_by decide;
};

triage::timestamp time_at(const json& body, const char* name) {
  return triage::parse_rfc3339(body.at(name).get<std::string>()).value_or(triage::timestamp{});
}

const problem_call problem_calls[] = {
    {http::method::post, "/v1/problems/{id}/stage", "problem-stage.schema.json", nullptr, 200,
     [](const triage::problem_record& state, const json& body, const triage::uuid&, const triage::context& context) {
       const auto stage = triage::parse_problem_stage(body.at("stage").get<std::string>());
       triage::set_problem_stage wanted{
           stage.value_or(triage::problem_stage::scanning), body.at("text").get<std::string>()
       };
       return triage::set_stage(state, wanted, context);
     }},
    {http::method::post, "/v1/problems/{id}/actions", "problem-action.schema.json", nullptr, 201,
     [](const triage::problem_record& state, const json& body, const triage::uuid&, const triage::context& context) {
       triage::add_problem_action wanted{
           body.at("owner").get<std::string>(), time_at(body, "due_at"), body.at("text").get<std::string>()
       };
       return triage::add_action(state, wanted, context);
     }},
    {http::method::post, "/v1/problems/{id}/actions/{action}/end", "problem-action-end.schema.json", "action", 200,
     [](const triage::problem_record& state, const json& body, const triage::uuid& part,
        const triage::context& context) {
       triage::end_problem_action wanted{part, body.at("done").get<bool>(), std::nullopt};
       if (body.contains("text")) wanted.text = body.at("text").get<std::string>();
       return triage::end_action(state, wanted, context);
     }},
    {http::method::post, "/v1/problems/{id}/close", "problem-close.schema.json", nullptr, 200,
     [](const triage::problem_record& state, const json& body, const triage::uuid&, const triage::context& context) {
       const auto& result = body.at("result");
       triage::close_problem wanted{
           result.at("contacts").get<std::uint32_t>(), result.at("days").get<std::uint32_t>(),
           body.at("text").get<std::string>()
       };
       return triage::close(state, wanted, context);
     }},
};

asio::awaitable<http::response> work_on_problem(
    services& s, problem_runner& problems, const problem_call* call, http::request request, auth::principal who
) {
  const auto id = path_id(request, "problem");
  if (!id) co_return to_response(id.error(), request.request_id);
  triage::uuid part;
  if (call->part != nullptr) {
    const auto named = part_id(request, call->part, call->part);
    if (!named) co_return to_response(named.error(), request.request_id);
    part = *named;
  }
  auto body = read_body(request, s.schemas, call->schema);
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto found = co_await find_problem(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  problem_runner::decider decide = [wanted = *body, part, call](
                                       const problem_runner::states& before, const triage::incident*,
                                       const triage::context& context
                                   ) { return call->decide(*before.front(), wanted, part, context); };
  std::vector<triage::uuid> needed{*id};
  auto write = problem_writer(s);
  const int status = call->status;
  auto outcome =
      co_await problems.run(std::move(*from), std::move(needed), std::nullopt, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), status, request.request_id);
}

asio::awaitable<http::response>
add_incident(services& s, problem_runner& problems, http::request request, auth::principal who) {
  const auto id = path_id(request, "problem");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "problem-incident.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto on = triage::uuid::parse(body->at("incident").get<std::string>());
  if (!on) co_return to_response(not_found("incident"), request.request_id);
  const auto found = co_await find_problem(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  const auto seen = co_await find_visible(s, who, *on);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  problem_runner::decider decide = [](const problem_runner::states& before, const triage::incident* incident,
                                      const triage::context& context) {
    return triage::add_incident(*before.front(), *incident, context);
  };
  std::vector<triage::uuid> needed{*id};
  auto write = problem_writer(s);
  auto outcome = co_await problems.run(std::move(*from), std::move(needed), *on, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

} // namespace

http::endpoints problem_endpoints(services& s, problem_runner& problems, db::screening_queries& queries) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/problems", access::needs(permission::problem_work),
       [&s, &problems](http::request r, auth::principal p) {
         return open_problem(s, problems, std::move(r), std::move(p));
       },
       "problem.schema.json", true}
  );
  rows.push_back(
      {http::method::get,
       "/v1/problems",
       access::needs(permission::problem_work),
       [&s, &queries](http::request r, auth::principal p) {
         return list_problems(s, queries, std::move(r), std::move(p));
       },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/problems/{id}",
       access::needs(permission::problem_work),
       [&s, &queries](http::request r, auth::principal p) {
         return get_problem(s, queries, std::move(r), std::move(p));
       },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/problems/{id}/incidents", access::needs(permission::problem_work),
       [&s, &problems](http::request r, auth::principal p) {
         return add_incident(s, problems, std::move(r), std::move(p));
       },
       "problem-incident.schema.json", true}
  );
  for (const auto& call : problem_calls) {
    rows.push_back(
        {call.method, call.path, access::needs(permission::problem_work),
         [&s, &problems, &call](http::request r, auth::principal p) {
           return work_on_problem(s, problems, &call, std::move(r), std::move(p));
         },
         call.schema, true}
    );
  }
  return rows;
}

} // namespace frontdoor::api
