#include "server/outage/command_text.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/outage/entry_events.hpp"

namespace frontdoor::outage {

using nlohmann::json;

namespace {

std::optional<std::string> optional_text(const json& from, const char* name) {
  const auto found = from.find(name);
  if (found == from.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

// A contact as it was taken, from what was recorded of it.
triage::take_contact contact_of(const triage::contact_received& taken, const triage::uuid& target) {
  triage::take_contact out;
  out.contact.id = taken.head.stream;
  out.contact.channel = taken.channel;
  out.contact.received_at = taken.received_at;
  out.contact.facts = taken.facts;
  if (taken.personal) {
    out.contact.external_ref = taken.personal->external_ref;
    out.contact.caller = taken.personal->caller;
    out.contact.location = taken.personal->location;
    out.contact.subjects = taken.personal->subjects;
    out.contact.narrative = taken.personal->narrative;
    out.contact.vehicles = taken.personal->vehicles;
  }
  out.contact_only = taken.outcome;
  out.temporary_number = taken.temporary_number;
  out.incident = target;
  return out;
}

std::optional<triage::command> contact_command(const journal::entry& entry, const triage::uuid& target) {
  const auto events = events_of(entry);
  if (!events) return std::nullopt;
  std::optional<triage::take_contact> out;
  for (const auto& event : *events) {
    if (const auto* taken = get_if<triage::contact_received>(&event)) out = contact_of(*taken, target);
    const auto* graded = get_if<triage::grade_set>(&event);
    if (graded == nullptr || !out) continue;
    triage::grade_choice choice{graded->target.grade, graded->reason_code, std::nullopt};
    if (graded->personal) choice.rationale = graded->personal->rationale;
    out->grade = std::move(choice);
  }
  if (!out) return std::nullopt;
  return triage::command(std::move(*out));
}

} // namespace

bool goes_on(const triage::command& command) {
  return holds_alternative<triage::take_contact>(command) || holds_alternative<triage::set_grade>(command) ||
         holds_alternative<triage::add_note>(command) || holds_alternative<triage::acknowledge_dispatch>(command) ||
         holds_alternative<triage::fire_timer>(command);
}

bool goes_on(const triage::decision& decision) {
  const bool lowers = std::ranges::any_of(decision.events, [](const triage::event& one) {
    return holds_alternative<triage::lowering_requested>(one) || holds_alternative<triage::grade_lowered>(one);
  });
  return !lowers && decision.others.empty();
}

std::optional<std::string> to_text(const triage::command& command) {
  if (const auto* grade = get_if<triage::set_grade>(&command)) {
    json out{{"kind", "grade"}, {"grade", grade->choice.grade}};
    if (grade->choice.reason_code) out["reason_code"] = *grade->choice.reason_code;
    if (grade->choice.rationale) out["rationale"] = *grade->choice.rationale;
    return out.dump();
  }
  if (const auto* note = get_if<triage::add_note>(&command)) return json{{"kind", "note"}, {"text", note->text}}.dump();
  if (const auto* taken = get_if<triage::acknowledge_dispatch>(&command)) {
    json out{{"kind", "acknowledge"}, {"dispatch", taken->dispatch.to_string()}};
    if (taken->officer) out["officer"] = {{"name", taken->officer->name}, {"means", taken->officer->means}};
    return out.dump();
  }
  if (holds_alternative<triage::fire_timer>(command)) return json{{"kind", "timer"}}.dump();
  return std::nullopt;
}

std::optional<triage::command> command_of(const journal::entry& entry, const triage::uuid& target) {
  if (!entry.command) return contact_command(entry, target);
  const auto from = json::parse(*entry.command, nullptr, false);
  if (!from.is_object()) return std::nullopt;
  const auto kind = from.value("kind", "");
  if (kind == "grade") {
    triage::set_grade out;
    out.choice = {from.value("grade", ""), optional_text(from, "reason_code"), optional_text(from, "rationale")};
    return triage::command(std::move(out));
  }
  if (kind == "note") return triage::command(triage::add_note{from.value("text", "")});
  const auto dispatch = triage::uuid::parse(from.value("dispatch", ""));
  if (kind != "acknowledge" || !dispatch) return std::nullopt; // timers of the record fire by themselves
  triage::acknowledge_dispatch out{*dispatch};
  if (from.contains("officer")) {
    out.officer = triage::named_officer{from.at("officer").value("name", ""), from.at("officer").value("means", "")};
  }
  return triage::command(std::move(out));
}

} // namespace frontdoor::outage
