#include "server/api/incident_commands.hpp"

#include <charconv>
#include <memory>

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/partner_view.hpp"
#include "server/api/visible_incident.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

// What happened after `version`, as errors of the problem, so that the caller sees what was missed.
asio::awaitable<http::problem> with_changes(services& s, triage::uuid id, std::uint32_t version, http::problem p) {
  const auto events = co_await s.queries.stream_events(id, std::nullopt, false);
  if (!events) co_return p;
  for (const auto& event : *events) {
    if (event->version <= version) continue;
    triage::fault one;
    one.pointer = "/" + std::to_string(event->version);
    one.code = event->type;
    one.detail = event->actor + " at " + triage::to_rfc3339(event->occurred_at);
    p.faults.push_back(std::move(one));
  }
  co_return p;
}

const triage::approval* approval_in(const triage::decision& decision) {
  for (const auto& event : decision.events) {
    const triage::uuid* id = nullptr;
    if (const auto* asked = get_if<triage::lowering_requested>(&event)) id = &asked->approval;
    if (const auto* decided = get_if<triage::approval_decided>(&event)) id = &decided->approval;
    if (id == nullptr) continue;
    for (const auto& one : decision.incident->approvals) {
      if (one.id == *id) return &one;
    }
  }
  return nullptr;
}

const triage::task* task_in(const triage::decision& decision) {
  for (const auto& event : decision.events) {
    const triage::uuid* id = nullptr;
    if (const auto* opened = get_if<triage::task_opened>(&event)) id = &opened->task;
    if (const auto* tried = get_if<triage::task_attempted>(&event)) id = &tried->task;
    if (const auto* done = get_if<triage::task_completed>(&event)) id = &done->task;
    if (id != nullptr) return triage::find_task(*decision.incident, *id);
  }
  return nullptr;
}

// What the head of an answer says of it: the version that the incident has, which is the next If-Match, and whether an
// approval is waited for.
struct answer_head {
  std::optional<std::uint64_t> version;
  bool waiting = false;
};

answer_head head_of(const command::executed& done) {
  answer_head out;
  if (const auto* incident = done.incident()) {
    out.version = incident->version;
    out.waiting = waits_for_approval(*done.decision);
    return out;
  }
  // Of a repeat there is nothing left but the answer that was given the first time.
  const auto told = json::parse(done.answer, nullptr, false);
  if (!told.is_object()) return out;
  const auto& card = told.contains("incident") ? told.at("incident") : told;
  if (const auto version = card.find("version"); version != card.end() && version->is_number_unsigned())
    out.version = version->get<std::uint64_t>();
  out.waiting = told.contains("approval");
  return out;
}

asio::awaitable<http::response> carry_out_on_incident(
    services& s, std::shared_ptr<const incident_call> call, http::request request, auth::principal who
) {
  const auto id = path_id(request, "incident");
  if (!id) co_return to_response(id.error(), request.request_id);
  triage::uuid part;
  if (!call->part.empty()) {
    const auto named = part_id(request, call->part, call->part);
    if (!named) co_return to_response(named.error(), request.request_id);
    part = *named;
  }
  const auto body = read_body(request, s.schemas, call->schema);
  if (!body) co_return to_response(body.error(), request.request_id);
  const auto version = if_match(request);
  if (!version) co_return to_response(version.error(), request.request_id);
  auto command = call->read(*body, part, *version);
  if (!command) co_return to_response(invalid_body(std::move(command.error())), request.request_id);
  auto write = call->write;
  co_return co_await run_on_incident(
      s, std::move(request), std::move(who), *id, std::move(*command), std::move(write), call->status
  );
}

} // namespace

std::expected<std::optional<std::uint32_t>, http::problem> if_match(const http::request& request) {
  const auto header = request.header("if-match");
  if (!header) return std::nullopt;
  std::string_view text = *header;
  std::uint32_t version = 0;
  if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error == std::errc{} && end == text.data() + text.size()) return version;
  }
  return std::unexpected(http::problem(
      400, "bad_if_match", "The If-Match is not a version of an incident",
      "Send the ETag of GET /v1/incidents/{id} as it came, such as \"7\"."
  ));
}

asio::awaitable<http::response> run_on_incident(
    services& s, http::request request, auth::principal who, triage::uuid id, triage::command command,
    command::answer_writer write, int status, int status_waiting
) {
  auto from = origin_of(request, who);
  if (!from) co_return to_response(from.error(), request.request_id);
  const auto version = if_match(request);
  if (!version) co_return to_response(version.error(), request.request_id);
  const auto seen = co_await find_visible(s, who, id);
  if (!seen) co_return to_response(seen.error(), request.request_id);
  const auto outcome = co_await s.commands.run(std::move(*from), id, std::move(command), std::move(write));
  if (!outcome) {
    auto p = to_problem(outcome.error());
    if (p.status == 412 && *version) p = co_await with_changes(s, id, **version, std::move(p));
    co_return to_response(p, request.request_id);
  }
  const auto head = head_of(*outcome);
  auto text = outcome->answer;
  if (seen->shown != auth::detail::full) {
    auto told = json::parse(text);
    leave_out_records(told, s.policy()->facts);
    text = told.dump();
  }
  auto answer = json_text_response(head.waiting && status_waiting != 0 ? status_waiting : status, std::move(text));
  if (head.version) answer.headers.emplace_back("ETag", "\"" + std::to_string(*head.version) + "\"");
  co_return answer;
}

bool waits_for_approval(const triage::decision& decision) {
  return !decision.events.empty() && holds_alternative<triage::lowering_requested>(decision.events.front()) &&
         triage::waiting_approval(*decision.incident) != nullptr;
}

std::string write_card(const triage::decision& decision, std::string_view number) {
  json out{{"incident", triage::card(*decision.incident, number)}};
  if (const auto* task = task_in(decision)) out["task"] = triage::to_json(*task);
  return out.dump();
}

std::string write_approval(const triage::decision& decision, std::string_view number) {
  json out{{"incident", triage::card(*decision.incident, number)}};
  if (const auto* approval = approval_in(decision)) out["approval"] = triage::to_json(*approval);
  return out.dump();
}

http::endpoint incident_endpoint(services& s, incident_call made) {
  const auto call = std::make_shared<const incident_call>(std::move(made));
  return {
      http::method::post,
      call->path,
      auth::access::needs(call->permission),
      [&s, call](http::request r, auth::principal p) {
        return carry_out_on_incident(s, call, std::move(r), std::move(p));
      },
      call->schema,
      true
  };
}

} // namespace frontdoor::api
