#include "triage/incident/diary.hpp"

#include <algorithm>
#include <utility>

#include "triage/incident/json_fields.hpp"
#include "triage/incident/refusing.hpp"
#include "triage/incident/resolving.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

refusal unknown_slot() {
  return {refusal_kind::not_found, "unknown_slot", "The diary has no such slot.", "Read the diary again.", {}};
}

std::expected<diary_slot, refusal> free_slot(const diary& state, const uuid& id, const context& context) {
  const auto* slot = state.find(id);
  if (slot == nullptr) return std::unexpected(unknown_slot());
  if (slot->ends_at <= context.now)
    return std::unexpected(conflict("slot_over", "The slot is over.", "Take one that is still to come."));
  if (slot->free() == 0)
    return std::unexpected(conflict("slot_full", "Every place of the slot is taken.", "Take another slot."));
  return *slot;
}

refused check_diary_reason(const context& context, const std::string& code) {
  const auto& reasons = context.policy.working.screening.appointments.reasons;
  if (has_code(reasons, code)) return std::nullopt;
  return invalid(
      "/reason_code", "unknown_reason_code", "The policy has no such reason.", use_one_of(reasons, &coded_text::code)
  );
}

booked_slot booked(const diary& state, const diary_slot& slot) {
  return {state.id, slot.id, slot.kind, slot.starts_at, slot.ends_at};
}

// Frees the place that an appointment has; nothing where the diary does not know it.
void free_place(
    const std::optional<diary>& from, const appointment& one, const context& context, std::vector<diary_event>& events
) {
  if (!from) return;
  const auto* slot = from->find(one.slot.slot);
  if (slot == nullptr) return;
  const bool taken =
      std::ranges::any_of(slot->bookings, [&](const diary_booking& each) { return each.appointment == one.id; });
  if (taken) events.emplace_back(diary_place_freed{head_of(from->id, context), slot->id, one.id});
}

timestamp needed_time(const json& body, const char* name, faults& found) {
  const auto at = time_of(body, name);
  if (!at) found.push_back({std::string("/") + name, "wrong_format", "This is not a time.", {}, {}});
  return at.value_or(timestamp{});
}

uuid needed_id(const json& body, const char* name, faults& found) {
  const auto id = uuid_of(body, name);
  if (!id) found.push_back({std::string("/") + name, "wrong_format", "This is not an id.", {}, {}});
  return id.value_or(uuid{});
}

} // namespace

std::expected<offer_slot, faults> offer_slot_from_json(const json& body) {
  faults found;
  offer_slot out;
  out.kind = text_of(body, "kind").value_or("");
  out.starts_at = needed_time(body, "starts_at", found);
  out.ends_at = needed_time(body, "ends_at", found);
  out.capacity = body.value("capacity", std::uint32_t{0});
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<book_appointment, faults> book_appointment_from_json(const json& body) {
  faults found;
  book_appointment out{needed_id(body, "diary", found), needed_id(body, "slot", found), text_of(body, "note")};
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<move_appointment, faults> move_appointment_from_json(const json& body, const uuid& appointment) {
  faults found;
  move_appointment out{
      appointment, needed_id(body, "diary", found), needed_id(body, "slot", found),
      text_of(body, "reason_code").value_or(""), text_of(body, "note")
  };
  return unless_faulty(std::move(out), std::move(found));
}

std::expected<cancel_appointment, faults> cancel_appointment_from_json(const json& body, const uuid& appointment) {
  return cancel_appointment{appointment, text_of(body, "reason_code").value_or(""), text_of(body, "note")};
}

diary_outcome offer(
    const std::optional<diary>& state, const uuid& id, const std::string& district, const std::string& day,
    const offer_slot& command, const context& context
) {
  if (auto no = check_person(context, "offer a slot")) return std::unexpected(*std::move(no));
  const auto& kinds = context.policy.working.screening.appointments.kinds;
  if (!has_code(kinds, command.kind))
    return std::unexpected(invalid(
        "/kind", "unknown_kind", "The policy has no such kind of appointment.", use_one_of(kinds, &coded_text::code)
    ));
  if (command.ends_at <= command.starts_at || command.ends_at <= context.now)
    return std::unexpected(invalid(
        "/ends_at", "out_of_range", "The slot is over before it begins, or now.", "Give a slot that is still to come."
    ));
  if (command.capacity == 0 || command.capacity > slot_capacity_max)
    return std::unexpected(invalid(
        "/capacity", "out_of_range", "A slot has places.", "Give 1 to " + std::to_string(slot_capacity_max) + "."
    ));
  if (state && state->slots.size() >= diary_slots_max)
    return std::unexpected(conflict(
        "diary_full", "The diary of the day has " + std::to_string(diary_slots_max) + " slots.", "Change one of them."
    ));
  side_decision<diary_event> made;
  made.events.emplace_back(diary_slot_offered{
      head_of(id, context), district, day, context.next_id(), command.kind, command.starts_at, command.ends_at,
      command.capacity
  });
  return made;
}

diary_outcome change_capacity(const diary& state, const uuid& slot, std::uint32_t capacity, const context& context) {
  if (auto no = check_person(context, "change a slot")) return std::unexpected(*std::move(no));
  const auto* found = state.find(slot);
  if (found == nullptr) return std::unexpected(unknown_slot());
  if (capacity > slot_capacity_max)
    return std::unexpected(invalid(
        "/capacity", "out_of_range", "These are too many places.",
        "Give at most " + std::to_string(slot_capacity_max) + "."
    ));
  if (capacity < found->bookings.size())
    return std::unexpected(conflict(
        "places_taken", std::to_string(found->bookings.size()) + " places of the slot are taken.",
        "Move or cancel those appointments first."
    ));
  side_decision<diary_event> made;
  if (capacity != found->capacity)
    made.events.emplace_back(diary_slot_changed{head_of(state.id, context), slot, capacity});
  return made;
}

diary_outcome book(const diary& state, const incident& on, const book_appointment& command, const context& context) {
  if (auto no = check_person(context, "book an appointment")) return std::unexpected(*std::move(no));
  if (auto no = check_open(on)) return std::unexpected(*std::move(no));
  const auto& booked_already = on.screening.appointments;
  if (const auto one = std::ranges::find_if(booked_already, [](const appointment& held) { return standing(held); });
      one != booked_already.end())
    return std::unexpected(conflict(
        "appointment_booked", "The incident has an appointment at " + to_rfc3339(one->slot.starts_at) + ".",
        "Move appointment " + one->id.to_string() + "."
    ));
  const auto slot = free_slot(state, command.slot, context);
  if (!slot) return std::unexpected(slot.error());
  const auto id = context.next_id();
  recording record(context, on);
  record_booking(record, id, booked(state, *slot), command.note);
  side_decision<diary_event> made;
  made.events.emplace_back(diary_place_taken{head_of(state.id, context), slot->id, id, on.id});
  made.on_incident = std::move(record).finish();
  return made;
}

diary_outcome move(
    const std::optional<diary>& from, const diary& to, const incident& on, const move_appointment& command,
    const context& context
) {
  if (auto no = check_person(context, "move an appointment")) return std::unexpected(*std::move(no));
  if (auto no = check_appointment(on, command.appointment)) return std::unexpected(*std::move(no));
  if (auto no = check_diary_reason(context, command.reason_code)) return std::unexpected(*std::move(no));
  const auto one = *find_appointment(on, command.appointment);
  side_decision<diary_event> made;
  if (one.slot.slot == command.slot) return made;
  const auto slot = free_slot(to, command.slot, context);
  if (!slot) return std::unexpected(slot.error());
  recording record(context, on);
  record_move(record, one.id, booked(to, *slot), command.reason_code, command.note);
  free_place(from, one, context, made.events);
  made.events.emplace_back(diary_place_taken{head_of(to.id, context), slot->id, one.id, on.id});
  made.on_incident = std::move(record).finish();
  return made;
}

diary_outcome cancel(
    const std::optional<diary>& from, const incident& on, const cancel_appointment& command, const context& context
) {
  if (auto no = check_person(context, "cancel an appointment")) return std::unexpected(*std::move(no));
  if (auto no = check_appointment(on, command.appointment)) return std::unexpected(*std::move(no));
  if (auto no = check_diary_reason(context, command.reason_code)) return std::unexpected(*std::move(no));
  const auto one = *find_appointment(on, command.appointment);
  side_decision<diary_event> made;
  recording record(context, on);
  record_cancelling(record, one.id, command.reason_code, command.note);
  free_place(from, one, context, made.events);
  made.on_incident = std::move(record).finish();
  return made;
}

} // namespace frontdoor::triage
