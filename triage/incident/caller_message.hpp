#pragma once
// A text to a caller (practice.md 17). The log is the outbox: a message is an event, each try to send it is one, and so
// is its end. What could not be sent is owed by a person: the task to tell the caller (lessons.md R04).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/incident/event_head.hpp"

namespace frontdoor::triage {

// waiting: for its next try. sending: the gateway has it and has not answered. given_up: somebody tells the caller.
enum class message_state : std::uint8_t { waiting, sending, sent, given_up };

std::string_view to_string(message_state value);
std::optional<message_state> parse_message_state(std::string_view text);

struct message_requested {
  struct personal_part {
    std::string to; // E.164
    std::string text;

    friend bool operator==(const personal_part&, const personal_part&) = default;
  };

  event_head head;
  uuid message;
  uuid contact;
  std::optional<personal_part> personal;

  friend bool operator==(const message_requested&, const message_requested&) = default;
};

// The gateway is asked now. Whoever recorded this sends it, and nobody else.
struct message_attempted {
  event_head head;
  uuid message;
  std::uint32_t attempt = 0; // the first is 1
  timestamp answer_by;       // after it the try counts as failed

  friend bool operator==(const message_attempted&, const message_attempted&) = default;
};

struct message_sent {
  event_head head;
  uuid message;
  std::optional<std::string> reference; // the gateway's

  friend bool operator==(const message_sent&, const message_sent&) = default;
};

struct message_failed {
  event_head head;
  uuid message;
  std::string reason_code;          // "no_answer", "unavailable", "refused", "no_gateway", "erased"
  std::optional<timestamp> next_at; // none: given up

  friend bool operator==(const message_failed&, const message_failed&) = default;
};

struct caller_message {
  uuid id;
  uuid contact;
  message_state state = message_state::waiting;
  std::string by;
  timestamp at;
  std::uint32_t attempts = 0;
  std::optional<timestamp> due_at; // the next try, or the end of the wait for an answer
  std::optional<std::string> reason_code;
  std::optional<std::string> reference;
  std::uint32_t generation = 0;

  friend bool operator==(const caller_message&, const caller_message&) = default;
};

// A person texts the caller of a contact. `to` was looked up by the server; none: the contact has no number.
struct send_message {
  uuid contact;
  std::optional<std::string> to;
  std::string text;
  bool safe_to_text = false; // the sender knows that nobody else reads it (domain.md 7.6)

  friend bool operator==(const send_message&, const send_message&) = default;
};

// What came of a try. Only the server says so.
struct report_message {
  uuid message;
  std::uint32_t attempt = 0;
  bool sent = false;
  bool final = false; // not sent, and another try is of no use
  std::string reason_code;
  std::optional<std::string> reference;

  friend bool operator==(const report_message&, const report_message&) = default;
};

// The key of a message's timer, before its id.
inline constexpr std::string_view message_timer = "message:";

nlohmann::json to_json(const caller_message& value);

} // namespace frontdoor::triage
