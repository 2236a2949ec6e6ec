#pragma once
// Who is on at a desk, on which talkgroup and until when: the live roster of the room. Leaving is never refused; the
// work moves to cover on the same talkgroup, and where there is none to a post (practice.md 13; lessons.md R14). A
// stream for each person.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/force/pods.hpp"
#include "triage/incident/side_stream.hpp"

namespace frontdoor::triage::force {

struct desk_taken {
  event_head head; // the actor is the person
  std::string talkgroup;
  std::optional<timestamp> until; // the end of the shift

  friend bool operator==(const desk_taken&, const desk_taken&) = default;
};

struct desk_left {
  event_head head;
  std::string status;             // "break", "off"
  std::vector<std::string> cover; // who is on the same talkgroup

  friend bool operator==(const desk_left&, const desk_left&) = default;
};

// The shift has ended and nobody has left the desk: whoever sat there may be gone. What they hold stays theirs, and the
// post is told of it (lessons.md R14: an absent addressee).
struct desk_shift_over {
  event_head head;
  std::vector<uuid> held; // open incidents that the person had taken on and nobody accepted at a handover
  std::string told;       // post; empty: nothing was held

  friend bool operator==(const desk_shift_over&, const desk_shift_over&) = default;
};

using desk_event = std::variant<desk_taken, desk_left, desk_shift_over>;

struct desk {
  uuid id;
  std::uint32_t version = 0;
  std::string person;
  std::string status; // "on", "break", "off", "over": the shift has ended and nobody has left the desk
  std::string talkgroup;
  timestamp since;
  std::optional<timestamp> until;

  // On, and the shift is not over.
  bool staffed(timestamp now) const { return status == "on" && (!until || *until > now); }
  friend bool operator==(const desk&, const desk&) = default;
};

const event_head& head_of(const desk_event& e);
desk apply(desk state, const desk_event& e);
event_text encode(const desk_event& e);
std::expected<desk_event, faults> decode_desk(const encoded_event& row);

inline constexpr int desk_fold = 1;
nlohmann::json to_snapshot_json(const desk& state);
std::optional<desk> desk_from_snapshot(const nlohmann::json& body);
// As the contract writes it.
nlohmann::json card(const desk& state, timestamp now);

using desk_outcome = side_outcome<desk_event>;

// Refusals: named_person_required; out_of_range (invalid), where the shift is over before it begins.
desk_outcome
take_desk(const uuid& id, const std::string& talkgroup, std::optional<timestamp> until, const context& context);

// Never refused to a person.
desk_outcome
leave_desk_of(const uuid& id, const std::string& status, std::vector<std::string> cover, const context& context);

// The end of the shift of whoever is on.
std::vector<timer> timers(const desk& state);
// The shift ends unsaid. `held` is what the person still holds, `told` the post that hears of it.
desk_outcome end_shift(const desk& state, std::vector<uuid> held, const std::string& told, const context& context);

// Who is on at the talkgroup of that person, besides that person: the longest there first. Where nobody is, who is on
// at another talkgroup of the same pod.
std::vector<std::string>
cover_for(const std::string& person, const std::vector<desk>& desks, const std::vector<pod_rule>& pods, timestamp now);

} // namespace frontdoor::triage::force
