#pragma once
// Carries out decisions on streams beside the incidents' own (triage/incident/side_stream.hpp): what is decided is
// appended to those streams and to an incident's, all or none.

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <nlohmann/json.hpp>

#include "server/command/stored_stream.hpp"
#include "triage/incident/diary.hpp"
#include "triage/incident/problem.hpp"
#include "triage/incident/side_stream.hpp"

namespace frontdoor::command {

// What the runner has to know of a kind of stream.
struct diary_streams {
  using state = triage::diary;
  using event = triage::diary_event;
  static constexpr const char* type = "diary";
  static std::expected<event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::decode_diary(row);
  }
  static state apply(state before, const event& e) { return triage::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json*) {
    return triage::diary_from_snapshot(body);
  }
  static db::snapshot_row row_of(const state& after);
};

struct problem_streams {
  using state = triage::problem_record;
  using event = triage::problem_event;
  static constexpr const char* type = "problem";
  static std::expected<event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::decode_problem(row);
  }
  static state apply(state before, const event& e) { return triage::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json* personal) {
    return triage::problem_from_snapshot(body, personal);
  }
  static std::vector<triage::timer> timers(const state& now) { return triage::timers(now); }
  static db::snapshot_row row_of(const state& after);
};

// The timers that a stream has from now on, where its kind has any (`Streams::timers`).
template <typename Streams> std::vector<db::timer_row> timer_rows_of(const typename Streams::state& after) {
  std::vector<db::timer_row> out;
  if constexpr (requires { Streams::timers(after); }) {
    for (const auto& timer : Streams::timers(after))
      out.push_back(to_timer_row(timer));
  }
  return out;
}

template <typename Streams> class side_runner {
 public:
  using state = typename Streams::state;
  using made = triage::side_decision<typename Streams::event>;
  // The streams asked for, in that order; none for one that does not exist. `on` is nullptr where no incident is named.
  using states = std::vector<std::optional<state>>;
  using decider = std::function<std::expected<made, triage::refusal>(
      const states& before, const triage::incident* on, const triage::context& context
  )>;
  // Writes the answer, which is kept for repeats.
  using answer = std::function<std::string(const states& after, const made& decided)>;
  using result = std::expected<std::string, failed>;

  side_runner(
      db::log_queries& queries, db::writer& writer, clock::clock& clock, clock::identifiers& identifiers,
      command_runner::policy_source policy
  )
      : queries_(queries), writer_(writer), clock_(clock), identifiers_(identifiers), policy_(std::move(policy)) {}

  // On the I/O thread.
  boost::asio::awaitable<result>
  run(origin from, std::vector<triage::uuid> streams, std::optional<triage::uuid> incident, decider decide,
      answer write) {
    const auto policy = policy_();
    const auto command_id = identifiers_.make(clock_.now());
    for (int tries = 0; tries < tries_max; ++tries) {
      std::vector<stored_stream<Streams>> rows;
      states before;
      for (const auto& id : streams) {
        auto loaded = co_await load_stream<Streams>(queries_, id);
        if (!loaded) co_return std::unexpected(failed(failed::kind::unavailable));
        before.push_back(loaded->state);
        rows.push_back(std::move(*loaded));
      }
      stored_incident on;
      if (incident) {
        auto loaded = co_await load_incident(queries_, *incident);
        if (!loaded) co_return std::unexpected(failed(failed::kind::unavailable));
        on = std::move(*loaded);
        if (!on.state)
          co_return std::unexpected(refused_with(
              {triage::refusal_kind::not_found, "unknown_incident", "There is no such incident.", "Check the id.", {}}
          ));
      }
      const auto now = clock_.now();
      const triage::context context{now, [this, now] { return identifiers_.make(now); }, from.actor, *policy};
      auto decided = decide(before, on.state ? &*on.state : nullptr, context);
      const bool nothing = decided && decided->events.empty() && !decided->on_incident;
      if (!decided || nothing) {
        if (auto earlier = co_await kept_answer(queries_, from)) co_return std::move(*earlier);
      }
      if (!decided) {
        co_return std::unexpected(refused_with(std::move(decided.error())));
      }
      if (nothing) co_return write(before, *decided);
      auto append = to_append(from, command_id, rows, on, *decided, write);
      auto appended = co_await writer_.append(std::move(append));
      if (appended.code == db::append_code::stale) continue;
      if (appended.code != db::append_code::appended && appended.code != db::append_code::repeated)
        co_return std::unexpected(to_failure(appended.code));
      co_return std::move(appended.answer);
    }
    co_return std::unexpected(failed(failed::kind::contended));
  }

 private:
  static db::append_command to_append(
      const origin& from, const triage::uuid& command_id, const std::vector<stored_stream<Streams>>& rows,
      const stored_incident& on, const made& decided, const answer& write
  ) {
    auto append = append_for(from, command_id);
    states after;
    std::vector<db::stream_before> at;
    for (const auto& one : rows) {
      after.push_back(one.state);
      at.push_back(one.row.at);
    }
    for (const auto& event : decided.events) {
      append.events.push_back(new_row(encode(event)));
      const auto stream = head_of(event).stream;
      std::size_t i = 0;
      while (i < at.size() && at[i].stream_id != stream)
        ++i;
      if (i == at.size()) { // a stream that this decision begins
        at.emplace_back();
        at.back().stream_id = stream;
        after.emplace_back();
      }
      after[i] = Streams::apply(std::move(after[i]).value_or(state{}), event);
    }
    for (std::size_t i = 0; i < at.size(); ++i) {
      if (!after[i] || after[i]->version == at[i].version) continue;
      db::stream_change change;
      change.before = at[i];
      change.before.stream_type = Streams::type;
      change.after = Streams::row_of(*after[i]);
      change.timers = timer_rows_of<Streams>(*after[i]);
      append.streams.push_back(std::move(change));
    }
    if (decided.on_incident && !decided.on_incident->events.empty()) {
      for (const auto& event : decided.on_incident->events)
        append.events.push_back(to_row(event));
      append.streams.push_back(change_of(on.row.at, *decided.on_incident->incident));
    }
    append.answer = write(after, decided);
    return append;
  }

  db::log_queries& queries_;
  db::writer& writer_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  command_runner::policy_source policy_;
};

using diary_runner = side_runner<diary_streams>;
using problem_runner = side_runner<problem_streams>;

// The id of the diary of a district on a day: the same on every server, so that two who begin it meet.
triage::uuid diary_id(const std::string& district, const std::string& day);

} // namespace frontdoor::command
