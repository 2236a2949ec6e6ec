#pragma once
// Who has decided something on an incident: they do not review it.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frontdoor::triage::review {

// Types of event by which somebody writes down or takes receipt of something and decides nothing. Every other type is a
// decision, those of later releases included: in doubt somebody else reviews.
std::span<const std::string_view> undeciding_events();

struct logged_step {
  std::string type;
  std::string actor; // "user:jsmith", "system:timer"
};

// People alone, each once, by name.
std::vector<std::string> deciders(std::span<const logged_step> log);

} // namespace frontdoor::triage::review
