#include <utility>

#include "triage/crime/record.hpp"
#include "triage/crime/record_json.hpp"

namespace frontdoor::triage::crime {

namespace {

using nlohmann::json;

json cancellation_json(const std::optional<cancellation>& one) {
  if (!one) return nullptr;
  return {{"code", one->code}, {"by", one->by}, {"at", to_rfc3339(one->at)}};
}

json transfer_json(const std::optional<transfer>& one) {
  if (!one) return nullptr;
  return {{"force", one->force}, {"reference", one->reference}};
}

record read_body(const record_reader& from) {
  record state;
  if (from.find("facts") == nullptr) {
    from.fail("facts");
    return state;
  }
  state.id = from.id("id");
  state.version = from.count("version");
  state.facts = decided_from_json(from.inner("facts"));
  state.facts.head = {state.id, from.time("decided_at"), from.text("decided_by")};
  state.codes = from.texts("codes");
  state.former_codes = from.texts("former_codes");
  state.officer = from.optional_text("officer");
  const auto telling = parse_telling(from.text("victim_told"));
  if (!telling) from.fail("victim_told");
  state.telling = telling.value_or(telling::owed);
  if (from.find("cancellation") != nullptr) {
    const auto inner = from.inner("cancellation");
    state.cancellation = cancellation{inner.text("code"), inner.text("by"), inner.time("at")};
  }
  if (from.find("transfer") != nullptr) {
    const auto inner = from.inner("transfer");
    state.transfer = transfer{inner.text("force"), inner.text("reference")};
  }
  state.updated_at = from.time("updated_at");
  return state;
}

} // namespace

record_snapshot to_snapshot(const record& state) {
  record_snapshot out;
  out.body = {
      {"fold_version", record_fold},
      {"id", state.id.to_string()},
      {"version", state.version},
      {"facts", decided_json(state.facts)},
      {"decided_at", to_rfc3339(state.facts.head.occurred_at)},
      {"decided_by", state.facts.head.actor},
      {"codes", state.codes},
      {"former_codes", state.former_codes},
      {"officer", value_or_null(state.officer)},
      {"victim_told", to_string(state.telling)},
      {"cancellation", cancellation_json(state.cancellation)},
      {"transfer", transfer_json(state.transfer)},
      {"updated_at", to_rfc3339(state.updated_at)}
  };
  if (state.facts.personal) out.personal = words_json(*state.facts.personal);
  return out;
}

std::expected<record, faults> record_from_snapshot(const json& body, const json* personal) {
  const json* fold = member_of(body, "fold_version");
  if (fold == nullptr || !fold->is_number_integer() || fold->get<int>() != record_fold) {
    return std::unexpected(
        faults{{"/fold_version", "other_fold_version", "The snapshot was made by another version of the fold.", {}, {}}}
    );
  }
  faults found;
  record state = read_body(record_reader(body, "", "malformed_snapshot", found));
  if (!found.empty()) return std::unexpected(std::move(found));
  if (personal != nullptr && personal->is_object()) state.facts.personal = words_from_json(*personal);
  return state;
}

json card(const record& state) {
  json out = decided_json(state.facts);
  out["id"] = state.id.to_string();
  out["version"] = state.version;
  out["decided_at"] = to_rfc3339(state.facts.head.occurred_at);
  out["decided_by"] = state.facts.head.actor;
  out["former_codes"] = state.former_codes;
  out["officer"] = value_or_null(state.officer);
  out["victim_told"] = to_string(state.telling);
  out["cancellation"] = cancellation_json(state.cancellation);
  out["transfer"] = transfer_json(state.transfer);
  out["updated_at"] = to_rfc3339(state.updated_at);
  return out;
}

} // namespace frontdoor::triage::crime
