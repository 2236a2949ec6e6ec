#include "server/command/unit_runner.hpp"

#include <nlohmann/json.hpp>

namespace frontdoor::command {

namespace asio = boost::asio;
namespace force = triage::force;

namespace {

db::stream_change change_of_unit(const stored_stream<unit_streams>& before, const force::unit_record& after) {
  db::stream_change change;
  change.before = before.row.at;
  change.before.stream_id = after.id;
  change.before.stream_type = unit_streams::type;
  db::snapshot_row row;
  row.status = "kept"; // not "open": that is what the board's incidents are read by
  row.fold_version = force::unit_fold;
  row.state = force::to_snapshot_json(after).dump();
  change.after = std::move(row);
  return change;
}

failed no_incident() {
  return refused_with(
      {triage::refusal_kind::not_found, "unknown_incident", "There is no such incident.", "Check the id.", {}}
  );
}

// What is loaded for one decision.
struct loaded {
  stored_stream<unit_streams> unit;
  stored_incident target;
  stored_incident current;

  // The incident's row as it was read.
  const db::stream_before& row_of(const triage::uuid& incident) const {
    return target.state && target.state->id == incident ? target.row.at : current.row.at;
  }
};

db::append_command unit_append(
    const origin& from, const triage::uuid& command_id, const loaded& before, const force::unit_decision& made,
    force::unit_record& after
) {
  auto append = append_for(from, command_id);
  for (const auto& one : made.on_incidents) {
    for (const auto& event : one.events)
      append.events.push_back(to_row(event));
    append.streams.push_back(change_of(before.row_of(one.incident->id), *one.incident));
  }
  for (const auto& event : made.events) {
    append.events.push_back(new_row(force::encode(event)));
    after = force::apply(std::move(after), event);
  }
  if (!made.events.empty()) append.streams.push_back(change_of_unit(before.unit, after));
  return append;
}

// The target after the decision.
const triage::incident* target_after(const loaded& before, const force::unit_decision& made) {
  if (!before.target.state) return nullptr;
  for (const auto& one : made.on_incidents) {
    if (one.incident->id == before.target.state->id) return &*one.incident;
  }
  return &*before.target.state;
}

} // namespace

asio::awaitable<db::query_result<stored_incident>> unit_runner::load_current(std::optional<triage::uuid> incident) {
  stored_incident none;
  for (int i = 0; incident && i < survivors_max; ++i) {
    auto found = co_await load_incident(queries_, *incident);
    if (!found) co_return std::unexpected(found.error());
    if (!found->state) co_return none;
    if (found->state->status == triage::incident_status::open) co_return std::move(*found);
    if (!found->state->joined) co_return none;
    incident = found->state->joined->other;
  }
  co_return none;
}

asio::awaitable<unit_runner::result>
unit_runner::run(origin from, std::string unit, std::optional<triage::uuid> target, decider decide, answer write) {
  const auto policy = policy_();
  const auto command_id = identifiers_.make(clock_.now());
  const auto id = unit_id(unit);
  for (int tries = 0; tries < tries_max; ++tries) {
    loaded before;
    auto stream = co_await load_stream<unit_streams>(queries_, id);
    if (!stream) co_return std::unexpected(failed(failed::kind::unavailable));
    before.unit = std::move(*stream);
    if (target) {
      auto found = co_await load_incident(queries_, *target);
      if (!found) co_return std::unexpected(failed(failed::kind::unavailable));
      if (!found->state) co_return std::unexpected(no_incident());
      before.target = std::move(*found);
    }
    const auto put_on = before.unit.state ? before.unit.state->incident : std::nullopt;
    auto current = co_await load_current(put_on);
    if (!current) co_return std::unexpected(failed(failed::kind::unavailable));
    before.current = std::move(*current);
    force::unit_view view{id, unit};
    if (before.unit.state) view.record = &*before.unit.state;
    if (before.current.state) view.current = &*before.current.state;
    const auto now = clock_.now();
    const triage::context context{now, [this, now] { return identifiers_.make(now); }, from.actor, *policy};
    const auto made = decide(view, before.target.state ? &*before.target.state : nullptr, context);
    const bool nothing = made && made->events.empty() && made->on_incidents.empty();
    if (!made || nothing) {
      if (auto earlier = co_await kept_answer(queries_, from)) co_return std::move(*earlier);
    }
    if (!made) co_return std::unexpected(refused_with(made.error()));
    force::unit_record after = before.unit.state.value_or(force::unit_record{});
    after.id = id;
    after.unit = unit;
    auto append = unit_append(from, command_id, before, *made, after);
    auto text = write(after, *made, target_after(before, *made), before.target.row.number);
    if (nothing) co_return text;
    append.answer = std::move(text);
    auto appended = co_await writer_.append(std::move(append));
    if (appended.code == db::append_code::stale) continue;
    if (appended.code != db::append_code::appended && appended.code != db::append_code::repeated)
      co_return std::unexpected(to_failure(appended.code));
    co_return std::move(appended.answer);
  }
  co_return std::unexpected(failed(failed::kind::contended));
}

triage::uuid unit_id(const std::string& unit) {
  return id_from("unit\n" + unit);
}

} // namespace frontdoor::command
