#include "triage/force/sending.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/incident/refusing.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

bool takes_up(unit_state step) {
  return step == unit_state::assigned || step == unit_state::accepted || step == unit_state::en_route ||
         step == unit_state::at_scene;
}

bool known_code(const std::vector<coded_text>& codes, const std::optional<std::string>& code) {
  return code && std::ranges::find(codes, *code, &coded_text::code) != codes.end();
}

// The reason that is recorded: that given, where the force has it.
std::string recorded(const std::vector<coded_text>& codes, const std::optional<std::string>& code) {
  return known_code(codes, code) ? *code : std::string(reason_not_given);
}

const unit_on_incident* on(const incident& state, const std::string& unit) {
  const auto found = std::ranges::find(state.units, unit, &unit_on_incident::unit);
  return found == state.units.end() ? nullptr : &*found;
}

std::string grade_words(const incident& state) {
  return state.grade ? "grade " + state.grade->grade : std::string("an ungraded incident");
}

bool is_of_work(state_kind kind) {
  return kind == state_kind::en_route || kind == state_kind::at_scene || kind == state_kind::divertible ||
         kind == state_kind::committed;
}

class deciding {
 public:
  deciding(const unit_view& unit, const rules& force, const context& context)
      : unit_(unit), force_(force), context_(context) {}

  event_head head() const { return {unit_.id, context_.now, context_.actor.name}; }

  void warn(const char* code, std::string text, std::string remedy) {
    out_.warnings.push_back({code, std::move(text), std::move(remedy)});
  }

  const state_rule* present_state() const {
    const bool known = unit_.record != nullptr && unit_.record->state;
    return known ? force_.find_state(*unit_.record->state) : nullptr;
  }

  bool has_state(std::uint32_t state) const { return unit_.record != nullptr && unit_.record->state == state; }

  // Follows from work: never over a call for help.
  void follow_state(std::uint32_t state, const uuid& incident) {
    const auto* present = present_state();
    if (has_state(state) || (present != nullptr && present->kind == state_kind::emergency)) return;
    out_.events.emplace_back(unit_state_changed{head(), unit_.unit, state, std::nullopt, incident});
  }

  void commit(const uuid& incident, std::optional<uuid> diverted_from) {
    const bool same = unit_.record != nullptr && unit_.record->incident == incident;
    if (!same) out_.events.emplace_back(unit_committed{head(), unit_.unit, incident, diverted_from});
  }

  void free(std::optional<std::string> reason) {
    if (unit_.record == nullptr || !unit_.record->incident) return;
    out_.events.emplace_back(unit_freed{head(), unit_.unit, *unit_.record->incident, std::move(reason)});
  }

  // Decides on an incident as any command does; what that refuses is refused.
  std::optional<refusal> on_incident(const incident& state, report_unit command) {
    auto made = decide(state, triage::command(std::move(command)), context_);
    if (!made) return std::move(made.error());
    if (!made->events.empty()) out_.on_incidents.push_back(std::move(*made));
    return std::nullopt;
  }

  const incident* last_decided() const {
    return out_.on_incidents.empty() ? nullptr : &*out_.on_incidents.back().incident;
  }

  // What became of an incident that lost the unit.
  void warn_if_left(const incident& after) {
    if (after.status != incident_status::open || resourced(after)) return;
    warn(
        "left_unresourced",
        "The incident that it was on (" + grade_words(after) + ") has nobody now, on its old clock.",
        "The first post of its ladder is told; find it another unit."
    );
  }

  unit_decision finish() && { return std::move(out_); }

  const unit_view& unit() const { return unit_; }
  const rules& force() const { return force_; }
  const context& given() const { return context_; }

 private:
  const unit_view& unit_;
  const rules& force_;
  const context& context_;
  unit_decision out_;
};

// Whether it works on another incident now, so that sending it here takes it off there.
bool is_diversion(const unit_view& unit, const incident& target) {
  if (unit.current == nullptr || unit.current->id == target.id) return false;
  const auto* there = on(*unit.current, unit.unit);
  return there != nullptr && there->works();
}

// Never refused (practice.md 13): what there is against it is said.
std::optional<refusal> divert(deciding& made, const incident& target, const unit_sending& sending) {
  const auto& current = *made.unit().current;
  const auto& reasons = made.force().diversion_reasons;
  const auto& reason = *sending.diversion_reason;
  const bool upwards = target.grade && (!current.grade || target.grade->rank < current.grade->rank);
  made.warn(
      "unit_diverted", "It is taken off " + grade_words(current) + " and sent to " + grade_words(target) + ".",
      upwards ? "Tell whoever waits there." : "That is no higher risk: check that it is meant."
  );
  if (!upwards)
    made.warn(
        "diversion_not_upwards", "A unit goes to a higher risk, and this is none by its grade.",
        "Send another unit, or raise the grade if the risk is higher."
    );
  if (reason == reason_not_given)
    made.warn("reason_not_given", "Why it was diverted is not recorded.", use_one_of(reasons, &coded_text::code));
  report_unit off{made.unit().unit, unit_state::released, reason, std::nullopt};
  off.diverted_to = target.id;
  if (auto no = made.on_incident(current, std::move(off))) return no;
  if (const auto* after = made.last_decided(); after != nullptr && after->id == current.id) made.warn_if_left(*after);
  return std::nullopt;
}

bool reason_free(const rules& force, const incident& target) {
  if (!target.grade) return true; // nobody knows yet what it is: sending is never held up
  const auto& grades = force.queue.reason_free_grades;
  return std::ranges::find(grades, target.grade->grade) != grades.end();
}

// Before others that wait: with a coded reason (lessons.md R23); at the most urgent grades never refused for want of
// it.
std::optional<refusal>
check_order(deciding& made, const incident& target, const sending_request& request, unit_sending& sending) {
  const auto step = request.report.state;
  const bool sends = step == unit_state::assigned || step == unit_state::accepted;
  const auto* there = on(target, made.unit().unit);
  if (!sends || request.overtaken.empty() || resourced(target) || (there != nullptr && there->counts()))
    return std::nullopt;
  const auto& reasons = made.force().queue.order_reasons;
  const bool known = known_code(reasons, request.order_reason);
  if (!known && !reason_free(made.force(), target)) {
    const auto waiting = std::to_string(request.overtaken.size());
    if (request.order_reason)
      return invalid(
          "/order_reason", "unknown_reason_code", "The force has no such reason here.",
          use_one_of(reasons, &coded_text::code)
      );
    return invalid(
        "/order_reason", "order_reason_missing", waiting + " others in the district wait before this one.",
        "Say why this goes first. " + use_one_of(reasons, &coded_text::code)
    );
  }
  sending.order_reason = recorded(reasons, request.order_reason);
  sending.overtaken = request.overtaken;
  if (sending.overtaken.size() > overtaken_max) sending.overtaken.resize(overtaken_max);
  if (!known)
    made.warn(
        "order_reason_missing", "It goes before others that wait, and why is not recorded.",
        use_one_of(reasons, &coded_text::code)
    );
  return std::nullopt;
}

void warn_of_state(deciding& made) {
  const auto* state = made.present_state();
  if (state == nullptr) return;
  if (state->kind == state_kind::rest || state->kind == state_kind::off || state->kind == state_kind::unavailable ||
      state->kind == state_kind::committed || state->kind == state_kind::emergency)
    made.warn("unit_not_available", "The unit's last state was: " + state->text + ".", "Check that it can go.");
}

// ---- the unit's own state

// What ends with the new state, if anything: its work on the incident.
bool ends_work(state_kind kind) {
  return kind == state_kind::available || kind == state_kind::rest || kind == state_kind::unavailable ||
         kind == state_kind::off;
}

std::optional<unit_state> step_of(state_kind kind, const unit_on_incident& there) {
  if (kind == state_kind::en_route) return unit_state::en_route;
  if (kind == state_kind::at_scene) return unit_state::at_scene;
  if (!ends_work(kind)) return std::nullopt;
  return there.state() == unit_state::at_scene ? unit_state::resulted : unit_state::released;
}

std::optional<refusal> follow_on_incident(deciding& made, const state_rule& state, const status_request& request) {
  const auto* current = made.unit().current;
  const auto* there = current == nullptr ? nullptr : on(*current, made.unit().unit);
  if (there == nullptr || !there->works()) {
    if (ends_work(state.kind)) made.free(std::nullopt); // of one that was closed meanwhile
    return std::nullopt;
  }
  const auto step = step_of(state.kind, *there);
  if (!step) return std::nullopt;
  report_unit report{made.unit().unit, *step, std::nullopt, std::nullopt};
  report.own_word = true;
  if (*step == unit_state::released) {
    const auto& reasons = made.force().status_reasons;
    report.reason_code = recorded(reasons, request.reason_code);
    made.warn(
        "work_left", "It leaves " + grade_words(*current) + " before anybody was there.",
        "Nothing has to be done about the unit; the incident needs another."
    );
    if (report.reason_code == reason_not_given)
      made.warn("reason_not_given", "Why it left is not recorded.", use_one_of(reasons, &coded_text::code));
  }
  const auto reason = report.reason_code;
  if (auto no = made.on_incident(*current, std::move(report))) return no;
  if (ends_work(state.kind)) {
    made.free(reason);
    if (const auto* after = made.last_decided(); after != nullptr && *step == unit_state::released)
      made.warn_if_left(*after);
  }
  return std::nullopt;
}

} // namespace

json to_json(const warning& one) {
  return object_of(field{"code", one.code}, field{"text", one.text}, field{"remedy", one.remedy});
}

unit_outcome report_on_incident(
    const unit_view& unit, const incident& target, const sending_request& request, const rules& force,
    const context& context
) {
  deciding made(unit, force, context);
  auto report = request.report;
  const bool takes = takes_up(report.state);
  if (auto no = check_order(made, target, request, report.sending)) return std::unexpected(*std::move(no));
  const bool diverted = takes && is_diversion(unit, target);
  if (takes && !diverted && (unit.current == nullptr || unit.current->id != target.id)) warn_of_state(made);
  // The incident itself is asked first: what it refuses takes no unit off another.
  if (diverted) {
    report.sending.diverted_from = unit.current->id;
    report.sending.diversion_reason = recorded(force.diversion_reasons, request.diversion_reason);
  }
  if (auto no = made.on_incident(target, report)) return std::unexpected(*std::move(no));
  if (diverted) {
    if (auto no = divert(made, target, report.sending)) return std::unexpected(*std::move(no));
  }
  if (takes) {
    const bool here_already = unit.current != nullptr && unit.current->id == target.id;
    if (!here_already) made.commit(target.id, report.sending.diverted_from);
  } else if (unit.current != nullptr && unit.current->id == target.id) {
    made.free(report.reason_code);
  }
  const auto* present = made.present_state();
  const bool was_on_it = unit.current != nullptr && unit.current->id == target.id;
  const bool back = !takes && was_on_it && present != nullptr && is_of_work(present->kind);
  if (takes || back) made.follow_state(force.state_after(report.state), target.id);
  return std::move(made).finish();
}

unit_outcome
report_status(const unit_view& unit, const status_request& request, const rules& force, const context& context) {
  deciding made(unit, force, context);
  if (!request.state && !request.position)
    return std::unexpected(
        invalid("/state", "nothing_said", "Neither a state nor a position is given.", "Give one of them.")
    );
  const auto* state = request.state ? force.find_state(*request.state) : nullptr;
  if (request.state && state == nullptr)
    return std::unexpected(
        invalid("/state", "unknown_state", "The force has no such state.", "Read them with GET /v1/units.")
    );
  if (state != nullptr && state->kind != state_kind::message) {
    if (auto no = follow_on_incident(made, *state, request)) return std::unexpected(*std::move(no));
    if ((state->kind == state_kind::en_route || state->kind == state_kind::at_scene) && unit.current == nullptr)
      made.warn("no_incident", "The room knows of no incident that it is on.", "Report it on that incident.");
  }
  auto out = std::move(made).finish();
  const deciding heads(unit, force, context);
  if (state != nullptr && state->kind == state_kind::message)
    out.events.emplace_back(unit_message_sent{heads.head(), unit.unit, state->number});
  else if (state != nullptr && !heads.has_state(state->number)) {
    std::optional<std::string> reason;
    if (known_code(force.status_reasons, request.reason_code)) reason = request.reason_code;
    out.events.emplace_back(unit_state_changed{heads.head(), unit.unit, state->number, std::move(reason), std::nullopt}
    );
  }
  if (request.position) out.events.emplace_back(unit_located{heads.head(), unit.unit, *request.position});
  return out;
}

status_request status_request_from_json(const json& body) {
  status_request out;
  if (const json* state = member_of(body, "state"); state != nullptr && state->is_number_unsigned())
    out.state = state->get<std::uint32_t>();
  out.reason_code = text_of(body, "reason_code");
  if (const json* position = member_of(body, "position")) {
    const auto lat = number_of(*position, "lat");
    const auto lon = number_of(*position, "lon");
    if (lat && lon) out.position = point{*lat, *lon};
  }
  return out;
}

} // namespace frontdoor::triage::force
