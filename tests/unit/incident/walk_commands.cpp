// A maker for each command that can be asked of an incident. A new alternative of `command` without one does not build.

#include <array>
#include <type_traits>
#include <utility>

#include "partner_story.hpp"
#include "walk_world.hpp"

namespace frontdoor::triage::testing {

namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;

template <typename List> const auto& pick(const List& list, unsigned by) {
  return list.at(by % list.size());
}

const std::vector<std::string>& grades() {
  static const std::vector<std::string> all{"1", "2", "3", "4", "5"};
  return all;
}

json some_facts(unsigned a, unsigned b) {
  static const std::vector<json> all{
      calm(),
      {{"weapon", "seen"}, {"weapon_type", "knife"}, {"suspect_present", true}, {"time_since_event", "now"}},
      {{"life_threat", "none"}},
      {{"life_threat", "immediate"}},
      {{"domestic", true}, {"suspect_present", true}},
      {{"suspect_present", false}},
      {{"domestic", true}, {"caller_role", "third_party"}},
      {{"vulnerability", {"child"}}},
      {{"advice_only", true}},
      {{"life_threat", "unknown"}},
      {{"weapon", "none"}},
      {{"missing", true}},
      {{"silent", true}},
      {{"contact_lost", true}},
      {{"theft", true}, {"caller_role", "victim"}},
      {{"violence", "used"}, {"injury", "minor"}, {"caller_role", "victim"}},
      {{"location_conflict", true}},
      {{"immediate_serious_harm", false}, {"crime_suspected", false}, {"police_already_responsible", false}},
      {{"other_agency_lead", {"ambulance"}}}
  };
  json out = pick(all, a);
  if (b % 3 == 0) out.update(pick(all, b / 3));
  return out;
}

std::optional<named_officer> said_by(unsigned b) {
  if (b % 3 != 0) return std::nullopt;
  return named_officer{"PS Example", b % 2 == 0 ? "radio" : "phone"};
}

uuid some_task(const incident& state, unsigned a) {
  std::vector<uuid> open;
  for (const auto& one : state.tasks) {
    if (one.state == task_state::open) open.push_back(one.id);
  }
  if (open.empty()) return state.tasks.empty() ? id(1) : state.tasks.front().id;
  return pick(open, a);
}

const task_rule* rule_of(const incident& state, const uuid& task) {
  const auto* found = find_task(state, task);
  return found == nullptr ? nullptr : tests::gmp_2018().working.find_task(found->kind);
}

lowering_case some_lowering(timestamp now, unsigned b) {
  lowering_case out;
  out.thrive = {
      {{"low", "He has left by train, they saw it"},
       {"low", "Nobody was hurt at any time"},
       {"low", "He has no key to the house"},
       {"low", "The doorbell has recorded him"},
       {"low", "She is calm and with a friend"},
       {"low", b % 11 == 0 ? "as per log" : "She asks for a visit tomorrow"}}
  };
  if (b % 2 == 0) {
    out.condition = "Somebody stays with her tonight";
    out.check_by = now + minutes(30 + b % 60);
  }
  return out;
}

nsir_choice some_codes(unsigned b) {
  nsir_choice out;
  out.closing = b % 2 == 0 ? "PSW-CFS" : "ADM-CONTACT";
  const auto& disposals = tests::gmp_2018().nsir.disposals;
  if (!disposals.empty()) out.disposal = pick(disposals, b).code;
  return out;
}

} // namespace

// Makes the command of each kind; `kind<T>` says which.
struct command_maker {
  template <typename T> struct kind {};

  const walk_world& world;
  const incident* on; // none: nothing is open yet
  const pace& next;
  unsigned number;

  unsigned a() const { return next.a; }
  unsigned b() const { return next.b; }
  const incident& state() const { return *on; }

  command of(kind<take_contact>) const {
    take_contact out{contact_with(some_facts(a(), b()), number), {}, {}, {}};
    out.contact.received_at = world.now();
    out.contact.channel = static_cast<channel>(a() % 8);
    out.contact.call_live = b() % 5 == 0;
    if (on == nullptr && b() % 2 == 0) out.contact.facts = document(calm()); // often all is known from the start
    if (on != nullptr) out.incident = on->id;
    if (b() % 6 == 0) {
      out.contact.location.lat = a() % 2 == 0 ? 53.4631 : 53.5409;
      out.contact.location.lon = -2.2;
    }
    if (b() % 8 == 0)
      out.contact.subjects = {{"Ada Fielding", "victim", a() % 2 == 0 ? "1987-04-23" : "1959-04-23", {}}};
    if (b() % 7 == 0) out.contact_only = contact_outcome::update_given;
    if (b() % 14 == 0) out.contact.facts = {};
    if (b() % 9 == 0) out.grade = grade_choice{pick(grades(), a()), {}, {}};
    if (b() % 13 == 0) out.needs = {{"interpreter", "pl"}};
    if (a() % 17 == 0) out.contact.sender = contact_sender{"btp", "priority", world.now()};
    const bool planned = on == nullptr && a() % 5 == 0 && out.contact.channel != channel::emergency_999;
    if (planned) out.planned = job_plan{"warrant", world.now() + hours(1 + b() % 20)};
    return out;
  }
  command of(kind<set_grade>) const {
    if (b() % 3 == 0) return set_grade{{pick(grades(), a()), {}, {}}};
    return set_grade{
        {pick(grades(), a()), "facts_changed", "He has gone for good, they saw it"},
        state().version,
        some_lowering(world.now(), b())
    };
  }
  command of(kind<add_note>) const { return add_note{b() % 20 == 0 ? " " : "Rang her again; nothing new."}; }
  command of(kind<acknowledge_dispatch>) const {
    acknowledge_dispatch out{state().dispatch ? state().dispatch->id : id(1), said_by(b())};
    if (b() % 9 == 0 && !state().superseded_dispatches.empty()) out.dispatch = state().superseded_dispatches.front();
    return out;
  }
  command of(kind<fire_timer>) const {
    const auto pending = timers(state());
    if (pending.empty()) return fire_timer{"task:" + id(1).to_string(), 1};
    const auto& due = pick(pending, a());
    return fire_timer{due.key, b() % 20 == 0 ? due.generation + 1 : due.generation};
  }
  command of(kind<add_facts_command>) const {
    add_facts_command out;
    out.facts = document(some_facts(a(), b()));
    out.kind = static_cast<fact_source>(b() % 6);
    out.confidence = static_cast<confidence>(b() % 4);
    if (b() % 4 == 0) out.contact = pick(state().contacts, a()).id;
    if (b() % 5 == 0) out.not_established = {{"life_threat", "caller_gone", std::nullopt}};
    return out;
  }
  command of(kind<withdraw_facts>) const {
    static const std::vector<std::string> keys{"weapon", "life_threat", "suspect_present", "domestic", "vulnerability"};
    return withdraw_facts{{pick(keys, a())}};
  }
  command of(kind<end_call>) const {
    if (b() % 2 == 0) return end_call{};
    return end_call{pick(state().contacts, a()).id};
  }
  command of(kind<decide_approval>) const {
    const auto* waiting = waiting_approval(state());
    decide_approval out{
        waiting != nullptr ? waiting->id : id(1), b() % 3 != 0, "I have looked at all of it myself", std::nullopt
    };
    if (a() % 4 == 0) out.officer = recorded_officer{"force_duty_officer", "Supt Example", "radio"};
    return out;
  }
  command of(kind<change_response>) const { return change_response{a() % 2 == 0}; }
  command of(kind<code_incident>) const { return code_incident{some_codes(b())}; }
  command of(kind<activate_job>) const { return activate_job{}; }
  command of(kind<record_need>) const {
    static const std::vector<stated_need> needs{{"interpreter", "pl"}, {"text_only", {}}, {"bsl_video_relay", {}}};
    return record_need{pick(needs, a()), b() % 3 == 0};
  }
  command of(kind<send_message>) const {
    return send_message{pick(state().contacts, a()).id, "+447700900123", "We are on our way to you.", b() % 2 == 0};
  }
  command of(kind<report_message>) const {
    report_message out;
    const auto& messages = state().day_one.messages;
    out.message = messages.empty() ? id(1) : messages.back().id;
    out.attempt = messages.empty() ? 1 : messages.back().attempts;
    out.sent = b() % 3 == 0;
    out.final = !out.sent && b() % 5 == 0;
    if (!out.sent) out.reason_code = "unavailable";
    return out;
  }
  command of(kind<start_task>) const {
    static const std::vector<std::string> kinds{"tell_caller", "confirm_hand_off", "call_back",
                                                "review",      "linked_record",    "decide_approval"};
    start_task out{pick(kinds, a()), std::nullopt, std::nullopt};
    if (b() % 4 == 0) out.due_at = world.now() + minutes(1 + b() % 90);
    return out;
  }
  command of(kind<attempt_task>) const {
    const auto task = some_task(state(), a());
    const auto* rule = rule_of(state(), task);
    const bool any = rule != nullptr && !rule->attempts.empty();
    return attempt_task{task, any ? pick(rule->attempts, b()).code : "no_answer", std::nullopt};
  }
  command of(kind<complete_task>) const {
    const auto task = some_task(state(), a());
    const auto* rule = rule_of(state(), task);
    complete_task out{task, "told", std::nullopt, std::nullopt};
    if (rule == nullptr || rule->outcomes.empty()) return out;
    const auto& end = pick(rule->outcomes, b());
    out.outcome = end.code;
    if (!end.reasons.empty()) out.reason_code = end.reasons.front();
    return out;
  }
  command of(kind<close_incident>) const {
    const auto& outcomes = tests::gmp_2018().working.outcomes;
    return close_incident{pick(outcomes, a()).code, "Officers spoke to both of them", state().version, some_codes(b())};
  }
  command of(kind<reopen_incident>) const {
    return reopen_incident{"new_information", "He is back there, the neighbour says"};
  }
  command of(kind<request_handoff>) const {
    const auto& partner = pick(pack_with_council().working.partners.partners, a());
    request_handoff out{partner.kind, partner.code, "Please take this on", std::nullopt};
    if (!partner.open311) return out;
    out.by_hand = b() % 4 == 0;
    if (out.by_hand) return out;
    out.electronic = service_request();
    out.electronic->service_code = partner.open311->services.front().code;
    out.electronic->told.description = "Rubbish on the path";
    out.electronic->told.address = "Yarrow Road";
    return out;
  }
  command of(kind<answer_handoff>) const {
    answer_handoff out;
    const auto& asked = state().partners.handoffs;
    if (!asked.empty()) out.handoff = pick(asked, a()).id;
    out.answer = static_cast<handoff_state>(1 + b() % 7);
    if (b() % 4 == 0) out.eta = world.now() + minutes(b() % 300);
    if (a() % 4 == 0) out.police_attending = a() % 8 != 0;
    if (a() % 6 == 0) out.partner_attending = a() % 12 == 0;
    out.disputed = out.answer == handoff_state::declined && a() % 5 == 0;
    return out;
  }
  command of(kind<report_referral>) const {
    report_referral out;
    const auto& asked = state().partners.handoffs;
    out.referral = asked.empty() ? id(1) : asked.back().id;
    out.attempt = 1 + a() % 3;
    out.came_of_it = static_cast<report_referral::outcome>(b() % 4);
    return out;
  }
  command of(kind<defer_incident>) const { return defer_incident{"no_unit_free", world.now() + minutes(b() % 300)}; }
  command of(kind<report_unit>) const {
    static const std::vector<std::string> units{"BT21", "BT22", "R7"};
    const auto state = static_cast<unit_state>(b() % 7);
    const bool bad = state == unit_state::refused || state == unit_state::released;
    return report_unit{
        pick(units, a()), state, bad ? std::optional<std::string>("committed") : std::nullopt, said_by(a())
    };
  }
  command of(kind<return_from_outage>) const { return return_from_outage{b() % 4 == 0, {}}; }
  command of(kind<declare_unresourced>) const { return declare_unresourced{"no_unit_free"}; }
  command of(kind<acknowledge_escalation>) const {
    const auto& told = state().ladder.escalations;
    acknowledge_escalation out{told.empty() ? id(1) : pick(told, a()).id, {}, {}};
    if (b() % 4 == 0) out.officer = named_officer{"Insp Example", "phone"};
    if (b() % 3 == 0) out.review_at = world.now() + minutes(1 + b() % 40);
    return out;
  }
  command of(kind<leave_desk>) const { return leave_desk{b() % 2 == 0 ? "break" : "off"}; }
  command of(kind<change_shift>) const { return change_shift{}; }
  command of(kind<agree_to_pathway>) const {
    static const std::vector<std::string> subjects{
        "SPECIALIST_CONTACT", "ADVICE_CLOSE", "no_reply", "PHONE_RESOLUTION"
    };
    agree_to_pathway out{pick(subjects, a()), b() % 4 != 0, "She is with her mother and asks for a call", {}};
    if (b() % 2 == 0) out.officer = recorded_officer{"public_protection_supervisor", "DI Example", "phone"};
    return out;
  }
  command of(kind<resolve_by_pathway>) const {
    const auto& pathways = tests::gmp_2018().working.screening.pathways;
    resolve_by_pathway out;
    out.pathway = b() % 2 == 0 && state().pathway ? *state().pathway : pick(pathways, a()).pathway;
    out.person = "agreed";
    out.nothing_lost = true;
    out.safety_net = "Call 999 if anyone is in danger.";
    out.promise = "That was our advice; nobody comes out.";
    out.history = static_cast<history_search>(b() % 3);
    out.expected_version = state().version;
    if (a() % 2 == 0) {
      out.owner = "public_protection";
      out.owner_accepted = true;
      out.due_at = world.now() + hours(6);
    }
    if (b() % 5 == 0) out.close = "Advice was given and was understood";
    return out;
  }
  command of(kind<note_return>) const {
    return note_return{
        id(700000 + a() % 3), pick(state().contacts, b()).id, "ADVICE_CLOSE", world.now() - hours(24 * (1 + a() % 60)),
        world.now()
    };
  }
  command of(kind<end_appointment>) const {
    const auto& all = state().screening.appointments;
    return end_appointment{all.empty() ? id(1) : pick(all, a()).id, b() % 2 == 0, std::nullopt};
  }
  command of(kind<link_incident>) const {
    const auto& other = pick(world.incidents(), a());
    return link_incident{
        b() % 4 == 0 ? link_kind::related : link_kind::duplicate, other.id, "The same thing seen by two",
        state().version
    };
  }
  command of(kind<unlink_incident>) const {
    uuid other = pick(world.incidents(), a()).id;
    if (state().joined)
      other = state().joined->other;
    else if (!state().absorbed.empty())
      other = pick(state().absorbed, a()).other;
    return unlink_incident{other, "They were two different things", state().version};
  }
};

namespace {

using make = command (*)(const command_maker&);

template <typename T> command make_one(const command_maker& maker) {
  return maker.of(command_maker::kind<T>{});
}

template <typename> struct table;
template <typename... T> struct table<boost::variant2::variant<T...>> {
  static constexpr std::array<make, sizeof...(T)> rows{&make_one<T>...};
};

} // namespace

command command_for(const walk_world& world, const incident* on, const pace& next, unsigned contact_number) {
  const command_maker maker{world, on, next, contact_number};
  if (on == nullptr) return maker.of(command_maker::kind<take_contact>{});
  return table<command_kinds>::rows.at(next.what)(maker);
}

} // namespace frontdoor::triage::testing
