#include <algorithm>
#include <array>
#include <utility>

#include "triage/crime/record.hpp"
#include "triage/crime/record_json.hpp"
#include "triage/incident/side_codec.hpp"

namespace frontdoor::triage::crime {

namespace {

using nlohmann::json;

// The event types by name, in the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<record_event>> type_names{
    "crime.decided",     "crime.reclassified", "crime.cancelled",
    "crime.transferred", "crime.officer_set",  "crime.victim_told"
};
constexpr std::array<std::string_view, 7> states{"crime_related", "recorded",  "reclassified", "n100",
                                                 "not_crime",     "cancelled", "transferred"};
constexpr std::array<std::string_view, 3> tellings{"owed", "told", "no_safe_contact"};

json sealed_json(const record_words& words) {
  return words_json(words);
}

json sealed_json(const cancelled::proof& proof) {
  json out{{"account", proof.account}};
  put(out, "verified_by", proof.verified_by);
  put(out, "verified_how", proof.verified_how);
  return out;
}

json body_json(const decided& e) {
  return decided_json(e);
}

json body_json(const reclassified& e) {
  return {{"from", e.from},   {"code", e.code},         {"title", e.title},
          {"group", e.group}, {"included", e.included}, {"registrar_cancels", e.registrar_cancels}};
}

json body_json(const cancelled& e) {
  return {{"code", e.code}, {"force", value_or_null(e.force)}, {"reference", value_or_null(e.reference)}};
}

json body_json(const transferred& e) {
  return {{"force", e.force}, {"reference", e.reference}};
}

json body_json(const officer_set& e) {
  return {{"officer", e.officer}};
}

json body_json(const victim_told& e) {
  return {{"how", e.how}};
}

using sealed = const std::optional<json>&;

std::optional<record_words> read_words(sealed personal) {
  if (!personal) return std::nullopt;
  return words_from_json(*personal);
}

record_event read_decided(event_head head, const record_reader& body, sealed personal) {
  auto out = decided_from_json(body);
  out.head = std::move(head);
  out.personal = read_words(personal);
  return out;
}

record_event read_reclassified(event_head head, const record_reader& body, sealed personal) {
  reclassified out;
  out.head = std::move(head);
  out.from = body.text("from");
  out.code = body.text("code");
  out.title = body.text("title");
  out.group = body.text("group");
  out.included = body.texts("included");
  out.registrar_cancels = body.flag("registrar_cancels");
  out.personal = read_words(personal);
  return out;
}

record_event read_cancelled(event_head head, const record_reader& body, sealed personal) {
  cancelled out{std::move(head), body.text("code"), body.optional_text("force"), body.optional_text("reference"), {}};
  if (personal) {
    out.personal = cancelled::proof{
        text_of(*personal, "account").value_or(""), text_of(*personal, "verified_by"),
        text_of(*personal, "verified_how")
    };
  }
  return out;
}

record_event read_transferred(event_head head, const record_reader& body, sealed) {
  return transferred{std::move(head), body.text("force"), body.text("reference")};
}

record_event read_officer_set(event_head head, const record_reader& body, sealed) {
  return officer_set{std::move(head), body.text("officer")};
}

record_event read_victim_told(event_head head, const record_reader& body, sealed) {
  auto how = body.text("how");
  if (!parse_telling(how)) body.fail("how");
  return victim_told{std::move(head), std::move(how)};
}

using reader = record_event (*)(event_head, const record_reader&, sealed);

constexpr std::array<reader, type_names.size()> readers{read_decided,     read_reclassified, read_cancelled,
                                                        read_transferred, read_officer_set,  read_victim_told};

} // namespace

std::string_view to_string(state value) {
  return states.at(static_cast<std::size_t>(value));
}

std::optional<state> parse_state(std::string_view text) {
  const auto found = std::find(states.begin(), states.end(), text);
  if (found == states.end()) return std::nullopt;
  return static_cast<state>(found - states.begin());
}

std::string_view to_string(telling value) {
  return tellings.at(static_cast<std::size_t>(value));
}

std::optional<telling> parse_telling(std::string_view text) {
  const auto found = std::find(tellings.begin(), tellings.end(), text);
  if (found == tellings.end()) return std::nullopt;
  return static_cast<telling>(found - tellings.begin());
}

const event_head& head_of(const record_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

std::string_view type_of(const record_event& e) {
  return type_names.at(e.index());
}

event_text encode(const record_event& e) {
  return row_of(
      "crime", type_names, e, [](const auto& one) { return body_json(one); },
      [](const auto& personal) { return sealed_json(personal); }
  );
}

std::expected<record_event, faults> decode_record(const encoded_event& row) {
  return event_of(type_names, row, [](std::size_t which, event_head head, const record_reader& body, sealed personal) {
    return readers.at(which)(std::move(head), body, personal);
  });
}

} // namespace frontdoor::triage::crime
