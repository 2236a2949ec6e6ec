// Long random walks over one incident's commands: what must hold in each state up to the closing, that every open
// incident can be closed, and what a failing walk comes down to.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "story.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/snapshot.hpp"
#include "walk_length.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

constexpr std::size_t walks = walks_of(2000);
constexpr std::size_t steps_a_walk = 50;

// One step before the ids it speaks of are known.
struct pace {
  unsigned what = 0;
  unsigned who = 0;
  unsigned seconds = 0;
  unsigned a = 0;
  unsigned b = 0;
};

using walk = std::vector<pace>;

walk random_walk(std::mt19937& random) {
  walk out(steps_a_walk);
  const auto below = [&](unsigned end) { return std::uniform_int_distribution<unsigned>(0, end - 1)(random); };
  for (auto& one : out)
    one = {below(20), below(6), below(8) == 0 ? below(20000) : below(200), below(1000), below(1000)};
  out.front().what = 0;
  return out;
}

template <typename List> const auto& pick(const List& list, unsigned by) {
  return list.at(by % list.size());
}

json some_facts(unsigned a, unsigned b) {
  const std::vector<json> all{
      {{"weapon", "seen"}, {"suspect_present", true}},
      {{"life_threat", "none"}},
      {{"life_threat", "immediate"}},
      {{"relationship", "partner"}, {"suspect_present", true}},
      {{"suspect_present", false}},
      {{"domestic", true}},
      {{"vulnerability", {"child"}}},
      {{"life_threat", "none"}, {"in_progress", false}},
      {{"life_threat", "unknown"}},
      {{"weapon", "none"}}
  };
  json out = pick(all, a);
  if (b % 3 == 0) out.update(pick(all, b / 3));
  return out;
}

lowering_case some_lowering(const story& incident, unsigned b) {
  lowering_case out;
  out.thrive = {
      {{"low", "part one of mine"},
       {"low", "part two of mine"},
       {"low", "part three of mine"},
       {"low", "part four of mine"},
       {"low", "part five of mine"},
       {"low", b % 11 == 0 ? "see log" : "part six of mine"}}
  };
  if (b % 2 == 0) {
    out.condition = "somebody stays with her";
    out.check_by = incident.now() + std::chrono::minutes(30 + b % 60);
  }
  return out;
}

const std::vector<actor>& people() {
  static const std::vector<actor> all{person("user:ann"),     dispatcher("user:bob"), supervisor("user:cat"),
                                      supervisor("user:dan"), integrator(),           machine()};
  return all;
}

uuid some_task(const incident& state, unsigned a) {
  return state.tasks.empty() ? id(1) : pick(state.tasks, a).id;
}

take_contact some_contact(const story& incident, const pace& one, unsigned number) {
  take_contact out{contact_with(some_facts(one.a, one.b), number), {}, {}, {}};
  out.contact.received_at = incident.now();
  out.contact.call_live = one.b % 5 == 0;
  if (incident.state()) out.incident = incident.the_incident().id;
  if (one.b % 7 == 0) out.contact_only = contact_outcome::update_given;
  if (one.b % 14 == 0) out.contact.facts = {};
  return out;
}

command facts_command(const pace& one, const incident& state) {
  add_facts_command out;
  out.facts = document(some_facts(one.a, one.b));
  out.kind = static_cast<fact_source>(one.b % 6);
  if (one.b % 4 == 0) out.contact = pick(state.contacts, one.a).id;
  if (one.b % 5 == 0) out.not_established = {{"life_threat", "caller_gone", std::nullopt}};
  return out;
}

command task_command(const pace& one, const incident& state) {
  const std::vector<std::string> outcomes{"told",   "not_reached", "holds",       "failed",
                                          "agreed", "accepted",    "own_incident"};
  return complete_task{some_task(state, one.a), pick(outcomes, one.b), std::nullopt, std::nullopt};
}

command timer_command(const pace& one, const incident& state) {
  const auto pending = timers(state);
  if (pending.empty()) return fire_timer{"task:" + id(1).to_string(), 1};
  const auto& due = pick(pending, one.a);
  return fire_timer{due.key, due.generation};
}

command approval_command(const pace& one, const incident& state) {
  decide_approval out{
      state.approvals.empty() ? id(1) : state.approvals.back().id, one.b % 3 != 0, "I have looked at it", std::nullopt
  };
  if (one.a % 4 == 0) out.officer = recorded_officer{"force_duty_officer", "Supt Example", "radio"};
  return out;
}

command command_of(const story& incident, const pace& one, unsigned number) {
  if (!incident.state()) return some_contact(incident, one, number);
  const auto& state = incident.the_incident();
  const std::vector<std::string> grades{"1", "2", "3", "4", "5"};
  const std::vector<std::string> outcomes{"dealt_with", "no_reply", "not_police", "hoax"};
  const std::vector<std::string> kinds{"tell_caller", "confirm_hand_off"};
  const std::vector<std::string> keys{"weapon", "life_threat", "suspect_present", "domestic", "vulnerability"};
  switch (one.what) {
  case 0:
    return some_contact(incident, one, number);
  case 1:
  case 2:
  case 3:
    return facts_command(one, state);
  case 4:
    return withdraw_facts{{pick(keys, one.a)}};
  case 5:
    return set_grade{{pick(grades, one.a), std::nullopt, std::nullopt}};
  case 6:
  case 7:
    return set_grade{
        {pick(grades, one.a), "facts_changed", "He has gone for good"}, state.version, some_lowering(incident, one.b)
    };
  case 8:
  case 9:
    return approval_command(one, state);
  case 10:
    return change_response{one.a % 2 == 0};
  case 11:
    return start_task{pick(kinds, one.a), std::nullopt, std::nullopt};
  case 12:
    return attempt_task{some_task(state, one.a), "no_answer", std::nullopt};
  case 13:
    return task_command(one, state);
  case 14:
  case 15:
    return close_incident{pick(outcomes, one.a), "Officers spoke to them", state.version};
  case 16:
    return reopen_incident{"new_information", "He is back there"};
  case 17:
    return acknowledge_dispatch{state.dispatch ? state.dispatch->id : id(1)};
  case 18:
    return end_call{std::nullopt};
  default:
    return timer_command(one, state);
  }
}

bool owes(const incident& state) {
  const bool task = std::any_of(state.tasks.begin(), state.tasks.end(), [](const triage::task& one) {
    return one.state == task_state::open;
  });
  const bool dispatch = state.dispatch && (state.dispatch->state == dispatch_state::pushed ||
                                           state.dispatch->state == dispatch_state::overdue);
  return task || dispatch || waiting_approval(state) != nullptr || !state.grade;
}

bool answered(const incident& state) {
  const auto said = current_facts(state);
  const bool known = said.contains("life_threat") && said["life_threat"] != "unknown";
  return known || !state.set_aside.empty();
}

// What is wrong with a decision; empty: nothing.
std::string fault_of(const std::optional<incident>& before, const command& what, const decision& made) {
  if (!made.incident) return {};
  const auto& state = *made.incident;
  const bool lowers = std::any_of(made.events.begin(), made.events.end(), [](const event& e) {
    const auto* assessment = get_if<assessed>(&e);
    return holds_alternative<grade_lowered>(e) || (assessment != nullptr && assessment->restated);
  });
  if (rank_of(made.incident) > rank_of(before) && !lowers) return "a grade fell by itself";
  const bool tells = holds_alternative<add_facts_command>(what) || holds_alternative<take_contact>(what);
  if (tells && rank_of(made.incident) > rank_of(before)) return "a fact lowered the grade";
  if (state.status == incident_status::closed && !timers(state).empty()) return "closed with a timer";
  const bool closes = std::any_of(made.events.begin(), made.events.end(), [](const event& e) {
    return holds_alternative<incident_closed>(e);
  });
  if (state.status == incident_status::closed && owes(state)) return "closed with something owed";
  if (closes && !answered(state)) return "closed with a risk fact unanswered";
  for (const auto& one : made.events) {
    const auto row = stored(one);
    const auto read = decode(row);
    if (!read || *read != one) return "an event does not read back: " + row.type;
  }
  const auto read = from_snapshot_text(to_snapshot(state));
  if (!read || *read != state) return "a snapshot does not read back";
  return {};
}

// Does what the gate asks for until the incident is closed. What it asked for last, where it cannot be satisfied.
std::string unsatisfied(story& incident) {
  std::string asked;
  for (int tries = 0; tries < 60; ++tries) {
    incident.at(incident.now() + std::chrono::minutes(1)).by(supervisor("user:eve"));
    const auto closed = incident.when(close_incident{"dealt_with", "Officers spoke to them", incident.version()});
    if (closed) return {};
    if (closed.error().code != "still_open" || closed.error().faults.empty()) return closed.error().code;
    const auto& first = closed.error().faults.front();
    asked = first.code + " " + first.pointer;
    const auto& state = incident.the_incident();
    if (first.code == "ungraded")
      incident.when(set_grade{{"3", std::nullopt, std::nullopt}});
    else if (first.code == "cluster_unattended")
      incident.when(set_grade{{"1", std::nullopt, std::nullopt}});
    else if (first.code == "call_is_live")
      incident.when(end_call{std::nullopt});
    else if (first.code == "dispatch_not_acknowledged")
      incident.when(acknowledge_dispatch{state.dispatch->id});
    else if (first.code == "approval_waiting")
      incident.when(decide_approval{waiting_approval(state)->id, false, "I do not agree with it", std::nullopt});
    else if (first.code == "risk_fact_unanswered") {
      add_facts_command given;
      given.not_established = {{"life_threat", "caller_gone", std::nullopt}};
      incident.when(given);
    } else if (first.code == "task_open") {
      const auto owed = *uuid::parse(first.pointer.substr(std::string("/tasks/").size()));
      const auto& kind = std::ranges::find(state.tasks, owed, &task::id)->kind;
      for (const auto& end : test_policy().working.find_task(kind)->outcomes) {
        if (incident.when(complete_task{owed, end.code, std::nullopt, std::nullopt})) break;
      }
    } else {
      return asked;
    }
  }
  return asked;
}

// What goes wrong on a walk; empty: nothing. `taken` counts the commands.
std::string fault_on(const walk& paces, std::size_t& taken) {
  story incident;
  unsigned number = 0;
  for (const auto& one : paces) {
    incident.by(pick(people(), one.who)).at(incident.now() + std::chrono::seconds(one.seconds));
    const auto what = command_of(incident, one, number++);
    const auto before = incident.state();
    const auto made = incident.when(what);
    ++taken;
    if (!made) continue;
    if (auto wrong = fault_of(before, what, *made); !wrong.empty()) return wrong;
  }
  if (!incident.state()) return {};
  if (folded(incident.events()) != incident.the_incident()) return "replaying gives another state";
  if (incident.the_incident().status != incident_status::open) return {};
  const auto asked = unsatisfied(incident);
  return asked.empty() ? std::string() : "the gate cannot be satisfied: " + asked;
}

// The walk without the steps that its fault does not need.
walk shrunk(walk paces) {
  std::size_t taken = 0;
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (std::size_t i = 0; i < paces.size(); ++i) {
      auto without = paces;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (fault_on(without, taken).empty()) continue;
      paces = std::move(without);
      shorter = true;
      break;
    }
  }
  return paces;
}

std::string told(const walk& paces) {
  std::string out;
  for (const auto& one : paces) {
    for (const auto part : {one.what, one.who, one.seconds, one.a, one.b})
      out += std::to_string(part) + " ";
    out += "\n";
  }
  return out;
}

} // namespace

TEST_CASE("No walk reaches closed with something owed, and every open incident can be closed") {
  std::mt19937 random(20260301);
  std::size_t taken = 0;
  for (std::size_t i = 0; i < walks; ++i) {
    const auto paces = random_walk(random);
    const auto wrong = fault_on(paces, taken);
    if (wrong.empty()) continue;
    const auto least = shrunk(paces);
    FAIL(fault_on(least, taken) << " on the walk\n" << told(least));
  }
  CHECK(taken == walks * steps_a_walk);
}
