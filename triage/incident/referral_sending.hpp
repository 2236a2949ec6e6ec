#pragma once
// A referral that goes to a service's own system by Open311 GeoReport v2 (domain.md 8.5). The log is the outbox, as for
// texts to callers: what is sent is an event, so is each try, and what came of it. What the service would not take, or
// may have and did not say, comes back as a task for a person (lessons.md R11).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/working_events.hpp"

namespace frontdoor::triage {

// waiting: for its next try. trying: the service has been asked and has not answered. token_held: it has the request
// and gives the number later. settled: an answer is on the record. given_up: a person tells the service.
enum class referral_sending_state : std::uint8_t { waiting, trying, token_held, settled, given_up };

std::string_view to_string(referral_sending_state value);
std::optional<referral_sending_state> parse_referral_sending_state(std::string_view text);

// What the service is told, word for word, and nothing else. Nothing of the contact gets in by itself: a person's name
// or number is here only where whoever refers wrote it here (domain.md 8.5: strip what the council does not need).
struct service_request {
  struct personal_part {
    std::string description;
    std::optional<std::string> address;
    std::optional<double> lat; // degrees, WGS 84; with lon
    std::optional<double> lon;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<std::string> phone;
    std::optional<std::string> email;

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  std::string service_code; // one of those that the pack lists for the service
  personal_part told;

  friend bool operator==(const service_request&, const service_request&) = default;
};

struct referral_queued {
  event_head head;
  uuid referral; // the hand-off's id
  std::string service_code;
  std::optional<service_request::personal_part> personal;

  friend bool operator==(const referral_queued&, const referral_queued&) = default;
};

// The service is asked now. Whoever recorded this asks it, and nobody else.
struct referral_attempted {
  event_head head;
  uuid referral;
  std::uint32_t attempt = 0; // the first is 1; questions about a token count on
  bool for_token = false;    // asks for the number behind the token
  timestamp answer_by;       // after it nobody knows whether the service has it

  friend bool operator==(const referral_attempted&, const referral_attempted&) = default;
};

// The service has it: its number follows as the receipt, or it gave a token, which is asked about again.
struct referral_sent {
  event_head head;
  uuid referral;
  std::optional<timestamp> ask_at;      // with a token: when its number is asked for
  std::optional<sealed_words> personal; // the token, or the number

  friend bool operator==(const referral_sent&, const referral_sent&) = default;
};

struct referral_failed {
  event_head head;
  uuid referral;
  // "not_reached", "busy", "refused", "no_answer", "unreadable", "no_number_yet", "no_endpoint", "no_key", "erased",
  // "not_electronic"
  std::string reason_code;
  std::optional<timestamp> next_at;     // none: given up
  std::optional<sealed_words> personal; // what the service said about it

  friend bool operator==(const referral_failed&, const referral_failed&) = default;
};

// How a referral stands that is sent by itself.
struct referral_sending {
  referral_sending_state state = referral_sending_state::waiting;
  std::string service_code;
  std::uint32_t attempts = 0;
  bool for_token = false;          // what the last try asked for
  std::optional<timestamp> due_at; // the next try, or the end of the wait for an answer
  std::optional<std::string> reason_code;
  std::uint32_t generation = 0;

  friend bool operator==(const referral_sending&, const referral_sending&) = default;
};

// What came of a try. Only the server says so.
struct report_referral {
  enum class outcome : std::uint8_t {
    number,      // `said` is the service's number
    token,       // `said` is the token
    not_reached, // it certainly does not have it: worth another try
    failed       // refused, or nobody knows: a person looks
  };

  uuid referral;
  std::uint32_t attempt = 0;
  outcome came_of_it = outcome::failed;
  std::string reason_code;         // of the last two
  std::optional<std::string> said; // number, token, or what the service said about it

  friend bool operator==(const report_referral&, const report_referral&) = default;
};

// The key of its timer, before the referral's id.
inline constexpr std::string_view referral_timer = "referral:";

// {service_code, description, address?, lat?, lon?, first_name?, last_name?, phone?, email?}, which stands under
// /open311 in the body of a referral.
service_request service_request_from_json(const nlohmann::json& body, faults& found);

// {state, service_code, attempts, due_at, reason_code}.
nlohmann::json to_json(const referral_sending& value);

} // namespace frontdoor::triage
