#pragma once
// A call as telephony tells of it (practice.md 16): one stream a call, so that every call that reached the force has a
// record whether or not anybody answered it (lessons.md R22). Its draft contact has its id from the first ring.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/incident/decide.hpp"
#include "triage/incident/event_codec.hpp"

namespace frontdoor::triage {

// located: a further fix of where the caller is. silent_solution: 55 was pressed, and the operator put it through.
enum class call_state : std::uint8_t { ringing, located, answered, silent_solution, ended, abandoned };

std::string_view to_string(call_state value);
std::optional<call_state> parse_call_state(std::string_view text);

// Where the caller may be, with whoever says so. A person picks one; none is picked for them (domain.md 7.9).
struct candidate_location {
  std::string source; // "subscriber", "network", "aml"
  timestamp at;
  std::optional<std::string> text;
  std::optional<double> lat; // WGS 84, degrees
  std::optional<double> lon;
  std::optional<double> radius_m;

  friend bool operator==(const candidate_location&, const candidate_location&) = default;
};

struct call_personal {
  std::string line; // telephony's own id of the call
  std::optional<std::string> phone;
  std::optional<std::string> subscriber;
  std::optional<std::string> recording; // reference
  std::vector<candidate_location> locations;

  friend bool operator==(const call_personal&, const call_personal&) = default;
};

struct call_told {
  event_head head;
  call_state state = call_state::ringing;
  timestamp at; // by telephony's clock
  triage::channel channel = channel::emergency_999;
  uuid contact; // the draft
  std::optional<std::string> district;
  std::optional<std::string> agent;
  std::optional<std::string> relay; // "bsl_video_relay", "text_relay", "emergency_sms"
  std::optional<uuid> incident;     // opened by it
  std::optional<timestamp> call_back_by;
  // With call_back_by: the unanswered tries after which nobody rings again, as the pack had it then (practice.md 8).
  std::uint32_t call_back_tries = 0;
  std::optional<call_personal> personal;

  friend bool operator==(const call_told&, const call_told&) = default;
};

// Somebody rang an abandoned caller back.
struct call_back_tried {
  event_head head;
  bool reached = false;

  friend bool operator==(const call_back_tried&, const call_back_tried&) = default;
};

// A person has taken one of the places that were told as where the caller is (practice.md 16).
struct call_location_taken {
  event_head head;
  std::uint32_t candidate = 0; // its place in the list, from 0

  friend bool operator==(const call_location_taken&, const call_location_taken&) = default;
};

using call_event = std::variant<call_told, call_back_tried, call_location_taken>;

struct call_record {
  uuid id;
  std::uint32_t version = 0;
  call_state state = call_state::ringing; // the furthest that was told; located never is
  std::vector<call_state> told;
  triage::channel channel = channel::emergency_999;
  timestamp first_at;
  std::optional<timestamp> answered_at;
  std::optional<timestamp> over_at;
  uuid contact;
  std::optional<std::string> district;
  std::optional<std::string> agent;
  std::optional<std::string> relay;
  std::optional<uuid> incident;
  std::optional<timestamp> call_back_by;
  std::uint32_t call_back_tries = 0;     // that are enough
  std::uint32_t call_backs = 0;          // made
  bool called_back = false;              // reached, or tried often enough
  std::optional<std::uint32_t> location; // which candidate a person has taken
  std::optional<call_personal> personal; // none: erased

  friend bool operator==(const call_record&, const call_record&) = default;
};

call_record apply(call_record state, const call_event& e);

// Whether somebody is on the line with a handler.
bool is_live(const call_record& state);
// "live", "over", "call_back", "called_back": what lists are made by.
std::string_view standing(const call_record& state);

event_text encode(const call_event& e);
std::expected<call_event, faults> decode_call(const encoded_event& row);

inline constexpr int call_fold = 2;
nlohmann::json to_snapshot_json(const call_record& state);
std::optional<nlohmann::json> to_snapshot_personal(const call_record& state);
std::optional<call_record> call_from_snapshot(const nlohmann::json& body, const nlohmann::json* personal);

// As the contract writes it, and its `personal` member: what the draft contact is filled in with.
nlohmann::json card(const call_record& state);
nlohmann::json card_personal(const call_record& state);

// What telephony says. Reads a body that has passed its schema; a time ahead of `now` counts as now.
struct call_news {
  call_state state = call_state::ringing;
  timestamp at;
  triage::channel channel = channel::emergency_999;
  std::optional<std::string> district;
  std::optional<std::string> agent;
  std::optional<std::string> relay;
  call_personal personal;
  document history = {}; // what is known of the number, as take_contact has it; null: nothing was looked up
};
call_news call_news_from_json(const nlohmann::json& body, timestamp now);

// One decision on a call, and on the incident that it opens or whose call has ended; appended together, all or none.
struct call_decision {
  std::optional<call_event> event;     // none: it was told before
  std::optional<decision> on_incident; // a new incident with its contact, or the one the contact is of
};
using call_outcome = std::expected<call_decision, refusal>;

// Never refused, and never twice: what was told in this state before changes nothing. `on` is the incident that the
// draft contact became part of. A call that ends unanswered was abandoned; one that is dropped after it was answered
// has ended. What the pack's day-one.json names opens its contact by itself, with its incident.
call_outcome decide_call(
    const std::optional<call_record>& state, const uuid& id, const call_news& news, const std::optional<incident>& on,
    const context& context
);

// Refusals: named_person_required (forbidden), no_call_back (conflict).
call_outcome decide_call_back(const call_record& state, bool reached, const context& context);

// Takes the candidate at that place of the list, or another one than before. The draft contact gets its place; on the
// incident that the contact became part of, the place and how sure it is are recorded, and it is triaged again.
// Refusals: named_person_required (forbidden), unknown_candidate (not_found).
call_outcome decide_location(
    const call_record& state, std::uint32_t candidate, const std::optional<incident>& on, const context& context
);

// The candidate as a contact's place. Nobody has confirmed it, so it is an area or an unconfirmed address.
location place_of(const candidate_location& candidate);
// The candidate that was taken; nullptr where none was, or it was erased.
const candidate_location* location_of(const call_record& state);

} // namespace frontdoor::triage
