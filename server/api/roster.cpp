#include "server/api/roster.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api/board_reading.hpp"
#include "server/api/command_endpoint.hpp"
#include "server/api/duty.hpp"
#include "server/api/incident_commands.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/clock/local_day.hpp"
#include "server/command/timer_firing.hpp"
#include "server/db/hash_chain.hpp"
#include "triage/incident/incident.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
namespace force = triage::force;
using command::planned_roster_runner;
using nlohmann::json;

namespace {

using shared_plan = std::shared_ptr<planned_roster_services>;

const force::rules& force_of(const shared_plan& p) {
  return p->room->units->units.force();
}

services& services_of(const shared_plan& p) {
  return p->room->units->s;
}

// ---- the plan

std::string name_of_post(const triage::policy_pack& policy, const std::string& code) {
  const auto* post = policy.working.find_post(code);
  return post == nullptr ? code : post->name;
}

std::string name_of_area(const std::vector<force::pod_rule>& pods, const std::string& area) {
  const auto* pod = force::find_pod(pods, area);
  return pod == nullptr ? area : pod->name;
}

// "Nobody is planned as district inspector for North from Saturday 7 March, 22:00."
std::string words_on(const force::roster_gap& gap, const triage::policy_pack& policy, const force::rules& rules) {
  auto out = "Nobody is planned as " + name_of_post(policy, gap.post);
  if (gap.area) out += " for " + name_of_area(rules.pods, *gap.area);
  out += " from " + clock::london_words(gap.from);
  if (gap.to) out += " until " + clock::london_words(*gap.to);
  return out + ".";
}

json roster_json(
    const std::optional<force::roster>& state, triage::timestamp from, std::optional<triage::timestamp> to,
    const triage::policy_pack& policy, const force::rules& rules
) {
  json out{{"version", 0}, {"planned_to", nullptr}, {"duties", json::array()}, {"gaps", json::array()}};
  out["tell"] = rules.roster.tell;
  out["posts"] = json::array();
  for (const auto& wanted : force::wanted_posts(rules))
    out["posts"].push_back(force::to_json(wanted));
  if (!state) return out;
  out["version"] = state->version;
  out["planned_to"] = triage::time_or_null(state->planned_to);
  for (const auto& one : state->duties) {
    if (one.to > from && (!to || one.from < *to)) out["duties"].push_back(force::to_json(one));
  }
  for (const auto& one : state->gaps) {
    auto gap = force::to_json(one);
    gap["text"] = words_on(one.gap, policy, rules);
    out["gaps"].push_back(std::move(gap));
  }
  return out;
}

asio::awaitable<http::response> put_roster(shared_plan p, http::request request, auth::principal who) {
  auto& s = services_of(p);
  const auto body = read_body(request, s.schemas, "roster.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto version = if_match(request);
  if (!version) co_return to_response(version.error(), request.request_id);
  auto wanted = force::plan_roster_from_json(*body);
  wanted.decided_on = *version;
  planned_roster_runner::decider decide =
      [p,
       wanted](const planned_roster_runner::states& before, const triage::incident*, const triage::context& context) {
        return force::plan(before.front(), command::planned_roster_id(), wanted, force_of(p), context);
      };
  planned_roster_runner::answer write =
      [p, wanted](const planned_roster_runner::states& after, const planned_roster_runner::made&) {
        const auto policy = services_of(p).policy();
        return json{{"roster", roster_json(after.front(), wanted.from, wanted.to, *policy, force_of(p))}}.dump();
      };
  std::vector<triage::uuid> streams{command::planned_roster_id()};
  auto outcome =
      co_await p->runner.run(std::move(*from), std::move(streams), std::nullopt, std::move(decide), std::move(write));
  if (!outcome) co_return to_response(to_problem(outcome.error()), request.request_id);
  co_return json_text_response(200, std::move(*outcome));
}

asio::awaitable<db::query_result<std::optional<force::roster>>> load_plan(shared_plan p) {
  auto found = co_await command::load_stream<command::planned_roster_streams>(
      services_of(p).queries, command::planned_roster_id()
  );
  if (!found) co_return std::unexpected(found.error());
  co_return std::move(found->state);
}

asio::awaitable<http::response> get_roster(shared_plan p, http::request request, auth::principal) {
  query_parameters query(request, {"from", "to"});
  const auto from = query.time("from");
  const auto to = query.time("to");
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto state = co_await load_plan(p);
  if (!state) co_return to_response(unavailable(), request.request_id);
  const auto now = services_of(p).clock.now();
  const auto policy = services_of(p).policy();
  co_return json_response(200, {{"roster", roster_json(*state, from.value_or(now), to, *policy, force_of(p))}});
}

asio::awaitable<http::response> get_pods(shared_plan p, http::request, auth::principal) {
  json out{{"items", json::array()}};
  for (const auto& pod : force_of(p).pods)
    out["items"].push_back(force::to_json(pod));
  co_return json_response(200, out);
}

// ---- who answers for a post

asio::awaitable<http::response> get_addressee(shared_plan p, http::request request, auth::principal) {
  query_parameters query(request, {"post", "district", "at"});
  const auto post = query.text("post");
  const auto district = query.text("district");
  const auto at = query.time("at").value_or(services_of(p).clock.now());
  const auto policy = services_of(p).policy();
  if (!post || policy->working.find_post(*post) == nullptr)
    query.refuse("post", "The policy has no such post.", "Name a duty post of the policy, such as district_inspector.");
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  const auto known = co_await read_addressees(p, at);
  if (!known) co_return to_response(unavailable(), request.request_id);
  const auto found = known->of(*post, district).value_or(force::addressee{});
  co_return json_response(
      200, {{"post", *post},
            {"district", district ? json(*district) : json()},
            {"at", triage::to_rfc3339(at)},
            {"addressee", force::to_json(found)}}
  );
}

// ---- coming on

json takeover_json(const force::taken_over& one, const dispatch::board& board, const auth::principal& who) {
  json out{{"duty", force::to_json(one.duty)}, {"incidents", json::array()}, {"more", one.more}};
  for (const auto& id : one.incidents) {
    const auto* entry = board.find(id);
    if (entry == nullptr || !may_see(who, *entry)) continue; // closed since, or moved away
    const auto& state = entry->state;
    out["incidents"].push_back(
        {{"id", id.to_string()},
         {"number", entry->number},
         {"grade", state.grade ? json(state.grade->grade) : json()},
         {"district", state.district ? json(*state.district) : json()},
         {"resourcing", triage::resourcing_of(state)}}
    );
  }
  return out;
}

// The caller's own: what they were told when their duty began, as it is now, and when the next one begins.
asio::awaitable<http::response> get_takeover(shared_plan p, http::request request, auth::principal who) {
  if (!co_await caught_up(services_of(p), p->room->units->published))
    co_return to_response(unavailable(), request.request_id);
  const auto state = co_await load_plan(p);
  if (!state) co_return to_response(unavailable(), request.request_id);
  const auto now = services_of(p).clock.now();
  json out{{"begun", json::array()}, {"next", nullptr}};
  const auto own = [&](const force::planned_duty& one) { return "user:" + one.person == who.actor(); };
  if (*state) {
    for (const auto& one : (*state)->begun) {
      if (own(one.duty) && one.duty.covers(now))
        out["begun"].push_back(takeover_json(one, p->room->units->board(), who));
    }
    const auto next = std::ranges::find_if((*state)->duties, [&](const force::planned_duty& one) {
      return own(one) && one.from > now;
    });
    if (next != (*state)->duties.end()) out["next"] = force::to_json(*next);
  }
  co_return json_response(200, out);
}

// ---- the change of shift at its time

force::taken_over handed_to(const shared_plan& p, const force::planned_duty& duty) {
  std::vector<force::waiting> all;
  if (duty.on_call) return {duty, {}, 0}; // takes over when called
  const auto policy = services_of(p).policy();
  p->room->units->board().for_each([&](const dispatch::board_entry& entry) {
    const auto district = entry.state.district.value_or("");
    if (!force::is_for(duty, district, force_of(p).pods)) return;
    if (!force::items_of(entry.state, entry.number, force_of(p).handover).empty())
      all.push_back(force::waiting_of(entry.state, *policy, force_of(p).queue));
  });
  return force::take_over(duty, std::move(all), p->takeover_max);
}

// What is late in those districts is told again; once for each change, whoever comes on with it, and incident,
// whichever server does it.
asio::awaitable<bool> tell_of_late(shared_plan p, triage::timestamp at, std::vector<force::planned_duty> beginning) {
  std::string change = "roster\n" + triage::to_rfc3339(at) + "\n";
  for (const auto& one : beginning)
    change += one.post + "\n" + one.area.value_or("") + "\n" + one.person + "\n";
  const auto policy = services_of(p).policy();
  const auto now = services_of(p).clock.now();
  const auto late = late_at_change(p->room->units->board(), *policy, now, [&](const triage::incident& state) {
    return std::ranges::any_of(beginning, [&](const force::planned_duty& one) {
      return !one.on_call && force::is_for(one, state.district.value_or(""), force_of(p).pods);
    });
  });
  for (const auto& incident : late) {
    auto from = command::timer_origin();
    from.key = db::sha256(change + incident.to_string());
    triage::command command = triage::change_shift{};
    command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
    const auto told =
        co_await services_of(p).commands.run(std::move(from), incident, std::move(command), std::move(nothing));
    if (!told) co_return false;
  }
  co_return true;
}

using roster_decider = std::function<force::roster_outcome(const force::roster& state, const triage::context& context)>;

asio::awaitable<std::optional<bool>> begin_next_shift(shared_plan p, force::roster state, db::due_timer timer) {
  const auto at = force::next_shift(state);
  if (!at) co_return false;
  if (!co_await caught_up(services_of(p), p->room->units->published)) co_return std::nullopt;
  auto beginning = force::beginning_at(state, *at);
  std::vector<force::taken_over> told;
  for (const auto& duty : beginning)
    told.push_back(handed_to(p, duty));
  if (!co_await tell_of_late(p, *at, std::move(beginning))) co_return std::nullopt; // all of it is tried again
  roster_decider decide = [p, moment = *at, told](const force::roster& now, const triage::context& context) {
    return force::begin_shift(now, moment, told, force_of(p), context);
  };
  co_return co_await command::fire_on_stream(p->runner, std::move(timer), std::move(decide));
}

} // namespace

asio::awaitable<std::optional<bool>> fire_roster(shared_plan p, db::due_timer timer) {
  auto state = co_await load_plan(p);
  if (!state) co_return std::nullopt;
  const auto now = services_of(p).clock.now();
  if (!*state || !triage::falls_due(force::timers(**state), timer.key, timer.generation, now)) co_return false;
  if (timer.key == force::roster_shift_timer)
    co_return co_await begin_next_shift(p, std::move(**state), std::move(timer));
  roster_decider decide = [p](const force::roster& standing, const triage::context& context) {
    return force::look_for_gaps(standing, force_of(p), context);
  };
  co_return co_await command::fire_on_stream(p->runner, std::move(timer), std::move(decide));
}

std::optional<force::addressee>
addressees::of(const std::string& post, const std::optional<std::string>& district) const {
  if (!plan_) return std::nullopt;
  const auto* rule = policy_->working.find_post(post);
  const bool by_radio = rule != nullptr && rule->on_call;
  return force::addressee_of(*plan_, post, district, by_radio, desks_, pods_, at_);
}

asio::awaitable<std::optional<addressees>> read_addressees(shared_plan p, triage::timestamp at) {
  auto plan = co_await load_plan(p);
  if (!plan) co_return std::nullopt;
  std::vector<force::desk> desks;
  if (*plan) {
    auto read = co_await read_desks(p->room);
    if (!read) co_return std::nullopt;
    desks = std::move(*read);
  }
  co_return addressees(std::move(*plan), std::move(desks), force_of(p).pods, services_of(p).policy(), at);
}

http::endpoints roster_endpoints(shared_plan p) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::put, "/v1/roster", access::needs(permission::shift_change),
       [p](http::request r, auth::principal w) { return put_roster(p, std::move(r), std::move(w)); },
       "roster.schema.json", true}
  );
  struct reading {
    http::method verb;
    const char* path;
    permission needed;
    asio::awaitable<http::response> (*answer)(shared_plan, http::request, auth::principal);
  };
  const reading readings[] = {
      {http::method::get, "/v1/roster", permission::dispatch_acknowledge, get_roster},
      {http::method::get, "/v1/roster/addressee", permission::incident_read, get_addressee},
      {http::method::get, "/v1/duty/takeover", permission::dispatch_acknowledge, get_takeover},
      {http::method::get, "/v1/pods", permission::console_connect, get_pods},
  };
  for (const auto& one : readings) {
    rows.push_back(
        {one.verb,
         one.path,
         access::needs(one.needed),
         [p, answer = one.answer](http::request r, auth::principal w) { return answer(p, std::move(r), std::move(w)); },
         {}}
    );
  }
  return rows;
}

} // namespace frontdoor::api
