#include "server/api/units.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api/board_reading.hpp"
#include "server/api/command_endpoint.hpp"
#include "server/api/json_body.hpp"
#include "server/api/partner_view.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "server/clock/local_day.hpp"
#include "triage/force/suggestion.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
namespace force = triage::force;
using command::unit_runner;
using nlohmann::json;

namespace {

using shared_units = std::shared_ptr<unit_services>;

constexpr std::size_t units_read_max = 5000;
constexpr std::size_t contacts_read_max = 20; // for the place of an incident
constexpr std::size_t call_sign_max = 32;

// ---- who is where

struct on_board {
  const dispatch::board_entry* entry = nullptr;
  const triage::unit_on_incident* unit = nullptr;
};

// The open incident that each unit works on, as the board has it.
std::map<std::string, on_board> at_work(const dispatch::board& board) {
  std::map<std::string, on_board> out;
  board.for_each([&](const dispatch::board_entry& entry) {
    if (entry.state.status != triage::incident_status::open) return;
    for (const auto& one : entry.state.units) {
      if (!one.works()) continue;
      auto& known = out[one.unit];
      if (known.unit == nullptr || known.unit->steps.back().at < one.steps.back().at) known = {&entry, &one};
    }
  });
  return out;
}

// Every unit that is listed, has reported, or is on an incident.
struct known_unit {
  const force::unit_rule* rule = nullptr;
  std::optional<force::unit_record> record;
  on_board work;
};

asio::awaitable<std::optional<std::map<std::string, known_unit>>> known_units(shared_units u) {
  auto rows = co_await u->queries.streams("unit", "kept", units_read_max);
  if (!rows) co_return std::nullopt;
  std::map<std::string, known_unit> out;
  for (const auto& rule : u->units.force().units)
    out[rule.unit].rule = &rule;
  for (const auto& row : *rows) {
    auto record = co_await command::read_state<command::unit_streams>(u->s.queries, row.id, row.snapshot);
    if (!record) co_return std::nullopt;
    if (*record) out[(*record)->unit].record = std::move(*record);
  }
  for (auto& [unit, work] : at_work(u->board()))
    out[unit].work = work;
  co_return out;
}

const force::state_rule* state_of(const known_unit& one, const force::rules& rules) {
  return one.record && one.record->state ? rules.find_state(*one.record->state) : nullptr;
}

bool is_free(const known_unit& one, const force::rules& rules) {
  const auto* state = state_of(one, rules);
  return state != nullptr && state->kind == force::state_kind::available && one.work.unit == nullptr;
}

json position_json(const known_unit& one, triage::timestamp now, const force::rules& rules) {
  if (one.record && one.record->position) {
    const auto& known = *one.record->position;
    return {
        {"lat", known.at.lat},
        {"lon", known.at.lon},
        {"seen_at", triage::to_rfc3339(known.seen_at)},
        {"source", "reported"},
        {"fresh", now - known.seen_at <= rules.travel.position_fresh}
    };
  }
  if (one.rule == nullptr || !one.rule->station) return nullptr;
  return {
      {"lat", one.rule->station->lat},
      {"lon", one.rule->station->lon},
      {"seen_at", nullptr},
      {"source", "station"},
      {"fresh", false}
  };
}

// What it is on; of an incident that the caller may not see, only that there is one.
json work_json(const on_board& work, const auth::principal& who) {
  if (work.unit == nullptr) return nullptr;
  const auto& state = work.entry->state;
  const bool seen = may_see(who, *work.entry);
  return {
      {"id", seen ? json(state.id.to_string()) : json()},
      {"number", seen ? json(work.entry->number) : json()},
      {"grade", seen && state.grade ? json(state.grade->grade) : json()},
      {"step", triage::to_string(work.unit->state())},
      {"since", triage::to_rfc3339(work.unit->steps.back().at)}
  };
}

json message_json(const known_unit& one, const force::rules& rules) {
  if (!one.record || !one.record->message) return nullptr;
  const auto* state = rules.find_state(one.record->message->state);
  return {
      {"state", one.record->message->state},
      {"text", state == nullptr ? json() : json(state->text)},
      {"at", triage::to_rfc3339(one.record->message->at)}
  };
}

json unit_json(
    const std::string& name, const known_unit& one, const force::rules& rules, const auth::principal& who,
    triage::timestamp now
) {
  const auto* state = state_of(one, rules);
  json out{
      {"unit", name},
      {"listed", one.rule != nullptr},
      {"district", one.rule == nullptr ? json() : json(one.rule->district)},
      {"talkgroup", one.rule == nullptr ? json() : json(one.rule->talkgroup)},
      {"skills", one.rule == nullptr ? std::vector<std::string>() : one.rule->skills},
      {"state", state == nullptr ? json() : force::to_json(*state)},
      {"free", is_free(one, rules)},
      {"alarm", state != nullptr && state->kind == force::state_kind::emergency},
      {"message", message_json(one, rules)},
      {"incident", work_json(one.work, who)},
      {"position", position_json(one, now, rules)}
  };
  const bool known = one.record && one.record->state_at;
  out["state_at"] = known ? json(triage::to_rfc3339(*one.record->state_at)) : json();
  return out;
}

struct unit_filter {
  std::vector<std::string> districts, talkgroups, skills;
  std::optional<std::string> free;

  bool passes(const known_unit& one, const force::rules& rules) const {
    const std::string none;
    if (!among(districts, one.rule == nullptr ? none : one.rule->district)) return false;
    if (!among(talkgroups, one.rule == nullptr ? none : one.rule->talkgroup)) return false;
    const auto has = [&](const std::string& skill) {
      return one.rule != nullptr && std::ranges::find(one.rule->skills, skill) != one.rule->skills.end();
    };
    if (!std::ranges::all_of(skills, has)) return false;
    return !free || is_free(one, rules) == (*free == "true");
  }
};

asio::awaitable<http::response> list_units(shared_units u, http::request request, auth::principal who) {
  query_parameters query(request, {"district", "talkgroup", "skill", "free"});
  unit_filter filter{query.list("district"), query.list("talkgroup"), query.list("skill"), query.text("free")};
  if (filter.free && *filter.free != "true" && *filter.free != "false")
    query.refuse("free", "It is true or false.", "Say true or false, or leave it out.");
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (!co_await caught_up(u->s, u->published)) co_return to_response(unavailable(), request.request_id);
  const auto known = co_await known_units(u);
  if (!known) co_return to_response(unavailable(), request.request_id);
  const auto& rules = u->units.force();
  const auto now = u->s.clock.now();
  std::vector<json> items;
  for (const auto& [name, one] : *known) {
    if (filter.passes(one, rules)) items.push_back(unit_json(name, one, rules, who, now));
  }
  // A call for help stands first; the rest by call sign.
  std::ranges::sort(items, {}, [](const json& one) {
    return std::pair(!one.at("alarm").get<bool>(), one.at("unit").get<std::string>());
  });
  json out{{"items", std::move(items)}, {"states", json::array()}, {"reasons", json::object()}};
  for (const auto& state : rules.states)
    out["states"].push_back(force::to_json(state));
  const auto put_codes = [&](const char* name, const std::vector<triage::coded_text>& codes) {
    auto& list = out["reasons"][name] = json::array();
    for (const auto& one : codes)
      list.push_back({{"code", one.code}, {"text", one.text}});
  };
  put_codes("status", rules.status_reasons);
  put_codes("diversion", rules.diversion_reasons);
  put_codes("order", rules.queue.order_reasons);
  co_return json_response(200, out);
}

// ---- the unit's own state

json warnings_json(const force::unit_decision& made) {
  json out = json::array();
  for (const auto& one : made.warnings)
    out.push_back(force::to_json(one));
  return out;
}

bool is_call_sign(const std::string& text) {
  const auto plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == ' '; };
  return !text.empty() && text.size() <= call_sign_max && text.front() != ' ' && text.front() != '-' &&
         std::ranges::all_of(text, plain);
}

asio::awaitable<http::response> set_status(shared_units u, http::request request, auth::principal who) {
  const auto found = request.path_parameters.find("unit");
  const std::string unit = found == request.path_parameters.end() ? std::string() : std::string(found->second);
  if (!is_call_sign(unit)) co_return to_response(not_found("unit"), request.request_id);
  const auto body = read_body(request, u->s.schemas, "unit-status.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto wanted = force::status_request_from_json(*body);
  unit_runner::decider decide =
      [u, wanted](const force::unit_view& view, const triage::incident*, const triage::context& context) {
        return force::report_status(view, wanted, u->units.force(), context);
      };
  unit_runner::answer write = [u](const force::unit_record& after, const force::unit_decision& made,
                                  const triage::incident*, std::string_view) {
    const auto* state = after.state ? u->units.force().find_state(*after.state) : nullptr;
    json out{
        {"unit", after.unit},
        {"state", state == nullptr ? json() : force::to_json(*state)},
        {"state_at", after.state_at ? json(triage::to_rfc3339(*after.state_at)) : json()},
        {"warnings", warnings_json(made)}
    };
    return out.dump();
  };
  auto outcome = co_await u->units.run(std::move(*from), unit, std::nullopt, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

// ---- on an incident

std::string write_report(
    const force::unit_record&, const force::unit_decision& made, const triage::incident* target, std::string_view number
) {
  json out = json::object();
  triage::add_ladder_detail(*target, out);
  out["incident"] = triage::card(*target, number);
  out["warnings"] = warnings_json(made);
  return out.dump();
}

asio::awaitable<http::response> report_unit(shared_units u, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, u->s.schemas, "unit-report.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto read = triage::report_unit_from_json(*body);
  if (!read) co_return to_response(invalid_body(std::move(read.error())), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto seen = co_await find_visible(u->s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  force::sending_request wanted;
  wanted.report = std::move(*read);
  wanted.diversion_reason = triage::text_of(*body, "diversion_reason");
  wanted.order_reason = triage::text_of(*body, "order_reason");
  // Within one district: a unit is not held up for what waits at the other end of the force.
  if (const auto district = seen->state().district; district && !district->empty())
    wanted.overtaken =
        force::overtaken_by(waiting_on(u->board(), *u->s.policy(), u->units.force(), *district, nullptr), *id);
  const auto unit = wanted.report.unit;
  unit_runner::decider decide =
      [u, wanted](const force::unit_view& view, const triage::incident* target, const triage::context& context) {
        return force::report_on_incident(view, *target, wanted, u->units.force(), context);
      };
  unit_runner::answer write = write_report;
  auto outcome = co_await u->units.run(std::move(*from), unit, *id, std::move(decide), std::move(write));
  if (!outcome) co_return to_response(to_problem(outcome.error()), request.request_id);
  auto told = json::parse(*outcome);
  const auto version = told.at("incident").at("version").dump();
  if (seen->shown != auth::detail::full) leave_out_records(told, u->s.policy()->facts);
  auto answer = json_response(200, told);
  answer.headers.emplace_back("ETag", "\"" + version + "\"");
  co_return answer;
}

// ---- which could go

// The coordinates that the latest contact gave which gave any.
asio::awaitable<std::optional<std::optional<force::point>>> place_of(shared_units u, triage::incident state) {
  std::size_t read = 0;
  for (auto link = state.contacts.rbegin(); link != state.contacts.rend() && read < contacts_read_max; ++link, ++read) {
    const auto events = co_await u->s.queries.stream_events(link->id, std::nullopt, true);
    if (!events) co_return std::nullopt;
    if (events->empty() || !events->front()->personal) continue;
    const auto personal = json::parse(*events->front()->personal, nullptr, false);
    const auto* location = triage::member_of(personal, "location");
    if (location == nullptr) continue;
    const auto lat = triage::number_of(*location, "lat");
    const auto lon = triage::number_of(*location, "lon");
    if (lat && lon) co_return std::optional(force::point{*lat, *lon});
  }
  co_return std::optional<force::point>();
}

force::candidate_unit candidate_of(const std::string& name, const known_unit& one, const force::rules& rules) {
  force::candidate_unit out;
  out.unit = name;
  out.state = state_of(one, rules);
  if (one.rule != nullptr) {
    out.district = one.rule->district;
    out.skills = one.rule->skills;
    out.place = one.rule->station;
  }
  if (one.record && one.record->position) {
    out.place = one.record->position->at;
    out.seen_at = one.record->position->seen_at;
  }
  if (one.work.unit == nullptr) return out;
  const auto& state = one.work.entry->state;
  const auto unit_step = one.work.unit->state();
  out.busy = force::busy_with{
      state.id, one.work.entry->number, state.grade ? state.grade->grade : "none", state.grade ? state.grade->rank : 0,
      unit_step == triage::unit_state::at_scene
  };
  return out;
}

asio::awaitable<http::response> suggest(shared_units u, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto seen = co_await find_visible(u->s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  if (!co_await caught_up(u->s, u->published)) co_return to_response(unavailable(), request.request_id);
  if (!co_await log_personal_read(u->s, who, request, "unit_suggestions", *id, seen->shown))
    co_return to_response(unavailable(), request.request_id);
  const auto place = co_await place_of(u, seen->state());
  // Last of what is waited for: it points into the board.
  const auto known = co_await known_units(u);
  if (!place || !known) co_return to_response(unavailable(), request.request_id);
  const auto policy = u->s.policy();
  const auto& rules = u->units.force();
  force::sought sought;
  sought.district = seen->state().district.value_or("");
  sought.place = *place;
  sought.rank = force::waiting_of(seen->state(), *policy, rules.queue).rank;
  sought.most_urgent = sought.rank == 0;
  sought.needs = force::skills_needed(seen->state(), *policy);
  sought.now = u->s.clock.now();
  sought.local_hour = clock::london_hour(sought.now);
  std::vector<force::candidate_unit> units;
  for (const auto& [name, one] : *known) {
    if (one.work.entry == nullptr || one.work.entry->state.id != *id) units.push_back(candidate_of(name, one, rules));
  }
  json out{{"incident", id->to_string()}, {"place_known", place->has_value()}, {"needs", json::array()}};
  for (const auto& need : sought.needs)
    out["needs"].push_back({{"skill", need.code}, {"text", need.text}});
  auto& items = out["items"] = json::array();
  for (const auto& one : force::suggest_units(sought, units, rules))
    items.push_back(force::to_json(one));
  co_return kept_nowhere(json_response(200, out));
}

} // namespace

std::vector<force::waiting> waiting_on(
    const dispatch::board& board, const triage::policy_pack& policy, const force::rules& force,
    const std::string& district, const auth::principal* who
) {
  std::vector<force::waiting> out;
  board.for_each([&](const dispatch::board_entry& entry) {
    if (!district.empty() && entry.state.district != district) return;
    if (!force::waits(entry.state, policy) || (who != nullptr && !may_see(*who, entry))) return;
    out.push_back(force::waiting_of(entry.state, policy, force.queue));
  });
  return force::in_order(std::move(out));
}

std::vector<triage::timestamp> waiting_since(const dispatch::board& board, const triage::policy_pack& policy) {
  std::vector<triage::timestamp> out;
  board.for_each([&](const dispatch::board_entry& entry) {
    if (force::waits(entry.state, policy)) out.push_back(entry.state.clock_from);
  });
  return out;
}

asio::awaitable<std::optional<std::uint32_t>> free_units(shared_units u) {
  const auto known = co_await known_units(u);
  if (!known) co_return std::nullopt;
  const auto& rules = u->units.force();
  const auto free = std::ranges::count_if(*known, [&](const auto& one) { return is_free(one.second, rules); });
  co_return static_cast<std::uint32_t>(free);
}

http::endpoints unit_endpoints(shared_units u) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/units",
       access::needs(permission::incident_read),
       [u](http::request r, auth::principal p) { return list_units(u, std::move(r), std::move(p)); },
       {}}
  );
  rows.push_back(
      {http::method::post, "/v1/units/{unit}/status", access::needs(permission::unit_report),
       [u](http::request r, auth::principal p) { return set_status(u, std::move(r), std::move(p)); },
       "unit-status.schema.json", true}
  );
  rows.push_back(
      {http::method::post, "/v1/incidents/{id}/units", access::needs(permission::dispatch_acknowledge),
       [u](http::request r, auth::principal p) { return report_unit(u, std::move(r), std::move(p)); },
       "unit-report.schema.json", true}
  );
  rows.push_back(
      {http::method::get,
       "/v1/incidents/{id}/unit-suggestions",
       access::needs(permission::dispatch_acknowledge),
       [u](http::request r, auth::principal p) { return suggest(u, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

} // namespace frontdoor::api
