#include "server/command/stored_review.hpp"

#include <utility>

#include <nlohmann/json.hpp>

namespace frontdoor::command {

namespace asio = boost::asio;
using nlohmann::json;
using triage::review::work_review;

asio::awaitable<db::query_result<stored_review>> load_review(db::log_queries& queries, triage::uuid id) {
  return load_stream<review_streams>(queries, id);
}

asio::awaitable<db::query_result<work_review>> read_review(db::log_queries& queries, db::review_row row) {
  const auto body = json::parse(row.snapshot, nullptr, false);
  json personal;
  if (row.personal) personal = json::parse(*row.personal, nullptr, false);
  if (auto read = review_streams::read(body, row.personal ? &personal : nullptr)) co_return *std::move(read);
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
