#include "server/command/command_runner.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/clock/local_day.hpp"
#include "server/command/stored_incident.hpp"
#include "triage/incident/event_codec.hpp"

namespace frontdoor::command {

namespace asio = boost::asio;

namespace {

// The incident a decision is for, and those it may change besides.
struct loaded_incidents {
  stored_incident target;
  std::vector<stored_incident> others;
};

// The streams the events are of, each once, as they were before.
std::vector<db::stream_change>
changes_of(const std::vector<db::new_event>& events, const loaded_incidents& before, const triage::decision& decision) {
  std::vector<db::stream_change> changes;
  for (const auto& event : events) {
    const auto known = std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
      return change.before.stream_id == event.stream_id;
    });
    if (known) continue;
    db::stream_change change;
    change.before.stream_id = event.stream_id;
    change.before.stream_type = event.stream_type;
    if (decision.incident && decision.incident->id == event.stream_id) {
      if (before.target.row.at.stream_id == event.stream_id) change.before = before.target.row.at;
      change = change_of(std::move(change.before), *decision.incident);
    }
    const auto other = std::ranges::find(decision.others, event.stream_id, &triage::incident::id);
    if (other != decision.others.end()) {
      const auto was = std::ranges::find(before.others, event.stream_id, [](const stored_incident& one) {
        return one.row.at.stream_id;
      });
      change = change_of(was->row.at, *other); // a decision changes only what it was given
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

// The rows share the decision: whoever is told of them after the commit reads it there.
db::append_command to_append(
    const origin& from, const triage::uuid& command_id, const loaded_incidents& before,
    const std::shared_ptr<const triage::decision>& made, const answer_writer& write, triage::timestamp now
) {
  const auto& decision = *made;
  db::append_command append;
  append.command_id = command_id;
  append.key = from.key;
  append.request_hash = from.request_hash;
  append.request_id = from.request_id;
  append.owner_id = from.owner_id;
  append.events.reserve(decision.events.size());
  const bool opens = decision.incident && decision.incident->id != before.target.row.at.stream_id;
  for (const auto& event : decision.events) {
    append.events.push_back(to_row({made, &event}));
    if (opens && holds_alternative<triage::incident_opened>(event))
      append.events.back().opened = std::shared_ptr<const void>(made, &*decision.incident);
  }
  append.streams = changes_of(append.events, before, decision);
  if (opens) append.number_day = clock::london_day(now);
  append.answer = write(decision, opens ? new_number : std::string_view(before.target.row.number));
  return append;
}

// Those of the contact that the decision received, if any: a decision receives one at most.
std::optional<db::contact_keys> keys_for(const triage::decision& decision, const contact_key_source& keys) {
  for (const auto& event : decision.events) {
    const auto* received = get_if<triage::contact_received>(&event);
    if (received != nullptr && received->personal) return keys(*received, received->head.stream);
  }
  return std::nullopt;
}

// The incident that a command on a link names.
std::optional<triage::uuid> named_other(const triage::command& command) {
  if (const auto* link = get_if<triage::link_incident>(&command)) return link->other;
  if (const auto* link = get_if<triage::unlink_incident>(&command)) return link->other;
  return std::nullopt;
}

// The incident and, where the decision may change them, the one it is linked with and that one's survivors. What is not
// there is left out.
asio::awaitable<db::query_result<loaded_incidents>>
load_with_others(db::log_queries& queries, const triage::uuid& target, const triage::command& command) {
  loaded_incidents out;
  auto loaded = co_await load_incident(queries, target);
  if (!loaded) co_return std::unexpected(loaded.error());
  out.target = std::move(*loaded);
  if (!out.target.state) co_return out;
  auto next = named_other(command);
  const bool named = next.has_value();
  if (!named && out.target.state->joined) next = out.target.state->joined->other;
  for (int i = 0; next && i < survivors_max; ++i) {
    auto other = co_await load_incident(queries, *next);
    if (!other) co_return std::unexpected(other.error());
    if (!other->state) break;
    next.reset();
    if (!named && other->state->joined) next = other->state->joined->other;
    out.others.push_back(std::move(*other));
  }
  co_return out;
}

} // namespace

failed to_failure(db::append_code code) {
  switch (code) {
  case db::append_code::key_reused:
    return failed(failed::kind::key_reused);
  case db::append_code::unknown:
    return failed(failed::kind::unknown);
  default:
    return failed(failed::kind::unavailable);
  }
}

asio::awaitable<std::optional<outcome>> command_runner::answered_before(const origin& from) {
  if (!from.key) co_return std::nullopt;
  const auto kept = co_await queries_.answer_for(*from.key);
  if (!kept) co_return std::unexpected(failed(failed::kind::unavailable));
  if (!*kept) co_return std::nullopt;
  if ((*kept)->request_hash != from.request_hash) co_return std::unexpected(failed(failed::kind::key_reused));
  executed done;
  done.number = (*kept)->number;
  done.answer = (*kept)->answer;
  done.position = (*kept)->last_position;
  done.repeated = true;
  co_return done;
}

asio::awaitable<outcome>
command_runner::run(origin from, std::optional<triage::uuid> target, triage::command command, answer_writer write) {
  const auto id = new_id();
  if (stand_in_ == nullptr) {
    co_return co_await run_on_record(std::move(from), id, target, std::move(command), std::move(write));
  }
  if (!stand_in_->active()) {
    auto done = co_await run_on_record(from, id, target, command, write);
    const bool lost = !done && done.error().why == failed::kind::unavailable;
    // What was never sent when the record went is taken on as if it came now.
    if (!lost || !stand_in_->active()) co_return done;
  }
  auto done = co_await stand_in_->run(from, target, command, write);
  const bool over = !done && done.error().why == failed::kind::unavailable && !stand_in_->active();
  if (!over) co_return done;
  // The record came back while it waited for its turn.
  co_return co_await run_on_record(std::move(from), id, target, std::move(command), std::move(write));
}

asio::awaitable<outcome> command_runner::run_on_record(
    origin from, triage::uuid command_id, std::optional<triage::uuid> target, triage::command command,
    answer_writer write
) {
  const auto policy = policy_();
  const auto crime_rules = crime_rules_ ? crime_rules_(*policy) : nullptr;
  for (int tries = 0; tries < tries_max; ++tries) {
    loaded_incidents before;
    std::vector<triage::incident> others;
    if (target) {
      auto loaded = co_await load_with_others(queries_, *target, command);
      if (!loaded) co_return std::unexpected(failed(failed::kind::unavailable));
      before = std::move(*loaded);
      for (const auto& one : before.others)
        others.push_back(*one.state);
    }
    const auto now = clock_.now();
    const triage::context context{
        now, [this, now] { return identifiers_.make(now); }, from.actor, *policy, position_, crime_rules.get(), others
    };
    auto decided = triage::decide(before.target.state, command, context);
    // The append knows a repeat by its key. What appends nothing must ask, since the state has moved on since the first
    // time: a raise that has been overtaken gets its first answer, not a refusal.
    if (!decided || decided->events.empty()) {
      if (auto earlier = co_await answered_before(from)) co_return std::move(*earlier);
    }
    if (!decided) {
      failed refused(failed::kind::refused);
      refused.refusal = std::move(decided.error());
      co_return std::unexpected(std::move(refused));
    }
    executed done;
    done.number = before.target.row.number;
    if (decided->events.empty()) {
      done.answer = write(*decided, before.target.row.number);
      done.decision = std::make_shared<const triage::decision>(std::move(*decided));
      co_return done;
    }
    const auto decision = std::make_shared<const triage::decision>(std::move(*decided));
    auto append = to_append(from, command_id, before, decision, write, now);
    if (contact_keys_) append.keys = keys_for(*decision, contact_keys_);
    auto result = co_await writer_.append(std::move(append));
    if (result.code == db::append_code::stale) continue;
    const bool in_doubt = result.code == db::append_code::unknown && result.returned != nullptr;
    if (in_doubt && stand_in_ != nullptr && stand_in_->active()) {
      auto kept = co_await stand_in_->keep(
          std::move(from), *decision, std::move(*result.returned), std::move(command), std::move(write)
      );
      co_return kept;
    }
    if (result.code != db::append_code::appended && result.code != db::append_code::repeated) {
      co_return std::unexpected(to_failure(result.code));
    }
    done.repeated = result.code == db::append_code::repeated;
    if (!done.repeated) done.decision = decision;
    if (!result.number.empty()) done.number = std::move(result.number);
    done.answer = std::move(result.answer);
    done.position = result.last_position;
    co_return done;
  }
  co_return std::unexpected(failed(failed::kind::contended));
}

} // namespace frontdoor::command
