#pragma once
// One incident that was really taken, as something that can be written out again and again with identifiers, times and
// number of its own.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/db/append.hpp"

namespace frontdoor::bench {

using microseconds = std::int64_t; // since 1970

// What is different in one copy.
struct copy_values {
  std::vector<triage::uuid> identifiers; // of each slot of the template
  microseconds shift = 0;                // added to every time
};

// A text with its identifiers and times cut out.
class slotted_text {
 public:
  // `slots` numbers the identifiers of a whole template; `fixed` are left as they are.
  slotted_text(std::string_view text, std::map<std::string, std::size_t>& slots, const std::vector<std::string>& fixed);
  void write(std::string& out, const copy_values& values) const;

 private:
  struct piece {
    std::string text;
    std::optional<std::size_t> slot; // behind the text
    std::optional<microseconds> time;
  };
  std::vector<piece> pieces_;
};

// RFC 3339 with microseconds and Z, as the log writes times.
std::string time_text(microseconds at);

struct template_event {
  std::size_t stream = 0; // slot
  std::uint32_t version = 0;
  int schema_version = 1;
  microseconds occurred_at = 0;
  microseconds recorded_at = 0;
  std::string stream_type;
  std::string type;
  std::string actor;
  std::string request_id;
  std::string owner; // "" none
  slotted_text body;
  std::optional<slotted_text> personal;
};

struct template_stream {
  std::size_t stream = 0;
  std::uint32_t version = 0;
  int fold_version = 0;
  std::string stream_type;
  std::string owner;
  bool numbered = false;
  std::optional<std::string> status;
  std::optional<std::string> grade;
  std::optional<std::string> district;
  std::optional<microseconds> received_at;
  std::optional<slotted_text> snapshot;
  std::optional<slotted_text> personal;
};

struct template_timer {
  std::size_t stream = 0;
  slotted_text key;
  int generation = 0;
};

struct template_history {
  std::size_t contact = 0;
  std::optional<std::size_t> incident;
  microseconds at = 0;
  std::string channel;
  std::string role;
};

struct contact_template {
  std::map<std::string, std::size_t> slots;
  std::vector<template_event> events;
  std::vector<template_stream> streams;
  std::vector<template_timer> timers;
  std::vector<template_history> history;
};

} // namespace frontdoor::bench
