#pragma once
// An entry with everything in it.

#include "server/journal/entry.hpp"

namespace frontdoor::journal {

inline entry some_entry(unsigned char which = 1) {
  entry out;
  out.number = "GMP-TEMP-fcc-1-00000" + std::to_string(which);
  out.command_id.bytes.back() = which;
  out.key = db::digest{};
  out.key->back() = which;
  out.request_hash.front() = 7;
  out.request_id = "request";
  out.owner_id.bytes.back() = 9;
  out.actor = {"user:jsmith", triage::actor_kind::person, "call_handler"};
  out.taken_at = *triage::parse_rfc3339("2026-03-01T21:04:11.120000Z");
  out.incident = db::uuid{};
  out.incident->bytes.back() = 5;
  out.version_before = 3;
  out.answer = R"({"degraded":true})";
  out.command = R"({"kind":"note","text":"Seen again"})";
  db::new_event event;
  event.stream_type = "incident";
  event.stream_id = *out.incident;
  event.type = "incident.note_added";
  event.occurred_at = out.taken_at;
  event.actor = out.actor.name;
  event.body = "{}";
  event.personal = R"({"text":"Seen again"})";
  out.events.push_back(event);
  return out;
}

} // namespace frontdoor::journal
