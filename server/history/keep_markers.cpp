#include "server/history/keep_markers.hpp"

#include "server/history/contact_keying.hpp"

namespace frontdoor::history {

namespace asio = boost::asio;
namespace core = triage::history;

asio::awaitable<db::query_result<bool>> keep_markers(
    db::history_queries& queries, const core::name_rules& names, keyed_hash hash, clock::identifiers& identifiers,
    std::string source, std::vector<core::imported_marker> markers, triage::timestamp now
) {
  std::vector<std::string> words;
  for (const auto& one : markers) {
    for (auto& word : core::words_to_sound(one.about, names))
      words.push_back(std::move(word));
  }
  const auto known = co_await queries.sounds(std::move(words));
  if (!known) co_return std::unexpected(known.error());
  const auto sound = sounds_from(*known);
  std::vector<db::marker_to_keep> rows;
  for (auto& one : markers) {
    db::marker_to_keep kept;
    kept.row.id = identifiers.make(now);
    kept.row.code = std::move(one.code);
    kept.row.why = std::move(one.why);
    kept.row.source = source;
    kept.row.valid_from = one.valid_from;
    kept.row.review_at = one.review_at;
    kept.row.valid_until = one.valid_until;
    for (const auto& key : core::keys_to_keep(one.about, names, sound)) {
      if (core::identifies(key.kind)) kept.keys.push_back(hash.of(key));
    }
    rows.push_back(std::move(kept));
  }
  co_return co_await queries.replace_markers(std::move(source), std::move(rows), hash.check(), now);
}

} // namespace frontdoor::history
