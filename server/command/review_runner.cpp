#include "server/command/review_runner.hpp"

#include <nlohmann/json.hpp>

#include "server/command/stored_stream.hpp"
#include "triage/review/deciders.hpp"

namespace frontdoor::command {

namespace asio = boost::asio;
using triage::review::review_decision;

namespace {

constexpr std::size_t reviews_of_one_max = 1000; // more reviews of one incident than people could make

db::append_command review_append(
    const origin& from, const triage::uuid& command_id, const stored_review& before, const review_decision& decision
) {
  auto append = append_for(from, command_id);
  append.events.push_back(new_row(triage::review::encode(decision.event)));
  db::stream_change change;
  if (before.state) change.before = before.row.at;
  change.before.stream_id = decision.after.id;
  change.before.stream_type = "review";
  change.after = snapshot_row_of(decision.after);
  append.streams.push_back(std::move(change));
  append.answer = triage::review::card(decision.after).dump();
  return append;
}

// The id of a new review is that of what is reviewed: two who review the same work with the same form at the same
// instant begin the same stream, and only one of them does.
triage::uuid review_id(const review_order& order, const triage::review::score_review& scoring) {
  if (scoring.calibrates) return id_from("frontdoor second scoring\n" + scoring.calibrates->to_string());
  return id_from(
      "frontdoor review\n" + order.incident.value_or(triage::uuid{}).to_string() + "\n" + scoring.subject + "\n" +
      scoring.form
  );
}

} // namespace

asio::awaitable<db::query_result<std::vector<std::string>>>
deciders_on(db::log_queries& queries, const triage::incident& state) {
  std::vector<triage::uuid> streams{state.id};
  for (const auto& link : state.crimes.links)
    streams.push_back(link.crime);
  std::vector<triage::review::logged_step> steps;
  for (const auto& id : streams) {
    const auto events = co_await queries.stream_events(id, std::nullopt, false);
    if (!events) co_return std::unexpected(events.error());
    for (const auto& event : *events)
      steps.push_back({event->type, event->actor});
  }
  co_return triage::review::deciders(steps);
}

asio::awaitable<std::expected<review_runner::before, failed>> review_runner::load(const review_order& order) {
  before found;
  auto incident = order.incident;
  if (order.review) {
    auto held = co_await load_review(queries_, *order.review);
    if (!held) co_return std::unexpected(failed(failed::kind::unavailable));
    found.held = std::move(*held);
    if (found.held.state) incident = found.held.state->scoring.incident;
  }
  if (!incident) {
    co_return std::unexpected(refused_with(
        {triage::refusal_kind::not_found, "unknown_review", "There is no such review.", "Check the id.", {}}
    ));
  }
  const auto stored = co_await load_incident(queries_, *incident);
  if (!stored) co_return std::unexpected(failed(failed::kind::unavailable));
  if (!stored->state) {
    co_return std::unexpected(refused_with(
        {triage::refusal_kind::not_found, "unknown_incident", "There is no such incident.", "Check the id.", {}}
    ));
  }
  auto deciders = co_await deciders_on(queries_, *stored->state);
  if (!deciders) co_return std::unexpected(failed(failed::kind::unavailable));
  found.record.incident = stored->state->id;
  found.record.version = stored->state->version;
  found.record.district = stored->state->district;
  found.record.deciders = std::move(*deciders);
  db::review_filter filter;
  filter.incident = *incident;
  filter.limit = reviews_of_one_max;
  auto rows = co_await reviews_.reviews(std::move(filter));
  if (!rows) co_return std::unexpected(failed(failed::kind::unavailable));
  for (auto& row : *rows) {
    auto read = co_await read_review(queries_, std::move(row));
    if (!read) co_return std::unexpected(failed(failed::kind::unavailable));
    found.record.earlier.push_back(std::move(*read));
  }
  co_return found;
}

// A repeat of a request that was carried out finds the review made already: it gets the answer given then.
asio::awaitable<review_runner::result> review_runner::answer_again(const origin& from, triage::refusal why) {
  if (auto kept = co_await kept_answer(queries_, from)) co_return *std::move(kept);
  co_return std::unexpected(refused_with(std::move(why)));
}

asio::awaitable<review_runner::result> review_runner::run(origin from, review_order order) {
  const auto command_id = identifiers_.make(clock_.now());
  for (int tries = 0; tries < tries_max; ++tries) {
    auto found = co_await load(order);
    if (!found) co_return std::unexpected(std::move(found.error()));
    const auto now = clock_.now();
    const triage::review::review_context context{
        now,
        [this, now, &order] {
          const auto* scoring = get_if<triage::review::score_review>(&order.command);
          return scoring == nullptr ? identifiers_.make(now) : review_id(order, *scoring);
        },
        from.actor, *rules_
    };
    auto decided = triage::review::decide(found->record, found->held.state, order.command, context);
    if (!decided) co_return co_await answer_again(from, std::move(decided.error()));
    auto append = review_append(from, command_id, found->held, *decided);
    auto appended = co_await writer_.append(std::move(append));
    if (appended.code == db::append_code::stale) continue;
    if (appended.code != db::append_code::appended && appended.code != db::append_code::repeated)
      co_return std::unexpected(to_failure(appended.code));
    co_return std::move(appended.answer);
  }
  co_return std::unexpected(failed(failed::kind::contended));
}

} // namespace frontdoor::command
