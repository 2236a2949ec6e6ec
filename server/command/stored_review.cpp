#include "server/command/stored_review.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "server/command/stored_incident.hpp"

namespace frontdoor::command {

namespace asio = boost::asio;
using nlohmann::json;
using triage::review::work_review;

namespace {

std::optional<work_review> read_text(const std::string& snapshot, const std::optional<std::string>& personal) {
  const auto body = json::parse(snapshot, nullptr, false);
  std::optional<json> sealed;
  if (personal) sealed = json::parse(*personal, nullptr, false);
  auto read = triage::review::review_from_snapshot(body, sealed ? &*sealed : nullptr);
  if (!read) return std::nullopt;
  return std::move(*read);
}

asio::awaitable<db::query_result<work_review>>
fold(db::log_queries& queries, triage::uuid id, std::uint32_t version_max) {
  const auto events = co_await queries.stream_events(id, std::nullopt, true);
  if (!events) co_return std::unexpected(events.error());
  work_review folded;
  for (const auto& event : *events) {
    if (event->version > version_max) break; // the row was read first and is what the decision depends on
    const auto decoded = triage::review::decode_review(encoded(*event));
    if (!decoded) co_return std::unexpected(db::query_failure::unavailable);
    folded = triage::review::apply(std::move(folded), *decoded);
  }
  co_return folded;
}

} // namespace

asio::awaitable<db::query_result<stored_review>> load_review(db::log_queries& queries, triage::uuid id) {
  auto row = co_await queries.stream(id);
  if (!row) co_return std::unexpected(row.error());
  stored_review found;
  found.row = std::move(*row);
  if (found.row.at.version == 0 || found.row.at.stream_type != "review") co_return found;
  found.state = read_text(found.row.snapshot, found.row.personal);
  if (found.state) co_return found;
  auto folded = co_await fold(queries, id, found.row.at.version);
  if (!folded) co_return std::unexpected(folded.error());
  found.state = std::move(*folded);
  co_return found;
}

asio::awaitable<db::query_result<work_review>> read_review(db::log_queries& queries, db::review_row row) {
  if (auto read = read_text(row.snapshot, row.personal)) co_return *std::move(read);
  auto stored = co_await load_review(queries, row.id);
  if (!stored) co_return std::unexpected(stored.error());
  if (!stored->state) co_return std::unexpected(db::query_failure::unavailable);
  co_return *std::move(stored->state);
}

db::snapshot_row snapshot_row_of(const work_review& state) {
  db::snapshot_row row;
  row.status = triage::review::to_string(state.state);
  row.district = state.scoring.district;
  row.received_at = state.scoring.head.occurred_at;
  row.fold_version = triage::review::review_fold;
  const auto snapshot = triage::review::to_snapshot(state);
  row.state = snapshot.body.dump();
  if (snapshot.personal) row.personal = snapshot.personal->dump();
  return row;
}

} // namespace frontdoor::command
