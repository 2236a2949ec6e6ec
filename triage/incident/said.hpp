#pragma once
// Who contacted the force about an incident, what was said, and what the board shows of it.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "triage/incident/contact.hpp"
#include "triage/incident/document.hpp"
#include "triage/incident/working_events.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// One thing said about one fact. What two sources say differently is kept side by side.
struct statement {
  document value; // as the contract writes it: true, 34, "seen", ["child"], "unknown", "withheld"
  uuid source;    // the contact it came with, or another source
  timestamp at;
  triage::confidence confidence = triage::confidence::stated;
  std::string by = {}; // who recorded it

  friend bool operator==(const statement&, const statement&) = default;
};

// By fact, each list in the order in which it was recorded.
using statements = std::map<std::string, std::vector<statement>, std::less<>>;

// A place and a person as a contact told of them, kept to compare later contacts with (conflicts.hpp).
struct told_point {
  double lat = 0; // WGS 84, degrees
  double lon = 0;
  std::optional<double> radius_m;

  friend bool operator==(const told_point&, const told_point&) = default;
};

struct told_birth {
  std::string name; // small letters
  std::string born; // 1987-04-23

  friend bool operator==(const told_birth&, const told_birth&) = default;
};

inline constexpr std::size_t told_max = 16; // of each, of one incident: the first ones

// What the board shows of a person, for those who may see it, and what later contacts are compared with.
struct incident_personal {
  std::optional<std::string> location_text;
  std::optional<std::string> summary;
  std::optional<std::string> caller_name;
  std::optional<std::string> caller_phone;
  std::vector<told_point> places = {};
  std::vector<told_birth> births = {};

  friend bool operator==(const incident_personal&, const incident_personal&) = default;
};

struct contact_link {
  uuid id;
  triage::channel channel = triage::channel::emergency_999;
  timestamp received_at;
  bool call_live = false;                 // the caller is still on the line
  std::string by = {};                    // who took it
  std::optional<std::string> sender = {}; // the organisation that sent it, as a partner of the pack

  friend bool operator==(const contact_link&, const contact_link&) = default;
};

} // namespace frontdoor::triage
