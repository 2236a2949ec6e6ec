#include "server/command/major_runner.hpp"

#include <nlohmann/json.hpp>

namespace frontdoor::command {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr int tries_max = 12; // against others deciding on the same incident

db::new_event major_row(const triage::major_event& event) {
  auto encoded = triage::encode(event);
  db::new_event row;
  row.stream_type = std::move(encoded.stream_type);
  row.stream_id = encoded.stream_id;
  row.type = std::move(encoded.type);
  row.schema_version = encoded.schema_version;
  row.occurred_at = encoded.occurred_at;
  row.actor = std::move(encoded.actor);
  row.body = std::move(encoded.body);
  row.personal = std::move(encoded.personal);
  return row;
}

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

std::optional<triage::major_incident> read_snapshot(const db::stream_row& row) {
  const auto body = json::parse(row.snapshot, nullptr, false);
  if (!row.personal) return triage::major_from_snapshot(body, nullptr);
  const auto personal = json::parse(*row.personal, nullptr, false);
  return triage::major_from_snapshot(body, &personal);
}

failed refused_with(triage::refusal why) {
  failed out(failed::kind::refused);
  out.refusal = std::move(why);
  return out;
}

} // namespace

asio::awaitable<db::query_result<stored_major>> load_major(db::log_queries& queries, triage::uuid id) {
  auto row = co_await queries.stream(id);
  if (!row) co_return std::unexpected(row.error());
  stored_major found;
  found.row = std::move(*row);
  if (found.row.at.version == 0 || found.row.at.stream_type != "major_incident") co_return found;
  found.state = read_snapshot(found.row);
  if (found.state) co_return found;
  const auto events = co_await queries.stream_events(id, std::nullopt, true);
  if (!events) co_return std::unexpected(events.error());
  triage::major_incident folded;
  for (const auto& event : *events) {
    if (event->version > found.row.at.version) break; // the row was read first and is what the decision depends on
    const auto decoded = triage::decode_major(encoded(*event));
    if (!decoded) co_return std::unexpected(db::query_failure::unavailable);
    folded = triage::apply(std::move(folded), *decoded);
  }
  found.state = std::move(folded);
  co_return found;
}

asio::awaitable<std::optional<major_runner::result>> major_runner::answered_before(const origin& from) {
  if (!from.key) co_return std::nullopt;
  auto kept = co_await queries_.answer_for(*from.key);
  if (!kept) co_return std::unexpected(failed(failed::kind::unavailable));
  if (!*kept) co_return std::nullopt;
  if ((*kept)->request_hash != from.request_hash) co_return std::unexpected(failed(failed::kind::key_reused));
  co_return std::move((*kept)->answer);
}

asio::awaitable<major_runner::result>
major_runner::run(origin from, std::optional<triage::uuid> major, triage::uuid on, decider decide, answer write) {
  const auto policy = policy_();
  const auto command_id = identifiers_.make(clock_.now());
  for (int tries = 0; tries < tries_max; ++tries) {
    stored_major before;
    if (major) {
      auto loaded = co_await load_major(queries_, *major);
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
      if (auto earlier = co_await answered_before(from)) co_return std::move(*earlier);
      co_return std::unexpected(refused_with(std::move(made.error())));
    }
    const auto after = triage::apply(before.state.value_or(triage::major_incident{}), made->event);
    db::append_command append;
    append.command_id = command_id;
    append.key = from.key;
    append.request_hash = from.request_hash;
    append.request_id = from.request_id;
    append.owner_id = from.owner_id;
    append.events.push_back(major_row(made->event));
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
