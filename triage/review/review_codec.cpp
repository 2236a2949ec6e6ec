#include <algorithm>
#include <array>
#include <utility>

#include "triage/incident/side_codec.hpp"
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
  review_disputed out{std::move(head), body.texts("items"), {}};
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

} // namespace

const event_head& head_of(const review_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

std::string_view type_of(const review_event& e) {
  return type_names.at(e.index());
}

event_text encode(const review_event& e) {
  return row_of(
      "review", type_names, e, [](const auto& one) { return body_json(one); },
      [](const auto& personal) { return sealed_json(personal); }
  );
}

std::expected<review_event, faults> decode_review(const encoded_event& row) {
  return event_of(type_names, row, [](std::size_t which, event_head head, const record_reader& body, sealed personal) {
    return review_readers.at(which)(std::move(head), body, personal);
  });
}

} // namespace frontdoor::triage::review
