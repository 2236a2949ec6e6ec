#pragma once
// What was found of earlier contacts and markers: put together, counted, and said to triage as facts.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/history/keys.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage::history {

// One earlier contact under one key, as it is kept.
struct match {
  key_kind kind = key_kind::phone;
  std::string role;     // then
  std::string role_now; // of whom the key is asked for now
  uuid contact;
  std::optional<uuid> incident;
  timestamp at;
  std::string channel;

  friend bool operator==(const match&, const match&) = default;
};

// One earlier contact with every reason why it is shown.
struct earlier_contact {
  uuid contact;
  std::optional<uuid> incident;
  timestamp at;
  std::string channel;
  std::vector<match> why; // each kind and role once

  bool identified() const; // by at least one key that stands for one person, place or thing
  friend bool operator==(const earlier_contact&, const earlier_contact&) = default;
};

// By contact, the latest first.
std::vector<earlier_contact> gather(std::vector<match> matches);

// How many of them were within the last 24 hours, 7, 28 and 90 days and 12 months (365 days) before `now`.
struct counts {
  std::uint32_t day = 0;
  std::uint32_t week = 0;
  std::uint32_t four_weeks = 0;
  std::uint32_t ninety_days = 0;
  std::uint32_t year = 0;

  friend bool operator==(const counts&, const counts&) = default;
};

inline constexpr std::chrono::days window_longest{365};

// Those contacts alone that matched by a key for which `counted` holds; each contact once.
counts
count(const std::vector<earlier_contact>& contacts, timestamp now, const std::function<bool(const match&)>& counted);

// A warning held on a person, number, place or vehicle (domain.md 7.2).
struct marker {
  uuid id;
  std::string code; // "violent", "high_risk_da", "key_safe"
  std::string why;
  std::string source;
  timestamp valid_from;
  std::optional<timestamp> review_at;
  std::optional<timestamp> valid_until;
  key_kind matched = key_kind::phone;

  friend bool operator==(const marker&, const marker&) = default;
};

// current; review_due: to be looked at again, holds until then; expired and not_yet: shown, never acted on by itself.
enum class marker_state : std::uint8_t { current, review_due, expired, not_yet };
std::string_view to_string(marker_state value);
marker_state state_of(const marker& value, timestamp now);

enum class source_status : std::uint8_t { found, none, unavailable };
std::string_view to_string(source_status value);

// What record a source is: this server's own, the Police National Computer, the Police National Database, a force's
// records system, or another one.
enum class source_kind : std::uint8_t { own, pnc, pnd, records, other };
std::string_view to_string(source_kind value);
std::optional<source_kind> parse_source_kind(std::string_view text);
// Whether it is asked for a named person alone, as national systems are (practice.md 17).
bool needs_originator(source_kind value);

// What one source answered. A source that could not be asked is unavailable, never none (lessons.md R06).
struct source_answer {
  std::string source; // "contacts", "markers", or the name of another one
  source_status status = source_status::unavailable;
  timestamp as_of;
  std::vector<earlier_contact> contacts;
  std::vector<marker> markers;
  std::vector<std::string> other = {}; // canonical JSON objects, as another source gave them
  source_kind kind = source_kind::own;
};

// found where any source found something; else unavailable where any could not be asked; else none.
source_status overall(const std::vector<source_answer>& answers);

// The facts that follow, under the keys of the standard vocabulary (domain.md Annex A); only what makes things worse or
// was really found to be clear:
//   repeat_contacts_24h, repeat_contacts_90d, repeat_contacts_12m  of the same number or person
//   repeat_place_contacts_28d                                      at the same property or address
//   repeat_victim                                                  a victim then and now, in twelve months
//   markers                                                        that hold now
//   history_checked                                                true: every source answered, and none found anything
// Labels such as "nuisance" are kept nowhere and so can lower nothing (lessons.md R07).
nlohmann::json facts_of(const std::vector<source_answer>& answers, timestamp now);

} // namespace frontdoor::triage::history
