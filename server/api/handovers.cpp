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

const force::handover_rules& rules_of(const shared& r) {
  return r->units->units.force().handover;
}

bool covers(const auth::principal& who, const std::optional<std::string>& district) {
  if (who.districts.empty()) return true;
  return district && std::ranges::find(who.districts, *district) != who.districts.end();
}

asio::awaitable<std::optional<std::vector<force::handover>>> open_handovers(shared r) {
  auto rows = co_await r->units->queries.streams("handover", "waiting", handovers_max);
  if (!rows) co_return std::nullopt;
  std::vector<force::handover> out;
  for (const auto& row : *rows) {
    auto one = co_await command::load_stream<command::handover_streams>(r->units->s.queries, row.id);
    if (!one) co_return std::nullopt;
    if (one->state) out.push_back(std::move(*one->state));
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
  if (!outcome) co_return to_response(to_problem(outcome.error()), request.request_id);
  co_return json_text_response(201, std::move(*outcome));
}

asio::awaitable<http::response> list(shared r, http::request request, auth::principal who) {
  const auto open = co_await open_handovers(r);
  if (!open) co_return to_response(unavailable(), request.request_id);
  json out{{"items", json::array()}};
  for (const auto& one : *open) {
    if (covers(who, one.district)) out["items"].push_back(force::card(one));
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
  if (!stored->state || !covers(who, stored->state->district))
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
  if (!outcome) co_return to_response(to_problem(outcome.error()), request.request_id);
  co_return json_text_response(200, std::move(*outcome));
}

asio::awaitable<http::response> roster(shared r, http::request request, auth::principal) {
  const auto desks = co_await read_desks(r);
  if (!desks) co_return to_response(unavailable(), request.request_id);
  const auto now = r->units->s.clock.now();
  json out{{"items", json::array()}};
  for (const auto& one : *desks)
    out["items"].push_back(force::card(one, now));
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

// The post hears of that incident; once for each handover.
asio::awaitable<bool> tell(shared r, triage::uuid handover, triage::uuid incident, std::string post) {
  auto from = by_machine();
  from.key = db::sha256("handover\n" + handover.to_string() + "\n" + incident.to_string());
  triage::command command = triage::change_shift{std::move(post)};
  command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
  const auto done =
      co_await r->units->s.commands.run(std::move(from), incident, std::move(command), std::move(nothing));
  co_return done.has_value();
}

asio::awaitable<void> bounce_one(shared r, force::handover one) {
  std::vector<triage::uuid> owed;
  std::set<triage::uuid> incidents;
  for (const auto& each : one.items) {
    if (each.state != force::item_state::waiting || !still_owed(r->units->board(), each.item)) continue;
    owed.push_back(each.item.id);
    incidents.insert(each.item.incident);
  }
  for (const auto& incident : incidents) {
    const bool told = co_await tell(r, one.id, incident, one.bounce_to);
    if (!told) co_return; // all of it is tried again
  }
  handover_runner::decider decide =
      [owed](const handover_runner::states& before, const triage::incident*, const triage::context& context) {
        return force::bounce(*before.front(), owed, context);
      };
  handover_runner::answer nothing = [](const handover_runner::states&, const handover_runner::made&) {
    return std::string("{}");
  };
  std::vector<triage::uuid> streams{one.id};
  const auto kept =
      co_await r->handovers.run(by_machine(), std::move(streams), std::nullopt, std::move(decide), std::move(nothing));
  if (!kept) r->units->s.log.warning("handover_not_bounced", {});
}

} // namespace

asio::awaitable<std::optional<std::vector<force::desk>>> read_desks(shared r) {
  auto rows = co_await r->units->queries.streams("desk", "kept", desks_max);
  if (!rows) co_return std::nullopt;
  std::vector<force::desk> out;
  for (const auto& row : *rows) {
    auto one = force::desk_from_snapshot(json::parse(row.snapshot, nullptr, false));
    if (!one) {
      auto rebuilt = co_await command::load_stream<command::desk_streams>(r->units->s.queries, row.id);
      if (!rebuilt) co_return std::nullopt;
      one = std::move(rebuilt->state);
    }
    if (one) out.push_back(std::move(*one));
  }
  std::ranges::sort(out, {}, &force::desk::person);
  co_return out;
}

asio::awaitable<void> bounce_handovers(shared r) {
  const auto open = co_await open_handovers(r);
  if (!open) co_return; // looked at again soon
  const auto now = r->units->s.clock.now();
  for (const auto& one : *open) {
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
