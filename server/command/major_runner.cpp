#include "server/command/major_runner.hpp"

#include <nlohmann/json.hpp>

namespace frontdoor::command {

namespace asio = boost::asio;

namespace {

db::stream_change major_change(const stored_major& before, const triage::major_incident& after) {
  db::stream_change change;
  change.before = before.row.at;
  change.before.stream_id = after.id;
  change.before.stream_type = "major_incident";
  db::snapshot_row row;
  row.status = after.declared ? "declared" : "stood_down";
  row.district = after.district;
  row.received_at = after.declared_at;
  row.fold_version = triage::major_fold;
  row.state = triage::to_snapshot_json(after).dump();
  if (const auto personal = triage::to_snapshot_personal(after)) row.personal = personal->dump();
  change.after = std::move(row);
  return change;
}

} // namespace

asio::awaitable<major_runner::result>
major_runner::run(origin from, std::optional<triage::uuid> major, triage::uuid on, decider decide, answer write) {
  const auto policy = policy_();
  const auto command_id = identifiers_.make(clock_.now());
  for (int tries = 0; tries < tries_max; ++tries) {
    stored_major before;
    if (major) {
      auto loaded = co_await load_stream<major_streams>(queries_, *major);
      if (!loaded) co_return std::unexpected(failed(failed::kind::unavailable));
      before = std::move(*loaded);
    }
    const auto incident = co_await load_incident(queries_, on);
    if (!incident) co_return std::unexpected(failed(failed::kind::unavailable));
    if (!incident->state || (major && !before.state)) {
      co_return std::unexpected(refused_with(
          {triage::refusal_kind::not_found, "unknown_incident", "There is no such incident.", "Check the id.", {}}
      ));
    }
    const auto now = clock_.now();
    const triage::context context{now, [this, now] { return identifiers_.make(now); }, from.actor, *policy};
    auto made = decide(before.state, *incident->state, context);
    if (!made) {
      if (auto earlier = co_await kept_answer(queries_, from)) co_return std::move(*earlier);
      co_return std::unexpected(refused_with(std::move(made.error())));
    }
    const auto after = triage::apply(before.state.value_or(triage::major_incident{}), made->event);
    auto append = append_for(from, command_id);
    append.events.push_back(new_row(triage::encode(made->event)));
    append.streams.push_back(major_change(before, after));
    if (made->on_incident) {
      for (const auto& event : made->on_incident->events)
        append.events.push_back(to_row(event));
      append.streams.push_back(change_of(incident->row.at, *made->on_incident->incident));
    }
    append.answer = write(after, *made);
    auto appended = co_await writer_.append(std::move(append));
    if (appended.code == db::append_code::stale) continue;
    if (appended.code != db::append_code::appended && appended.code != db::append_code::repeated)
      co_return std::unexpected(to_failure(appended.code));
    co_return std::move(appended.answer);
  }
  co_return std::unexpected(failed(failed::kind::contended));
}

} // namespace frontdoor::command
