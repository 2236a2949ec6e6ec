#include "generators.hpp"

#include <rapidcheck.h>

namespace frontdoor::triage::testing {

namespace {

contact marked_contact(const nlohmann::json& facts, unsigned number) {
  auto out = contact_with(facts, number);
  out.external_ref = personal_marker + "-ref";
  out.caller = {personal_marker + "-phone", personal_marker + "-name", personal_marker + "-role"};
  out.location.text = personal_marker + "-place";
  out.location.uprn = personal_marker + "-uprn";
  out.location.postcode = personal_marker + "-postcode";
  out.location.lat = 53.123456789;
  out.location.lon = -2.123456789;
  out.location.radius_m = 40;
  out.subjects = {{personal_marker + "-subject", personal_marker, personal_marker, personal_marker}};
  out.narrative = personal_marker + " said this.";
  return out;
}

} // namespace

nlohmann::json arbitrary_facts() {
  nlohmann::json out = nlohmann::json::object();
  const auto sometimes = [] { return *rc::gen::inRange(0, 3) == 0; };
  if (sometimes()) out["weapon"] = *rc::gen::element<std::string>("none", "implied", "seen", "used", "unknown");
  if (sometimes()) out["suspect_present"] = *rc::gen::arbitrary<bool>();
  if (sometimes()) out["life_threat"] = *rc::gen::element<std::string>("none", "possible", "immediate", "withheld");
  if (sometimes()) out["relationship"] = *rc::gen::element<std::string>("none", "partner", "neighbour", "stranger");
  if (sometimes()) out["domestic"] = *rc::gen::arbitrary<bool>();
  if (sometimes()) {
    using words = std::vector<std::string>;
    out["vulnerability"] = *rc::gen::element(words{}, words{"child"}, words{"elderly"}, words{"child", "elderly"});
  }
  if (sometimes()) out["in_progress"] = *rc::gen::arbitrary<bool>();
  if (sometimes()) out["caller_age"] = *rc::gen::inRange(0, 100);
  return out;
}

std::vector<step> arbitrary_steps() {
  const auto count = static_cast<std::size_t>(*rc::gen::inRange(1, 14));
  std::vector<step> out(count);
  for (auto& one : out) {
    using enum step::kind;
    one.what = *rc::gen::element(join, join, update, grade, grade, note, acknowledge, acknowledge_earlier, fire, wait);
    one.facts = arbitrary_facts();
    one.grade = *rc::gen::element<std::string>("1", "2", "3", "4", "5", "6");
    one.own_grade = *rc::gen::inRange(0, 4) == 0;
    one.who = *rc::gen::inRange(0u, 4u);
    one.seconds = *rc::gen::inRange(0u, 120u);
  }
  out.front().what = step::kind::take;
  return out;
}

std::optional<std::expected<decision, refusal>> take(story& incident, const step& next, unsigned number) {
  const std::vector<actor> who{person("user:ann"), person("user:bob"), integrator(), machine()};
  incident.by(who.at(next.who)).at(incident.now() + std::chrono::seconds(next.seconds));
  const grade_choice choice{next.grade, "some_reason", personal_marker + " because"};
  take_contact contact{marked_contact(next.facts, number), std::nullopt, std::nullopt, std::nullopt};
  if (next.own_grade) contact.grade = choice;
  const auto dispatch = incident.state() ? incident.the_incident().dispatch : std::nullopt;
  switch (next.what) {
  case step::kind::update:
    contact.contact_only = contact_outcome::update_given;
    [[fallthrough]];
  case step::kind::join:
    if (incident.state()) contact.incident = incident.the_incident().id;
    [[fallthrough]];
  case step::kind::take:
    return incident.when(contact);
  case step::kind::grade:
    return incident.when(set_grade{choice});
  case step::kind::note:
    return incident.when(add_note{personal_marker + " note"});
  case step::kind::acknowledge:
    return incident.when(acknowledge_dispatch{dispatch ? dispatch->id : id(9)});
  case step::kind::acknowledge_earlier: {
    const bool any = incident.state() && !incident.the_incident().superseded_dispatches.empty();
    return incident.when(acknowledge_dispatch{any ? incident.the_incident().superseded_dispatches.front() : id(9)});
  }
  case step::kind::fire: {
    const auto pending = incident.state() ? timers(incident.the_incident()) : std::vector<timer>{};
    if (pending.empty()) return incident.when(fire_timer{"acknowledge:" + id(9).to_string(), 3});
    return incident.when(fire_timer{pending[0].key, pending[0].generation});
  }
  case step::kind::wait:
    return std::nullopt;
  }
  return std::nullopt;
}

} // namespace frontdoor::triage::testing
