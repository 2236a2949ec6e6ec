#pragma once
// What the codec and the snapshot of a review share.

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/review/review_events.hpp"

namespace frontdoor::triage::review {

inline nlohmann::json answers_json(const std::vector<answer>& answers) {
  nlohmann::json out = nlohmann::json::array();
  for (const auto& one : answers)
    out.push_back(object_of(field{"item", one.item}, field{"answer", one.code}));
  return out;
}

inline std::vector<answer> answers_in(const record_reader& from) {
  std::vector<answer> out;
  from.list("answers", [&](const nlohmann::json& one) {
    const auto entry = from.inner(one, "answers");
    out.push_back({entry.text("item"), entry.text("answer")});
  });
  return out;
}

inline nlohmann::json score_json(const score& result) {
  return object_of(
      field{"percent", value_or_null(result.percent)}, field{"failed", result.failed}, field{"passed", result.passed}
  );
}

inline score score_in(const record_reader& from) {
  score out;
  if (from.find("result") == nullptr) {
    from.fail("result");
    return out;
  }
  const auto inner = from.inner("result");
  if (inner.find("percent") != nullptr) out.percent = inner.count("percent");
  out.failed = inner.texts("failed");
  out.passed = inner.flag("passed");
  return out;
}

inline nlohmann::json words_json(const review_words& words) {
  nlohmann::json out{{"text", words.text}};
  if (!words.comments.empty()) out["comments"] = words.comments;
  return out;
}

inline review_words words_from_json(const nlohmann::json& value) {
  review_words out;
  out.text = text_of(value, "text").value_or("");
  if (const auto* comments = member_of(value, "comments"); comments != nullptr && comments->is_object()) {
    for (const auto& [item, text] : comments->items()) {
      if (text.is_string()) out.comments[item] = text.get<std::string>();
    }
  }
  return out;
}

// The body of the event, without head and words.
inline nlohmann::json scored_json(const review_scored& e) {
  return object_of(
      field{"incident", e.incident.to_string()}, field{"incident_version", e.incident_version},
      field{"district", value_or_null(e.district)}, field{"subject", e.subject}, field{"form", e.form},
      field{"form_version", e.form_version}, field{"queue", value_or_null(e.queue)},
      field{"calibrates", e.calibrates ? nlohmann::json(e.calibrates->to_string()) : nlohmann::json()},
      field{"answers", answers_json(e.answers)}, field{"result", score_json(e.result)}
  );
}

inline review_scored scored_from_json(const record_reader& from) {
  review_scored out;
  out.incident = from.id("incident");
  out.incident_version = from.count("incident_version");
  out.district = from.optional_text("district");
  out.subject = from.text("subject");
  out.form = from.text("form");
  out.form_version = from.count("form_version");
  out.queue = from.optional_text("queue");
  out.calibrates = from.optional_id("calibrates");
  out.answers = answers_in(from);
  out.result = score_in(from);
  return out;
}

} // namespace frontdoor::triage::review
