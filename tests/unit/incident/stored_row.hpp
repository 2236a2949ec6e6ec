#pragma once
// An event through its texts, as the log keeps it and gives it back.

#include <nlohmann/json.hpp>

#include "triage/incident/event_codec.hpp"

namespace frontdoor::triage::testing {

inline encoded_event stored_row(const event_text& text) {
  encoded_event out;
  out.stream_type = text.stream_type;
  out.stream_id = text.stream_id;
  out.type = text.type;
  out.schema_version = text.schema_version;
  out.occurred_at = text.occurred_at;
  out.actor = text.actor;
  out.body = nlohmann::json::parse(text.body);
  if (text.personal) out.personal = nlohmann::json::parse(*text.personal);
  return out;
}

} // namespace frontdoor::triage::testing
