#include "server/command/call_runner.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/clock/local_day.hpp"

namespace frontdoor::command {

namespace asio = boost::asio;

namespace {

db::stream_change call_change(const stored_call& before, const triage::call_record& after) {
  db::stream_change change;
  change.before = before.row.at;
  change.before.stream_id = after.id;
  change.before.stream_type = "call";
  db::snapshot_row row;
  row.status = triage::standing(after);
  row.district = after.district;
  row.received_at = after.first_at;
  row.fold_version = triage::call_fold;
  row.state = triage::to_snapshot_json(after).dump();
  if (const auto personal = triage::to_snapshot_personal(after)) row.personal = personal->dump();
  change.after = std::move(row);
  return change;
}

// Appends what was decided on the incident: a new one with its contact, or more of the one that is there.
void append_incident(db::append_command& into, const triage::decision& decided, const stored_incident& before) {
  for (const auto& event : decided.events) {
    auto row = to_row(event);
    const auto known = std::ranges::any_of(into.streams, [&](const db::stream_change& one) {
      return one.before.stream_id == row.stream_id;
    });
    if (!known) {
      db::stream_change change;
      change.before.stream_id = row.stream_id;
      change.before.stream_type = row.stream_type;
      if (decided.incident && decided.incident->id == row.stream_id) {
        if (before.row.at.stream_id == row.stream_id) change.before = before.row.at;
        change = change_of(std::move(change.before), *decided.incident);
      }
      into.streams.push_back(std::move(change));
    }
    into.events.push_back(std::move(row));
  }
}

} // namespace

triage::uuid call_stream(std::string_view line) {
  return id_from("frontdoor call " + std::string(line));
}

asio::awaitable<db::query_result<std::optional<triage::uuid>>>
incident_of_contact(db::log_queries& queries, triage::uuid contact) {
  const auto events = co_await queries.stream_events(contact, std::nullopt, false);
  if (!events) co_return std::unexpected(events.error());
  for (const auto& row : *events) {
    if (row->stream_type != "contact") break;
    const auto decoded = decode(*row);
    if (!decoded) break;
    if (const auto* received = get_if<triage::contact_received>(&*decoded)) co_return received->incident;
  }
  co_return std::nullopt;
}

asio::awaitable<call_runner::result>
call_runner::run(origin from, triage::uuid call, bool must_be, decider decide, answer write) {
  const auto policy = policy_();
  const auto crime_rules = crime_rules_ ? crime_rules_(*policy) : nullptr;
  const auto command_id = identifiers_.make(clock_.now());
  for (int tries = 0; tries < tries_max; ++tries) {
    const auto before = co_await load_stream<call_streams>(queries_, call);
    if (!before) co_return std::unexpected(failed(failed::kind::unavailable));
    if (must_be && !before->state) {
      co_return std::unexpected(
          refused_with({triage::refusal_kind::not_found, "unknown_call", "There is no such call.", "Check the id.", {}})
      );
    }
    stored_incident on;
    if (before->state) {
      const auto owner = co_await incident_of_contact(queries_, before->state->contact);
      if (!owner) co_return std::unexpected(failed(failed::kind::unavailable));
      if (*owner) {
        auto loaded = co_await load_incident(queries_, **owner);
        if (!loaded) co_return std::unexpected(failed(failed::kind::unavailable));
        on = std::move(*loaded);
      }
    }
    const auto now = clock_.now();
    triage::context context{now, [this, now] { return identifiers_.make(now); }, from.actor, *policy};
    context.crimes = crime_rules.get();
    auto made = decide(before->state, on.state, context);
    if (!made || !made->event) {
      if (auto earlier = co_await kept_answer(queries_, from)) co_return std::move(*earlier);
    }
    if (!made) {
      co_return std::unexpected(refused_with(std::move(made.error())));
    }
    if (!made->event) co_return write(*before->state, std::nullopt, on.row.number);
    const auto after = triage::apply(before->state.value_or(triage::call_record{}), *made->event);
    auto append = append_for(from, command_id);
    append.events.push_back(new_row(triage::encode(*made->event)));
    append.streams.push_back(call_change(*before, after));
    if (made->on_incident) append_incident(append, *made->on_incident, on);
    const bool opens = made->on_incident && made->on_incident->incident && !on.state;
    if (opens) append.number_day = clock::london_day(now);
    append.answer = write(after, made->on_incident, opens ? new_number : std::string_view(on.row.number));
    auto appended = co_await writer_.append(std::move(append));
    if (appended.code == db::append_code::stale) continue;
    if (appended.code != db::append_code::appended && appended.code != db::append_code::repeated)
      co_return std::unexpected(to_failure(appended.code));
    co_return std::move(appended.answer);
  }
  co_return std::unexpected(failed(failed::kind::contended));
}

} // namespace frontdoor::command
