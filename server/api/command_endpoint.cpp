#include "server/api/command_endpoint.hpp"

#include <algorithm>

#include "server/api/json_body.hpp"
#include "server/db/hash_chain.hpp"

namespace frontdoor::api {

namespace {

constexpr std::size_t key_length_max = 128;

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= key_length_max &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

int status_of(triage::refusal_kind kind) {
  switch (kind) {
  case triage::refusal_kind::forbidden:
    return 403;
  case triage::refusal_kind::not_found:
    return 404;
  case triage::refusal_kind::conflict:
    return 409;
  case triage::refusal_kind::version_required:
    return 428;
  case triage::refusal_kind::stale:
    return 412;
  case triage::refusal_kind::invalid:
    break;
  }
  return 422;
}

} // namespace

std::expected<command::origin, http::problem> origin_of(const http::request& request, const auth::principal& who) {
  command::origin from;
  from.actor.name = who.actor();
  from.actor.kind =
      who.credential == auth::credential::session ? triage::actor_kind::person : triage::actor_kind::integrator;
  if (who.role) from.actor.role = auth::to_string(*who.role);
  from.request_id = request.request_id;
  if (who.credential == auth::credential::api_key) from.owner_id = who.id;
  if (const auto key = request.header("idempotency-key")) {
    if (!is_key(*key)) {
      return std::unexpected(http::problem(
          400, "bad_idempotency_key", "The Idempotency-Key is not one",
          "Send 1 to 128 printable ASCII characters without spaces, a new one for each request."
      ));
    }
    std::string text = who.id.to_string();
    text += '\n';
    text += request.path;
    text += '\n';
    text += *key;
    from.key = db::sha256(text);
  }
  from.request_hash = db::sha256(request.body);
  return from;
}

http::problem to_problem(const command::failed& failure) {
  using kind = command::failed::kind;
  switch (failure.why) {
  case kind::refused: {
    const auto& refusal = failure.refusal;
    std::string detail = refusal.detail;
    if (!refusal.remedy.empty()) detail += " " + refusal.remedy;
    return http::problem(
        status_of(refusal.kind), refusal.code, "This cannot be done", std::move(detail), refusal.faults
    );
  }
  case kind::key_reused:
    return http::problem(
        422, "idempotency_key_reused", "This Idempotency-Key was used for another request",
        "Nothing was stored. Use a new key for each new request; repeat a request unchanged with its own."
    );
  case kind::contended: {
    http::problem p(
        409, "contended", "Others are working on this incident at the same moment",
        "Nothing was stored. Look at what has changed and send it again."
    );
    p.retry_after_s = 1;
    return p;
  }
  case kind::unknown: {
    http::problem p(
        503, "outcome_unknown", "It is not known whether this was stored",
        "Send the same request again with the same Idempotency-Key: it will be stored once."
    );
    p.retry_after_s = 2;
    return p;
  }
  case kind::degraded:
    return degraded();
  case kind::no_room: {
    http::problem p(
        503, "journal_full", "The journal of this outage takes no more",
        "Nothing was stored. Write it on the numbered paper forms, dispatch by radio and phone, and tell the "
        "supervisor."
    );
    p.retry_after_s = 10;
    return p;
  }
  case kind::unavailable:
    break;
  }
  http::problem p(
      503, "unavailable", "The record cannot be reached",
      "Nothing was stored. Send the same request again, with the same Idempotency-Key."
  );
  p.retry_after_s = 2;
  return p;
}

http::response
answer_to(std::expected<std::string, command::failed> outcome, int status, const std::string& request_id) {
  if (!outcome) return to_response(to_problem(outcome.error()), request_id);
  return json_text_response(status, std::move(*outcome));
}

} // namespace frontdoor::api
