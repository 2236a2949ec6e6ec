#include "walk_world.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "partner_story.hpp"
#include "tests/unit/crime/crime_rules_files.hpp"
#include "triage/crime/record_decide.hpp"
#include "triage/incident/problem.hpp"

namespace frontdoor::triage::testing {

namespace {

using std::chrono::hours;

std::optional<uuid> named_other(const command& asked) {
  if (const auto* link = get_if<link_incident>(&asked)) return link->other;
  if (const auto* link = get_if<unlink_incident>(&asked)) return link->other;
  return std::nullopt;
}

template <typename List, typename Id> auto position_of(List& list, const Id& id) {
  return std::ranges::find_if(list, [&](const auto& one) { return one.id == id; });
}

} // namespace

actor walker(unsigned who, unsigned what) {
  static const std::vector<actor> all{
      person("user:ann"),
      dispatcher("user:bob"),
      supervisor("user:cat"),
      supervisor("user:dan"),
      integrator(),
      actor{"key:btp", actor_kind::integrator, "integrator"},
      machine()
  };
  static const auto reports = command(report_message{}).index();
  static const auto returns = command(note_return{}).index();
  const bool by_machine = what == reports || what == returns;
  return by_machine && who % 4 != 0 ? machine() : all.at(who % all.size());
}

const incident& walk_world::find(const uuid& id) const {
  const auto found = position_of(incidents_, id);
  if (found == incidents_.end()) throw std::logic_error("no such incident");
  return *found;
}

incident walk_world::replayed(const uuid& id) const {
  incident state;
  for (const auto& one : events_) {
    if (head_of(one).stream == id) state = triage::apply(std::move(state), one);
  }
  return state;
}

context walk_world::context(std::span<const incident> others) {
  return {
      now_,
      [this] { return id(next_id_++); },
      who_,
      pack_with_council(),
      [] { return document(nlohmann::json{{"open_by_grade", {{"1", 2}}}}); },
      &tests::crime_rules(),
      others
  };
}

// As the server reads them: the other end of a link, or the survivors of a duplicate.
std::vector<incident> walk_world::others_for(const incident* on, const command& asked) const {
  std::vector<incident> out;
  auto next = named_other(asked);
  const bool named = next.has_value();
  if (!named && on != nullptr && on->joined) next = on->joined->other;
  while (next) {
    const auto found = position_of(incidents_, *next);
    if (found == incidents_.end()) break;
    out.push_back(*found);
    next = named || !found->joined ? std::nullopt : std::optional(found->joined->other);
  }
  return out;
}

step_taken walk_world::keep(step_taken so_far, decision made) {
  so_far.accepted = true;
  std::vector<incident> changed;
  if (made.incident) changed.push_back(*std::move(made.incident));
  for (auto& one : made.others)
    changed.push_back(std::move(one));
  for (auto& one : changed) {
    const auto held = position_of(incidents_, one.id);
    if (held == incidents_.end()) {
      incidents_.push_back(one);
    } else {
      so_far.before.push_back(*held);
      *held = one;
    }
    so_far.after.push_back(std::move(one));
  }
  events_.insert(events_.end(), made.events.begin(), made.events.end());
  std::ranges::move(made.events, std::back_inserter(so_far.events));
  return so_far;
}

step_taken walk_world::take(const uuid& on, const command& asked) {
  const auto held = position_of(incidents_, on);
  std::optional<incident> state;
  if (held != incidents_.end()) state = *held;
  const auto others = others_for(state ? &*state : nullptr, asked);
  step_taken out;
  out.asked = asked;
  auto made = decide(state, asked, context(others));
  if (!made) return out;
  return keep(std::move(out), *std::move(made));
}

step_taken walk_world::take(const pace& next) {
  constexpr auto alternatives = boost::variant2::variant_size_v<command_kinds>;
  who_ = walker(next.who, next.what);
  now_ += std::chrono::seconds(next.seconds);
  const bool may_open = incidents_.empty() || (incidents_.size() < incidents_max && next.on % 5 == 0);
  const bool opens = incidents_.empty() || (may_open && next.what == 0);
  const auto* on = opens ? nullptr : &incidents_[next.on % incidents_.size()];
  if (on != nullptr && next.what >= alternatives)
    return take_side(static_cast<side_deed>(next.what - alternatives), next, *on);
  const auto asked = command_for(*this, on, next, contacts_++);
  if (const auto* timer = get_if<fire_timer>(&asked); timer != nullptr && next.b % 2 == 0) {
    for (const auto& due : timers(*on)) { // its time has come, often
      if (due.key == timer->key) now_ = std::max(now_, due.due_at);
    }
  }
  return take(on == nullptr ? uuid{} : on->id, asked);
}

step_taken walk_world::take_side(side_deed what, const pace& next, const incident& on) {
  switch (what) {
  case side_deed::book:
  case side_deed::move:
  case side_deed::cancel:
    return use_diary(what, next, on);
  case side_deed::open_problem: {
    open_problem wanted{"victim", std::nullopt, "neighbourhood",
                        3,        28,           {{"statement", "He comes back again and again"}}};
    auto made = open_problem_on(on, wanted, context({}));
    if (!made || !made->on_incident) return {};
    return keep({}, *std::move(made->on_incident));
  }
  case side_deed::tell_of_call:
    return tell_of_call(next);
  case side_deed::decide_crime:
    return settle_crime(on.id);
  case side_deed::declare_major:
  case side_deed::update_callers:
  case side_deed::stand_down_major:
    return lead_major(what, on);
  }
  return {};
}

step_taken walk_world::use_diary(side_deed what, const pace& next, const incident& on) {
  const auto keep_diary = [&](diary_outcome made) -> step_taken {
    if (!made) return {};
    for (const auto& e : made->events)
      diary_ = triage::apply(diary_.value_or(diary{}), e);
    if (!made->on_incident) return {};
    return keep({}, *std::move(made->on_incident));
  };
  if (!diary_ || diary_->slots.back().starts_at <= now_) {
    const auto id_of_diary = diary_ ? diary_->id : id(900001);
    auto slot = offer(
        diary_, id_of_diary, "Salford", "2026-03-02", {"visit", now_ + hours(30), now_ + hours(31), 100},
        {now_, [this] { return id(next_id_++); }, supervisor(), tests::gmp_2018()}
    );
    if (!slot) return {};
    for (const auto& e : slot->events)
      diary_ = triage::apply(diary_.value_or(diary{}), e);
  }
  const auto& slot = diary_->slots[next.b % diary_->slots.size()];
  if (what == side_deed::book) return keep_diary(book(*diary_, on, {diary_->id, slot.id, std::nullopt}, context({})));
  const auto& booked = on.screening.appointments;
  const auto which = booked.empty() ? id(1) : booked[next.a % booked.size()].id;
  if (what == side_deed::move) {
    const move_appointment wanted{which, diary_->id, slot.id, "person_asks", std::nullopt};
    return keep_diary(triage::move(diary_, *diary_, on, wanted, context({})));
  }
  return keep_diary(triage::cancel(diary_, on, {which, "person_asks", std::nullopt}, context({})));
}

step_taken walk_world::tell_of_call(const pace& next) {
  const bool fresh = calls_.empty() || (calls_.size() < 3 && next.b % 3 == 0);
  std::optional<call_record> state;
  if (!fresh) state = calls_[next.a % calls_.size()];
  if (fresh && incidents_.size() >= incidents_max) return {};
  call_news news;
  news.state = static_cast<call_state>(next.b % 6);
  news.at = now_;
  news.channel = next.a % 2 == 0 ? channel::emergency_999 : channel::non_emergency_101;
  news.personal.line = "line-" + std::to_string(calls_.size());
  news.personal.phone = "+447700900123";
  if (next.a % 4 == 0) news.personal.locations = {{"network", now_, {}, 53.46, -2.29, 45.0 + next.b % 3}};
  std::optional<incident> on;
  if (state && state->incident) on = find(*state->incident);
  const auto call = state ? state->id : id(910000 + static_cast<unsigned>(calls_.size()));
  const bool placed = state && next.b % 7 == 0;
  auto made =
      placed ? decide_location(*state, next.a % 3, on, context({})) : decide_call(state, call, news, on, context({}));
  if (!made || !made->event) return {};
  const auto after = triage::apply(state.value_or(call_record{}), *made->event);
  if (fresh)
    calls_.push_back(after);
  else
    *position_of(calls_, call) = after;
  if (!made->on_incident) return {};
  return keep({}, *std::move(made->on_incident));
}

step_taken walk_world::settle_crime(const uuid& on) {
  const auto& state = find(on);
  if (state.crimes.duties.empty()) return {};
  const auto& owed = state.crimes.duties.front();
  crime::decide_crime wanted;
  wanted.key = owed.key;
  wanted.decision = crime::state::recorded;
  wanted.victim_told = true;
  wanted.words.account = "She was seen and tells of two men whom she does not know.";
  crime::record_context around{now_,        [this] { return id(next_id_++); }, who_, tests::crime_rules(), true, true,
                               std::nullopt};
  if (owed.crime) return {}; // to be reclassified: on the crime's own stream
  auto made = crime::decide(state, std::nullopt, wanted, around);
  if (made && made->needs_number) {
    around.number = crime::crime_number(around.rules.settings.number_format, 2026, ++numbers_);
    made = crime::decide(state, std::nullopt, wanted, around);
  }
  if (!made || !made->beside) return {};
  decision on_incident;
  on_incident.events.emplace_back(*made->beside);
  on_incident.incident = made->incident_after;
  return keep({}, std::move(on_incident));
}

step_taken walk_world::lead_major(side_deed what, const incident& on) {
  major_outcome made = std::unexpected(refusal{});
  if (what == side_deed::declare_major) {
    const declare_major_incident wanted{
        "Pile-up on the M60",
        {"M60, junction 12", "Collision", "Fuel", "From junction 13", "14", "Fire and ambulance"},
        {"Hale", "Moss", "Reed"}
    };
    made = declare_major(on, wanted, context({}));
  } else if (!major_) {
    return {};
  } else if (const incident& led = find(major_->incident); what == side_deed::update_callers) {
    made = tell_callers(*major_, led, "The road is closed until the evening.", context({}));
  } else {
    made = stand_down_major(*major_, led, "All casualties are in hospital; the road is open.", context({}));
  }
  if (!made) return {};
  const bool declared = what == side_deed::declare_major;
  major_ = triage::apply(declared ? major_incident{} : *major_, made->events.front());
  if (!made->on_incident) return {};
  return keep({}, *std::move(made->on_incident));
}

} // namespace frontdoor::triage::testing
