#include "server/journal/entry.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace frontdoor::journal {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 5> fates{"brought_in", "was_there", "taken_twice", "decided_again", "set_aside"};
constexpr std::string_view hex_digits = "0123456789abcdef";

std::string hex(const db::digest& bytes) {
  std::string out;
  for (const auto byte : bytes) {
    out += hex_digits[byte >> 4U];
    out += hex_digits[byte & 0x0fU];
  }
  return out;
}

db::digest digest_of(const std::string& text) {
  db::digest out{};
  if (text.size() != out.size() * 2) throw std::invalid_argument("not a digest");
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto high = hex_digits.find(text[2 * i]);
    const auto low = hex_digits.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) throw std::invalid_argument("not a digest");
    out.at(i) = static_cast<std::uint8_t>(high << 4U | low);
  }
  return out;
}

db::uuid id_of(const json& value) {
  const auto id = triage::uuid::parse(value.get<std::string>());
  if (!id) throw std::invalid_argument("not an id");
  return *id;
}

db::timestamp time_of(const json& value) {
  const auto at = triage::parse_rfc3339(value.get<std::string>());
  if (!at) throw std::invalid_argument("not a time");
  return *at;
}

template <typename T> std::optional<T> optional_of(const json& from, const char* name) {
  const auto found = from.find(name);
  if (found == from.end()) return std::nullopt;
  return found->get<T>();
}

json event_json(const db::new_event& event) {
  json out{
      {"stream_type", event.stream_type},
      {"stream", event.stream_id.to_string()},
      {"type", event.type},
      {"schema_version", event.schema_version},
      {"occurred_at", triage::to_rfc3339(event.occurred_at)},
      {"actor", event.actor},
      {"body", event.body}
  };
  if (event.personal) out["personal"] = *event.personal;
  return out;
}

db::new_event event_of(const json& from) {
  db::new_event out;
  out.stream_type = from.at("stream_type").get<std::string>();
  out.stream_id = id_of(from.at("stream"));
  out.type = from.at("type").get<std::string>();
  out.schema_version = from.at("schema_version").get<int>();
  out.occurred_at = time_of(from.at("occurred_at"));
  out.actor = from.at("actor").get<std::string>();
  out.body = from.at("body").get<std::string>();
  out.personal = optional_of<std::string>(from, "personal");
  return out;
}

} // namespace

std::string_view to_string(fate value) {
  return fates.at(static_cast<std::size_t>(value));
}

std::string to_text(const entry& value) {
  json events = json::array();
  for (const auto& event : value.events)
    events.push_back(event_json(event));
  json out{
      {"command_id", value.command_id.to_string()},
      {"request_hash", hex(value.request_hash)},
      {"request_id", value.request_id},
      {"owner_id", value.owner_id.to_string()},
      {"actor", value.actor.name},
      {"actor_kind", static_cast<int>(value.actor.kind)},
      {"role", value.actor.role},
      {"taken_at", triage::to_rfc3339(value.taken_at)},
      {"version_before", value.version_before},
      {"answer", value.answer},
      {"events", std::move(events)}
  };
  if (value.number) out["number"] = *value.number;
  if (value.key) out["key"] = hex(*value.key);
  if (value.incident) out["incident"] = value.incident->to_string();
  if (value.command) out["command"] = *value.command;
  return out.dump();
}

std::expected<entry, triage::faults> entry_from_text(const std::string& text) {
  try {
    const auto from = json::parse(text);
    entry out;
    out.command_id = id_of(from.at("command_id"));
    out.request_hash = digest_of(from.at("request_hash").get<std::string>());
    out.request_id = from.at("request_id").get<std::string>();
    out.owner_id = id_of(from.at("owner_id"));
    out.actor.name = from.at("actor").get<std::string>();
    const auto kind = from.at("actor_kind").get<int>();
    if (kind < 0 || kind > static_cast<int>(triage::actor_kind::integrator))
      throw std::invalid_argument("no such kind");
    out.actor.kind = static_cast<triage::actor_kind>(kind);
    out.actor.role = from.at("role").get<std::string>();
    out.taken_at = time_of(from.at("taken_at"));
    out.version_before = from.at("version_before").get<std::uint32_t>();
    out.answer = from.at("answer").get<std::string>();
    out.number = optional_of<std::string>(from, "number");
    if (const auto key = optional_of<std::string>(from, "key")) out.key = digest_of(*key);
    if (from.contains("incident")) out.incident = id_of(from.at("incident"));
    out.command = optional_of<std::string>(from, "command");
    for (const auto& event : from.at("events"))
      out.events.push_back(event_of(event));
    return out;
  } catch (const std::exception&) {
    return std::unexpected(
        triage::faults{{"", "malformed_entry", "The entry cannot be read.", "Keep the file, and call support.", {}}}
    );
  }
}

std::string to_text(const outcome& value) {
  json out{{"fate", to_string(value.fate)}};
  if (value.incident) out["incident"] = value.incident->to_string();
  if (!value.number.empty()) out["number"] = value.number;
  if (!value.why.empty()) out["why"] = value.why;
  return out.dump();
}

outcome outcome_from_text(const std::string& text) {
  const auto from = json::parse(text);
  outcome out;
  const auto found = std::ranges::find(fates, from.at("fate").get<std::string>());
  out.fate = found == fates.end() ? fate::set_aside : static_cast<fate>(found - fates.begin());
  if (from.contains("incident")) out.incident = id_of(from.at("incident"));
  out.number = from.value("number", "");
  out.why = from.value("why", "");
  return out;
}

} // namespace frontdoor::journal
