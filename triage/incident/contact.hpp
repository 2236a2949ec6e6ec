#pragma once
// One contact from outside: a call, a chat, a form, a partner's message. A contact is never changed after it is taken.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/document.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

enum class channel : std::uint8_t {
  emergency_999,
  non_emergency_101,
  live_chat,
  web_form,
  email,
  partner,
  counter,
  officer
};

// The code as the record writes it: "999", "101", "live_chat", ...
std::string_view to_string(channel value);
std::optional<channel> parse_channel(std::string_view text);

// How a contact that makes no incident ended (practice.md 6: about two in three contacts).
enum class contact_outcome : std::uint8_t {
  update_given,
  transferred,
  wrong_number,
  test_call,
  advice_given,
  abandoned_in_queue,
  misrouted,
  no_police_action
};

std::string_view to_string(contact_outcome value);
std::optional<contact_outcome> parse_contact_outcome(std::string_view text);

struct caller {
  std::optional<std::string> phone; // E.164 where the number is known
  std::optional<std::string> name;
  std::optional<std::string> role; // victim, witness, third_party, ...

  friend bool operator==(const caller&, const caller&) = default;
};

struct location {
  std::optional<std::string> text;
  std::optional<std::string> uprn;
  std::optional<std::string> postcode;
  std::optional<std::string> quality;  // exact, address_unconfirmed, radius, unknown
  std::optional<std::string> district; // code of the police district; decides which boards show the incident
  std::optional<double> lat;           // WGS 84, degrees
  std::optional<double> lon;
  std::optional<double> radius_m; // metres around lat and lon

  friend bool operator==(const location&, const location&) = default;
};

struct subject {
  std::optional<std::string> name;
  std::optional<std::string> role;
  std::optional<std::string> date_of_birth; // as given: whole dates and parts of dates
  std::optional<std::string> description;

  friend bool operator==(const subject&, const subject&) = default;
};

// What another organisation says of a contact that it sends: its grade, and since when its clock runs.
struct contact_sender {
  std::string partner; // code of the pack
  std::optional<std::string> grade;
  std::optional<timestamp> received_at; // by the sender

  friend bool operator==(const contact_sender&, const contact_sender&) = default;
};

struct vehicle {
  std::optional<std::string> registration;
  std::optional<std::string> description;

  friend bool operator==(const vehicle&, const vehicle&) = default;
};

struct contact {
  uuid id;
  triage::channel channel = triage::channel::emergency_999;
  std::optional<std::string> external_ref; // the sender's own reference; sealed, since it leads to a person's record
  timestamp received_at;                   // when the force first received it: every clock counts from here
  triage::caller caller;
  triage::location location;
  std::vector<subject> subjects;
  std::string narrative;
  document facts;         // {"weapon": "seen", ...}; null: none stated
  bool call_live = false; // the caller is still on the line: nothing is lowered until the call has ended
  std::optional<contact_sender> sender = {};
  std::vector<vehicle> vehicles = {};

  friend bool operator==(const contact&, const contact&) = default;
};

// Reads the body of POST /v1/contacts that has passed its schema; `id` is the new contact's, `now` serves where the
// body gives no time of receipt. What the schema should have refused is still a fault with a pointer, never a throw.
// A time of receipt up to one minute ahead counts as now (clocks differ); further ahead is refused, because it would
// move every target into the future.
std::expected<contact, faults> contact_from_json(const nlohmann::json& body, const uuid& id, timestamp now);

// The parts as the sealed record writes them, absent members left out, and back. Anything of another type reads as
// absent: a sealed part that was erased in places is still read.
nlohmann::json to_json(const caller& value);
nlohmann::json to_json(const location& value);
nlohmann::json to_json(const subject& value);
nlohmann::json to_json(const vehicle& value);
caller caller_from_json(const nlohmann::json& value);
location location_from_json(const nlohmann::json& value);
subject subject_from_json(const nlohmann::json& value);
vehicle vehicle_from_json(const nlohmann::json& value);

} // namespace frontdoor::triage
