#include "triage/policy/ladder_rules.hpp"

#include <algorithm>
#include <array>

#include "triage/contains.hpp"
#include "triage/policy/pack.hpp"
#include "triage/policy/working_entry.hpp"
#include "triage/policy/working_rules.hpp"

namespace frontdoor::triage {

namespace {

using std::chrono::microseconds;

constexpr std::array<std::string_view, 5> condition_codes{
    "unresolved", "unallocated", "not_moving", "not_arrived", "not_voiced"
};
constexpr std::array<std::string_view, 4> clock_codes{"received", "allocate", "arrive", "accepted"};

template <typename Enum, std::size_t Count>
std::optional<Enum> parse(const std::array<std::string_view, Count>& codes, std::string_view text) {
  const auto found = std::ranges::find(codes, text);
  if (found == codes.end()) return std::nullopt;
  return static_cast<Enum>(found - codes.begin());
}

std::vector<std::string>
read_ladder_grades(const working_entry& from, const char* key, const std::vector<std::string>& grades) {
  auto out = from.texts(key);
  for (const auto& grade : out) {
    if (!contains(grades, grade)) from.add(key, "unknown_grade", "the pack has no grade \"" + grade + "\"");
  }
  if (out.empty()) from.add(key, "missing", "grades are needed here");
  return out;
}

void check_post(const working_entry& from, const char* key, const std::string& post, const working_rules& rules) {
  if (!post.empty() && rules.find_post(post) == nullptr)
    from.add(key, "unknown_post", "there is no post \"" + post + "\"");
}

ladder_rung read_rung(const working_entry& from, const std::vector<std::string>& grades, const working_rules& rules) {
  from.check_keys({"code", "text", "grades", "to", "condition", "clock", "after", "repeat"});
  ladder_rung out;
  out.code = from.text("code");
  out.text = from.text("text");
  out.grades = read_ladder_grades(from, "grades", grades);
  out.to = from.text("to");
  check_post(from, "to", out.to, rules);
  const auto condition = parse_ladder_condition(from.text("condition"));
  if (!condition) from.add("condition", "unknown_code", "there is no such condition");
  out.condition = condition.value_or(ladder_condition::unresolved);
  const auto clock = parse_ladder_clock(from.text("clock"));
  if (!clock) from.add("clock", "unknown_code", "there is no such clock");
  out.clock = clock.value_or(ladder_clock::received);
  if (out.clock == ladder_clock::accepted && out.condition != ladder_condition::not_moving)
    from.add("clock", "unknown_code", "only \"not_moving\" counts from a unit's acceptance");
  if (out.condition == ladder_condition::not_moving && out.clock != ladder_clock::accepted)
    from.add("clock", "unknown_code", "\"not_moving\" counts from a unit's acceptance: \"accepted\"");
  out.after = from.duration("after");
  out.repeat = from.duration("repeat");
  return out;
}

ladder_pace read_pace(const working_entry& from, const std::vector<std::string>& grades, const working_rules& rules) {
  from.check_keys(
      {"grades", "acknowledge_within", "review_within", "warn_at_percent", "target_watched", "cover_within",
       "shift_change_to"}
  );
  ladder_pace out;
  out.grades = read_ladder_grades(from, "grades", grades);
  out.acknowledge_within = from.duration("acknowledge_within");
  out.review_within = from.duration("review_within");
  for (const auto& [key, time] :
       {std::pair("acknowledge_within", out.acknowledge_within), std::pair("review_within", out.review_within)}) {
    if (time <= microseconds(0)) from.add(key, "out_of_range", "some time is needed here");
  }
  if (from.has("warn_at_percent")) {
    out.warn_at_percent = from.count("warn_at_percent", 0);
    if (*out.warn_at_percent < 1 || *out.warn_at_percent > 99)
      from.add("warn_at_percent", "out_of_range", "it is a share of the time: 1 to 99");
  }
  out.target_watched = from.flag("target_watched");
  if (from.has("cover_within")) out.cover_within = from.duration("cover_within");
  out.shift_change_to = from.optional_text("shift_change_to");
  check_post(from, "shift_change_to", out.shift_change_to, rules);
  return out;
}

// A rung without a pace would be told once and then never again.
void check_paces(const working_entry& from, const ladder_rules& rules) {
  for (const auto& rung : rules.rungs) {
    for (const auto& grade : rung.grades) {
      if (rules.pace_of(grade) == nullptr)
        from.add("paces", "missing", "grade \"" + grade + "\" has a rung and needs a pace");
    }
  }
}

// The attendance clock's reading when a rung's own clock begins; none where the grade has no such clock, or where it
// begins with something that has not happened.
std::optional<microseconds> begins(ladder_clock clock, const grade_definition& grade) {
  if (clock == ladder_clock::allocate) return grade.allocate_by;
  if (clock == ladder_clock::arrive) return grade.arrive_by;
  if (clock == ladder_clock::received) return microseconds(0);
  return std::nullopt;
}

} // namespace

std::string_view to_string(ladder_condition value) {
  return condition_codes.at(static_cast<std::size_t>(value));
}
std::optional<ladder_condition> parse_ladder_condition(std::string_view text) {
  return parse<ladder_condition>(condition_codes, text);
}
std::string_view to_string(ladder_clock value) {
  return clock_codes.at(static_cast<std::size_t>(value));
}
std::optional<ladder_clock> parse_ladder_clock(std::string_view text) {
  return parse<ladder_clock>(clock_codes, text);
}

const ladder_pace* ladder_rules::pace_of(std::string_view grade) const {
  const auto found = std::ranges::find_if(paces, [&](const ladder_pace& one) { return contains(one.grades, grade); });
  return found == paces.end() ? nullptr : &*found;
}

const ladder_rung* ladder_rules::find(std::string_view code) const {
  const auto found = std::ranges::find(rungs, code, &ladder_rung::code);
  return found == rungs.end() ? nullptr : &*found;
}

const std::string& ladder_rules::after(const std::string& post) const {
  const auto found = std::ranges::find(climb, post);
  if (found == climb.end() || found + 1 == climb.end()) return post;
  return *(found + 1);
}

bool ladder_rules::voiced(std::string_view grade) const {
  return contains(voice_grades, grade);
}

microseconds warning_after(const ladder_pace& pace, microseconds arrive_within) {
  return arrive_within * pace.warn_at_percent.value_or(100) / 100;
}

std::optional<microseconds> ladder_rules::first_due(const grade_definition& grade) const {
  std::optional<microseconds> out;
  const auto earliest = [&out](microseconds at) { out = out ? std::min(*out, at) : at; };
  for (const auto& rung : rungs) {
    if (!contains(rung.grades, grade.code)) continue;
    if (const auto from = begins(rung.clock, grade)) earliest(*from + rung.after);
  }
  const auto* pace = pace_of(grade.code);
  if (pace != nullptr && grade.arrive_by) {
    if (pace->target_watched) earliest(*grade.arrive_by);
    if (pace->warn_at_percent) earliest(warning_after(*pace, *grade.arrive_by));
  }
  return out;
}

ladder_rules
read_ladder_rules(const working_entry& from, const std::vector<std::string>& grades, const working_rules& rules) {
  from.check_keys(
      {"rungs", "paces", "climb", "repeat_at_most", "quiet_facts", "voice_grades", "unit_reasons", "unresourced_reasons"
      }
  );
  ladder_rules out;
  from.list("rungs", [&](const working_entry& one) {
    auto rung = read_rung(one, grades, rules);
    if (out.find(rung.code) != nullptr) one.add("code", "duplicate", "this rung is listed twice");
    out.rungs.push_back(std::move(rung));
  });
  from.list("paces", [&](const working_entry& one) { out.paces.push_back(read_pace(one, grades, rules)); });
  out.climb = from.texts("climb");
  for (const auto& post : out.climb)
    check_post(from, "climb", post, rules);
  out.repeat_at_most = from.duration("repeat_at_most");
  if (out.repeat_at_most <= microseconds(0)) from.add("repeat_at_most", "out_of_range", "some time is needed here");
  out.quiet_facts = from.texts("quiet_facts");
  if (from.has("voice_grades")) out.voice_grades = read_ladder_grades(from, "voice_grades", grades);
  out.unit_reasons = read_codes(from, "unit_reasons");
  out.unresourced_reasons = read_codes(from, "unresourced_reasons");
  check_paces(from, out);
  return out;
}

} // namespace frontdoor::triage
