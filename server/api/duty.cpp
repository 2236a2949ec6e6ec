#include "server/api/duty.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

#include <nlohmann/json.hpp>

#include "server/api/board_reading.hpp"
#include "server/api/command_endpoint.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/db/hash_chain.hpp"
#include "triage/incident/incident.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

struct duty_services {
  services& s;
  dispatch::log_signal& published;
  std::function<const dispatch::board&()> board;
  std::shared_ptr<roster_services> roster;
  std::shared_ptr<planned_roster_services> plan;
};

// ---- what the posts have been told

constexpr std::uint64_t told_default = 200; // of each post
constexpr std::uint64_t told_max = 1000;

json item_json(
    const triage::escalation& one, const dispatch::board_entry& entry, const triage::policy_pack& policy,
    const addressees& answering
) {
  auto out = triage::to_json(one);
  const auto* rung = one.rung ? policy.working.ladder.find(*one.rung) : nullptr;
  out["what"] = rung == nullptr ? json() : json(rung->text);
  out["incident"] = entry.state.id.to_string();
  out["number"] = entry.number;
  out["grade"] = entry.state.grade ? json(entry.state.grade->grade) : json();
  out["district"] = entry.state.district ? json(*entry.state.district) : json();
  out["resourcing"] = triage::resourcing_of(entry.state);
  const auto who = answering.of(one.to, entry.state.district);
  out["addressee"] = who ? triage::force::to_json(*who) : json();
  return out;
}

// One thing that a post was told; written only once it is known to be among those that are shown.
struct told_item {
  const triage::escalation* told = nullptr;
  const dispatch::board_entry* entry = nullptr;
};

// Unanswered ones first, the most urgent first, and of these the one told first.
bool comes_before(const told_item& a, const told_item& b) {
  const auto key = [](const told_item& one) {
    const auto& grade = one.entry->state.grade;
    return std::tuple(one.told->acknowledged_by.has_value(), grade ? grade->rank : 0U, one.told->at, one.told->id);
  };
  return key(a) < key(b);
}

std::map<std::string, std::vector<told_item>> bundles(
    const dispatch::board& board, const auth::principal& who, const std::vector<std::string>& posts,
    const std::vector<std::string>& districts
) {
  std::map<std::string, std::vector<told_item>> out;
  board.for_each_escalated([&](const dispatch::board_entry& entry) {
    if (!among(districts, entry.state.district.value_or("")) || !may_see(who, entry)) return;
    for (const auto& one : entry.state.ladder.escalations) {
      if (among(posts, one.to)) out[one.to].push_back({&one, &entry});
    }
  });
  return out;
}

asio::awaitable<http::response>
list_escalations(std::shared_ptr<duty_services> d, http::request request, auth::principal who) {
  query_parameters query(request, {"post", "district", "limit"});
  const auto posts = query.list("post");
  const auto districts = query.list("district");
  const auto limit = query.number("limit", told_default, 1, told_max);
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (!co_await caught_up(d->s, d->published)) co_return to_response(unavailable(), request.request_id);
  const auto answering = co_await read_addressees(d->plan, d->s.clock.now());
  if (!answering) co_return to_response(unavailable(), request.request_id);
  const auto policy = d->s.policy();
  json out{{"posts", json::array()}};
  for (auto& [code, told] : bundles(d->board(), who, posts, districts)) {
    const auto* post = policy->working.find_post(code);
    const auto unanswered =
        std::ranges::count_if(told, [](const told_item& one) { return !one.told->acknowledged_by; });
    const auto shown = std::min<std::size_t>(told.size(), limit);
    std::ranges::partial_sort(told, told.begin() + static_cast<std::ptrdiff_t>(shown), comes_before);
    json items = json::array();
    for (const auto& one : std::span(told).first(shown))
      items.push_back(item_json(*one.told, *one.entry, *policy, *answering));
    out["posts"].push_back(
        {{"post", code},
         {"name", post == nullptr ? code : post->name},
         {"total", told.size()},
         {"unanswered", unanswered},
         {"items", std::move(items)}}
    );
  }
  co_return json_response(200, out);
}

// ---- leaving the desk, a change of shift

struct outcome_of_many {
  json changed = json::array();
  json not_changed = json::array(); // somebody else decided at that moment, or the record could not be reached
};

// A repeat of the whole request repeats each part of it.
command::origin part_of(const command::origin& whole, const triage::uuid& incident) {
  auto out = whole;
  if (!whole.key) return out;
  std::string text(whole.key->begin(), whole.key->end());
  out.key = db::sha256(text + incident.to_string());
  return out;
}

asio::awaitable<outcome_of_many> run_on_each(
    std::shared_ptr<duty_services> d, command::origin from, std::vector<triage::uuid> incidents, triage::command command
) {
  outcome_of_many out;
  for (const auto& id : incidents) {
    auto part = part_of(from, id);
    auto one = command;
    // What a repeat is told is whether this changed anything.
    command::answer_writer write = [](const triage::decision& made, std::string_view) {
      return std::string(made.events.empty() ? "false" : "true");
    };
    const auto done = co_await d->s.commands.run(std::move(part), id, std::move(one), std::move(write));
    if (!done)
      out.not_changed.push_back(id.to_string());
    else if (done->answer == "true")
      out.changed.push_back(id.to_string());
  }
  co_return out;
}

template <typename Test>
std::vector<triage::uuid> incidents_with(const dispatch::board& board, const auth::principal& who, Test&& test) {
  std::vector<triage::uuid> out;
  board.for_each([&](const dispatch::board_entry& entry) {
    if (entry.state.status == triage::incident_status::open && test(entry.state) && may_see(who, entry))
      out.push_back(entry.state.id);
  });
  std::sort(out.begin(), out.end());
  return out;
}

bool is_late(const triage::incident& state, const triage::policy_pack& policy, triage::timestamp now) {
  if (!state.grade) return false;
  const auto* pace = policy.working.ladder.pace_of(state.grade->grade);
  const auto passed = [now](const auto& target) { return target && *target <= now; };
  return pace != nullptr && !pace->shift_change_to.empty() &&
         (passed(state.grade->allocate_by) || passed(state.grade->arrive_by));
}

// Whether the desk is kept as it is now; the answer is made of more than that.
using desk_result = command::desk_runner::result;

asio::awaitable<desk_result>
keep_desk(std::shared_ptr<duty_services> d, command::origin from, command::desk_runner::decider decide) {
  std::vector<triage::uuid> streams{command::desk_id(from.actor.name)};
  command::desk_runner::answer write = [](const command::desk_runner::states& after,
                                          const command::desk_runner::made&) { return after.front()->status; };
  co_return co_await d->roster->desks.run(
      std::move(from), std::move(streams), std::nullopt, std::move(decide), std::move(write)
  );
}

asio::awaitable<http::response>
take_desk(std::shared_ptr<duty_services> d, std::string request_id, command::origin from, json body) {
  const auto id = command::desk_id(from.actor.name);
  const auto talkgroup = body.value("talkgroup", std::string());
  const auto until = triage::time_of(body, "until");
  command::desk_runner::decider decide = [id, talkgroup, until](
                                             const command::desk_runner::states&, const triage::incident*,
                                             const triage::context& context
                                         ) { return triage::force::take_desk(id, talkgroup, until, context); };
  const auto kept = co_await keep_desk(d, std::move(from), std::move(decide));
  if (!kept) co_return to_response(to_problem(kept.error()), request_id);
  json out{
      {"status", "on"},
      {"returned", json::array()},
      {"not_returned", json::array()},
      {"cover", json::array()},
      {"told", nullptr}
  };
  co_return json_response(200, out);
}

// Nobody covers the talkgroup: the post hears of what came back.
asio::awaitable<void>
tell_of_returned(std::shared_ptr<duty_services> d, command::origin from, json returned, std::string post) {
  std::vector<triage::uuid> incidents;
  for (const auto& one : returned) {
    if (const auto id = triage::uuid::parse(one.get_ref<const std::string&>())) incidents.push_back(*id);
  }
  // A key of its own: the one of the request is that of the return.
  if (from.key) from.key = db::sha256(std::string(from.key->begin(), from.key->end()) + "told");
  triage::command command = triage::change_shift{std::move(post)};
  co_await run_on_each(d, std::move(from), std::move(incidents), std::move(command));
}

// Never refused: what the person had taken on goes back to the desk, for a colleague on the same talkgroup, and where
// nobody is, to a post (practice.md 13).
asio::awaitable<http::response> set_desk(std::shared_ptr<duty_services> d, http::request request, auth::principal who) {
  auto body = read_body(request, d->s.schemas, "duty-status.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  if (body->at("status") == "on") co_return co_await take_desk(d, request.request_id, std::move(*from), *body);
  if (!co_await caught_up(d->s, d->published)) co_return to_response(unavailable(), request.request_id);
  const auto status = body->at("status").get<std::string>();
  const auto name = who.actor();
  auto held = incidents_with(d->board(), who, [&](const triage::incident& state) {
    return state.dispatch && state.dispatch->state == triage::dispatch_state::acknowledged &&
           state.dispatch->acknowledged_by == name;
  });
  const auto desks = co_await read_desks(d->roster);
  const auto cover =
      desks ? triage::force::cover_for(name, *desks, d->roster->units->units.force().pods, d->s.clock.now())
            : std::vector<std::string>();
  triage::command command = triage::leave_desk{status};
  const auto done = co_await run_on_each(d, *from, std::move(held), std::move(command));
  const auto id = command::desk_id(name);
  command::desk_runner::decider decide = [id, status, cover](
                                             const command::desk_runner::states&, const triage::incident*,
                                             const triage::context& context
                                         ) { return triage::force::leave_desk_of(id, status, cover, context); };
  const auto kept = co_await keep_desk(d, *from, std::move(decide));
  if (!kept) co_return to_response(to_problem(kept.error()), request.request_id);
  json told;
  if (cover.empty() && !done.changed.empty()) {
    told = d->roster->units->units.force().handover.bounce_to;
    co_await tell_of_returned(d, *from, done.changed, told.get<std::string>());
  }
  json out{
      {"status", status},
      {"returned", done.changed},
      {"not_returned", done.not_changed},
      {"cover", cover},
      {"told", std::move(told)}
  };
  co_return json_response(200, out);
}

asio::awaitable<http::response>
change_shift(std::shared_ptr<duty_services> d, http::request request, auth::principal who) {
  auto body = read_body(request, d->s.schemas, "shift-change.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  if (!co_await caught_up(d->s, d->published)) co_return to_response(unavailable(), request.request_id);
  const auto district = body->value("district", std::string());
  const auto policy = d->s.policy();
  const auto now = d->s.clock.now();
  auto late = incidents_with(d->board(), who, [&](const triage::incident& state) {
    return (district.empty() || state.district == district) && is_late(state, *policy, now);
  });
  triage::command command = triage::change_shift{};
  const auto done = co_await run_on_each(d, std::move(*from), std::move(late), std::move(command));
  json out{
      {"district", district.empty() ? json() : json(district)},
      {"escalated", done.changed},
      {"not_escalated", done.not_changed}
  };
  co_return json_response(200, out);
}

} // namespace

std::vector<triage::uuid> late_at_change(
    const dispatch::board& board, const triage::policy_pack& policy, triage::timestamp now,
    const std::function<bool(const triage::incident&)>& which
) {
  std::vector<triage::uuid> out;
  board.for_each([&](const dispatch::board_entry& entry) {
    const auto& state = entry.state;
    if (state.status == triage::incident_status::open && which(state) && is_late(state, policy, now))
      out.push_back(state.id);
  });
  std::ranges::sort(out);
  return out;
}

http::endpoints duty_endpoints(
    services& s, dispatch::log_signal& published, std::function<const dispatch::board&()> board,
    std::shared_ptr<planned_roster_services> roster
) {
  using auth::access;
  using auth::permission;
  const auto d = std::make_shared<duty_services>(duty_services{s, published, std::move(board), roster->room, roster});
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/escalations",
       access::needs(permission::incident_read),
       [d](http::request r, auth::principal p) { return list_escalations(d, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/duty/status", access::needs(permission::dispatch_acknowledge),
       [d](http::request r, auth::principal p) { return set_desk(d, std::move(r), std::move(p)); },
       "duty-status.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/shift-changes", access::needs(permission::shift_change),
       [d](http::request r, auth::principal p) { return change_shift(d, std::move(r), std::move(p)); },
       "shift-change.schema.json", true}
  );
  return rows;
}

} // namespace frontdoor::api
