#pragma once
// One review of somebody's work on an incident: scored, perhaps disputed, and decided on. A stream of its own, since it
// begins when the incident has ended and is not the incident's business.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/fault.hpp"
#include "triage/review/review_events.hpp"
#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage::review {

// stands, changed: what came of the dispute.
enum class review_state : std::uint8_t { scored, disputed, stands, changed };

std::string_view to_string(review_state value);
std::optional<review_state> parse_review_state(std::string_view text);

struct review_dispute {
  std::string by;
  timestamp at;
  std::vector<std::string> items;
  std::optional<std::string> reason; // none: erased
  std::optional<std::string> decided_by;
  std::optional<timestamp> decided_at;
  std::optional<review_words> decision; // none: not decided, or erased

  friend bool operator==(const review_dispute&, const review_dispute&) = default;
};

struct work_review {
  uuid id;
  std::uint32_t version = 0;
  review_state state = review_state::scored;
  review_scored scoring;       // as it was made, with the reviewer as the head's actor
  std::vector<answer> answers; // as they count now
  score result;
  std::optional<review_dispute> dispute;
  timestamp updated_at;

  const std::string& reviewer() const { return scoring.head.actor; }

  friend bool operator==(const work_review&, const work_review&) = default;
};

// The state after one more event. Start from `work_review{}`. Write review::apply: an event is a std::variant, which
// brings std::apply into the lookup.
work_review apply(work_review state, const review_event& e);

// The fold that this version makes.
inline constexpr int review_fold = 1;

struct review_snapshot {
  nlohmann::json body;
  std::optional<nlohmann::json> personal; // none: erased
};

review_snapshot to_snapshot(const work_review& state);

// Faults: "other_fold_version" (rebuild from the log) or "malformed_snapshot".
std::expected<work_review, faults> review_from_snapshot(const nlohmann::json& body, const nlohmann::json* personal);

// As the contract writes it, without its `personal` member; and that member, null where it was erased.
nlohmann::json card(const work_review& state);
nlohmann::json card_personal(const work_review& state);

} // namespace frontdoor::triage::review
