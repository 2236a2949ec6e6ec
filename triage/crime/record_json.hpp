#pragma once
// What the codec and the snapshot of a crime's record share.

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/crime/record_events.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"

namespace frontdoor::triage::crime {

inline nlohmann::json words_json(const record_words& words) {
  nlohmann::json out{{"account", words.account}};
  put(out, "victim_name", words.victim_name);
  put(out, "victim_wishes", words.victim_wishes);
  return out;
}

inline record_words words_from_json(const nlohmann::json& value) {
  return {text_of(value, "victim_name"), text_of(value, "victim_wishes"), text_of(value, "account").value_or("")};
}

// The body of the event, without head and words.
inline nlohmann::json decided_json(const decided& e) {
  return {
      {"incident", e.incident.to_string()},
      {"key", e.key},
      {"state", to_string(e.state)},
      {"number", value_or_null(e.number)},
      {"code", e.code},
      {"title", e.title},
      {"group", e.group},
      {"included", e.included},
      {"flags", e.flags},
      {"reason_code", value_or_null(e.reason_code)},
      {"reference", value_or_null(e.reference)},
      {"district", value_or_null(e.district)},
      {"registrar_cancels", e.registrar_cancels},
      {"reported_at", to_rfc3339(e.reported_at)},
      {"due_at", to_rfc3339(e.due_at)},
      {"late", e.late},
      {"supervised", e.supervised}
  };
}

inline decided decided_from_json(const record_reader& from) {
  decided out;
  out.incident = from.id("incident");
  out.key = from.text("key");
  const auto read = parse_state(from.text("state"));
  if (!read) from.fail("state");
  out.state = read.value_or(state::recorded);
  out.number = from.optional_text("number");
  out.code = from.text("code");
  out.title = from.text("title");
  out.group = from.text("group");
  out.included = from.texts("included");
  out.flags = from.texts("flags");
  out.reason_code = from.optional_text("reason_code");
  out.reference = from.optional_text("reference");
  out.district = from.optional_text("district");
  out.registrar_cancels = from.flag("registrar_cancels");
  out.reported_at = from.time("reported_at");
  out.due_at = from.time("due_at");
  out.late = from.flag("late");
  out.supervised = from.flag("supervised");
  return out;
}

} // namespace frontdoor::triage::crime
