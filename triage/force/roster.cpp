#include "triage/force/roster.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/refusing.hpp"
#include "triage/listed.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

struct span_of_time {
  timestamp from;
  timestamp to;
};

// What of [from, to) no duty covers; `duties` in the order of their begin.
std::vector<span_of_time> uncovered(const std::vector<const planned_duty*>& duties, timestamp from, timestamp to) {
  std::vector<span_of_time> out;
  auto reached = from;
  for (const auto* one : duties) {
    if (one->to <= reached) continue;
    if (one->from >= to) break;
    if (one->from > reached) out.push_back({reached, one->from});
    reached = one->to;
  }
  if (reached < to) out.push_back({reached, to});
  return out;
}

std::vector<span_of_time> joined_spans(std::vector<span_of_time> all) {
  std::ranges::sort(all, {}, &span_of_time::from);
  std::vector<span_of_time> out;
  for (const auto& one : all) {
    if (!out.empty() && one.from <= out.back().to)
      out.back().to = std::max(out.back().to, one.to);
    else
      out.push_back(one);
  }
  return out;
}

// When nobody is planned for the post in a pod (none: for the whole force).
std::vector<span_of_time> unfilled(
    const roster& state, const std::string& post, const pod_rule* pod, const std::vector<pod_rule>& pods,
    timestamp from, timestamp to
) {
  const auto spans_for = [&](const std::string* district) {
    std::vector<const planned_duty*> fitting;
    for (const auto& one : state.duties) {
      const bool there = district == nullptr ? !one.area : is_for(one, *district, pods);
      if (one.post == post && there) fitting.push_back(&one);
    }
    return uncovered(fitting, from, to);
  };
  if (pod == nullptr) return spans_for(nullptr);
  std::vector<span_of_time> all; // a pod lacks the post as soon as one of its districts does
  for (const auto& district : pod->districts)
    std::ranges::move(spans_for(&district), std::back_inserter(all));
  return joined_spans(std::move(all));
}

// A gap that runs is found from now on: where it was named before, it began when it did then.
roster_gap since_its_begin(roster_gap found, const std::vector<named_gap>& named, timestamp now) {
  if (found.from > now) return found;
  const auto before = std::ranges::find_if(named, [&](const named_gap& one) {
    return one.gap.post == found.post && one.gap.area == found.area && one.gap.to == found.to && one.gap.from <= now;
  });
  return before == named.end() ? found : before->gap;
}

// Those to be named now, and when the next one comes near.
void name_gaps(side_decision<roster_event>& made, const roster& state, const rules& force, const context& context) {
  if (!state.planned_to) return;
  const auto near = context.now + force.roster.notice;
  const auto far = std::max(*state.planned_to, near) + std::chrono::microseconds(1);
  roster_gaps_named e{head_of(state.id, context), {}, force.roster.tell, std::nullopt};
  for (auto& one : gaps_in(state, context.now, far, force)) {
    if (one.from <= near)
      e.gaps.push_back(since_its_begin(std::move(one), state.gaps, context.now));
    else
      e.look_at = e.look_at ? std::min(*e.look_at, one.from - force.roster.notice) : one.from - force.roster.notice;
  }
  const bool look_is_over = state.look_at && *state.look_at <= context.now;
  if (std::ranges::equal(state.gaps, e.gaps, {}, &named_gap::gap) && e.look_at == state.look_at && !look_is_over)
    return;
  made.events.emplace_back(std::move(e));
}

// Two who plan at once must not undo each other unseen. A gap that was named or a shift that began since is no plan,
// and nobody's is the older for it.
refused check_decided_on(const std::optional<roster>& state, const std::optional<std::uint32_t>& decided_on) {
  const auto version = state ? state->version : 0U;
  const auto planned = state ? state->planned_version : 0U;
  if (!decided_on || (planned <= *decided_on && *decided_on <= version)) return std::nullopt;
  return refusal{
      refusal_kind::stale,
      "stale_version",
      "The roster is at version " + std::to_string(version) + "; this was decided on version " +
          std::to_string(*decided_on) + ".",
      "Read the roster again, and decide on what stands there now.",
      {}
  };
}

bool is_area(const std::string& area, const rules& force) {
  if (find_pod(force.pods, area) != nullptr || pod_of_district(force.pods, area) != nullptr) return true;
  return std::ranges::find(force.units, area, &unit_rule::district) != force.units.end();
}

void check_duty(
    faults& found, const planned_duty& one, const std::string& at, const plan_roster& command, const rules& force,
    const context& context
) {
  const auto& posts = context.policy.working.posts;
  if (context.policy.working.find_post(one.post) == nullptr)
    found.push_back(
        {at + "/post", "unknown_post", "The policy has no such post.", use_one_of(posts, &duty_post::code), {}}
    );
  if (one.area && !is_area(*one.area, force))
    found.push_back(
        {at + "/area",
         "unknown_area",
         "The force has no such pod or district.",
         use_one_of(force.pods, &pod_rule::code) + " Or name one of their districts.",
         {}}
    );
  if (one.to <= one.from)
    found.push_back({at + "/to", "out_of_range", "The duty is over before it begins.", "Give a later end.", {}});
  if (one.from < command.from || one.from >= command.to)
    found.push_back(
        {at + "/from",
         "out_of_range",
         "The duty begins outside the time that is planned here.",
         "Plan a time that holds all that begins in it.",
         {}}
    );
}

faults faults_of(const plan_roster& command, const rules& force, const context& context) {
  faults found;
  if (command.to <= command.from || command.to - command.from > roster_window_max)
    found.push_back({"/to", "out_of_range", "This is no time that can be planned at once.", "Plan 62 days at most.", {}}
    );
  if (command.to <= context.now)
    found.push_back({"/to", "out_of_range", "This time is over.", "Plan what is still to come.", {}});
  using key = std::tuple<std::string, std::optional<std::string>, std::string, timestamp>;
  std::set<key> seen;
  for (std::size_t i = 0; i < command.duties.size(); ++i) {
    const auto& one = command.duties[i];
    const auto at = "/duties/" + std::to_string(i);
    check_duty(found, one, at, command, force, context);
    if (!seen.emplace(one.post, one.area, one.person, one.from).second)
      found.push_back({at, "duplicate_duty", "This duty is listed twice.", "Leave one of them out.", {}});
  }
  return found;
}

// What was over when the last shift began is not begun any more.
bool is_to_begin(const roster& state, const planned_duty& one) {
  if (!state.begun_to || one.from > *state.begun_to) return true;
  return one.to > *state.begun_to &&
         std::ranges::none_of(state.begun, [&](const taken_over& begun) { return is_same_duty(begun.duty, one); });
}

} // namespace

bool is_same_duty(const planned_duty& a, const planned_duty& b) {
  return std::tie(a.post, a.area, a.person, a.from, a.on_call) == std::tie(b.post, b.area, b.person, b.from, b.on_call);
}

bool is_for(const planned_duty& one, const std::string& district, const std::vector<pod_rule>& pods) {
  if (!one.area || *one.area == district) return true;
  const auto* pod = find_pod(pods, *one.area);
  return pod != nullptr && contains(pod->districts, district);
}

std::vector<wanted_post> wanted_posts(const rules& force) {
  std::vector<wanted_post> out;
  for (const auto& post : force.roster.posts)
    out.push_back({post, std::nullopt});
  for (const auto& pod : force.pods) {
    for (const auto& post : pod.posts)
      out.push_back({post, pod.code});
  }
  return out;
}

std::vector<roster_gap> gaps_in(const roster& state, timestamp now, timestamp until, const rules& force) {
  std::vector<roster_gap> out;
  if (!state.planned_to) return out;
  for (const auto& wanted : wanted_posts(force)) {
    const auto* pod = wanted.area ? find_pod(force.pods, *wanted.area) : nullptr;
    for (const auto& one : unfilled(state, wanted.post, pod, force.pods, now, until)) {
      const auto to = one.to == until ? std::nullopt : std::optional(one.to);
      out.push_back({wanted.post, wanted.area, one.from, to});
    }
  }
  return out;
}

std::optional<timestamp> next_shift(const roster& state) {
  std::optional<timestamp> out;
  for (const auto& one : state.duties) {
    if (is_to_begin(state, one)) out = out ? std::min(*out, one.from) : one.from;
  }
  return out;
}

std::vector<planned_duty> beginning_at(const roster& state, timestamp at) {
  std::vector<planned_duty> out;
  std::ranges::copy_if(state.duties, std::back_inserter(out), [&](const planned_duty& one) {
    return one.from == at && is_to_begin(state, one);
  });
  return out;
}

std::vector<timer> timers(const roster& state) {
  std::vector<timer> out;
  if (const auto at = next_shift(state)) out.push_back({roster_shift_timer, *at, state.version});
  if (state.look_at) out.push_back({"gaps", *state.look_at, state.version});
  return out;
}

plan_roster plan_roster_from_json(const json& body) {
  plan_roster out;
  out.from = time_of(body, "from").value_or(timestamp{});
  out.to = time_of(body, "to").value_or(timestamp{});
  for (const auto& one : body.at("duties")) {
    planned_duty duty;
    duty.post = text_of(one, "post").value_or("");
    duty.area = text_of(one, "area");
    duty.person = text_of(one, "person").value_or("");
    duty.from = time_of(one, "from").value_or(timestamp{});
    duty.to = time_of(one, "to").value_or(timestamp{});
    duty.on_call = one.value("on_call", false);
    out.duties.push_back(std::move(duty));
  }
  return out;
}

roster_outcome plan(
    const std::optional<roster>& state, const uuid& id, const plan_roster& command, const rules& force,
    const context& context
) {
  if (auto no = check_person(context, "plan the roster")) return std::unexpected(*std::move(no));
  if (auto no = check_decided_on(state, command.decided_on)) return std::unexpected(*std::move(no));
  if (auto found = faults_of(command, force, context); !found.empty()) {
    const auto first = found.front();
    return std::unexpected(refusal{refusal_kind::invalid, first.code, first.detail, first.remedy, std::move(found)});
  }
  side_decision<roster_event> made;
  made.events.emplace_back(roster_planned{head_of(id, context), command.from, command.to, command.duties});
  const auto after = force::apply(state.value_or(roster{}), made.events.front());
  if (after.duties.size() > roster_duties_max)
    return std::unexpected(conflict(
        "too_many_duties",
        std::to_string(after.duties.size()) + " duties would stand; " + std::to_string(roster_duties_max) + " can.",
        "Plan a shorter time ahead."
    ));
  name_gaps(made, after, force, context);
  return made;
}

taken_over take_over(planned_duty duty, std::vector<waiting> all, std::size_t most) {
  taken_over out{std::move(duty), {}, 0};
  for (const auto& one : in_order(std::move(all))) {
    if (out.incidents.size() < most)
      out.incidents.push_back(one.incident);
    else
      ++out.more;
  }
  return out;
}

roster_outcome begin_shift(
    const roster& state, timestamp at, std::vector<taken_over> told, const rules& force, const context& context
) {
  side_decision<roster_event> made;
  if (next_shift(state) != at || at > context.now) return made;
  // Whoever was taken off since is told nothing; whoever was put on since comes on next.
  const auto beginning = beginning_at(state, at);
  std::erase_if(told, [&](const taken_over& one) {
    return std::ranges::none_of(beginning, [&](const planned_duty& duty) { return is_same_duty(duty, one.duty); });
  });
  made.events.emplace_back(roster_shift_began{head_of(state.id, context), at, std::move(told)});
  name_gaps(made, force::apply(state, made.events.front()), force, context);
  return made;
}

roster_outcome look_for_gaps(const roster& state, const rules& force, const context& context) {
  side_decision<roster_event> made;
  name_gaps(made, state, force, context);
  return made;
}

} // namespace frontdoor::triage::force
