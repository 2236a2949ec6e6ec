#include "server/api/surge.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api/board_reading.hpp"
#include "server/api/command_endpoint.hpp"
#include "server/api/json_body.hpp"
#include "server/api/visible_incident.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
namespace force = triage::force;
using command::surge_runner;
using nlohmann::json;

namespace {

using shared_surge = std::shared_ptr<surge_services>;

const force::rules& surge_rules_of(const shared_surge& g) {
  return g->units->units.force();
}

// Over the whole force, whatever the caller may see: only numbers are told of it.
asio::awaitable<std::optional<force::surge_measures>> look(shared_surge g) {
  const auto free = co_await free_units(g->units);
  if (!free) co_return std::nullopt;
  const auto since = waiting_since(g->units->board(), *g->units->s.policy());
  co_return force::measure(since, *free, g->units->s.clock.now(), surge_rules_of(g).surge);
}

asio::awaitable<http::response> get_surge(shared_surge g, http::request request, auth::principal who) {
  auto& s = g->units->s;
  if (!co_await caught_up(s, g->units->published)) co_return to_response(unavailable(), request.request_id);
  const auto free = co_await free_units(g->units);
  if (!free) co_return to_response(unavailable(), request.request_id);
  const auto stored = co_await command::load_stream<command::surge_streams>(s.queries, command::surge_id());
  if (!stored) co_return to_response(unavailable(), request.request_id);
  const auto at = s.clock.now();
  // The figures and those who wait longest are of one moment.
  const auto queue = waiting_on(g->units->board(), *s.policy(), surge_rules_of(g), "", nullptr);
  std::vector<triage::timestamp> since;
  std::ranges::transform(queue, std::back_inserter(since), &force::waiting::since);
  const auto measures = force::measure(since, *free, at, surge_rules_of(g).surge);
  auto out = force::to_json(stored->state, measures, surge_rules_of(g).surge, at);
  auto& waiters = out["waiters"] = json::array();
  for (std::size_t i = 0; i < queue.size() && waiters.size() < surge_rules_of(g).surge.waiters_shown; ++i) {
    const auto* entry = g->units->board().find(queue[i].incident);
    if (entry == nullptr || !may_see(who, *entry)) continue;
    auto row = force::to_json(queue[i], i + 1, at);
    row["incident"] = entry->state.id.to_string();
    row["number"] = entry->number;
    row["grade"] = entry->state.grade ? json(entry->state.grade->grade) : json();
    row["district"] = entry->state.district ? json(*entry->state.district) : json();
    waiters.push_back(std::move(row));
  }
  co_return json_response(200, out);
}

// What follows from those measures is stored; whether anything did, none where it could not be.
asio::awaitable<std::optional<bool>> keep_surge(shared_surge g, force::surge_measures measures) {
  command::origin from;
  from.actor.name = "system:surge";
  from.actor.kind = triage::actor_kind::machine;
  from.request_id = "surge";
  surge_runner::decider decide =
      [g, measures = std::move(measures)](
          const surge_runner::states& before, const triage::incident*, const triage::context& context
      ) { return force::watch_surge(before.front(), command::surge_id(), measures, surge_rules_of(g).surge, context); };
  surge_runner::answer whether = [](const surge_runner::states&, const surge_runner::made& made) {
    return std::string(made.events.empty() ? "false" : "true");
  };
  std::vector<triage::uuid> streams{command::surge_id()};
  const auto outcome =
      co_await g->runner.run(std::move(from), std::move(streams), std::nullopt, std::move(decide), std::move(whether));
  if (!outcome) {
    g->units->s.log.warning("surge_not_kept", {});
    co_return std::nullopt;
  }
  co_return *outcome == "true";
}

asio::awaitable<http::response> answer_surge(shared_surge g, http::request request, auth::principal who) {
  auto& s = g->units->s;
  const auto body = read_body(request, s.schemas, "escalation-acknowledge.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto read = triage::acknowledge_escalation_from_json(*body, triage::uuid{});
  if (!read) co_return to_response(invalid_body(std::move(read.error())), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto now = co_await look(g);
  if (!now) co_return to_response(unavailable(), request.request_id);
  co_await keep_surge(g, *now); // what stands now is what is acknowledged
  const force::acknowledge_surge wanted{std::move(read->officer), read->review_at};
  surge_runner::decider decide =
      [g, wanted](const surge_runner::states& before, const triage::incident*, const triage::context& context) {
        return force::acknowledge(before.front(), wanted, surge_rules_of(g).surge, context);
      };
  surge_runner::answer write = [g, measures = *now](const surge_runner::states& after, const surge_runner::made&) {
    return force::to_json(after.front(), measures, surge_rules_of(g).surge, g->units->s.clock.now()).dump();
  };
  std::vector<triage::uuid> streams{command::surge_id()};
  auto outcome =
      co_await g->runner.run(std::move(*from), std::move(streams), std::nullopt, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

} // namespace

asio::awaitable<std::optional<bool>> look_at_surge(shared_surge g) {
  const auto now = co_await look(g);
  if (!now) co_return std::nullopt;
  co_return co_await keep_surge(std::move(g), *now);
}

http::endpoints surge_endpoints(shared_surge g) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/surge",
       access::needs(permission::incident_read),
       [g](http::request r, auth::principal p) { return get_surge(g, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/surge/acknowledge", access::needs(permission::dispatch_acknowledge),
       [g](http::request r, auth::principal p) { return answer_surge(g, std::move(r), std::move(p)); },
       "escalation-acknowledge.schema.json", true}
  );
  return rows;
}

} // namespace frontdoor::api
