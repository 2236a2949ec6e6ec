// The diary: slots that a district offers on a day, and the appointments of incidents in them.

#include <nlohmann/json.hpp>

#include "server/api/command_endpoint.hpp"
#include "server/api/early_resolution.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "server/clock/local_day.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using command::diary_runner;
using nlohmann::json;

namespace {

using streams = command::diary_streams;

http::problem other_district() {
  return http::problem(
      403, "district_not_yours", "This is not your district", "Ask somebody who works there, or the supervisor."
  );
}

asio::awaitable<http::response> read_diary(services& s, http::request request, auth::principal who) {
  query_parameters query(request, {"district", "day"});
  const auto district = query.text("district").value_or("");
  const auto day = query.text("day").value_or("");
  if (district.empty()) query.refuse("district", "It is missing.", "Name the district.");
  if (!triage::parse_day(day)) query.refuse("day", "It is not a day.", "Give it as 2026-03-02.");
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (!who.covers(district)) co_return to_response(other_district(), request.request_id);
  const auto id = command::diary_id(district, day);
  auto found = co_await command::load_stream<streams>(s.queries, id);
  if (!found) co_return to_response(unavailable(), request.request_id);
  if (!found->state) {
    found->state.emplace();
    found->state->id = id;
    found->state->district = district;
    found->state->day = day;
  }
  co_return json_response(200, triage::card(*found->state, true));
}

std::string write_diary(const diary_runner::states& after, const diary_runner::made&) {
  return json{{"diary", triage::card(*after.back(), true)}}.dump();
}

asio::awaitable<http::response>
offer_slot(services& s, diary_runner& diaries, http::request request, auth::principal who) {
  const auto body = read_body(request, s.schemas, "diary-slot.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto command = triage::offer_slot_from_json(*body);
  if (!command) co_return to_response(invalid_body(command.error()), request.request_id);
  const auto district = body->at("district").get<std::string>();
  if (!who.covers(district)) co_return to_response(other_district(), request.request_id);
  const auto day = clock::london_day(command->starts_at);
  const auto id = command::diary_id(district, day);
  diary_runner::decider decide = [id, district, day, wanted = *command](
                                     const diary_runner::states& before, const triage::incident*,
                                     const triage::context& context
                                 ) { return triage::offer(before.front(), id, district, day, wanted, context); };
  std::vector<triage::uuid> needed{id};
  diary_runner::answer write = write_diary;
  auto outcome =
      co_await diaries.run(std::move(*from), std::move(needed), std::nullopt, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 201, request.request_id);
}

asio::awaitable<http::response>
change_slot(services& s, diary_runner& diaries, http::request request, auth::principal who) {
  const auto id = path_id(request, "diary");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto slot = part_id(request, "slot", "slot");
  if (!slot) co_return to_response(slot.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "diary-capacity.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto found = co_await command::load_stream<streams>(s.queries, *id);
  if (!found) co_return to_response(unavailable(), request.request_id);
  if (!found->state) co_return to_response(not_found("diary"), request.request_id);
  if (!who.covers(found->state->district)) co_return to_response(other_district(), request.request_id);
  diary_runner::decider decide = [slot = *slot, capacity = body->at("capacity").get<std::uint32_t>()](
                                     const diary_runner::states& before, const triage::incident*,
                                     const triage::context& context
                                 ) { return triage::change_capacity(*before.front(), slot, capacity, context); };
  std::vector<triage::uuid> needed{*id};
  diary_runner::answer write = write_diary;
  auto outcome =
      co_await diaries.run(std::move(*from), std::move(needed), std::nullopt, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

// ---- appointments

// The appointment that a decision left, with its incident's id. Of the answer kept for repeats: no personal data.
std::string write_appointment(const triage::uuid& incident, const triage::decision* made, const triage::uuid* which) {
  json out{{"incident", incident.to_string()}, {"appointment", nullptr}};
  if (made != nullptr && made->incident) {
    const auto& list = made->incident->screening.appointments;
    const auto* one = which == nullptr ? &list.back() : triage::find_appointment(*made->incident, *which);
    if (one != nullptr) out["appointment"] = triage::to_json(*one);
    out["version"] = made->incident->version;
  }
  return out.dump();
}

diary_runner::answer appointment_writer(triage::uuid incident, std::optional<triage::uuid> which) {
  return [incident, which](const diary_runner::states&, const diary_runner::made& decided) {
    const auto* made = decided.on_incident ? &*decided.on_incident : nullptr;
    return write_appointment(incident, made, which ? &*which : nullptr);
  };
}

triage::refusal unknown_diary() {
  return {
      triage::refusal_kind::not_found,
      "unknown_diary",
      "There is no such diary.",
      "Read the day with GET /v1/diary.",
      {}
  };
}

asio::awaitable<http::response> book(services& s, diary_runner& diaries, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "appointment.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto command = triage::book_appointment_from_json(*body);
  if (!command) co_return to_response(invalid_body(command.error()), request.request_id);
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  diary_runner::decider decide = [wanted = *command](
                                     const diary_runner::states& before, const triage::incident* on,
                                     const triage::context& context
                                 ) -> triage::diary_outcome {
    if (!before.front()) return std::unexpected(unknown_diary());
    return triage::book(*before.front(), *on, wanted, context);
  };
  std::vector<triage::uuid> needed{command->diary};
  auto write = appointment_writer(*id, std::nullopt);
  auto outcome = co_await diaries.run(std::move(*from), std::move(needed), *id, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 201, request.request_id);
}

asio::awaitable<http::response> move(services& s, diary_runner& diaries, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto appointment = part_id(request, "appointment", "appointment");
  if (!appointment) co_return to_response(appointment.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "appointment-move.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto command = triage::move_appointment_from_json(*body, *appointment);
  if (!command) co_return to_response(invalid_body(command.error()), request.request_id);
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  const auto* held = triage::find_appointment(seen->state(), *appointment);
  if (held == nullptr) co_return to_response(not_found("appointment"), request.request_id);
  // The diary it goes to, and the one that it leaves where that is another.
  std::vector<triage::uuid> needed{command->diary};
  if (held->slot.diary != command->diary) needed.push_back(held->slot.diary);
  diary_runner::decider decide = [wanted = *command](
                                     const diary_runner::states& before, const triage::incident* on,
                                     const triage::context& context
                                 ) -> triage::diary_outcome {
    if (!before.front()) return std::unexpected(unknown_diary());
    return triage::move(before.back(), *before.front(), *on, wanted, context);
  };
  auto write = appointment_writer(*id, *appointment);
  auto outcome = co_await diaries.run(std::move(*from), std::move(needed), *id, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

asio::awaitable<http::response> cancel(services& s, diary_runner& diaries, http::request request, auth::principal who) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  const auto appointment = part_id(request, "appointment", "appointment");
  if (!appointment) co_return to_response(appointment.error(), request.request_id);
  const auto body = read_body(request, s.schemas, "appointment-cancel.schema.json");
  if (!body) co_return to_response(body.error(), request.request_id);
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto command = triage::cancel_appointment_from_json(*body, *appointment);
  if (!command) co_return to_response(invalid_body(command.error()), request.request_id);
  const auto seen = co_await find_visible(s, who, *id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  const auto* held = triage::find_appointment(seen->state(), *appointment);
  if (held == nullptr) co_return to_response(not_found("appointment"), request.request_id);
  std::vector<triage::uuid> needed{held->slot.diary};
  diary_runner::decider decide = [wanted = *command](
                                     const diary_runner::states& before, const triage::incident* on,
                                     const triage::context& context
                                 ) { return triage::cancel(before.front(), *on, wanted, context); };
  auto write = appointment_writer(*id, *appointment);
  auto outcome = co_await diaries.run(std::move(*from), std::move(needed), *id, std::move(decide), std::move(write));
  co_return answer_to(std::move(outcome), 200, request.request_id);
}

} // namespace

http::endpoints diary_endpoints(services& s, diary_runner& diaries) {
  using auth::access;
  using auth::permission;
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/diary",
       access::needs(permission::task_work),
       [&s](http::request r, auth::principal p) { return read_diary(s, std::move(r), std::move(p)); },
       {}}
  );
  using call = asio::awaitable<http::response> (*)(services&, diary_runner&, http::request, auth::principal);
  const auto add = [&](http::method method, const char* path, permission needed, const char* schema, call serve) {
    rows.push_back(
        {method, path, access::needs(needed),
         [&s, &diaries, serve](http::request r, auth::principal p) {
           return serve(s, diaries, std::move(r), std::move(p));
         },
         schema, true}
    );
  };
  add(http::method::post, "/v1/diary/slots", permission::diary_manage, "diary-slot.schema.json", offer_slot);
  add(http::method::post, "/v1/diary/{id}/slots/{slot}", permission::diary_manage, "diary-capacity.schema.json",
      change_slot);
  add(http::method::post, "/v1/incidents/{id}/appointments", permission::task_work, "appointment.schema.json", book);
  add(http::method::post, "/v1/incidents/{id}/appointments/{appointment}/move", permission::task_work,
      "appointment-move.schema.json", move);
  add(http::method::post, "/v1/incidents/{id}/appointments/{appointment}/cancel", permission::task_work,
      "appointment-cancel.schema.json", cancel);
  return rows;
}

} // namespace frontdoor::api
