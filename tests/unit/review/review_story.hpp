#pragma once
// A record that the handler and the dispatcher worked on, and the reviews of it.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/review/review_decide.hpp"

namespace frontdoor::triage::review::testing {

uuid id(unsigned number);

// Forms "short", versions 1 and 2: items "risk" (met 2, not_met 0 and fails), "words" (met 2, partly 1, not_met 0,
// none: does not count); 75 of a hundred pass. Queues "lowered" (all) and "some" (a half).
nlohmann::json rules_document();
const rules& the_rules();

class review_story {
 public:
  review_story();

  review_story& by(std::string name) {
    who_.name = std::move(name);
    return *this;
  }
  review_story& with_key() {
    who_.kind = actor_kind::integrator;
    return *this;
  }
  review_story& at(timestamp now) {
    now_ = now;
    return *this;
  }
  timestamp now() const { return now_; }
  reviewed_record& record() { return record_; }

  // Decides and, unless refused, keeps what follows; a scoring begins a review of its own.
  std::expected<review_decision, refusal> when(const review_command& command);
  // The code of the refusal; empty where there is none.
  std::string refused(const review_command& command);

  const std::optional<work_review>& held() const { return held_; }
  // Of the review held.
  const std::vector<review_event>& events() const { return events_; }

 private:
  timestamp now_;
  actor who_{"user:boss", actor_kind::person, "supervisor"};
  unsigned next_ = 1;
  reviewed_record record_;
  std::optional<work_review> held_;
  std::vector<review_event> events_;
};

// A scoring of the handler's work that passes, and one that fails.
score_review good_scoring();
score_review failing_scoring();

} // namespace frontdoor::triage::review::testing
