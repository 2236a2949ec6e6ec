#include "server/api/training.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/incident_commands.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "server/clock/local_day.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/training/dealing.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
namespace training = triage::training;
using nlohmann::json;

namespace {

constexpr std::uint64_t exercises_default = 50;
constexpr std::uint64_t exercises_max = 200;

// The scenario of an exercise as it was played; nullptr where it has changed since.
const training::scenario* played_scenario(const training_services& t, const std::string& code, std::uint32_t version) {
  const auto* one = t.rules->find(code);
  return one != nullptr && one->version == version ? one : nullptr;
}

json lines_json(const training::scenario& one) {
  json out = json::array();
  for (const auto& line : one.lines)
    out.push_back({{"after_s", line.after_s}, {"who", line.who}, {"text", line.text}});
  return out;
}

json scenario_json(const training_services& t, const training::exercise& of) {
  json out{{"scenario", of.scenario}, {"version", of.scenario_version}};
  const auto* one = played_scenario(t, of.scenario, of.scenario_version);
  out["title"] = one == nullptr ? json() : json(one->title);
  out["channel"] = one == nullptr ? json() : json(one->channel);
  out["grade_within_s"] = one == nullptr ? json() : json(one->expected.grade_within_s);
  out["lines"] = one == nullptr ? json::array() : lines_json(*one);
  return out;
}

// The exercise's state as its row holds it.
db::training_state training_row_state(const training::exercise& one) {
  db::training_state out;
  out.state = training::to_string(one.state);
  out.ended_at = one.ended_at;
  out.version = one.version;
  out.body = training::to_json(one).dump();
  if (!one.handed) return out;
  const auto& result = one.result.value();
  out.decided = one.handed->grade.value_or("none");
  const auto& expected = result.at("grade").at("expected");
  out.expected = expected.is_string() ? expected.get<std::string>() : "none";
  out.percent = result.at("percent").get<std::uint32_t>();
  out.passed = result.at("passed").get<bool>();
  out.seconds = result.at("seconds").at("to_grade").get<std::uint32_t>();
  return out;
}

// Of a row that this program wrote.
training::exercise exercise_of(const std::string& body) {
  auto read = training::exercise_from_json(json::parse(body));
  if (!read) throw std::runtime_error("a row that is no exercise");
  return std::move(*read);
}

http::problem unplayed(std::string detail) {
  return {404, "unknown_scenario", "There is no such scenario", std::move(detail)};
}

http::problem refused_exercise(const triage::refusal& why) {
  command::failed failure(command::failed::kind::refused);
  failure.refusal = why;
  return to_problem(failure);
}

// What became of a step, as an answer.
http::response exercise_answered(
    const db::query_result<db::training_done>& done, const std::optional<triage::refusal>& why,
    const http::request& request, int status
) {
  using db::training_outcome;
  if (!done) return to_response(unavailable(), request.request_id);
  switch (done->outcome) {
  case training_outcome::stored:
  case training_outcome::repeated:
    return with_version(json_text_response(status, done->answer), done->version);
  case training_outcome::key_reused:
    return to_response(to_problem(command::failed(command::failed::kind::key_reused)), request.request_id);
  case training_outcome::not_found:
    return to_response(not_found("exercise"), request.request_id);
  case training_outcome::stale:
    return to_response(
        http::problem(
            412, "stale_version", "The exercise has gone on since",
            "Read it again, then decide on what stands there now."
        ),
        request.request_id
    );
  case training_outcome::too_many:
    return to_response(
        http::problem(
            409, "too_many_exercises", "You have begun as many exercises as there may be in a day",
            "Go on tomorrow, or ask who runs the server to raise the limit."
        ),
        request.request_id
    );
  case training_outcome::refused:
    break;
  }
  return to_response(why ? refused_exercise(*why) : unavailable(), request.request_id);
}

asio::awaitable<http::response> list_scenarios(shared_training t, http::request request, auth::principal who) {
  const auto pack = t->s.policy();
  const auto done = co_await t->queries.done(who.actor(), pack->name);
  if (!done) co_return to_response(unavailable(), request.request_id);
  json items = json::array();
  for (const auto& one : t->rules->scenarios) {
    if (one.grade_for(pack->name) == nullptr) continue;
    const auto often = done->find(one.code);
    items.push_back(
        {{"scenario", one.code},
         {"version", one.version},
         {"title", one.title},
         {"channel", one.channel},
         {"seconds", one.lines.empty() ? 0U : one.lines.back().after_s},
         {"grade_within_s", one.expected.grade_within_s},
         {"done", often == done->end() ? std::uint64_t{0} : often->second}}
    );
  }
  json out{{"items", std::move(items)}};
  // Who looks after training has to know what is not played.
  if (who.may(auth::permission::training_results)) {
    json faults = json::array();
    for (const auto& fault : t->left_out)
      faults.push_back({{"file", fault.file}, {"pointer", fault.pointer}, {"detail", fault.detail}});
    out["left_out"] = std::move(faults);
  }
  co_return json_response(200, out);
}

db::training_start start_of(
    const shared_training& t, std::shared_ptr<const triage::policy_pack> pack, const training::scenario& one,
    const std::string& trainee
) {
  const auto now = t->clock.now();
  db::training_start out;
  out.id = t->identifiers.make(now);
  out.day = clock::london_day(now);
  out.trainee = trainee;
  out.scenario = one.code;
  out.scenario_version = one.version;
  out.pack = pack->name;
  out.started_at = now;
  out.a_day_max = t->rules->exercises_a_day_max;
  out.make = [t, pack, code = one.code, id = out.id, trainee, now](const std::string& number) {
    auto begun = training::begin_exercise(id, trainee, *t->rules->find(code), {now, *pack, *t->rules});
    begun.number = number;
    return db::training_step{training_row_state(begun), exercise_json(*t, begun).dump()};
  };
  out.leave = [now](const std::string& body) { return training_row_state(training::abandon(exercise_of(body), now)); };
  return out;
}

asio::awaitable<http::response> begin_dealt(shared_training t, http::request request, auth::principal who) {
  const auto body = read_body(request, t->s.schemas, "training-exercise.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto pack = t->s.policy();
  const training::scenario* one = nullptr;
  if (const auto asked = body->find("scenario"); asked != body->end() && asked->is_string()) {
    one = t->rules->find(asked->get<std::string>());
    if (one == nullptr || one->grade_for(pack->name) == nullptr)
      co_return to_response(unplayed("Ask GET /v1/training/scenarios which there are."), request.request_id);
  } else {
    const auto done = co_await t->queries.done(who.actor(), pack->name);
    if (!done) co_return to_response(unavailable(), request.request_id);
    one = training::deal(*t->rules, pack->name, who.actor(), *done);
    if (one == nullptr) co_return to_response(unplayed("No scenario is played by this policy."), request.request_id);
  }
  const db::training_request sent{from->key, from->request_hash};
  const auto stored = co_await t->queries.start(start_of(t, pack, *one, who.actor()), sent);
  auto answer = exercise_answered(stored, std::nullopt, request, 201);
  if (answer.status == 201) {
    const auto id = json::parse(stored->answer).at("id").get<std::string>();
    answer.headers.emplace_back("Location", "/v1/training/exercises/" + id);
  }
  co_return answer;
}

// What a body asks of an exercise.
using exercise_change =
    std::function<training::exercise_decision(training::exercise of, const training::exercise_context& context)>;
using exercise_answer = std::function<json(const training::exercise& one)>;

asio::awaitable<http::response> change_exercise(
    shared_training t, http::request request, auth::principal who, exercise_change change, exercise_answer write
) {
  const auto id = path_id(request, "exercise");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto version = if_match(request);
  if (!version) co_return to_response(version.error(), request.request_id);
  const auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto why = std::make_shared<std::optional<triage::refusal>>();
  const auto pack = t->s.policy();
  const auto now = t->clock.now();
  std::function<std::optional<db::training_step>(const std::string&)> step = [=](const std::string& body
                                                                             ) -> std::optional<db::training_step> {
    const auto decided = change(exercise_of(body), {now, *pack, *t->rules});
    if (!decided) {
      *why = decided.error();
      return std::nullopt;
    }
    return db::training_step{training_row_state(*decided), write(*decided).dump()};
  };
  const db::training_request sent{from->key, from->request_hash};
  const auto done = co_await t->queries.change(*id, who.actor(), *version, sent, std::move(step));
  co_return exercise_answered(done, *why, request, 200);
}

std::optional<std::uint32_t> at_s_of(const json& body) {
  const auto found = body.find("at_s");
  if (found == body.end() || !found->is_number_unsigned()) return std::nullopt;
  return found->get<std::uint32_t>();
}

asio::awaitable<http::response> ask_question(shared_training t, http::request request, auth::principal who) {
  auto body = read_body(request, t->s.schemas, "training-question.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto fact = body->at("fact").get<std::string>();
  const auto at_s = at_s_of(*body);
  exercise_change change = [fact, at_s](training::exercise of, const training::exercise_context& context) {
    return training::ask_caller(std::move(of), fact, at_s, context);
  };
  exercise_answer write = [t, fact](const training::exercise& one) {
    const auto* scenario = t->rules->find(one.scenario);
    const auto* asked = one.find_question(fact);
    return json{
        {"fact", fact},
        {"words", std::string(training::caller_says(*t->rules, *scenario, fact))},
        {"at_s", asked->at_s},
        {"version", one.version}
    };
  };
  co_return co_await change_exercise(
      std::move(t), std::move(request), std::move(who), std::move(change), std::move(write)
  );
}

exercise_answer whole_exercise(const shared_training& t) {
  return [t](const training::exercise& one) { return exercise_json(*t, one); };
}

asio::awaitable<http::response> write_facts_down(shared_training t, http::request request, auth::principal who) {
  auto body = read_body(request, t->s.schemas, "training-facts.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto facts = body->at("facts");
  exercise_change change = [facts = std::move(facts),
                            at_s = at_s_of(*body)](training::exercise of, const training::exercise_context& context) {
    return training::learn_facts(std::move(of), facts, at_s, context);
  };
  auto write = whole_exercise(t);
  co_return co_await change_exercise(
      std::move(t), std::move(request), std::move(who), std::move(change), std::move(write)
  );
}

asio::awaitable<http::response> submit(shared_training t, http::request request, auth::principal who) {
  auto body = read_body(request, t->s.schemas, "training-submission.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  training::handed_in what;
  what.grade = triage::text_of(*body, "grade");
  what.contact_only = triage::text_of(*body, "contact_only");
  what.pathway = triage::text_of(*body, "pathway");
  what.flags = body->value("flags", std::vector<std::string>());
  what.rationale = body->at("rationale").get<std::string>();
  auto facts = body->value("facts", json::object());
  exercise_change change = [what = std::move(what), facts = std::move(facts),
                            at_s = at_s_of(*body)](training::exercise of, const training::exercise_context& context) {
    return training::hand_in(std::move(of), what, facts, at_s, context);
  };
  auto write = whole_exercise(t);
  co_return co_await change_exercise(
      std::move(t), std::move(request), std::move(who), std::move(change), std::move(write)
  );
}

asio::awaitable<http::response> get_exercise(shared_training t, http::request request, auth::principal who) {
  const auto id = path_id(request, "exercise");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto found = co_await t->queries.find(*id);
  if (!found) co_return to_response(unavailable(), request.request_id);
  if (!*found || (*found)->trainee != who.actor()) co_return to_response(not_found("exercise"), request.request_id);
  const auto one = exercise_of((*found)->now.body);
  co_return with_version(json_response(200, exercise_json(*t, one)), one.version);
}

json exercise_row_json(const training_services& t, const db::training_exercise& row) {
  const auto* scenario = t.rules->find(row.scenario);
  return {
      {"id", row.id.to_string()},
      {"number", row.number},
      {"trainee", row.trainee},
      {"scenario", row.scenario},
      {"scenario_version", row.scenario_version},
      {"title", scenario == nullptr ? json() : json(scenario->title)},
      {"pack", row.pack},
      {"state", row.now.state},
      {"started_at", triage::to_rfc3339(row.started_at)},
      {"ended_at", row.now.ended_at ? json(triage::to_rfc3339(*row.now.ended_at)) : json()},
      {"decided", triage::value_or_null(row.now.decided)},
      {"expected", triage::value_or_null(row.now.expected)},
      {"percent", triage::value_or_null(row.now.percent)},
      {"passed", triage::value_or_null(row.now.passed)},
      {"seconds", triage::value_or_null(row.now.seconds)}
  };
}

asio::awaitable<http::response> list_own(shared_training t, http::request request, auth::principal who) {
  query_parameters query(request, {"scenario", "limit"});
  db::training_filter filter;
  filter.trainee = who.actor();
  filter.scenario = query.text("scenario");
  filter.limit = query.number("limit", exercises_default, 1, exercises_max);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto rows = co_await t->queries.list(std::move(filter));
  if (!rows) co_return to_response(unavailable(), request.request_id);
  co_return json_response(200, exercise_list_json(*t, *rows));
}

} // namespace

json exercise_json(const training_services& t, const training::exercise& one) {
  const auto* scenario = played_scenario(t, one.scenario, one.scenario_version);
  auto out = training::to_json(one);
  out.erase("scenario_version");
  out["scenario"] = scenario_json(t, one);
  for (auto& question : out["questions"]) {
    const auto fact = question.at("fact").get<std::string>();
    question["words"] =
        scenario == nullptr ? json() : json(std::string(training::caller_says(*t.rules, *scenario, fact)));
  }
  if (one.handed) out["result"]["teaching"] = scenario == nullptr ? json() : json(scenario->teaching);
  return out;
}

json exercise_list_json(const training_services& t, const std::vector<db::training_exercise>& rows) {
  json items = json::array();
  for (const auto& row : rows)
    items.push_back(exercise_row_json(t, row));
  return {{"items", std::move(items)}};
}

http::endpoints training_endpoints(const shared_training& t) {
  const auto bind = [&t](auto function) { return training_handler(t, function); };
  const auto trainees = auth::access::needs(auth::permission::training);
  return {
      {http::method::get, "/v1/training/scenarios", trainees, bind(list_scenarios), ""},
      {http::method::post, "/v1/training/exercises", trainees, bind(begin_dealt), "training-exercise.schema.json", true
      },
      {http::method::get, "/v1/training/exercises", trainees, bind(list_own), ""},
      {http::method::get, "/v1/training/exercises/{id}", trainees, bind(get_exercise), ""},
      {http::method::post, "/v1/training/exercises/{id}/questions", trainees, bind(ask_question),
       "training-question.schema.json", true},
      {http::method::post, "/v1/training/exercises/{id}/facts", trainees, bind(write_facts_down),
       "training-facts.schema.json", true},
      {http::method::post, "/v1/training/exercises/{id}/submission", trainees, bind(submit),
       "training-submission.schema.json", true},
  };
}

} // namespace frontdoor::api
