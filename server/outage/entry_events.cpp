#include "server/outage/entry_events.hpp"

#include <nlohmann/json.hpp>

#include "triage/incident/event_codec.hpp"

namespace frontdoor::outage {

std::optional<std::vector<triage::event>> events_of(const journal::entry& entry) {
  std::vector<triage::event> out;
  for (const auto& row : entry.events) {
    triage::encoded_event read;
    read.stream_type = row.stream_type;
    read.stream_id = row.stream_id;
    read.type = row.type;
    read.schema_version = row.schema_version;
    read.occurred_at = row.occurred_at;
    read.actor = row.actor;
    read.body = nlohmann::json::parse(row.body, nullptr, false);
    if (row.personal) read.personal = nlohmann::json::parse(*row.personal, nullptr, false);
    if (read.body.is_discarded()) return std::nullopt;
    auto event = triage::decode(read);
    if (!event) return std::nullopt;
    out.push_back(std::move(*event));
  }
  return out;
}

} // namespace frontdoor::outage
