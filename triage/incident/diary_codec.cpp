// Diaries as the log and the snapshots hold them, and how their state follows from their events.

#include <algorithm>
#include <array>
#include <utility>

#include "triage/incident/diary.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/side_codec.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

// In the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<diary_event>> diary_types{
    "diary.slot_offered", "diary.slot_changed", "diary.place_taken", "diary.place_freed"
};

json diary_body(const diary_slot_offered& e) {
  return object_of(
      field{"district", e.district}, field{"day", e.day}, field{"slot", e.slot.to_string()}, field{"kind", e.kind},
      field{"starts_at", to_rfc3339(e.starts_at)}, field{"ends_at", to_rfc3339(e.ends_at)},
      field{"capacity", e.capacity}
  );
}

json diary_body(const diary_slot_changed& e) {
  return object_of(field{"slot", e.slot.to_string()}, field{"capacity", e.capacity});
}

json diary_body(const diary_place_taken& e) {
  return object_of(
      field{"slot", e.slot.to_string()}, field{"appointment", e.appointment.to_string()},
      field{"incident", e.incident.to_string()}
  );
}

json diary_body(const diary_place_freed& e) {
  return object_of(field{"slot", e.slot.to_string()}, field{"appointment", e.appointment.to_string()});
}

diary_event read_diary_event(std::size_t type, event_head head, const record_reader& body) {
  switch (type) {
  case 0:
    return diary_slot_offered{std::move(head),   body.text("district"),  body.text("day"),     body.id("slot"),
                              body.text("kind"), body.time("starts_at"), body.time("ends_at"), body.count("capacity")};
  case 1:
    return diary_slot_changed{std::move(head), body.id("slot"), body.count("capacity")};
  case 2:
    return diary_place_taken{std::move(head), body.id("slot"), body.id("appointment"), body.id("incident")};
  default:
    return diary_place_freed{std::move(head), body.id("slot"), body.id("appointment")};
  }
}

struct diary_folder {
  diary& state;

  diary_slot* find(const uuid& id) const {
    const auto found = std::ranges::find(state.slots, id, &diary_slot::id);
    return found == state.slots.end() ? nullptr : &*found;
  }

  void operator()(const diary_slot_offered& e) const {
    state.id = e.head.stream;
    state.district = e.district;
    state.day = e.day;
    state.slots.push_back({e.slot, e.kind, e.starts_at, e.ends_at, e.capacity, {}});
  }
  void operator()(const diary_slot_changed& e) const {
    if (auto* slot = find(e.slot)) slot->capacity = e.capacity;
  }
  void operator()(const diary_place_taken& e) const {
    if (auto* slot = find(e.slot)) slot->bookings.push_back({e.appointment, e.incident});
  }
  void operator()(const diary_place_freed& e) const {
    if (auto* slot = find(e.slot))
      std::erase_if(slot->bookings, [&](const diary_booking& one) { return one.appointment == e.appointment; });
  }
};

json slot_json(const diary_slot& slot, bool bookings) {
  json out = object_of(
      field{"slot", slot.id.to_string()}, field{"kind", slot.kind}, field{"starts_at", to_rfc3339(slot.starts_at)},
      field{"ends_at", to_rfc3339(slot.ends_at)}, field{"capacity", slot.capacity}, field{"free", slot.free()}
  );
  if (!bookings) return out;
  auto& list = out["bookings"] = json::array();
  for (const auto& one : slot.bookings)
    list.push_back(
        object_of(field{"appointment", one.appointment.to_string()}, field{"incident", one.incident.to_string()})
    );
  return out;
}

} // namespace

std::uint32_t diary_slot::free() const {
  return capacity > bookings.size() ? capacity - static_cast<std::uint32_t>(bookings.size()) : 0;
}

const diary_slot* diary::find(const uuid& slot) const {
  const auto found = std::ranges::find(slots, slot, &diary_slot::id);
  return found == slots.end() ? nullptr : &*found;
}

const event_head& head_of(const diary_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

diary apply(diary state, const diary_event& e) {
  ++state.version;
  visit(diary_folder{state}, e);
  return state;
}

event_text encode(const diary_event& e) {
  return row_of("diary", diary_types, e, [](const auto& one) { return diary_body(one); });
}

std::expected<diary_event, faults> decode_diary(const encoded_event& row) {
  return event_of(diary_types, row, [](std::size_t which, event_head head, const record_reader& body, const auto&) {
    return read_diary_event(which, std::move(head), body);
  });
}

json card(const diary& state, bool bookings) {
  json slots = json::array();
  auto sorted = state.slots;
  std::ranges::sort(sorted, [](const diary_slot& a, const diary_slot& b) {
    return a.starts_at != b.starts_at ? a.starts_at < b.starts_at : a.id < b.id;
  });
  for (const auto& one : sorted)
    slots.push_back(slot_json(one, bookings));
  return object_of(
      field{"id", state.id.to_string()}, field{"version", state.version}, field{"district", state.district},
      field{"day", state.day}, field{"slots", std::move(slots)}
  );
}

json to_snapshot_json(const diary& state) {
  json out = object_of(
      field{"id", state.id.to_string()}, field{"version", state.version}, field{"district", state.district},
      field{"day", state.day}, field{"fold_version", diary_fold}
  );
  auto& slots = out["slots"] = json::array();
  for (const auto& one : state.slots)
    slots.push_back(slot_json(one, true));
  return out;
}

std::optional<diary> diary_from_snapshot(const json& body) {
  faults found;
  const record_reader record(body, "", "malformed_snapshot", found);
  if (record.count("fold_version") != diary_fold) return std::nullopt;
  diary out;
  out.id = record.id("id");
  out.version = record.count("version");
  out.district = record.text("district");
  out.day = record.text("day");
  record.each("slots", [&](const record_reader& one) {
    diary_slot slot{one.id("slot"),      one.text("kind"),      one.time("starts_at"),
                    one.time("ends_at"), one.count("capacity"), {}};
    one.each("bookings", [&](const record_reader& booking) {
      slot.bookings.push_back({booking.id("appointment"), booking.id("incident")});
    });
    out.slots.push_back(std::move(slot));
  });
  if (!found.empty()) return std::nullopt;
  return out;
}

} // namespace frontdoor::triage
