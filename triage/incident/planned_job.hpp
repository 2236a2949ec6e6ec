#pragma once
// Work that is known beforehand (practice.md 17): an officer's job, a planned event. It stands on the board from the
// start and becomes work at its time; what turns out to be urgent does not wait for that.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/incident/event_head.hpp"

namespace frontdoor::triage {

struct job_plan {
  std::string kind; // code of the pack
  timestamp active_from;

  friend bool operator==(const job_plan&, const job_plan&) = default;
};

// All clocks of the incident count from `active_from`.
struct job_planned {
  event_head head;
  std::string kind;
  timestamp active_from;

  friend bool operator==(const job_planned&, const job_planned&) = default;
};

// It is work from now on.
struct job_activated {
  event_head head;
  std::string reason_code;            // "due", "risk", "brought_forward"
  timestamp clock_from;               // earlier than planned where it could not wait
  std::optional<grade_target> target; // its grade, counted anew

  friend bool operator==(const job_activated&, const job_activated&) = default;
};

struct planned_job {
  std::string kind;
  std::string by;
  timestamp active_from;
  bool active = false;
  std::uint32_t generation = 0;

  friend bool operator==(const planned_job&, const planned_job&) = default;
};

// A person brings it forward: it is work now.
struct activate_job {
  friend bool operator==(const activate_job&, const activate_job&) = default;
};

// The key of the timer of a job that is not active yet.
inline constexpr std::string_view job_timer = "planned_job";

// {kind, active_from}; a body that has passed its schema. Faults: wrong_format.
std::optional<job_plan> job_plan_from_json(const nlohmann::json& body, faults& found);

// As the contract writes it: {kind, active_from, active}.
nlohmann::json to_json(const planned_job& value);

} // namespace frontdoor::triage
