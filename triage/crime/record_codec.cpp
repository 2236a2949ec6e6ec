#include <algorithm>
#include <array>
#include <utility>

#include "triage/crime/record.hpp"
#include "triage/crime/record_json.hpp"

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
  out.included = texts_in(body, "included");
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

faults one_fault(std::string code, std::string detail) {
  return {{"", std::move(code), std::move(detail), {}, {}}};
}

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
  return std::visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

std::string_view type_of(const record_event& e) {
  return type_names.at(e.index());
}

encoded_event encode(const record_event& e) {
  const auto& head = head_of(e);
  encoded_event row;
  row.stream_type = "crime";
  row.stream_id = head.stream;
  row.type = type_of(e);
  row.occurred_at = head.occurred_at;
  row.actor = head.actor;
  std::visit(
      [&row](const auto& one) {
        row.body = body_json(one);
        if constexpr (requires { one.personal; }) {
          if (one.personal) row.personal = sealed_json(*one.personal);
        }
      },
      e
  );
  return row;
}

std::expected<record_event, faults> decode_record(const encoded_event& row) {
  const auto name = std::find(type_names.begin(), type_names.end(), row.type);
  if (name == type_names.end()) {
    return std::unexpected(one_fault("unknown_event_type", "No event of type '" + row.type + "' is known."));
  }
  if (row.schema_version > 1) {
    return std::unexpected(one_fault("newer_schema_version", "The event was written by a later release."));
  }
  faults found;
  const record_reader body(row.body, "", "malformed_event", found);
  const auto index = static_cast<std::size_t>(name - type_names.begin());
  record_event out = readers.at(index)({row.stream_id, row.occurred_at, row.actor}, body, row.personal);
  if (!found.empty()) return std::unexpected(std::move(found));
  return out;
}

} // namespace frontdoor::triage::crime
