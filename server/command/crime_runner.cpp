#include "server/command/crime_runner.hpp"

#include <nlohmann/json.hpp>

#include "server/clock/local_day.hpp"
#include "server/command/stored_stream.hpp"

namespace frontdoor::command {

namespace asio = boost::asio;
using triage::crime::record_decision;

namespace {

db::stream_change crime_change(const stored_crime& before, const record_decision& decision) {
  db::stream_change change;
  if (before.state) {
    change.before = before.row.at;
  } else {
    change.before.stream_id = decision.after.id;
  }
  change.before.stream_type = "crime";
  change.after = snapshot_row_of(decision.after);
  return change;
}

db::append_command crime_append(
    const origin& from, const triage::uuid& command_id, const stored_incident& incident, const stored_crime& crime,
    const record_decision& decision
) {
  auto append = append_for(from, command_id);
  append.owner_id = incident.row.owner_id; // whoever sees the incident as its own sees its crimes on the feed
  for (const auto& event : decision.events)
    append.events.push_back(new_row(triage::crime::encode(event)));
  append.events.push_back(to_row(*decision.beside));
  append.streams.push_back(crime_change(crime, decision));
  append.streams.push_back(change_of(incident.row.at, decision.incident_after));
  append.answer = triage::crime::card(decision.after).dump();
  return append;
}

} // namespace

asio::awaitable<std::expected<crime_runner::before, failed>> crime_runner::load(const crime_order& order) {
  before found;
  auto incident = order.incident;
  if (order.crime) {
    auto crime = co_await load_crime(queries_, *order.crime);
    if (!crime) co_return std::unexpected(failed(failed::kind::unavailable));
    found.crime = std::move(*crime);
    if (found.crime.state) incident = found.crime.state->facts.incident;
  }
  if (!incident) {
    co_return std::unexpected(
        refused_with({triage::refusal_kind::not_found, "unknown_crime", "There is no such crime.", "Check the id.", {}})
    );
  }
  auto stored = co_await load_incident(queries_, *incident);
  if (!stored) co_return std::unexpected(failed(failed::kind::unavailable));
  found.incident = std::move(*stored);
  if (!found.incident.state) {
    co_return std::unexpected(refused_with(
        {triage::refusal_kind::not_found, "unknown_incident", "There is no such incident.", "Check the id.", {}}
    ));
  }
  co_return found;
}

asio::awaitable<std::expected<std::string, failed>> crime_runner::draw_number(const triage::crime::rules& rules) {
  const int year = std::stoi(clock::london_day(clock_.now()).substr(0, 4));
  const auto n = co_await crimes_.draw_number(year);
  if (!n) co_return std::unexpected(failed(failed::kind::unavailable));
  co_return triage::crime::crime_number(rules.settings.number_format, year, *n);
}

// A repeat of a request that was carried out finds the crime decided already: it gets the answer given then.
asio::awaitable<crime_runner::result> crime_runner::answer_again(const origin& from, triage::refusal why) {
  auto kept = co_await kept_answer(queries_, from);
  if (!kept) co_return std::unexpected(refused_with(std::move(why)));
  if (!*kept) co_return std::unexpected(std::move(kept->error()));
  co_return done{std::move(**kept), true};
}

asio::awaitable<crime_runner::result> crime_runner::run(origin from, crime_order order) {
  const auto rules = rules_(*policy_());
  if (!rules) co_return std::unexpected(failed(failed::kind::unavailable));
  const auto command_id = identifiers_.make(clock_.now());
  std::optional<std::string> number;
  for (int tries = 0; tries < tries_max; ++tries) {
    auto found = co_await load(order);
    if (!found) co_return std::unexpected(std::move(found.error()));
    const auto now = clock_.now();
    const triage::crime::record_context context{
        now,   [this, now] { return identifiers_.make(now); }, from.actor, *rules, order.supervisor, order.registrar,
        number
    };
    auto decided = triage::crime::decide(*found->incident.state, found->crime.state, order.command, context);
    if (!decided) co_return co_await answer_again(from, std::move(decided.error()));
    if (decided->needs_number) {
      auto drawn = co_await draw_number(*rules);
      if (!drawn) co_return std::unexpected(std::move(drawn.error()));
      number = std::move(*drawn);
      continue;
    }
    if (decided->events.empty()) co_return done{triage::crime::card(decided->after).dump(), false};
    auto append = crime_append(from, command_id, found->incident, found->crime, *decided);
    auto appended = co_await writer_.append(std::move(append));
    if (appended.code == db::append_code::stale) continue;
    if (appended.code != db::append_code::appended && appended.code != db::append_code::repeated) {
      co_return std::unexpected(to_failure(appended.code));
    }
    co_return done{std::move(appended.answer), appended.code == db::append_code::repeated};
  }
  co_return std::unexpected(failed(failed::kind::contended));
}

} // namespace frontdoor::command
