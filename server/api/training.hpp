#pragma once
// Training: exercises over fictional contacts (docs/training.md). No call here runs a command or touches the log.

#include <memory>
#include <utility>

#include "server/api/services.hpp"
#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"
#include "server/db/training_queries.hpp"
#include "server/http/endpoint.hpp"
#include "triage/fault.hpp"
#include "triage/training/exercise.hpp"
#include "triage/training/rules.hpp"

namespace frontdoor::api {

// What the calls need. What is referred to must outlive every request.
struct training_services {
  services& s;
  db::training_queries queries;
  clock::clock& clock; // the machine's own, also where the rest of the server runs on the manual one: people are timed
  clock::identifiers& identifiers;
  std::shared_ptr<const triage::training::rules> rules;
  triage::faults left_out; // of scenarios that are not played
  std::size_t results_max; // that agreement is counted from
};

using shared_training = std::shared_ptr<training_services>;

// A call of training as the router takes it.
template <typename Function> http::handler training_handler(const shared_training& training, Function function) {
  return [training, function](http::request request, auth::principal who) {
    return function(training, std::move(request), std::move(who));
  };
}

// /v1/training/scenarios and /v1/training/exercises: a trainee's own.
http::endpoints training_endpoints(const shared_training& training);

// /v1/training/results, /v1/training/agreement and /v1/training/purge.
http::endpoints training_result_endpoints(const shared_training& training);

// An exercise as the contract writes it. Nothing of what is expected until it is handed in.
nlohmann::json exercise_json(const training_services& training, const triage::training::exercise& one);

// A list of them, a line each.
nlohmann::json exercise_list_json(const training_services& training, const std::vector<db::training_exercise>& rows);

} // namespace frontdoor::api
