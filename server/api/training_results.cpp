// What supervisors and auditors see of training, and the purge.

#include <utility>

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/training.hpp"
#include "server/api/visible_incident.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/time.hpp"
#include "triage/training/agreement.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::uint64_t results_default = 100;
constexpr std::uint64_t results_max = 500;

constexpr const char* agreement_method = "First exercise of each trainee over the present version of a scenario, by "
                                         "the active pack. Between trainees: every "
                                         "two of them, in both orders; kappa is Cohen's, with the chance of all "
                                         "answers together. With what is expected: each "
                                         "trainee's answer beside it.";

asio::awaitable<http::response> list_results(shared_training t, http::request request, auth::principal) {
  query_parameters query(request, {"trainee", "scenario", "limit"});
  db::training_filter filter;
  filter.trainee = query.text("trainee");
  filter.scenario = query.text("scenario");
  filter.submitted_only = true;
  filter.limit = query.number("limit", results_default, 1, results_max);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto rows = co_await t->queries.list(std::move(filter));
  if (!rows) co_return to_response(unavailable(), request.request_id);
  co_return json_response(200, exercise_list_json(*t, *rows));
}

asio::awaitable<http::response> get_result(shared_training t, http::request request, auth::principal) {
  const auto id = path_id(request, "exercise");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto found = co_await t->queries.find(*id);
  if (!found) co_return to_response(unavailable(), request.request_id);
  // What a trainee has under way is not looked at.
  if (!*found || (*found)->now.state != "submitted") co_return to_response(not_found("result"), request.request_id);
  const auto one = triage::training::exercise_from_json(json::parse((*found)->now.body));
  if (!one) co_return to_response(not_found("result"), request.request_id);
  co_return with_version(json_response(200, exercise_json(*t, *one)), one->version);
}

json agreement_part(const triage::review::agreement& one) {
  return {
      {"pairs", one.pairs},
      {"agreed", one.agreed},
      {"raw", triage::value_or_null(one.raw)},
      {"kappa", triage::value_or_null(one.kappa)}
  };
}

json trainee_agreement_json(const triage::training::trainee_agreement& one) {
  return {
      {"trainees", one.trainees},
      {"enough", one.enough},
      {"between", agreement_part(one.between)},
      {"with_expected", agreement_part(one.with_expected)}
  };
}

json scenario_agreement(
    const training_services& t, const triage::policy_pack& pack, const triage::training::scenario& one,
    const std::vector<triage::training::first_result>& results
) {
  std::vector<triage::training::first_result> own;
  for (const auto& result : results)
    if (result.scenario == one.code) own.push_back(result);
  const auto agreed = triage::training::agree(own, *t.rules, pack, true);
  auto out = trainee_agreement_json(agreed);
  out["scenario"] = one.code;
  out["version"] = one.version;
  out["title"] = one.title;
  out["expected"] = one.expected.contact_only ? std::string("none") : *one.grade_for(pack.name);
  json decided = json::array();
  for (const auto& [grade, count] : agreed.decided)
    decided.push_back({{"decided", grade}, {"trainees", count}});
  out["decided"] = std::move(decided);
  out["spread"] = agreed.spread ? json(*agreed.spread) : json();
  return out;
}

asio::awaitable<http::response> get_agreement(shared_training t, http::request request, auth::principal) {
  query_parameters query(request, {"scenario"});
  const auto wanted = query.text("scenario");
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto pack = t->s.policy();
  const auto* asked = wanted ? t->rules->find(*wanted) : nullptr;
  if (wanted && (asked == nullptr || asked->grade_for(pack->name) == nullptr))
    co_return to_response(not_found("scenario"), request.request_id);
  const auto rows = co_await t->queries.first_results(pack->name, wanted, t->results_max);
  if (!rows) co_return to_response(unavailable(), request.request_id);
  std::vector<triage::training::first_result> results;
  for (const auto& row : *rows) {
    const auto* one = t->rules->find(row.scenario);
    if (one == nullptr || one->version != row.scenario_version) continue;
    results.push_back({row.trainee, row.scenario, row.scenario_version, row.decided, row.expected});
  }
  json scenarios = json::array();
  for (const auto& one : t->rules->scenarios) {
    if (one.grade_for(pack->name) == nullptr || (asked != nullptr && asked != &one)) continue;
    scenarios.push_back(scenario_agreement(*t, *pack, one, results));
  }
  json out{
      {"pack", pack->name},
      {"trainees_min", t->rules->agreement_trainees_min},
      {"all", trainee_agreement_json(triage::training::agree(results, *t->rules, *pack, false))},
      {"scenarios", std::move(scenarios)},
      {"method", agreement_method}
  };
  co_return json_response(200, out);
}

asio::awaitable<http::response> purge(shared_training t, http::request request, auth::principal who) {
  const auto body = read_body(request, t->s.schemas, "training-purge.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  std::optional<std::string> before;
  if (body->contains("before")) before = body->at("before").get<std::string>();
  const bool all = body->value("all", false);
  if (all == before.has_value()) {
    triage::faults two{
        {"/before", "one_of_two", "Say which exercises go.", "Give before, a day, or all: true; not both.", ""}
    };
    co_return to_response(invalid_body(std::move(two)), request.request_id);
  }
  if (before && !triage::parse_day(*before)) {
    triage::faults no_day{{"/before", "wrong_form", "There is no such day.", "Write a day such as 2026-03-01.", ""}};
    co_return to_response(invalid_body(std::move(no_day)), request.request_id);
  }
  const auto now = t->clock.now();
  const auth::on_behalf by{who.actor(), request.request_id, now};
  const auto gone = co_await t->queries.purge(std::move(before), t->identifiers.make(now), by);
  if (!gone) co_return to_response(unavailable(), request.request_id);
  co_return json_response(200, {{"purged", *gone}});
}

} // namespace

http::endpoints training_result_endpoints(const shared_training& t) {
  const auto bind = [&t](auto function) { return training_handler(t, function); };
  const auto watching = auth::access::needs(auth::permission::training_results);
  const auto purging = auth::access::needs(auth::permission::training_purge);
  return {
      {http::method::get, "/v1/training/results", watching, bind(list_results), ""},
      {http::method::get, "/v1/training/results/{id}", watching, bind(get_result), ""},
      {http::method::get, "/v1/training/agreement", watching, bind(get_agreement), ""},
      {http::method::post, "/v1/training/purge", purging, bind(purge), "training-purge.schema.json"},
  };
}

} // namespace frontdoor::api
