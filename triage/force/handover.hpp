#pragma once
// Handover at a change of shift: each open incident of the urgent grades, each missing person and each order or
// deferral task is accepted by a named person, one at a time, or the others in bulk with a note of their own; what
// nobody accepts in time bounces to a post (domain.md 2.5; lessons.md R14). A stream of its own for each handover.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/force/rules.hpp"
#include "triage/incident/incident.hpp"
#include "triage/incident/side_stream.hpp"

namespace frontdoor::triage::force {

struct handover_item {
  uuid id;
  uuid incident;
  std::string number;
  std::string why; // "grade", "flag", "task"
  std::optional<std::string> grade;
  std::optional<uuid> task;
  std::optional<std::string> task_kind;

  friend bool operator==(const handover_item&, const handover_item&) = default;
};

struct handover_started {
  event_head head;
  std::optional<std::string> district; // none: the whole force
  std::vector<handover_item> items;
  timestamp accept_by;
  std::string bounce_to;

  friend bool operator==(const handover_started&, const handover_started&) = default;
};

struct handover_accepted {
  event_head head;
  std::vector<uuid> items;
  bool bulk = false;
  std::optional<sealed_words> personal; // the note of a bulk acceptance

  friend bool operator==(const handover_accepted&, const handover_accepted&) = default;
};

// Nobody accepted these in time; `lapsed` need nobody any more.
struct handover_bounced {
  event_head head;
  std::vector<uuid> items;
  std::vector<uuid> lapsed;

  friend bool operator==(const handover_bounced&, const handover_bounced&) = default;
};

using handover_event = std::variant<handover_started, handover_accepted, handover_bounced>;

enum class item_state : std::uint8_t { waiting, accepted, bounced, lapsed };
std::string_view to_string(item_state value);

struct item_standing {
  handover_item item;
  item_state state = item_state::waiting;
  std::optional<std::string> accepted_by;
  std::optional<timestamp> accepted_at;

  friend bool operator==(const item_standing&, const item_standing&) = default;
};

struct handover {
  uuid id;
  std::uint32_t version = 0;
  std::optional<std::string> district;
  std::string from; // who handed over
  timestamp started_at;
  timestamp accept_by;
  std::string bounce_to;
  std::vector<item_standing> items;

  // Whether anything waits for its acceptance or for the time at which it bounces.
  bool waits() const;
  // Whether anything has not been accepted, in time or not.
  bool open() const;
  friend bool operator==(const handover&, const handover&) = default;
};

inline constexpr std::size_t handover_items_max = 2000;

const event_head& head_of(const handover_event& e);
handover apply(handover state, const handover_event& e);
event_text encode(const handover_event& e);
std::expected<handover_event, faults> decode_handover(const encoded_event& row);

inline constexpr int handover_fold = 1;
nlohmann::json to_snapshot_json(const handover& state);
std::optional<handover> handover_from_snapshot(const nlohmann::json& body);
// As the contract writes it.
nlohmann::json card(const handover& state);

// What of an open incident is handed over; their ids are nil.
std::vector<handover_item> items_of(const incident& state, const std::string& number, const handover_rules& rules);

// When what nobody has accepted bounces; none while nothing waits.
std::vector<timer> timers(const handover& state);

using handover_outcome = side_outcome<handover_event>;

// Refusals: named_person_required, nothing_to_hand_over (conflict), too_many_items (conflict).
handover_outcome start_handover(
    const uuid& id, const std::optional<std::string>& district, std::vector<handover_item> items,
    const handover_rules& rules, const context& context
);

struct accept_handover {
  std::optional<uuid> item;        // one of them
  std::optional<std::string> note; // or all others that may be accepted so, with an own note
};

// An item that has bounced may still be accepted. Refusals: nothing_said, note_missing (invalid), own_handover
// (forbidden), unknown_item (not_found), already_acknowledged (conflict).
handover_outcome
accept(const handover& state, const accept_handover& command, const handover_rules& rules, const context& context);

// What nobody has accepted when its time is over bounces; `still_owed` are the items that still need somebody.
handover_outcome bounce(const handover& state, const std::vector<uuid>& still_owed, const context& context);

} // namespace frontdoor::triage::force
