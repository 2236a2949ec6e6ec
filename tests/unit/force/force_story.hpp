#pragma once
// A unit, the incidents it is sent to, and the decisions made on both, under the force's own data.

#include <map>

#include <catch2/catch.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "tests/unit/incident/partner_story.hpp"
#include "tests/unit/incident/stored_row.hpp"
#include "triage/force/sending.hpp"

namespace frontdoor::triage::force::testing {

using triage::testing::calm;
using triage::testing::dispatcher;
using triage::testing::id;
using triage::testing::integrator;
using triage::testing::nine_in_the_evening;
using triage::testing::story;

const rules& the_force();

// One unit and two incidents.
class room {
 public:
  room() {
    states_[1] = triage::testing::graded("3").the_incident();
    states_[2] = triage::testing::graded("2").the_incident();
    states_[2].id = id(4000);
  }

  room& at(timestamp now) {
    now_ = now;
    return *this;
  }
  room& by(actor who) {
    who_ = std::move(who);
    return *this;
  }
  void put(unsigned which, incident state) { states_[which] = std::move(state); }

  unit_outcome report(unsigned which, unit_state step, sending_request request = {}) {
    request.report.unit = "BT21";
    request.report.state = step;
    const bool bad = step == unit_state::refused || step == unit_state::released;
    if (bad) request.report.reason_code = "committed";
    return kept(report_on_incident(view(), states_.at(which), request, the_force(), now()));
  }

  unit_outcome status(std::uint32_t state, std::optional<std::string> reason = std::nullopt) {
    return kept(report_status(view(), {state, std::move(reason), std::nullopt}, the_force(), now()));
  }

  unit_outcome status(const status_request& request) {
    return kept(report_status(view(), request, the_force(), now()));
  }

  const incident& on(unsigned which) const { return states_.at(which); }
  const unit_record& unit() const { return *unit_; }
  const std::vector<unit_event>& events() const { return events_; }

 private:
  context now() {
    return {now_, [this] { return id(next_++); }, who_, tests::gmp_2018()};
  }

  unit_view view() const {
    unit_view out{id(77), "BT21"};
    if (!unit_) return out;
    out.record = &*unit_;
    for (const auto& [which, state] : states_) {
      if (unit_->incident == state.id) out.current = &state;
    }
    return out;
  }

  unit_outcome kept(unit_outcome made) {
    if (!made) return made;
    for (const auto& e : made->events) {
      unit_ = apply(std::move(unit_).value_or(unit_record{}), e);
      events_.push_back(e);
    }
    for (const auto& one : made->on_incidents) {
      for (auto& [which, state] : states_) {
        if (state.id == one.incident->id) state = *one.incident;
      }
    }
    return made;
  }

  timestamp now_ = nine_in_the_evening() + std::chrono::minutes(5);
  actor who_ = dispatcher();
  unsigned next_ = 6000;
  std::map<unsigned, incident> states_;
  std::optional<unit_record> unit_;
  std::vector<unit_event> events_;
};

inline bool warns(const unit_outcome& made, const std::string& code) {
  REQUIRE(made);
  return std::ranges::find(made->warnings, code, &warning::code) != made->warnings.end();
}

} // namespace frontdoor::triage::force::testing
