// Long random walks over everything that can be done to a few incidents side by side, under gmp-2018 with its ladder,
// pathways, partners and crimes: what must hold after each step, and what a failing walk comes down to.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

#include "partner_story.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/snapshot.hpp"
#include "walk_length.hpp"
#include "walk_world.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using std::chrono::minutes;

namespace {

constexpr std::size_t walks = walks_of(1000);
constexpr std::size_t steps_a_walk = 100;
constexpr std::size_t alternatives = boost::variant2::variant_size_v<command_kinds>;

using walk = std::vector<pace>;

walk random_walk(std::mt19937& random) {
  const auto below = [&](unsigned end) { return std::uniform_int_distribution<unsigned>(0, end - 1)(random); };
  // What happens most of the time; the rest is drawn from everything.
  static const std::vector<std::size_t> usual{command(take_contact{}).index(),   command(add_facts_command{}).index(),
                                              command(fire_timer{}).index(),     command(complete_task{}).index(),
                                              command(close_incident{}).index(), command(set_grade{}).index(),
                                              command(decide_approval{}).index()};
  walk out(steps_a_walk);
  for (auto& one : out) {
    const bool is_usual = below(3) == 0;
    one.what = is_usual ? static_cast<unsigned>(usual.at(below(static_cast<unsigned>(usual.size()))))
                        : below(static_cast<unsigned>(alternatives) + side_deeds);
    one.on = below(30);
    one.who = below(7);
    one.seconds = below(8) == 0 ? below(20000) : below(200);
    one.a = below(1000);
    one.b = below(1000);
  }
  return out;
}

template <typename... Kind> bool any_on(const uuid& stream, const std::vector<event>& events) {
  return std::ranges::any_of(events, [&](const event& e) {
    return head_of(e).stream == stream && (holds_alternative<Kind>(e) || ...);
  });
}

bool restated(const uuid& stream, const std::vector<event>& events) {
  return std::ranges::any_of(events, [&](const event& e) {
    const auto* one = get_if<assessed>(&e);
    return one != nullptr && one->head.stream == stream && one->restated;
  });
}

// Everything that somebody still owes it; empty: nothing.
std::string owed_by(const incident& state) {
  for (const auto& one : state.tasks) {
    // A text that is given up after the closing leaves a word to the caller owed, and an outage that shows later that
    // two decided leaves a look at both; neither opens anything again.
    const bool since = state.closed && one.opened_at >= state.closed->at &&
                       (one.kind == task_kind::tell_caller || one.kind == task_kind::outage_review);
    if (one.state == task_state::open && !since) return "task " + one.kind;
  }
  const bool heard = !state.dispatch || state.dispatch->state == dispatch_state::acknowledged ||
                     state.dispatch->state == dispatch_state::stood_down;
  if (!heard) return "an acknowledgement";
  if (waiting_approval(state) != nullptr) return "an approval";
  if (!state.grade) return "a grade";
  if (crime::undecided(state.crimes)) return "a decision on a crime";
  for (const auto& one : state.partners.handoffs) {
    if (one.kind != partner_kind::service && one.state == handoff_state::requested) return "an answer of a partner";
  }
  for (const auto& one : state.screening.appointments) {
    if (standing(one)) return "an appointment";
  }
  return {};
}

// The starred facts without an answer; a pathway with questions of its own asks those instead.
std::string unanswered(const incident& state) {
  const auto& pack = tests::gmp_2018();
  if (resolution_holds(pack, state)) return {};
  const auto said = current_facts(state);
  for (std::size_t i = 0; i < pack.facts.size(); ++i) {
    const auto& fact = pack.facts[i];
    if (!fact.starred) continue;
    const bool aside = std::ranges::find(state.set_aside, fact.key, &set_aside_fact::fact) != state.set_aside.end();
    const bool known = said.contains(fact.key) && said[fact.key] != "unknown" && said[fact.key] != "withheld";
    if (!known && !aside) return fact.key;
  }
  return {};
}

bool not_later(const std::optional<timestamp>& now, const std::optional<timestamp>& before) {
  return !before || (now && *now <= *before);
}

std::string grade_fault(const step_taken& step, const incident& before, const incident& after) {
  if (rank_of(after) <= rank_of(before)) return {};
  if (!any_on<grade_lowered>(after.id, step.events) && !restated(after.id, step.events))
    return "a grade fell by itself";
  const bool tells =
      step.asked && (holds_alternative<add_facts_command>(*step.asked) || holds_alternative<take_contact>(*step.asked));
  return tells ? "a fact lowered the grade" : "";
}

// What moves the clock of an incident by right: it begins anew, or its planned time comes. A join may only bring it
// forward, and undoing that gives back what was.
std::string clock_fault(const step_taken& step, const incident& before, const incident& after) {
  if (after.received_at != before.received_at) return "the time of receipt changed";
  const auto& events = step.events;
  const auto& id = after.id;
  if (any_on<incident_reopened, job_activated, link_undone, incident_released>(id, events)) return {};
  if (after.clock_from > before.clock_from) return "the clock began anew";
  const bool same_grade = before.grade && after.grade && before.grade->grade == after.grade->grade;
  if (!same_grade || restated(id, events) || any_on<grade_restored, grade_lowered>(id, events)) return {};
  if (!not_later(after.grade->arrive_by, before.grade->arrive_by)) return "a target moved to later";
  if (!not_later(after.grade->allocate_by, before.grade->allocate_by)) return "a target moved to later";
  return {};
}

// A note, a deferral and other words change nothing of the ladder (lessons.md R01).
std::string ladder_fault(const step_taken& step, const incident& before, const incident& after) {
  if (!step.asked) return {};
  const auto& asked = *step.asked;
  const bool words = holds_alternative<add_note>(asked) || holds_alternative<defer_incident>(asked) ||
                     holds_alternative<record_need>(asked) || holds_alternative<code_incident>(asked) ||
                     holds_alternative<send_message>(asked) || holds_alternative<start_task>(asked) ||
                     holds_alternative<attempt_task>(asked) || holds_alternative<request_handoff>(asked);
  if (!words || before.status != incident_status::open) return {};
  if (before.ladder.escalations != after.ladder.escalations) return "words ended an escalation";
  if (!not_later(ladder_wake(after), ladder_wake(before))) return "words silenced the ladder";
  return {};
}

// Only people take something on (domain.md 6.2).
std::string voice_fault(const std::vector<event>& events) {
  for (const auto& e : events) {
    const bool of_a_person = holds_alternative<dispatch_acknowledged>(e) ||
                             holds_alternative<escalation_acknowledged>(e) || holds_alternative<dispatch_voiced>(e) ||
                             holds_alternative<grade_set>(e) || holds_alternative<approval_decided>(e) ||
                             holds_alternative<incident_closed>(e) || holds_alternative<grade_lowered>(e) ||
                             holds_alternative<pathway_resolved>(e) || holds_alternative<unit_reported>(e);
    if (of_a_person && !head_of(e).actor.starts_with("user:"))
      return std::string(type_of(e)) + " by " + head_of(e).actor;
  }
  return {};
}

std::string storing_fault(const step_taken& step) {
  for (const auto& one : step.events) {
    const auto row = stored(one);
    const auto read = decode(row);
    if (!read || *read != one) return "an event does not read back: " + row.type;
  }
  for (const auto& one : step.after) {
    const auto read = from_snapshot_text(to_snapshot(one));
    if (!read || *read != one) return "a snapshot does not read back";
  }
  return {};
}

std::string closed_fault(const step_taken& step, const incident& after) {
  if (after.status != incident_status::closed) return {};
  if (const auto owed = owed_by(after); !owed.empty()) return "closed with " + owed + " owed";
  if (!any_on<incident_closed>(after.id, step.events)) return {};
  const auto open = unanswered(after);
  return open.empty() ? "" : "closed without an answer to " + open;
}

// What is wrong with a step; empty: nothing.
std::string fault_of(const step_taken& step) {
  if (!step.accepted) return {};
  if (auto wrong = voice_fault(step.events); !wrong.empty()) return wrong;
  for (const auto& after : step.after) {
    if (auto wrong = closed_fault(step, after); !wrong.empty()) return wrong;
    const auto before = std::ranges::find(step.before, after.id, &incident::id);
    if (before == step.before.end()) continue;
    for (const auto check : {grade_fault, clock_fault, ladder_fault}) {
      if (auto wrong = check(step, *before, after); !wrong.empty()) return wrong;
    }
  }
  return storing_fault(step);
}

// What walks have come to, over all of them.
struct tally {
  std::size_t steps = 0;
  std::set<std::size_t> asked;    // alternatives of command
  std::set<std::size_t> accepted; // and those that were not refused and recorded something
  std::set<std::size_t> events;   // alternatives of event
  std::size_t closed = 0;
};

void count(tally& into, const step_taken& step) {
  ++into.steps;
  if (step.asked) into.asked.insert(step.asked->index());
  if (step.asked && step.accepted && !step.events.empty()) into.accepted.insert(step.asked->index());
  for (const auto& one : step.events) {
    into.events.insert(one.index());
    if (holds_alternative<incident_closed>(one)) ++into.closed;
  }
}

// What goes wrong on a walk; empty: nothing.
std::string fault_on(const walk& paces, tally& so_far) {
  walk_world world;
  for (const auto& one : paces) {
    const auto step = world.take(one);
    count(so_far, step);
    if (auto wrong = fault_of(step); !wrong.empty()) return wrong;
  }
  for (const auto& one : world.incidents()) {
    if (world.replayed(one.id) != one) return "replaying gives another state";
  }
  return {};
}

// The walk without the steps that its fault does not need.
walk shrunk(walk paces) {
  tally ignored;
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (std::size_t i = paces.size(); i-- > 0;) {
      auto without = paces;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (fault_on(without, ignored).empty()) continue;
      paces = std::move(without);
      shorter = true;
    }
  }
  return paces;
}

// The steps by name, as they went.
std::string told(const walk& paces) {
  std::string out;
  walk_world world;
  for (const auto& one : paces) {
    const auto step = world.take(one);
    for (const auto part : {one.what, one.on, one.who, one.seconds, one.a, one.b})
      out += std::to_string(part) + " ";
    for (const auto& e : step.events)
      out += " " + std::string(type_of(e));
    out += step.accepted ? "\n" : " (nothing)\n";
  }
  return out;
}

} // namespace

TEST_CASE("Whatever is done to incidents: nothing closes with something owed, falls, begins anew or is silenced") {
  std::mt19937 random(20260301);
  tally all;
  for (std::size_t i = 0; i < walks; ++i) {
    const auto paces = random_walk(random);
    const auto wrong = fault_on(paces, all);
    if (wrong.empty()) continue;
    const auto least = shrunk(paces);
    tally ignored;
    FAIL(fault_on(least, ignored) << " on the walk\n" << told(least));
  }
  CHECK(all.steps == walks * steps_a_walk);
#ifndef WALKS_ARE_SHORT
  CHECK(all.closed > 0);
#endif
  for (std::size_t i = 0; i < alternatives; ++i) {
    CAPTURE(i);
    CHECK(all.asked.contains(i));
#ifndef WALKS_ARE_SHORT
    CHECK(all.accepted.contains(i));
#endif
  }
}
