// What waits to be reviewed, the reviews there are, and how far reviewers agree.

#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "server/api/history.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/reviews.hpp"
#include "server/api/visible_incident.hpp"
#include "server/clock/local_day.hpp"
#include "triage/review/agreement.hpp"
#include "triage/review/deciders.hpp"
#include "triage/review/sampling.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using command::review_runner;
using nlohmann::json;
using triage::review::work_review;

namespace {

constexpr std::uint64_t review_rows_default = 100;
constexpr std::uint64_t review_rows_max = 1000;
constexpr std::size_t population_max = 100'000; // a draw is made of the whole population or not at all
constexpr std::chrono::days window_max{366};
constexpr std::uint64_t seed_max = 9007199254740991; // 2^53 - 1

http::problem queue_not_allowed() {
  return http::problem(
      403, "not_permitted", "Your role does not permit this",
      "The queues are for those with audit_read. Leave queue out to see the reviews of your own work."
  );
}

struct window {
  triage::timestamp from;
  triage::timestamp to;
};

window window_of(query_parameters& query, triage::timestamp now, std::chrono::microseconds look_back) {
  window out;
  // What happened at this very moment is in it.
  out.to = query.time("to").value_or(now + std::chrono::microseconds(1));
  out.from = query.time("from").value_or(out.to - look_back);
  if (out.from >= out.to || out.to - out.from > window_max)
    query.refuse("from", "It is not from earlier to later, or longer than a year.", "Change from or to.");
  return out;
}

// ---- queues

struct queue_request {
  const triage::review::queue* queue = nullptr;
  window when;
  std::uint64_t seed = 0;
  std::uint64_t limit = 0;
  bool done = false; // those that were reviewed, too
};

json review_candidate_json(const db::review_candidate& one, const triage::review::queue& queue) {
  return {
      {"incident", one.incident.to_string()},
      {"number", one.number},
      {"grade", one.grade ? json(*one.grade) : json()},
      {"district", one.district ? json(*one.district) : json()},
      {"status", one.status},
      {"what", one.type},
      {"at", triage::to_rfc3339(one.at)},
      {"by", one.actor},
      {"flags", one.flags},
      {"form", queue.form},
      {"reviewed", one.reviewed},
      {"reviewable", !one.own}
  };
}

json days_json(const std::vector<triage::review::day_draw>& days) {
  json out = json::array();
  for (const auto& one : days)
    out.push_back({{"day", one.day}, {"population", one.population}, {"drawn", one.drawn}});
  return out;
}

// A day is drawn from once it is over, so that its sample stays what it is.
template <typename Row, typename At>
void keep_days_that_are_over(std::vector<Row>& rows, triage::timestamp now, At&& at) {
  const auto today = clock::london_day(now);
  std::erase_if(rows, [&](const Row& one) { return clock::london_day(at(one)) == today; });
}

// Keeps the share of each day; tells of each.
std::vector<triage::review::day_draw>
draw(std::vector<db::review_candidate>& rows, const queue_request& asked, triage::timestamp now) {
  keep_days_that_are_over(rows, now, [](const db::review_candidate& one) { return one.at; });
  std::vector<triage::review::day_item> population;
  population.reserve(rows.size());
  for (const auto& one : rows)
    population.push_back({one.incident.to_string(), clock::london_day(one.at), one.grade.value_or("ungraded")});
  const auto sample = triage::review::draw_share(population, asked.queue->share, asked.seed);
  std::vector<db::review_candidate> drawn;
  for (const auto place : sample.drawn)
    drawn.push_back(std::move(rows[place]));
  rows = std::move(drawn);
  return sample.days;
}

json queue_answer(const std::string& name, const queue_request& asked, std::size_t total) {
  return {
      {"queue", name},
      {"from", triage::to_rfc3339(asked.when.from)},
      {"to", triage::to_rfc3339(asked.when.to)},
      {"seed", asked.seed},
      {"total", total},
      {"items", json::array()}
  };
}

http::problem population_too_large() {
  return http::problem(
      422, "window_too_wide", "Too much happened in this time", "Nothing was drawn. Ask for a shorter time."
  );
}

asio::awaitable<http::response> list_review_queue(
    services& s, review_runner& reviews, http::request request, auth::principal who, queue_request asked
) {
  const auto& queue = *asked.queue;
  if (queue.returned_within && s.history == nullptr) co_return to_response(returns_not_counted(), request.request_id);
  db::candidate_filter filter;
  filter.events = queue.events;
  filter.flags_any = queue.flags_any;
  filter.outcomes = queue.outcomes;
  filter.returned_within = queue.returned_within;
  filter.form = queue.form;
  filter.from = asked.when.from;
  filter.to = asked.when.to;
  filter.districts = auth::class_of(who).districts;
  filter.viewer = who.actor();
  for (const auto& type : triage::review::undeciding_events())
    filter.not_decisions.emplace_back(type);
  filter.limit = population_max + 1;
  auto rows = co_await reviews.queries().candidates(std::move(filter));
  if (!rows) co_return to_response(unavailable(), request.request_id);
  if (rows->size() > population_max) co_return to_response(population_too_large(), request.request_id);
  std::vector<triage::review::day_draw> days;
  if (queue.share < 1) days = draw(*rows, asked, s.clock.now());
  if (!asked.done) std::erase_if(*rows, [](const db::review_candidate& one) { return one.reviewed; });
  auto out = queue_answer(queue.name, asked, rows->size());
  if (queue.share < 1) out["days"] = days_json(days);
  for (std::size_t i = 0; i < rows->size() && i < asked.limit; ++i)
    out["items"].push_back(review_candidate_json((*rows)[i], queue));
  co_return json_response(200, out);
}

// ---- reviews

asio::awaitable<db::query_result<std::vector<work_review>>>
read_all(services& s, review_runner& reviews, db::review_filter filter) {
  auto rows = co_await reviews.queries().reviews(std::move(filter));
  if (!rows) co_return std::unexpected(rows.error());
  std::vector<work_review> out;
  out.reserve(rows->size());
  for (auto& row : *rows) {
    auto read = co_await command::read_review(s.queries, std::move(row));
    if (!read) co_return std::unexpected(read.error());
    out.push_back(std::move(*read));
  }
  co_return out;
}

// Reviews to be scored a second time: a share of each day's, without what the first reviewer answered.
asio::awaitable<http::response> list_calibrations(
    services& s, review_runner& reviews, http::request request, auth::principal who, queue_request asked
) {
  db::review_filter filter;
  filter.from = asked.when.from;
  filter.to = asked.when.to;
  filter.districts = auth::class_of(who).districts;
  filter.calibrations = false;
  filter.limit = population_max + 1;
  auto first = co_await read_all(s, reviews, filter);
  filter.calibrations = true;
  filter.to.reset();
  const auto second = co_await read_all(s, reviews, filter);
  if (!first || !second) co_return to_response(unavailable(), request.request_id);
  if (first->size() > population_max) co_return to_response(population_too_large(), request.request_id);
  std::set<triage::uuid> done;
  for (const auto& one : *second)
    done.insert(*one.scoring.calibrates);
  keep_days_that_are_over(*first, s.clock.now(), [](const work_review& one) { return one.scoring.head.occurred_at; });
  std::vector<triage::review::day_item> population;
  for (const auto& one : *first)
    population.push_back({one.id.to_string(), clock::london_day(one.scoring.head.occurred_at), one.scoring.form});
  const auto sample = triage::review::draw_share(population, reviews.rules().calibration_share, asked.seed);
  json items = json::array();
  for (const auto place : sample.drawn) {
    const auto& one = (*first)[place];
    const bool scored_twice = done.contains(one.id);
    if (scored_twice && !asked.done) continue;
    const bool own = one.reviewer() == who.actor() || one.scoring.subject == who.actor();
    items.push_back(
        {{"review", one.id.to_string()},
         {"incident", one.scoring.incident.to_string()},
         {"subject", one.scoring.subject},
         {"form", one.scoring.form},
         {"at", triage::to_rfc3339(one.scoring.head.occurred_at)},
         {"reviewed", scored_twice},
         {"reviewable", !own}}
    );
  }
  auto out = queue_answer("calibration", asked, items.size());
  out["days"] = days_json(sample.days);
  for (std::size_t i = 0; i < items.size() && i < asked.limit; ++i)
    out["items"].push_back(items[i]);
  co_return json_response(200, out);
}

asio::awaitable<http::response> list_own_or_all(
    services& s, review_runner& reviews, http::request request, auth::principal who, db::review_filter filter, bool own
) {
  if (own) {
    filter.subject = who.actor();
    filter.calibrations = false;
  } else {
    filter.districts = auth::class_of(who).districts;
  }
  const auto found = co_await read_all(s, reviews, std::move(filter));
  if (!found) co_return to_response(unavailable(), request.request_id);
  const auto shown = own ? auth::detail::full : auth::detail_for(who);
  if (!found->empty()) {
    const bool logged = co_await log_personal_read(s, who, request, "reviews", std::nullopt, shown);
    if (!logged) co_return to_response(unavailable(), request.request_id);
  }
  json out{{"queue", nullptr}, {"total", found->size()}, {"items", json::array()}};
  for (const auto& one : *found)
    out["items"].push_back(review_json(one, shown == auth::detail::full));
  co_return kept_nowhere(json_response(200, out));
}

void read_flag(query_parameters& query, const char* name, bool& into) {
  const auto text = query.text(name);
  if (!text) return;
  into = *text == "true";
  if (*text != "true" && *text != "false") query.refuse(name, "It is neither true nor false.", "Write true or false.");
}

asio::awaitable<http::response>
list_reviews(services& s, review_runner& reviews, http::request request, auth::principal who) {
  query_parameters query(
      request, {"queue", "mine", "incident", "subject", "state", "form", "from", "to", "seed", "done", "limit"}
  );
  const auto& rules = reviews.rules();
  const bool audits = who.may(auth::permission::audit_read);
  const auto name = query.text("queue");
  queue_request asked;
  asked.limit = query.number("limit", review_rows_default, 1, review_rows_max);
  asked.seed = query.number("seed", rules.seed, 0, seed_max);
  read_flag(query, "done", asked.done);
  bool own = !audits;
  if (query.text("mine")) {
    read_flag(query, "mine", own);
    own = own || !audits;
  }
  const bool calibration = name == "calibration";
  if (name && !calibration) {
    asked.queue = rules.find_queue(*name);
    if (asked.queue == nullptr)
      query.refuse("queue", "There is no such queue.", "Use one of GET /v1/review-forms, or calibration.");
  }
  db::review_filter filter;
  filter.limit = asked.limit;
  filter.subject = query.text("subject");
  filter.form = query.text("form");
  filter.state = query.text("state");
  if (filter.state && !triage::review::parse_review_state(*filter.state))
    query.refuse("state", "There is no such state.", "Use scored, disputed, stands or changed.");
  if (const auto incident = query.text("incident")) {
    filter.incident = triage::uuid::parse(*incident);
    if (!filter.incident)
      query.refuse("incident", "It is not the id of an incident.", "Give it as the server gave it.");
  }
  if (name) {
    asked.when = window_of(query, s.clock.now(), calibration ? rules.calibration_look_back : rules.look_back);
  } else {
    filter.from = query.time("from");
    filter.to = query.time("to");
  }
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (name && !audits) co_return to_response(queue_not_allowed(), request.request_id);
  if (calibration) co_return co_await list_calibrations(s, reviews, std::move(request), std::move(who), asked);
  if (name) co_return co_await list_review_queue(s, reviews, std::move(request), std::move(who), asked);
  co_return co_await list_own_or_all(s, reviews, std::move(request), std::move(who), std::move(filter), own);
}

// ---- agreement

json agreement_json(const std::vector<triage::review::rated_pair>& pairs) {
  const auto found = triage::review::agree(pairs);
  return {
      {"pairs", found.pairs},
      {"agreed", found.agreed},
      {"raw", found.raw ? json(*found.raw) : json()},
      {"kappa", found.kappa ? json(*found.kappa) : json()}
  };
}

asio::awaitable<http::response>
show_agreement(services& s, review_runner& reviews, http::request request, auth::principal who) {
  query_parameters query(request, {"form", "from", "to"});
  const auto name = query.text("form").value_or("");
  const auto* form = reviews.rules().find_form(name);
  if (form == nullptr) query.refuse("form", "There is no such form.", "Use one of GET /v1/review-forms.");
  const auto when = window_of(query, s.clock.now(), reviews.rules().calibration_look_back);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  db::review_filter filter;
  filter.form = name;
  filter.from = when.from;
  filter.to = when.to;
  filter.calibrations = true;
  filter.districts = auth::class_of(who).districts;
  filter.limit = population_max;
  const auto second = co_await read_all(s, reviews, std::move(filter));
  if (!second) co_return to_response(unavailable(), request.request_id);
  std::map<std::string, std::vector<triage::review::rated_pair>> by_item;
  std::vector<triage::review::rated_pair> all;
  std::vector<triage::review::rated_pair> verdicts;
  for (const auto& two : *second) {
    if (two.scoring.form_version != form->version) continue;
    const auto first = co_await command::load_review(s.queries, *two.scoring.calibrates);
    if (!first || !first->state) co_return to_response(unavailable(), request.request_id);
    // As each reviewer scored it: what came of a dispute is not the reviewer's answer.
    const auto& one = first->state->scoring;
    verdicts.push_back({one.result.passed ? "passed" : "failed", two.scoring.result.passed ? "passed" : "failed"});
    for (const auto& answer : one.answers) {
      const auto other = std::ranges::find(two.scoring.answers, answer.item, &triage::review::answer::item);
      if (other == two.scoring.answers.end()) continue;
      all.push_back({answer.code, other->code});
      by_item[answer.item].push_back(all.back());
    }
  }
  json out{
      {"form", form->name},
      {"form_version", form->version},
      {"from", triage::to_rfc3339(when.from)},
      {"to", triage::to_rfc3339(when.to)},
      {"reviews", verdicts.size()},
      {"verdict", agreement_json(verdicts)},
      {"all_items", agreement_json(all)},
      {"items", json::array()},
      {"method", "cohen_kappa"}
  };
  for (const auto& item : form->items) {
    auto entry = agreement_json(by_item[item.code]);
    entry["item"] = item.code;
    out["items"].push_back(std::move(entry));
  }
  co_return json_response(200, out);
}

} // namespace

http::endpoints review_list_endpoints(services& s, review_runner& reviews) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/reviews",
       access::needs(permission::review_own),
       [&s, &reviews](http::request r, auth::principal p) {
         return list_reviews(s, reviews, std::move(r), std::move(p));
       },
       {}}
  );
  rows.push_back(
      {http::method::get,
       "/v1/reviews/calibration",
       access::needs(permission::audit_read),
       [&s, &reviews](http::request r, auth::principal p) {
         return show_agreement(s, reviews, std::move(r), std::move(p));
       },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
