#include <utility>

#include "triage/review/review.hpp"
#include "triage/review/review_json.hpp"

namespace frontdoor::triage::review {

namespace {

using nlohmann::json;

json dispute_json(const work_review& state) {
  if (!state.dispute) return nullptr;
  const auto& one = *state.dispute;
  return object_of(
      field{"by", one.by}, field{"at", to_rfc3339(one.at)}, field{"items", one.items},
      field{"decided_by", value_or_null(one.decided_by)}, field{"decided_at", time_or_null(one.decided_at)}
  );
}

review_dispute read_dispute(const record_reader& from) {
  review_dispute out;
  out.by = from.text("by");
  out.at = from.time("at");
  out.items = from.texts("items");
  out.decided_by = from.optional_text("decided_by");
  out.decided_at = from.optional_time("decided_at");
  return out;
}

work_review read_body(const record_reader& from) {
  work_review state;
  if (from.find("scoring") == nullptr) {
    from.fail("scoring");
    return state;
  }
  state.id = from.id("id");
  state.version = from.count("version");
  const auto read = parse_review_state(from.text("state"));
  if (!read) from.fail("state");
  state.state = read.value_or(review_state::scored);
  state.scoring = scored_from_json(from.inner("scoring"));
  state.scoring.head = {state.id, from.time("scored_at"), from.text("reviewer")};
  state.answers = answers_in(from);
  state.result = score_in(from);
  if (from.find("dispute") != nullptr) state.dispute = read_dispute(from.inner("dispute"));
  state.updated_at = from.time("updated_at");
  return state;
}

} // namespace

// Incident, subject and form stand at the top as well: the lists are read by them (migrations/006_reviews.sql).
review_snapshot to_snapshot(const work_review& state) {
  review_snapshot out;
  out.body = object_of(
      field{"fold_version", review_fold}, field{"id", state.id.to_string()}, field{"version", state.version},
      field{"state", to_string(state.state)}, field{"incident", state.scoring.incident.to_string()},
      field{"subject", state.scoring.subject}, field{"form", state.scoring.form},
      field{"scoring", scored_json(state.scoring)}, field{"scored_at", to_rfc3339(state.scoring.head.occurred_at)},
      field{"reviewer", state.reviewer()}, field{"answers", answers_json(state.answers)},
      field{"result", score_json(state.result)}, field{"dispute", dispute_json(state)},
      field{"updated_at", to_rfc3339(state.updated_at)}
  );
  auto personal = card_personal(state);
  if (!personal.is_null()) out.personal = std::move(personal);
  return out;
}

std::expected<work_review, faults> review_from_snapshot(const json& body, const json* personal) {
  const json* fold = member_of(body, "fold_version");
  if (fold == nullptr || !fold->is_number_integer() || fold->get<int>() != review_fold) {
    return std::unexpected(
        faults{{"/fold_version", "other_fold_version", "The snapshot was made by another version of the fold.", {}, {}}}
    );
  }
  faults found;
  auto state = read_body(record_reader(body, "", "malformed_snapshot", found));
  if (!found.empty()) return std::unexpected(std::move(found));
  if (personal == nullptr) return state;
  if (const json* words = member_of(*personal, "scoring")) state.scoring.personal = words_from_json(*words);
  if (state.dispute) {
    state.dispute->reason = text_of(*personal, "dispute");
    if (const json* words = member_of(*personal, "decision")) state.dispute->decision = words_from_json(*words);
  }
  return state;
}

json card(const work_review& state) {
  auto out = scored_json(state.scoring);
  out["id"] = state.id.to_string();
  out["version"] = state.version;
  out["state"] = to_string(state.state);
  out["reviewer"] = state.reviewer();
  out["scored_at"] = to_rfc3339(state.scoring.head.occurred_at);
  out["answers"] = answers_json(state.answers);
  out["result"] = score_json(state.result);
  if (state.state == review_state::changed) {
    out["first"] = object_of(
        field{"answers", answers_json(state.scoring.answers)}, field{"result", score_json(state.scoring.result)}
    );
  }
  out["dispute"] = dispute_json(state);
  out["updated_at"] = to_rfc3339(state.updated_at);
  return out;
}

json card_personal(const work_review& state) {
  json out = json::object();
  if (state.scoring.personal) out["scoring"] = words_json(*state.scoring.personal);
  if (state.dispute && state.dispute->reason) out["dispute"] = *state.dispute->reason;
  if (state.dispute && state.dispute->decision) out["decision"] = words_json(*state.dispute->decision);
  return out.empty() ? json() : out;
}

} // namespace frontdoor::triage::review
