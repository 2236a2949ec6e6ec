#pragma once
// What the runners of all streams share: reading a stream beside the incidents' own, beginning an append, the answer
// that was kept for a repeat, and refusing.

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <nlohmann/json.hpp>

#include "server/command/command_runner.hpp"
#include "server/command/stored_incident.hpp"
#include "triage/incident/event_codec.hpp"

namespace frontdoor::command {

template <typename Streams> struct stored_stream {
  db::stream_row row;
  std::optional<typename Streams::state> state; // none: there is no such stream
};

// From its snapshot, or folded anew from the log when the snapshot is of another fold. `Streams` tells of the kind: its
// `state`, its `type` in the log, `decode` of an event, `apply`, `read` of a snapshot.
template <typename Streams>
boost::asio::awaitable<db::query_result<stored_stream<Streams>>>
load_stream(db::log_queries& queries, triage::uuid id) {
  auto row = co_await queries.stream(id);
  if (!row) co_return std::unexpected(row.error());
  stored_stream<Streams> found;
  found.row = std::move(*row);
  found.row.at.stream_id = id;
  if (found.row.at.version == 0 || found.row.at.stream_type != Streams::type) co_return found;
  const auto body = nlohmann::json::parse(found.row.snapshot, nullptr, false);
  nlohmann::json personal;
  if (found.row.personal) personal = nlohmann::json::parse(*found.row.personal, nullptr, false);
  found.state = Streams::read(body, found.row.personal ? &personal : nullptr);
  if (found.state) co_return found;
  const auto events = co_await queries.stream_events(id, std::nullopt, true);
  if (!events) co_return std::unexpected(events.error());
  typename Streams::state folded;
  for (const auto& event : *events) {
    if (event->version > found.row.at.version) break; // the row was read first and is what the decision depends on
    const auto decoded = Streams::decode(encoded(*event));
    if (!decoded) co_return std::unexpected(db::query_failure::unavailable);
    folded = Streams::apply(std::move(folded), *decoded);
  }
  found.state = std::move(folded);
  co_return found;
}

// The state in a snapshot that a query has brought along, with its personal part or without it, or as load_stream where
// that is of another fold.
template <typename Streams>
boost::asio::awaitable<db::query_result<std::optional<typename Streams::state>>> read_state(
    db::log_queries& queries, triage::uuid id, std::string snapshot, std::optional<std::string> personal = std::nullopt
) {
  nlohmann::json sealed;
  if (personal) sealed = nlohmann::json::parse(*personal, nullptr, false);
  auto read = Streams::read(nlohmann::json::parse(snapshot, nullptr, false), personal ? &sealed : nullptr);
  if (read) co_return std::move(read);
  auto loaded = co_await load_stream<Streams>(queries, id);
  if (!loaded) co_return std::unexpected(loaded.error());
  co_return std::move(loaded->state);
}

// How often a decision is made again because others decided on the same stream in the meantime.
inline constexpr int tries_max = 12;

// Stands in a stored answer for the number that a new incident is given when it is appended.
inline constexpr std::string_view new_number = "@@number@@";

// An event as it is appended.
db::new_event new_row(triage::event_text encoded);

// An append for a request, without events yet.
db::append_command append_for(const origin& from, const triage::uuid& command_id);

// What the request was answered whose key was used before; none: the key is new, or there is none.
boost::asio::awaitable<std::optional<std::expected<std::string, failed>>>
kept_answer(db::log_queries& queries, const origin& from);

failed refused_with(triage::refusal why);

// The id of a stream that words name: the same on every server, so that two who begin it meet (RFC 9562, version 8).
triage::uuid id_from(std::string_view words);

} // namespace frontdoor::command
