#include "server/api/reviews.hpp"

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/json_body.hpp"
#include "server/api/visible_incident.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using command::review_runner;
using nlohmann::json;
using triage::review::work_review;

namespace {

// The person reviewed sees the review; a second scoring, unseen, is not about them.
bool is_own(const work_review& state, const auth::principal& who) {
  return state.scoring.subject == who.actor() && !state.scoring.calibrates;
}

// 404 where there is none or it is not the caller's to see: the two cannot be told apart.
asio::awaitable<std::expected<work_review, http::problem>>
find_review(services& s, const auth::principal& who, triage::uuid id) {
  auto stored = co_await command::load_review(s.queries, id);
  if (!stored) co_return std::unexpected(unavailable());
  if (!stored->state) co_return std::unexpected(not_found("review"));
  if (is_own(*stored->state, who)) co_return std::move(*stored->state);
  if (!who.may(auth::permission::audit_read)) co_return std::unexpected(not_found("review"));
  const auto seen = co_await find_visible(s, who, stored->state->scoring.incident);
  if (!seen) co_return std::unexpected(seen.error().status == 404 ? not_found("review") : seen.error());
  co_return std::move(*stored->state);
}

asio::awaitable<http::response> run_review_order(
    review_runner& reviews, const http::request& request, const auth::principal& who, command::review_order order,
    int status
) {
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  auto outcome = co_await reviews.run(std::move(*from), std::move(order));
  co_return answer_to(std::move(outcome), status, request.request_id);
}

asio::awaitable<http::response> score(services& s, review_runner& reviews, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "review.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  command::review_order order;
  order.incident = *id;
  order.command = triage::review::score_review_from_json(*body);
  co_return co_await run_review_order(reviews, request, who, std::move(order), 201);
}

using review_reader = triage::review::review_command (*)(const json& body);

asio::awaitable<http::response> work_on_review(
    services& s, review_runner& reviews, http::request request, auth::principal who, std::string_view schema,
    review_reader read
) {
  const auto id = path_id(request, "review");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, schema);
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto seen = co_await find_review(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  command::review_order order;
  order.review = *id;
  order.command = read(*body);
  co_return co_await run_review_order(reviews, request, who, std::move(order), 200);
}

asio::awaitable<http::response> get_review(services& s, http::request request, auth::principal who) {
  const auto id = path_id(request, "review");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto found = co_await find_review(s, who, *id);
  if (!found) co_return to_response(found.error(), request.request_id);
  // What was said to a person about their own work they may always read.
  const auto shown = is_own(*found, who) ? auth::detail::full : auth::detail_for(who);
  if (!co_await log_personal_read(s, who, request, "review", *id, shown))
    co_return to_response(unavailable(), request.request_id);
  co_return with_version(json_response(200, review_json(*found, shown == auth::detail::full)), found->version);
}

// Every version of every form, since reviews name the one they were made with.
asio::awaitable<http::response> list_forms(review_runner& reviews, http::request, auth::principal) {
  json out{{"forms", json::array()}, {"queues", json::array()}};
  for (const auto& one : reviews.rules().forms) {
    auto form = to_json(one);
    form["in_force"] = reviews.rules().find_form(one.name) == &one;
    out["forms"].push_back(std::move(form));
  }
  for (const auto& one : reviews.rules().queues)
    out["queues"].push_back(to_json(one));
  co_return json_response(200, out);
}

triage::review::review_command read_dispute(const json& body) {
  return triage::review::dispute_review_from_json(body);
}
triage::review::review_command read_decision(const json& body) {
  return triage::review::decide_dispute_from_json(body);
}

} // namespace

json review_json(const work_review& state, bool words) {
  auto out = triage::review::card(state);
  if (words) out["personal"] = triage::review::card_personal(state);
  return out;
}

http::endpoints review_endpoints(services& s, review_runner& reviews) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/reviews", access::needs(permission::review_score),
       [&s, &reviews](http::request r, auth::principal p) { return score(s, reviews, std::move(r), std::move(p)); },
       "review.schema.json", true}
  );
  rows.push_back(
      {http::method::get,
       "/v1/reviews/{id}",
       access::needs(permission::review_own),
       [&s](http::request r, auth::principal p) { return get_review(s, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/reviews/{id}/dispute", access::needs(permission::review_own),
       [&s, &reviews](http::request r, auth::principal p) {
         return work_on_review(s, reviews, std::move(r), std::move(p), "review-dispute.schema.json", read_dispute);
       },
       "review-dispute.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/reviews/{id}/dispute/decision", access::needs(permission::review_score),
       [&s, &reviews](http::request r, auth::principal p) {
         return work_on_review(
             s, reviews, std::move(r), std::move(p), "review-dispute-decision.schema.json", read_decision
         );
       },
       "review-dispute-decision.schema.json", true}
  );
  rows.push_back(
      {http::method::get,
       "/v1/review-forms",
       access::needs(permission::review_own),
       [&reviews](http::request r, auth::principal p) { return list_forms(reviews, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
