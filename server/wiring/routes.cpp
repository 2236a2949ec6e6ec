#include "server/wiring/routes.hpp"

#include <iterator>

#include "server/api/accounts.hpp"
#include "server/api/api_keys.hpp"
#include "server/api/calls.hpp"
#include "server/api/consoles.hpp"
#include "server/api/contacts.hpp"
#include "server/api/crimes.hpp"
#include "server/api/duty.hpp"
#include "server/api/early_resolution.hpp"
#include "server/api/events.hpp"
#include "server/api/history.hpp"
#include "server/api/incident_day_one.hpp"
#include "server/api/incident_export.hpp"
#include "server/api/incidents.hpp"
#include "server/api/json_body.hpp"
#include "server/api/major_incidents.hpp"
#include "server/api/map.hpp"
#include "server/api/outages.hpp"
#include "server/api/refuse_while.hpp"
#include "server/api/reviews.hpp"
#include "server/api/session.hpp"
#include "server/api/tasks.hpp"
#include "server/api/test_clock.hpp"
#include "server/api/units.hpp"
#include "server/api/webhooks.hpp"
#include "server/outage/calls.hpp"
#include "server/part_options.hpp"
#include "server/wiring/training.hpp"

namespace frontdoor::wiring {

namespace asio = boost::asio;

namespace {

// What follows the log by itself.
asio::awaitable<void> settle(answering_parts p) {
  co_await p.history.settle();
  co_await p.surge.settle();
}

http::endpoints calls_of(const answering_parts& p, std::function<api::readiness()> ready, std::string openapi) {
  http::endpoints rows;
  const auto add = [&](http::endpoints more) {
    rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  auto& s = p.services;
  auto& runners = p.runners;
  auto& published = p.publishing.published;
  add(api::contact_endpoints(s));
  add(api::incident_reading_endpoints(s, p.room.units));
  add(api::unit_endpoints(p.room.units));
  add(api::surge_endpoints(p.room.surge));
  add(api::handover_endpoints(p.room.roster));
  add(api::roster_endpoints(p.room.plan));
  add(api::incident_working_endpoints(s));
  add(api::incident_life_endpoints(s));
  add(api::partner_endpoints(s));
  add(api::dispatch_chain_endpoints(s));
  add(api::incident_link_endpoints(s));
  add(api::incident_candidate_endpoints(s, p.record.links));
  add(api::major_incident_endpoints(s, runners.majors));
  add(api::call_endpoints(s, runners.calls, p.record.calls));
  add(api::incident_day_one_endpoints(s));
  add(api::early_resolution_endpoints(s));
  add(api::diary_endpoints(s, runners.diaries));
  add(api::problem_endpoints(s, runners.problems, p.record.screening));
  add(api::demand_endpoints(s, p.record.writer, p.record.screening));
  add(api::duty_endpoints(s, published, p.publishing.board(), p.room.plan));
  const auto problems_max = p.base.settings.tasks.problems_max;
  add(api::task_endpoints(s, published, p.publishing.board(), p.record.screening, problems_max));
  add(api::reconciliation_endpoints(s));
  add(api::crime_endpoints(s));
  add(api::crime_register_endpoints(s));
  add(api::review_endpoints(s, runners.reviews));
  add(api::review_list_endpoints(s, runners.reviews));
  add(api::audit_endpoints(s, runners.reviews));
  add(api::history_endpoints(s));
  add(api::event_endpoints(s, {published, p.base.settings.events.wait_max}));
  add(api::incident_export_endpoints(s, export_options_of(p.base.settings)));
  add(api::webhook_endpoints({p.accounts.people, p.record.webhooks, p.webhooks.secrets, p.webhooks.destinations}));
  add(api::outage_endpoints(s));
  add(training_calls(p.base, p.record, s));
  add(api::console_endpoints(s, *p.publishing.hub));
  add(api::map_endpoints(p.base.districts, {p.base.settings.map.tiles, p.base.settings.map.attribution}));
  add(api::operation_endpoints(s, std::move(ready), std::move(openapi)));
  add(api::session_endpoints(p.accounts.people));
  add(api::account_endpoints(p.accounts.people));
  add(api::api_key_endpoints(p.accounts.people));
  if (p.base.on_manual_clock()) {
    add(api::test_clock_endpoints(s, p.record.manual_clock, *p.publishing.timers, [p] { return settle(p); }));
  }
  return rows;
}

asio::awaitable<http::response>
answer_on_fresh_clock(record_parts& record, http::handler inner, http::request request, auth::principal who) {
  co_await record.refresh_clock();
  co_return co_await inner(std::move(request), std::move(who));
}

http::handler with_fresh_clock(record_parts& record, http::handler inner) {
  return [&record, inner = std::move(inner)](http::request request, auth::principal who) {
    return answer_on_fresh_clock(record, inner, std::move(request), std::move(who));
  };
}

} // namespace

http::router make_router(answering_parts parts, std::function<api::readiness()> ready, std::string openapi) {
  auto rows = calls_of(parts, std::move(ready), std::move(openapi));
  for (auto& row : rows) {
    if (parts.base.on_manual_clock()) row.handler = with_fresh_clock(parts.record, std::move(row.handler));
    // What needs the record is refused at once while that is away, with what to do instead; what another server does,
    // too: kept here, nobody would see it before this server is back.
    const bool goes_on = outage::goes_on(row.verb, row.path);
    if (!goes_on) {
      row.handler = api::refuse_while(
          [&services = parts.services] { return services.degraded(); }, api::degraded, std::move(row.handler)
      );
    }
    if (!goes_on || row.verb != http::method::get) {
      row.handler = api::refuse_while(
          [&outage = parts.outage] { return outage.service->handed_over(); }, api::handed_over, std::move(row.handler)
      );
    }
  }
  std::vector<http::upgrade_point> upgrades;
  upgrades.push_back(parts.consoles.sockets.upgrade_point());
  return http::router(
      std::move(rows), std::move(upgrades),
      [&files = parts.files, &documents = parts.documents](const http::request& r) {
        auto document = documents.find(r);
        return document ? std::move(document) : files.find(r);
      }
  );
}

} // namespace frontdoor::wiring
