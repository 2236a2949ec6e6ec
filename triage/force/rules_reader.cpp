#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/force/rules.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/time.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 10> kind_codes{"emergency",  "available", "rest",        "en_route", "at_scene",
                                                      "divertible", "committed", "unavailable", "off",      "message"};

// Reads one object; collects what is wrong with it, each with its pointer.
class reader {
 public:
  reader(const json& value, std::string at, const std::string& file, faults& found)
      : value_(value), at_(std::move(at)), file_(file), found_(found) {
    if (!value_.is_object()) fail("", "wrong_type", "An object stands here.");
  }

  void fail(const std::string& name, const char* code, std::string detail) const {
    found_.push_back({name.empty() ? at_ : at_ + "/" + name, code, std::move(detail), {}, file_});
  }

  std::string text(const char* name) const {
    auto read = text_of(value_, name);
    if (!read || read->empty()) fail(name, "missing", "A text stands here.");
    return std::move(read).value_or("");
  }

  std::uint32_t number(const char* name, std::uint32_t lowest, std::uint32_t highest) const {
    const json* member = member_of(value_, name);
    const bool fits = member != nullptr && member->is_number_unsigned() && *member >= lowest && *member <= highest;
    if (fits) return member->get<std::uint32_t>();
    fail(
        name, "wrong_type",
        "A whole number from " + std::to_string(lowest) + " to " + std::to_string(highest) + " stands here."
    );
    return lowest;
  }

  std::chrono::microseconds duration(const char* name) const {
    const auto written = text_of(value_, name);
    const auto read = written ? parse_duration(*written) : std::nullopt;
    if (!read || *read <= std::chrono::microseconds(0)) {
      fail(name, "bad_duration", "A duration longer than none is written like PT40M.");
      return {};
    }
    return *read;
  }

  std::vector<std::string> texts(const char* name) const {
    std::vector<std::string> out;
    const json* member = member_of(value_, name);
    if (member == nullptr) return out;
    if (!member->is_array()) fail(name, "wrong_type", "A list stands here.");
    for (const auto& one : *member) {
      if (one.is_string())
        out.push_back(one.get<std::string>());
      else
        fail(name, "wrong_type", "Texts stand in this list.");
    }
    return out;
  }

  std::vector<coded_text> codes(const char* name) const {
    std::vector<coded_text> out;
    each(name, [&](const reader& one) {
      auto code = one.text("code");
      if (std::ranges::find(out, code, &coded_text::code) != out.end())
        one.fail("code", "duplicate", "This code is listed twice.");
      out.push_back({std::move(code), one.text("text")});
    });
    return out;
  }

  std::optional<point> place(const char* name) const {
    const json* member = member_of(value_, name);
    if (member == nullptr) return std::nullopt;
    const auto lat = number_of(*member, "lat");
    const auto lon = number_of(*member, "lon");
    if (!lat || !lon || *lat < -90 || *lat > 90 || *lon < -180 || *lon > 180) {
      fail(name, "out_of_range", "A place has lat and lon in degrees.");
      return std::nullopt;
    }
    return point{*lat, *lon};
  }

  template <typename Each> void each(const char* name, Each&& visit) const {
    const json* member = member_of(value_, name);
    if (member == nullptr) return;
    if (!member->is_array()) return fail(name, "wrong_type", "A list stands here.");
    for (std::size_t i = 0; i < member->size(); ++i)
      visit(reader((*member)[i], at_ + "/" + name + "/" + std::to_string(i), file_, found_));
  }

  reader inner(const char* name) const {
    static const json none = json::object();
    const json* member = member_of(value_, name);
    if (member == nullptr) fail(name, "missing", "This part is needed.");
    return {member == nullptr ? none : *member, at_ + "/" + name, file_, found_};
  }

 private:
  const json& value_;
  std::string at_;
  const std::string& file_;
  faults& found_;
};

void read_states(const reader& from, rules& out) {
  from.each("states", [&](const reader& one) {
    state_rule state;
    state.number = one.number("state", 0, state_number_max);
    state.code = one.text("code");
    state.text = one.text("text");
    const auto kind = std::ranges::find(kind_codes, one.text("kind"));
    if (kind == kind_codes.end())
      one.fail("kind", "unknown_code", "There is no such kind of state.");
    else
      state.kind = static_cast<state_kind>(kind - kind_codes.begin());
    if (out.find_state(state.number) != nullptr) one.fail("state", "duplicate", "This state is listed twice.");
    out.states.push_back(std::move(state));
  });
  const auto automatic = from.inner("automatic");
  const auto state_of = [&](const char* name) {
    const auto number = automatic.number(name, 0, state_number_max);
    if (out.find_state(number) == nullptr) automatic.fail(name, "unknown_state", "There is no such state.");
    return number;
  };
  out.state_assigned = state_of("assigned");
  out.state_en_route = state_of("en_route");
  out.state_at_scene = state_of("at_scene");
  out.state_released = state_of("released");
}

void read_units(const reader& from, rules& out) {
  out.skills = from.codes("skills");
  from.each("units", [&](const reader& one) {
    unit_rule unit;
    unit.unit = one.text("unit");
    unit.district = one.text("district");
    unit.talkgroup = one.text("talkgroup");
    unit.skills = one.texts("skills");
    unit.station = one.place("station");
    for (const auto& skill : unit.skills) {
      if (std::ranges::find(out.skills, skill, &coded_text::code) == out.skills.end())
        one.fail("skills", "unknown_skill", "There is no skill \"" + skill + "\".");
    }
    if (out.find_unit(unit.unit) != nullptr) one.fail("unit", "duplicate", "This unit is listed twice.");
    out.units.push_back(std::move(unit));
  });
}

travel_rules read_travel(const reader& from) {
  travel_rules out;
  out.detour_percent = from.number("detour_percent", 100, 500);
  from.each("areas", [&](const reader& one) {
    out.areas.push_back({one.text("code"), one.text("text"), one.number("speed_kmh", 1, 200), one.texts("districts")});
  });
  if (out.areas.empty()) from.fail("areas", "missing", "At least one kind of area is needed.");
  from.each("hours", [&](const reader& one) {
    hour_rule hour{one.number("from", 0, 23), one.number("to", 1, 24), one.number("speed_percent", 10, 200)};
    if (hour.from >= hour.to) one.fail("to", "out_of_range", "It ends after it begins, on the same day.");
    out.hours.push_back(hour);
  });
  out.position_fresh = from.duration("position_fresh");
  out.suggestions_max = from.number("suggestions_max", 1, 100);
  return out;
}

queue_rules read_queue(const reader& from) {
  queue_rules out;
  from.each("points", [&](const reader& one) {
    out.points.push_back({one.text("flag"), one.text("text"), one.number("points", 1, 1000)});
  });
  out.order_reasons = from.codes("order_reasons");
  out.reason_free_grades = from.texts("reason_free_grades");
  return out;
}

handover_rules read_handover(const reader& from) {
  handover_rules out;
  out.grades = from.texts("grades");
  out.flags = from.texts("flags");
  out.tasks = from.texts("tasks");
  out.accept_within = from.duration("accept_within");
  out.bounce_to = from.text("bounce_to");
  out.note_words_min = from.number("note_words_min", 1, 100);
  out.one_by_one_grades = from.texts("one_by_one_grades");
  return out;
}

surge_rules read_surge(const reader& from) {
  surge_rules out;
  out.queue_length = from.number("queue_length", 1, 100'000);
  out.oldest_waiting = from.duration("oldest_waiting");
  out.free_units = from.number("free_units", 0, 10'000);
  out.measures_min = from.number("measures_min", 1, 3);
  out.tell = from.text("tell");
  out.review_within = from.duration("review_within");
  out.waiters_shown = from.number("waiters_shown", 1, 100);
  return out;
}

// A force without pods has none.
std::vector<pod_rule> read_pods(const reader& from) {
  std::vector<pod_rule> out;
  from.each("pods", [&](const reader& one) {
    pod_rule pod{
        one.text("pod"), one.text("name"), one.texts("districts"), one.texts("talkgroups"), one.texts("posts")
    };
    if (find_pod(out, pod.code) != nullptr) one.fail("pod", "duplicate", "This pod is listed twice.");
    for (const auto& district : pod.districts) {
      if (const auto* other = pod_of_district(out, district))
        one.fail("districts", "duplicate", district + " is in the pod \"" + other->code + "\" already.");
    }
    for (const auto& talkgroup : pod.talkgroups) {
      if (const auto* other = pod_of_talkgroup(out, talkgroup))
        one.fail("talkgroups", "duplicate", talkgroup + " is in the pod \"" + other->code + "\" already.");
    }
    out.push_back(std::move(pod));
  });
  return out;
}

roster_rules read_roster_rules(const reader& from) {
  return {from.texts("posts"), from.duration("notice"), from.text("tell")};
}

} // namespace

std::string_view to_string(state_kind value) {
  return kind_codes.at(static_cast<std::size_t>(value));
}

const state_rule* rules::find_state(std::uint32_t number) const {
  const auto found = std::ranges::find(states, number, &state_rule::number);
  return found == states.end() ? nullptr : &*found;
}

const unit_rule* rules::find_unit(std::string_view unit) const {
  const auto found = std::ranges::find(units, unit, &unit_rule::unit);
  return found == units.end() ? nullptr : &*found;
}

std::uint32_t rules::state_after(unit_state step) const {
  switch (step) {
  case unit_state::assigned:
  case unit_state::accepted:
    return state_assigned;
  case unit_state::en_route:
    return state_en_route;
  case unit_state::at_scene:
    return state_at_scene;
  case unit_state::refused:
  case unit_state::resulted:
  case unit_state::released:
    break;
  }
  return state_released;
}

std::string rules::skill_text(const std::string& skill) const {
  const auto found = std::ranges::find(skills, skill, &coded_text::code);
  return found == skills.end() ? skill : found->text;
}

std::expected<rules, faults> read_rules(const json& document, const std::string& file) {
  faults found;
  rules out;
  const reader whole(document, "", file, found);
  read_states(whole, out);
  read_units(whole, out);
  out.status_reasons = whole.codes("status_reasons");
  out.diversion_reasons = whole.codes("diversion_reasons");
  out.travel = read_travel(whole.inner("travel"));
  out.queue = read_queue(whole.inner("queue"));
  out.handover = read_handover(whole.inner("handover"));
  out.surge = read_surge(whole.inner("surge"));
  out.pods = read_pods(whole);
  out.roster = read_roster_rules(whole.inner("roster"));
  if (!found.empty()) return std::unexpected(std::move(found));
  return out;
}

json to_json(const state_rule& one) {
  return object_of(
      field{"state", one.number}, field{"code", one.code}, field{"text", one.text}, field{"kind", to_string(one.kind)}
  );
}

} // namespace frontdoor::triage::force
