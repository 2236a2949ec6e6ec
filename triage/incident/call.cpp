#include "triage/incident/call.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

namespace {

bool has_been(const call_record& state, call_state wanted) {
  return std::ranges::find(state.told, wanted) != state.told.end();
}

bool over(call_state state) {
  return state == call_state::ended || state == call_state::abandoned;
}

// Telephony's words for how a call ended depend on the switch; what counts is whether anybody had answered.
call_state meant(const std::optional<call_record>& before, call_state told) {
  const bool answered = before && before->answered_at;
  if (told == call_state::abandoned && answered) return call_state::ended;
  const bool unanswered = !before || (!answered && !has_been(*before, call_state::silent_solution));
  if (told == call_state::ended && unanswered) return call_state::abandoned;
  return told;
}

bool told_before(const std::optional<call_record>& before, const call_news& news, call_state state) {
  if (!before) return false;
  if (state != call_state::located) return has_been(*before, state) || (over(state) && before->over_at);
  if (!before->personal) return true; // erased: nothing more is kept
  const auto& known = before->personal->locations;
  return std::ranges::all_of(news.personal.locations, [&](const candidate_location& one) {
    return std::ranges::find(known, one) != known.end();
  });
}

void keep_locations(std::vector<candidate_location>& into, const std::vector<candidate_location>& from) {
  for (const auto& one : from) {
    if (std::ranges::find(into, one) == into.end()) into.push_back(one);
  }
}

void fill_in(std::optional<std::string>& into, const std::optional<std::string>& from) {
  if (from) into = from;
}

struct call_folder {
  call_record& state;

  void operator()(const call_told& e) const {
    const bool first = state.version == 1;
    if (first) {
      state.id = e.head.stream;
      state.channel = e.channel;
      state.first_at = e.at;
      state.contact = e.contact;
      state.personal = e.personal;
    }
    state.told.push_back(e.state);
    if (e.state != call_state::located) state.state = std::max(state.state, e.state);
    if (e.state == call_state::answered) state.answered_at = e.at;
    if (over(e.state)) state.over_at = e.at;
    fill_in(state.district, e.district);
    fill_in(state.agent, e.agent);
    fill_in(state.relay, e.relay);
    if (e.incident) state.incident = e.incident;
    if (e.call_back_by) {
      state.call_back_by = e.call_back_by;
      state.call_back_tries = e.call_back_tries;
    }
    if (first || !e.personal || !state.personal) return;
    fill_in(state.personal->phone, e.personal->phone);
    fill_in(state.personal->subscriber, e.personal->subscriber);
    fill_in(state.personal->recording, e.personal->recording);
    keep_locations(state.personal->locations, e.personal->locations);
  }

  void operator()(const call_back_tried& e) const {
    ++state.call_backs;
    state.called_back = e.reached || state.call_backs >= state.call_back_tries;
  }

  void operator()(const call_location_taken& e) const { state.location = e.candidate; }
};

// The place in words, for whoever reads the incident.
std::string told_place(const candidate_location& one) {
  std::string out = "Place taken from " + one.source + ":";
  if (one.text) out += " " + *one.text;
  if (one.lat && one.lon) out += " " + std::to_string(*one.lat) + ", " + std::to_string(*one.lon);
  if (one.radius_m) out += " within " + std::to_string(std::lround(*one.radius_m)) + " m";
  return out;
}

// What it means to the incident: new facts of an open one, which is triaged again; to any other it is a note.
command news_of_place(const candidate_location& taken, const incident& on, const policy_pack& pack) {
  constexpr const char* quality = "location_quality";
  const auto words = told_place(taken);
  if (on.status != incident_status::open || !pack.facts.find(quality)) return add_note{words};
  add_facts_command out;
  out.facts = document(nlohmann::json{{quality, *place_of(taken).quality}});
  out.note = words;
  return out;
}

// The contact that a call opens by itself, with what it is known by.
take_contact contact_of(const call_record& call, const call_opening& opening, const document& history) {
  take_contact out;
  out.history = history;
  auto& contact = out.contact;
  contact.id = call.contact;
  contact.channel = call.channel;
  contact.received_at = call.first_at;
  contact.narrative = opening.narrative;
  contact.facts = document(nlohmann::json::parse(opening.facts));
  contact.location.district = call.district;
  contact.call_live = call.state == call_state::silent_solution;
  if (!call.personal) return out;
  contact.caller.phone = call.personal->phone;
  contact.caller.name = call.personal->subscriber;
  if (call.personal->locations.empty()) return out;
  const auto* taken = location_of(call);
  const auto district = contact.location.district;
  contact.location = place_of(taken != nullptr ? *taken : call.personal->locations.back());
  contact.location.district = district;
  return out;
}

} // namespace

call_record apply(call_record state, const call_event& e) {
  ++state.version;
  visit(call_folder{state}, e);
  return state;
}

location place_of(const candidate_location& candidate) {
  location out;
  out.text = candidate.text;
  out.lat = candidate.lat;
  out.lon = candidate.lon;
  out.radius_m = candidate.radius_m;
  out.quality = candidate.lat ? "radius" : "address_unconfirmed";
  return out;
}

const candidate_location* location_of(const call_record& state) {
  if (!state.location || !state.personal || *state.location >= state.personal->locations.size()) return nullptr;
  return &state.personal->locations[*state.location];
}

bool is_live(const call_record& state) {
  return !state.over_at && (state.answered_at || has_been(state, call_state::silent_solution));
}

std::string_view standing(const call_record& state) {
  if (!state.over_at) return "live";
  if (state.called_back) return "called_back";
  return state.call_back_by ? "call_back" : "over";
}

call_outcome decide_call(
    const std::optional<call_record>& state, const uuid& id, const call_news& news, const std::optional<incident>& on,
    const context& context
) {
  const auto meaning = meant(state, news.state);
  if (told_before(state, news, meaning)) return call_decision{};
  call_told e;
  e.head = {id, context.now, context.actor.name};
  e.state = meaning;
  e.at = news.at;
  e.channel = state ? state->channel : news.channel;
  e.contact = state ? state->contact : context.next_id();
  e.district = news.district;
  e.agent = news.agent;
  e.relay = news.relay;
  e.personal = news.personal;
  call_decision out;
  const auto& rules = context.policy.day_one.calls;
  const auto channel = to_string(e.channel);
  const bool unattended = !on && !(state && state->incident);
  const auto* opening = unattended ? rules.find_opening(to_string(meaning), channel) : nullptr;
  if (opening != nullptr) {
    const auto so_far = triage::apply(state.value_or(call_record{}), e);
    auto opened = decide(std::nullopt, contact_of(so_far, *opening, news.history), context);
    if (!opened) return std::unexpected(std::move(opened.error()));
    if (opened->incident) e.incident = opened->incident->id;
    out.on_incident = std::move(*opened);
  } else if (over(meaning) && on) {
    auto ended = decide(on, end_call{e.contact}, context);
    if (!ended) return std::unexpected(std::move(ended.error()));
    if (!ended->events.empty()) out.on_incident = std::move(*ended);
  } else if (meaning == call_state::abandoned && unattended) {
    if (const auto* rule = rules.find_call_back(channel)) {
      e.call_back_by = context.now + rule->within;
      e.call_back_tries = rule->tries;
    }
  }
  out.event = std::move(e);
  return out;
}

call_outcome decide_call_back(const call_record& state, bool reached, const context& context) {
  if (auto no = check_person(context, "record a call-back")) return std::unexpected(*std::move(no));
  if (standing(state) != "call_back") {
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "no_call_back",
        "Nobody waits to be called back on this call.",
        "Nothing is left to do; an incident has its own task.",
        {}
    });
  }
  return call_decision{call_back_tried{{state.id, context.now, context.actor.name}, reached}, std::nullopt};
}

call_outcome decide_location(
    const call_record& state, std::uint32_t candidate, const std::optional<incident>& on, const context& context
) {
  if (auto no = check_person(context, "say where the caller is")) return std::unexpected(*std::move(no));
  if (!state.personal || candidate >= state.personal->locations.size()) {
    const std::string detail = "Nobody has told of such a place on this call.";
    return std::unexpected(refusal{
        refusal_kind::not_found,
        "unknown_candidate",
        detail,
        "Read the call; its places are numbered from 0.",
        {{"/candidate", "unknown_candidate", detail, {}, {}}}
    });
  }
  if (state.location == candidate) return call_decision{};
  call_decision out;
  if (on) {
    auto told = decide(on, news_of_place(state.personal->locations[candidate], *on, context.policy), context);
    if (!told) return std::unexpected(std::move(told.error()));
    out.on_incident = std::move(*told);
  }
  out.event = call_location_taken{{state.id, context.now, context.actor.name}, candidate};
  return out;
}

} // namespace frontdoor::triage
