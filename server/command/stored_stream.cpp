#include "server/command/stored_stream.hpp"

#include <algorithm>

#include "server/db/hash_chain.hpp"

namespace frontdoor::command {

namespace asio = boost::asio;

db::new_event new_row(triage::event_text encoded) {
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

db::append_command append_for(const origin& from, const triage::uuid& command_id) {
  db::append_command append;
  append.command_id = command_id;
  append.key = from.key;
  append.request_hash = from.request_hash;
  append.request_id = from.request_id;
  append.owner_id = from.owner_id;
  return append;
}

asio::awaitable<std::optional<std::expected<std::string, failed>>>
kept_answer(db::log_queries& queries, const origin& from) {
  if (!from.key) co_return std::nullopt;
  auto kept = co_await queries.answer_for(*from.key);
  if (!kept) co_return std::unexpected(failed(failed::kind::unavailable));
  if (!*kept) co_return std::nullopt;
  if ((*kept)->request_hash != from.request_hash) co_return std::unexpected(failed(failed::kind::key_reused));
  co_return std::move((*kept)->answer);
}

failed refused_with(triage::refusal why) {
  failed out(failed::kind::refused);
  out.refusal = std::move(why);
  return out;
}

triage::uuid id_from(std::string_view words) {
  const auto digest = db::sha256(std::string(words));
  triage::uuid id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  constexpr std::uint8_t version = 0x80;
  constexpr std::uint8_t variant = 0x80;
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0fU) | version);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3fU) | variant);
  return id;
}

} // namespace frontdoor::command
