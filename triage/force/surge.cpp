#include "triage/force/surge.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "triage/incident/climbing.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

refusal refused_as(refusal_kind kind, const char* code, std::string detail, std::string remedy) {
  return {kind, code, std::move(detail), std::move(remedy), {}};
}

// Whoever may act for the post, or records what its officer said.
std::optional<refusal>
check_answer(const surge_state& state, const acknowledge_surge& command, const context& context) {
  if (command.officer) return check_recorded(context, *command.officer);
  const auto* post = context.policy.working.find_post(state.to);
  const bool own = post != nullptr && std::ranges::find(post->roles, context.actor.role) != post->roles.end();
  if (own) return std::nullopt;
  return refused_as(
      refusal_kind::forbidden, "escalation_not_yours",
      "This was told to the " + (post == nullptr ? state.to : post->name) + ".",
      "Reach that post by radio or phone, and record its officer's name."
  );
}

// When time alone makes it a surge: all others that it needs hold already.
std::optional<timestamp> surge_by_waiting(const surge_measures& now, const surge_rules& rules, timestamp at) {
  if (!now.oldest_since || now.over.size() + 1 < rules.measures_min) return std::nullopt;
  const auto too_long = *now.oldest_since + rules.oldest_waiting;
  return too_long > at ? std::optional(too_long) : std::nullopt;
}

// A look that stands earlier than it need be is left: it finds out.
void plan_look(
    side_decision<surge_event>& made, const uuid& id, std::optional<timestamp> standing, const surge_measures& now,
    const surge_rules& rules, const context& context
) {
  const auto wanted = surge_by_waiting(now, rules, context.now);
  const bool over = standing && *standing <= context.now;
  const bool sooner = wanted && (!standing || *wanted < *standing);
  if (over || sooner) made.events.emplace_back(surge_look_planned{head_of(id, context), wanted});
}

} // namespace

std::vector<timer> timers(const surge_state& state) {
  const auto& at = state.active ? state.review_at : state.look_at;
  if (!at) return {};
  return {{state.active ? "review" : "look", *at, state.version}};
}

surge_measures measure(
    const std::vector<timestamp>& waiting_since, std::uint32_t free_units, timestamp now, const surge_rules& rules
) {
  surge_measures out;
  out.waiting = static_cast<std::uint32_t>(waiting_since.size());
  out.free_units = free_units;
  if (!waiting_since.empty()) out.oldest_since = std::ranges::min(waiting_since);
  if (out.waiting >= rules.queue_length) out.over.emplace_back("queue_length");
  if (out.oldest_since && now - *out.oldest_since >= rules.oldest_waiting) out.over.emplace_back("oldest_waiting");
  if (out.waiting > 0 && free_units <= rules.free_units) out.over.emplace_back("free_units");
  return out;
}

bool is_surge(const surge_measures& measures, const surge_rules& rules) {
  return measures.over.size() >= rules.measures_min;
}

surge_outcome watch_surge(
    const std::optional<surge_state>& state, const uuid& id, const surge_measures& now, const surge_rules& rules,
    const context& context
) {
  side_decision<surge_event> made;
  const bool so = is_surge(now, rules);
  const bool active = state && state->active;
  const auto review_at = context.now + rules.review_within;
  if (!active) {
    if (so)
      made.events.emplace_back(surge_told{head_of(id, context), now, rules.tell, review_at, false});
    else
      plan_look(made, id, state ? state->look_at : std::nullopt, now, rules, context);
    return made;
  }
  if (state->review_at && context.now < *state->review_at) return made; // told already
  if (so) {
    made.events.emplace_back(surge_told{head_of(id, context), now, state->to, review_at, true});
    return made;
  }
  made.events.emplace_back(surge_ended{head_of(id, context)});
  plan_look(made, id, std::nullopt, now, rules, context);
  return made;
}

surge_outcome acknowledge(
    const std::optional<surge_state>& state, const acknowledge_surge& command, const surge_rules& rules,
    const context& context
) {
  if (auto no = check_person(context, "acknowledge this")) return std::unexpected(*std::move(no));
  if (!state || !state->active)
    return std::unexpected(refused_as(refusal_kind::conflict, "no_surge", "No surge stands.", "Nothing is left to do.")
    );
  if (auto no = check_answer(*state, command, context)) return std::unexpected(*std::move(no));
  const auto latest = context.now + rules.review_within;
  if (command.review_at && (*command.review_at <= context.now || *command.review_at > latest)) {
    const std::string detail = "It is not a time at which this can be looked at again.";
    const std::string remedy = "Take one from now to " + to_iso8601(rules.review_within) + " ahead, or leave it out.";
    return std::unexpected(refusal{
        refusal_kind::invalid, "out_of_range", detail, remedy, {{"/review_at", "out_of_range", detail, remedy, {}}}
    });
  }
  side_decision<surge_event> made;
  if (state->acknowledged_by == context.actor.name) return made;
  if (state->acknowledged_by)
    return std::unexpected(refused_as(
        refusal_kind::conflict, "already_acknowledged", *state->acknowledged_by + " has acknowledged it.",
        "Nothing is left to do."
    ));
  surge_acknowledged e;
  e.head = head_of(state->id, context);
  e.review_at = command.review_at.value_or(latest);
  if (command.officer) {
    e.means = command.officer->means;
    e.personal = sealed_words{command.officer->name};
  }
  made.events.emplace_back(std::move(e));
  return made;
}

json to_json(
    const std::optional<surge_state>& state, const surge_measures& now, const surge_rules& rules, timestamp at
) {
  json oldest;
  if (now.oldest_since) oldest = std::chrono::floor<std::chrono::seconds>(at - *now.oldest_since).count();
  json out = object_of(
      field{"active", state && state->active}, field{"waiting", now.waiting},
      field{"oldest_waiting_s", std::move(oldest)}, field{"free_units", now.free_units}, field{"over", now.over},
      field{"told", json()}
  );
  out["thresholds"] = object_of(
      field{"queue_length", rules.queue_length}, field{"oldest_waiting", to_iso8601(rules.oldest_waiting)},
      field{"free_units", rules.free_units}, field{"measures_min", rules.measures_min}
  );
  if (!state || !state->active) return out;
  out["told"] = object_of(
      field{"to", state->to}, field{"began_at", time_or_null(state->began_at)},
      field{"told_at", time_or_null(state->told_at)}, field{"review_at", time_or_null(state->review_at)},
      field{"acknowledged_by", value_or_null(state->acknowledged_by)},
      field{"acknowledged_at", time_or_null(state->acknowledged_at)}
  );
  return out;
}

} // namespace frontdoor::triage::force
