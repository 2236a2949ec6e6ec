#include "server/api/handovers.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api/board_reading.hpp"
#include "server/api/command_endpoint.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "server/command/timer_firing.hpp"
#include "server/db/hash_chain.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
namespace force = triage::force;
using command::handover_runner;
using nlohmann::json;

namespace {

using shared = std::shared_ptr<roster_services>;

constexpr std::size_t desks_max = 5000;
constexpr std::size_t handovers_max = 500; // open at once
constexpr std::size_t handovers_page = 500;

const force::handover_rules& rules_of(const shared& r) {
  return r->units->units.force().handover;
}

struct waiting_handovers {
  std::vector<force::handover> handovers;
  bool more = false; // there are others
};

asio::awaitable<std::optional<waiting_handovers>> open_handovers(shared r) {
  auto rows = co_await r->units->queries.streams("handover", "waiting", handovers_max + 1);
  if (!rows) co_return std::nullopt;
  waiting_handovers out;
  out.more = rows->size() > handovers_max;
  if (out.more) rows->resize(handovers_max);
  for (const auto& row : *rows) {
    auto one = co_await command::read_state<command::handover_streams>(r->units->s.queries, row.id, row.snapshot);
    if (!one) co_return std::nullopt;
    if (*one) out.handovers.push_back(std::move(**one));
  }
  co_return out;
}

std::string write_handover(const handover_runner::states& after, const handover_runner::made&) {
  return json{{"handover", force::card(*after.back())}}.dump();
}

asio::awaitable<http::response> start(shared r, http::request request, auth::principal who) {
  auto& s = r->units->s;
  const auto body = read_body(request, s.schemas, "handover.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  if (!co_await caught_up(s, r->units->published)) co_return to_response(unavailable(), request.request_id);
  const auto district = triage::text_of(*body, "district");
  std::vector<force::handover_item> items;
  r->units->board().for_each([&](const dispatch::board_entry& entry) {
    if ((district && entry.state.district != district) || !may_see(who, entry)) return;
    for (auto& one : force::items_of(entry.state, entry.number, rules_of(r)))
      items.push_back(std::move(one));
  });
  std::ranges::sort(items, {}, &force::handover_item::number);
  const auto id = s.commands.new_id();
  handover_runner::decider decide = [r, id, district, items](
                                        const handover_runner::states&, const triage::incident*,
                                        const triage::context& context
                                    ) { return force::start_handover(id, district, items, rules_of(r), context); };
  handover_runner::answer write = write_handover;
  auto outcome = co_await r->handovers.run(
      std::move(*from), std::vector<triage::uuid>(), std::nullopt, std::move(decide), std::move(write)
  );
  co_return answer_to(std::move(outcome), 201, request.request_id);
}

asio::awaitable<http::response> list(shared r, http::request request, auth::principal who) {
  const auto open = co_await open_handovers(r);
  if (!open) co_return to_response(unavailable(), request.request_id);
  json out{{"items", json::array()}, {"more", open->more}};
  for (const auto& one : open->handovers) {
    if (who.covers(one.district)) out["items"].push_back(force::card(one));
  }
  co_return json_response(200, out);
}

asio::awaitable<http::response> take(shared r, http::request request, auth::principal who) {
  auto& s = r->units->s;
  const auto id = path_id(request, "handover");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "handover-accept.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto stored = co_await command::load_stream<command::handover_streams>(s.queries, *id);
  if (!stored) co_return to_response(unavailable(), request.request_id);
  if (!stored->state || !who.covers(stored->state->district))
    co_return to_response(not_found("handover"), request.request_id);
  const force::accept_handover wanted{triage::uuid_of(*body, "item"), triage::text_of(*body, "note")};
  handover_runner::decider decide =
      [r, wanted](const handover_runner::states& before, const triage::incident*, const triage::context& context) {
        return force::accept(*before.front(), wanted, rules_of(r), context);
      };
  handover_runner::answer write = write_handover;
  std::vector<triage::uuid> streams{*id};
  auto outcome = co_await r->handovers.run(
      std::move(*from), std::move(streams), std::nullopt, std::move(decide), std::move(write)
  );
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

asio::awaitable<http::response> roster(shared r, http::request request, auth::principal) {
  const auto desks = co_await read_desks(r);
  if (!desks) co_return to_response(unavailable(), request.request_id);
  const auto now = r->units->s.clock.now();
  json out{{"items", json::array()}};
  for (const auto& one : *desks) {
    auto item = force::card(one, now);
    const auto* pod = force::pod_of_talkgroup(r->units->units.force().pods, one.talkgroup);
    item["pod"] = pod == nullptr ? json() : json(pod->code);
    out["items"].push_back(std::move(item));
  }
  co_return json_response(200, out);
}

// ---- what nobody accepted

bool still_owed(const dispatch::board& board, const force::handover_item& item) {
  const auto* entry = board.find(item.incident);
  if (entry == nullptr || entry->state.status != triage::incident_status::open) return false;
  if (!item.task) return true;
  const auto* task = triage::find_task(entry->state, *item.task);
  return task != nullptr && task->state == triage::task_state::open;
}

command::origin by_machine() {
  command::origin from;
  from.actor.name = "system:handover";
  from.actor.kind = triage::actor_kind::machine;
  from.request_id = "handover";
  return from;
}

asio::awaitable<std::optional<bool>> bounce_one(shared r, force::handover one) {
  std::vector<triage::uuid> owed;
  std::set<triage::uuid> incidents;
  for (const auto& each : one.items) {
    if (each.state != force::item_state::waiting || !still_owed(r->units->board(), each.item)) continue;
    owed.push_back(each.item.id);
    incidents.insert(each.item.incident);
  }
  const auto occasion = "handover\n" + one.id.to_string();
  for (const auto& incident : incidents) {
    const bool told = co_await tell_of_unheld(r, occasion, incident, one.bounce_to);
    if (!told) co_return std::nullopt; // all of it is tried again
  }
  handover_runner::decider decide =
      [owed](const handover_runner::states& before, const triage::incident*, const triage::context& context) {
        return force::bounce(*before.front(), owed, context);
      };
  handover_runner::answer whether = [](const handover_runner::states&, const handover_runner::made& made) {
    return std::string(made.events.empty() ? "false" : "true");
  };
  std::vector<triage::uuid> streams{one.id};
  const auto kept =
      co_await r->handovers.run(by_machine(), std::move(streams), std::nullopt, std::move(decide), std::move(whether));
  if (!kept) {
    r->units->s.log.warning("handover_not_bounced", {});
    co_return std::nullopt;
  }
  co_return *kept == "true";
}

// ---- an addressee who is not there any more

// What somebody else accepted by name at a handover since the shift began.
asio::awaitable<std::optional<std::set<triage::uuid>>> accepted_from(shared r, force::desk desk) {
  std::set<triage::uuid> out;
  std::optional<triage::uuid> last;
  for (;;) {
    const auto rows = co_await r->units->queries.handovers_since(desk.since, last, handovers_page);
    if (!rows) co_return std::nullopt;
    for (const auto& row : *rows) {
      last = row.id;
      const auto one =
          co_await command::read_state<command::handover_streams>(r->units->s.queries, row.id, row.snapshot);
      if (!one) co_return std::nullopt;
      if (!*one) continue;
      for (const auto& each : (*one)->items) {
        if (each.state == force::item_state::accepted && each.accepted_by != desk.person)
          out.insert(each.item.incident);
      }
    }
    if (rows->size() < handovers_page) co_return out;
  }
}

std::vector<triage::uuid>
still_held(const dispatch::board& board, const std::string& person, const std::set<triage::uuid>& accepted) {
  std::vector<triage::uuid> out;
  board.for_each([&](const dispatch::board_entry& entry) {
    const auto& dispatch = entry.state.dispatch;
    const bool held = entry.state.status == triage::incident_status::open && dispatch &&
                      dispatch->state == triage::dispatch_state::acknowledged && dispatch->acknowledged_by == person;
    if (held && !accepted.contains(entry.state.id)) out.push_back(entry.state.id);
  });
  std::ranges::sort(out);
  return out;
}

} // namespace

asio::awaitable<std::optional<std::vector<force::desk>>> read_desks(shared r) {
  auto rows = co_await r->units->queries.streams("desk", "kept", desks_max);
  if (!rows) co_return std::nullopt;
  std::vector<force::desk> out;
  for (const auto& row : *rows) {
    auto one = co_await command::read_state<command::desk_streams>(r->units->s.queries, row.id, row.snapshot);
    if (!one) co_return std::nullopt;
    if (*one) out.push_back(std::move(**one));
  }
  std::ranges::sort(out, {}, &force::desk::person);
  co_return out;
}

asio::awaitable<bool> tell_of_unheld(shared r, std::string occasion, triage::uuid incident, std::string post) {
  auto from = by_machine();
  from.key = db::sha256(occasion + "\n" + incident.to_string());
  triage::command command = triage::change_shift{std::move(post)};
  command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
  const auto done =
      co_await r->units->s.commands.run(std::move(from), incident, std::move(command), std::move(nothing));
  co_return done.has_value();
}

asio::awaitable<std::optional<bool>> fire_handover(shared r, db::due_timer timer) {
  const auto now = r->units->s.clock.now();
  auto one = co_await command::load_stream<command::handover_streams>(r->units->s.queries, timer.stream_id);
  if (!one) co_return std::nullopt;
  if (!one->state || !triage::falls_due(force::timers(*one->state), timer.key, timer.generation, now)) co_return false;
  if (!co_await caught_up(r->units->s, r->units->published)) co_return std::nullopt;
  co_return co_await bounce_one(r, std::move(*one->state));
}

asio::awaitable<std::optional<bool>> fire_desk(shared r, db::due_timer timer) {
  const auto now = r->units->s.clock.now();
  const auto one = co_await command::load_stream<command::desk_streams>(r->units->s.queries, timer.stream_id);
  if (!one) co_return std::nullopt;
  if (!one->state || !triage::falls_due(force::timers(*one->state), timer.key, timer.generation, now)) co_return false;
  if (!co_await caught_up(r->units->s, r->units->published)) co_return std::nullopt;
  const auto accepted = co_await accepted_from(r, *one->state);
  if (!accepted) co_return std::nullopt;
  auto held = still_held(r->units->board(), one->state->person, *accepted);
  const auto post = rules_of(r).bounce_to;
  const auto shift = "shift\n" + timer.stream_id.to_string() + "\n" + std::to_string(timer.generation);
  for (const auto& incident : held) {
    const bool told = co_await tell_of_unheld(r, shift, incident, post);
    if (!told) co_return std::nullopt; // all of it is tried again
  }
  std::function<force::desk_outcome(const force::desk&, const triage::context&)> decide =
      [held = std::move(held), post](const force::desk& state, const triage::context& context) {
        return force::end_shift(state, held, post, context);
      };
  co_return co_await command::fire_on_stream(r->desks, std::move(timer), std::move(decide));
}

asio::awaitable<void> bounce_handovers(shared r) {
  const auto open = co_await open_handovers(r);
  if (!open) co_return;
  const auto now = r->units->s.clock.now();
  for (const auto& one : open->handovers) {
    if (one.waits() && one.accept_by <= now) co_await bounce_one(r, one);
  }
}

http::endpoints handover_endpoints(shared r) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::post, "/v1/handovers", access::needs(permission::shift_change),
       [r](http::request q, auth::principal p) { return start(r, std::move(q), std::move(p)); }, "handover.schema.json",
       true}
  );
  rows.push_back(
      {http::method::get,
       "/v1/handovers",
       access::needs(permission::dispatch_acknowledge),
       [r](http::request q, auth::principal p) { return list(r, std::move(q), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/handovers/{id}/accept", access::needs(permission::dispatch_acknowledge),
       [r](http::request q, auth::principal p) { return take(r, std::move(q), std::move(p)); },
       "handover-accept.schema.json", true}
  );
  rows.push_back(
      {http::method::get,
       "/v1/duty/roster",
       access::needs(permission::dispatch_acknowledge),
       [r](http::request q, auth::principal p) { return roster(r, std::move(q), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
