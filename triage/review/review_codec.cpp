#include <algorithm>
#include <array>
#include <utility>

#include "triage/review/review_json.hpp"

namespace frontdoor::triage::review {

namespace {

using nlohmann::json;

// The event types by name, in the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<review_event>> type_names{
    "review.scored", "review.disputed", "review.dispute_decided"
};

json body_json(const review_scored& e) {
  return scored_json(e);
}

json body_json(const review_disputed& e) {
  return object_of(field{"items", e.items});
}

json body_json(const review_dispute_decided& e) {
  return object_of(
      field{"changed", e.changed}, field{"answers", answers_json(e.answers)}, field{"result", score_json(e.result)}
  );
}

json sealed_json(const review_words& words) {
  return words_json(words);
}

json sealed_json(const review_disputed::reason& reason) {
  return object_of(field{"text", reason.text});
}

using sealed = const std::optional<json>&;

review_event read_scored(event_head head, const record_reader& body, sealed personal) {
  auto out = scored_from_json(body);
  out.head = std::move(head);
  if (personal) out.personal = words_from_json(*personal);
  return out;
}

review_event read_disputed(event_head head, const record_reader& body, sealed personal) {
  review_disputed out{std::move(head), texts_in(body, "items"), {}};
  if (personal) out.personal = review_disputed::reason{text_of(*personal, "text").value_or("")};
  return out;
}

review_event read_decided(event_head head, const record_reader& body, sealed personal) {
  review_dispute_decided out{std::move(head), body.flag("changed"), answers_in(body), score_in(body), {}};
  if (personal) out.personal = words_from_json(*personal);
  return out;
}

using review_reader = review_event (*)(event_head, const record_reader&, sealed);

constexpr std::array<review_reader, type_names.size()> review_readers{read_scored, read_disputed, read_decided};

faults one_fault(std::string code, std::string detail) {
  return {{"", std::move(code), std::move(detail), {}, {}}};
}

} // namespace

const event_head& head_of(const review_event& e) {
  return std::visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

std::string_view type_of(const review_event& e) {
  return type_names.at(e.index());
}

encoded_event encode(const review_event& e) {
  const auto& head = head_of(e);
  encoded_event row;
  row.stream_type = "review";
  row.stream_id = head.stream;
  row.type = type_of(e);
  row.occurred_at = head.occurred_at;
  row.actor = head.actor;
  std::visit(
      [&row](const auto& one) {
        row.body = body_json(one);
        if (one.personal) row.personal = sealed_json(*one.personal);
      },
      e
  );
  return row;
}

std::expected<review_event, faults> decode_review(const encoded_event& row) {
  const auto name = std::ranges::find(type_names, row.type);
  if (name == type_names.end()) {
    return std::unexpected(one_fault("unknown_event_type", "No event of type '" + row.type + "' is known."));
  }
  if (row.schema_version > 1) {
    return std::unexpected(one_fault("newer_schema_version", "The event was written by a later release."));
  }
  faults found;
  const record_reader body(row.body, "", "malformed_event", found);
  const auto index = static_cast<std::size_t>(name - type_names.begin());
  auto out = review_readers.at(index)({row.stream_id, row.occurred_at, row.actor}, body, row.personal);
  if (!found.empty()) return std::unexpected(std::move(found));
  return out;
}

} // namespace frontdoor::triage::review
