#pragma once
// The diary of a district on one day: slots for visits, for stations, telephone and video, and for the local resolution
// officers, each with so many places (domain.md 3.4). A stream of its own, so that two who book at the same moment
// never share the last place. The incident keeps its own appointment (screening.hpp).

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/incident/side_stream.hpp"

namespace frontdoor::triage {

struct diary_slot_offered {
  event_head head;
  std::string district;
  std::string day; // "2026-03-02", where the force is
  uuid slot;
  std::string kind;
  timestamp starts_at;
  timestamp ends_at;
  std::uint32_t capacity = 0;

  friend bool operator==(const diary_slot_offered&, const diary_slot_offered&) = default;
};

// More or fewer places; none: nobody may book it any more.
struct diary_slot_changed {
  event_head head;
  uuid slot;
  std::uint32_t capacity = 0;

  friend bool operator==(const diary_slot_changed&, const diary_slot_changed&) = default;
};

struct diary_place_taken {
  event_head head;
  uuid slot;
  uuid appointment;
  uuid incident;

  friend bool operator==(const diary_place_taken&, const diary_place_taken&) = default;
};

struct diary_place_freed {
  event_head head;
  uuid slot;
  uuid appointment;

  friend bool operator==(const diary_place_freed&, const diary_place_freed&) = default;
};

using diary_event = std::variant<diary_slot_offered, diary_slot_changed, diary_place_taken, diary_place_freed>;

struct diary_booking {
  uuid appointment;
  uuid incident;

  friend bool operator==(const diary_booking&, const diary_booking&) = default;
};

struct diary_slot {
  uuid id;
  std::string kind;
  timestamp starts_at;
  timestamp ends_at;
  std::uint32_t capacity = 0;
  std::vector<diary_booking> bookings;

  std::uint32_t free() const;
  friend bool operator==(const diary_slot&, const diary_slot&) = default;
};

struct diary {
  uuid id;
  std::uint32_t version = 0;
  std::string district;
  std::string day;
  std::vector<diary_slot> slots;

  const diary_slot* find(const uuid& slot) const;
  friend bool operator==(const diary&, const diary&) = default;
};

inline constexpr std::size_t diary_slots_max = 500;      // of one day in one district
inline constexpr std::uint32_t slot_capacity_max = 1000; // places of one slot

const event_head& head_of(const diary_event& e);
diary apply(diary state, const diary_event& e);
event_text encode(const diary_event& e);
std::expected<diary_event, faults> decode_diary(const encoded_event& row);

inline constexpr int diary_fold = 1;
nlohmann::json to_snapshot_json(const diary& state);
std::optional<diary> diary_from_snapshot(const nlohmann::json& body);

// As the contract writes it; which incident has a place is told only where `bookings` is set.
nlohmann::json card(const diary& state, bool bookings);

// ---- what can be asked

struct offer_slot {
  std::string kind;
  timestamp starts_at;
  timestamp ends_at;
  std::uint32_t capacity = 0;
};

struct book_appointment {
  uuid diary;
  uuid slot;
  std::optional<std::string> note;
};

struct move_appointment {
  uuid appointment;
  uuid diary; // to
  uuid slot;
  std::string reason_code;
  std::optional<std::string> note;
};

struct cancel_appointment {
  uuid appointment;
  std::string reason_code;
  std::optional<std::string> note;
};

// {kind, starts_at, ends_at, capacity}
std::expected<offer_slot, faults> offer_slot_from_json(const nlohmann::json& body);
// {diary, slot, note?}
std::expected<book_appointment, faults> book_appointment_from_json(const nlohmann::json& body);
// {diary, slot, reason_code, note?}
std::expected<move_appointment, faults> move_appointment_from_json(const nlohmann::json& body, const uuid& appointment);
// {reason_code, note?}
std::expected<cancel_appointment, faults>
cancel_appointment_from_json(const nlohmann::json& body, const uuid& appointment);

using diary_outcome = side_outcome<diary_event>;

// A new slot of the diary `id` of that district and day; `state` none: its first. Refusals: named_person_required,
// unknown_kind, out_of_range (invalid), diary_full (conflict).
diary_outcome offer(
    const std::optional<diary>& state, const uuid& id, const std::string& district, const std::string& day,
    const offer_slot& command, const context& context
);

// Refusals: unknown_slot (not_found), places_taken (conflict).
diary_outcome change_capacity(const diary& state, const uuid& slot, std::uint32_t capacity, const context& context);

// One place for the incident. Refusals: incident_closed, incident_linked, unknown_slot, slot_full, slot_over,
// appointment_booked (conflict).
diary_outcome book(const diary& state, const incident& on, const book_appointment& command, const context& context);

// From one slot to another, perhaps of another day: `from` is none where its diary is not there any more. Refusals: as
// for booking, unknown_appointment, appointment_ended, unknown_reason_code.
diary_outcome move(
    const std::optional<diary>& from, const diary& to, const incident& on, const move_appointment& command,
    const context& context
);

diary_outcome
cancel(const std::optional<diary>& from, const incident& on, const cancel_appointment& command, const context& context);

} // namespace frontdoor::triage
