#include "server/outage/availability.hpp"

namespace frontdoor::outage {

namespace {

constexpr std::uint32_t failures_min = 2;

} // namespace

std::string_view to_string(mode value) {
  switch (value) {
  case mode::normal:
    return "normal";
  case mode::degraded:
    return "degraded";
  case mode::replaying:
    break;
  }
  return "replaying";
}

void availability::reached(time_point at) {
  failing_since_.reset();
  failures_ = 0;
  if (!answering_since_) answering_since_ = at;
}

void availability::failed(time_point at) {
  answering_since_.reset();
  if (!failing_since_) failing_since_ = at;
  ++failures_;
  // Nothing is lost by waiting again: commands still go to the journal.
  if (mode_ == mode::replaying) mode_ = mode::degraded;
}

void availability::tick(time_point now) {
  const bool fails = failures_ >= failures_min && failing_since_ && now - *failing_since_ >= thresholds_.degrade_after;
  if (mode_ == mode::normal && fails) mode_ = mode::degraded;
  if (mode_ == mode::degraded && answering_since_ && now - *answering_since_ >= thresholds_.return_after)
    mode_ = mode::replaying;
}

void availability::replayed() {
  if (mode_ == mode::replaying) mode_ = mode::normal;
}

void availability::replay_failed(time_point now) {
  failed(now);
}

} // namespace frontdoor::outage
