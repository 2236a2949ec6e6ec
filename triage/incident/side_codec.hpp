#pragma once
// How events of streams beside the incidents' own (calls, diaries, crimes, reviews, units and others) are written and
// read, for their codecs.

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <string_view>
#include <utility>
#include <variant>

#include "triage/canonical_json.hpp"
#include "triage/fault.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/record_reader.hpp"

namespace frontdoor::triage {

// The row of an event of such a stream, without a personal part. `types` are the names in the order of the variant,
// `write` makes the body.
template <typename Event, std::size_t Count, typename Write>
event_text
row_of(const char* stream_type, const std::array<std::string_view, Count>& types, const Event& e, Write write) {
  const auto& head = visit([](const auto& one) -> const event_head& { return one.head; }, e);
  event_text row;
  row.stream_type = stream_type;
  row.stream_id = head.stream;
  row.type = types.at(e.index());
  row.schema_version = 1;
  row.occurred_at = head.occurred_at;
  row.actor = head.actor;
  visit([&](const auto& one) { row.body = canonical_json(write(one)); }, e);
  return row;
}

// The same, with what `seal` makes of the personal part of an event that has one.
template <typename Event, std::size_t Count, typename Write, typename Seal>
event_text row_of(
    const char* stream_type, const std::array<std::string_view, Count>& types, const Event& e, Write write, Seal seal
) {
  auto row = row_of(stream_type, types, e, std::move(write));
  visit(
      [&](const auto& one) {
        if constexpr (requires { one.personal; }) {
          if (one.personal) row.personal = canonical_json(seal(*one.personal));
        }
      },
      e
  );
  return row;
}

// The event of a row, by `read(which, head, body, personal)`. Faults: unknown_event_type, newer_schema_version (written
// by a later release), and malformed_event for each member that cannot be read.
template <std::size_t Count, typename Read>
auto event_of(const std::array<std::string_view, Count>& types, const encoded_event& row, Read read) -> std::expected<
    decltype(read(std::size_t{}, event_head{}, std::declval<const record_reader&>(), row.personal)), faults> {
  const auto name = std::ranges::find(types, row.type);
  if (name == types.end())
    return std::unexpected(faults{{"", "unknown_event_type", "No event of type '" + row.type + "' is known.", {}, {}}});
  if (row.schema_version > 1)
    return std::unexpected(faults{{"", "newer_schema_version", "The event was written by a later release.", {}, {}}});
  faults found;
  const record_reader body(row.body, "", "malformed_event", found);
  auto out = read(
      static_cast<std::size_t>(name - types.begin()), event_head{row.stream_id, row.occurred_at, row.actor}, body,
      row.personal
  );
  if (!found.empty()) return std::unexpected(std::move(found));
  return out;
}

} // namespace frontdoor::triage
