#include "triage/incident/handoff_codec.hpp"

#include <utility>

#include "triage/incident/referral_codec.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using personal_source = const std::optional<json>&;

std::optional<handoff_words> handoff_words_of(personal_source personal) {
  if (!personal) return std::nullopt;
  return handoff_words{text_of(*personal, "text"), text_of(*personal, "reference")};
}

partner_kind read_kind(const record_reader& body) {
  const auto kind = parse_partner_kind(body.text("kind"));
  if (!kind) body.fail("kind");
  return kind.value_or(partner_kind::agency);
}

handoff_state read_handoff_state(const record_reader& body, const char* name) {
  const auto state = parse_handoff_state(body.text(name));
  if (!state) body.fail(name);
  return state.value_or(handoff_state::requested);
}

handoff read_handoff(const record_reader& record) {
  handoff out;
  out.id = record.id("id");
  out.partner = record.text("partner");
  out.kind = read_kind(record);
  out.state = read_handoff_state(record, "state");
  out.requested_by = record.text("requested_by");
  out.requested_at = record.time("requested_at");
  out.answer_by = record.time("answer_by");
  out.watch_until = record.optional_time("watch_until");
  out.eta = record.optional_time("eta");
  out.partner_attending = record.flag("partner_attending");
  out.returned = record.flag("returned");
  out.disputed = record.flag("disputed");
  out.generation = record.count("generation");
  if (record.find("sending") != nullptr) out.sending = read_referral_sending(record.inner("sending"));
  return out;
}

} // namespace

json body_json(const handoff_requested& e) {
  return object_of(
      field{"handoff", e.handoff.to_string()}, field{"partner", e.partner}, field{"kind", to_string(e.kind)},
      field{"answer_by", to_rfc3339(e.answer_by)}, field{"grade", e.grade ? target_json(*e.grade) : json()},
      field{"clock_from", to_rfc3339(e.clock_from)}
  );
}

json body_json(const handoff_answered& e) {
  return object_of(
      field{"handoff", e.handoff.to_string()}, field{"answer", to_string(e.answer)},
      field{"police_attending", e.police_attending}, field{"partner_attending", e.partner_attending},
      field{"returned", e.returned}, field{"disputed", e.disputed}, field{"eta", time_or_null(e.eta)},
      field{"watch_until", time_or_null(e.watch_until)}
  );
}

json body_json(const handoff_silent& e) {
  return object_of(field{"handoff", e.handoff.to_string()});
}

json body_json(const sender_grade_kept& e) {
  json out = object_of(
      field{"contact", e.contact.to_string()}, field{"partner", e.partner}, field{"sent", target_json(e.sent)},
      field{"target", target_json(e.target)}, field{"raised", e.raised}, field{"clock_from", to_rfc3339(e.clock_from)},
      field{"held_until", to_rfc3339(e.held_until)}, field{"pathway", value_or_null(e.pathway)}
  );
  put(out, "promise", e.promise);
  return out;
}

json body_json(const incident_deferred& e) {
  return object_of(
      field{"reason_code", e.reason_code}, field{"review_at", to_rfc3339(e.review_at)}, field{"count", e.count}
  );
}

json personal_json(const handoff_words& personal) {
  json out = json::object();
  put(out, "text", personal.text);
  put(out, "reference", personal.reference);
  return out;
}

event read_handoff_requested(event_head head, const record_reader& body, personal_source personal) {
  handoff_requested out;
  out.head = std::move(head);
  out.handoff = body.id("handoff");
  out.partner = body.text("partner");
  out.kind = read_kind(body);
  out.answer_by = body.time("answer_by");
  if (body.find("grade") != nullptr) out.grade = body.target("grade");
  out.clock_from = body.time("clock_from");
  out.personal = handoff_words_of(personal);
  return out;
}

event read_handoff_answered(event_head head, const record_reader& body, personal_source personal) {
  handoff_answered out;
  out.head = std::move(head);
  out.handoff = body.id("handoff");
  out.answer = read_handoff_state(body, "answer");
  out.police_attending = body.flag("police_attending");
  out.partner_attending = body.flag("partner_attending");
  out.returned = body.flag("returned");
  out.disputed = body.flag("disputed");
  out.eta = body.optional_time("eta");
  out.watch_until = body.optional_time("watch_until");
  out.personal = handoff_words_of(personal);
  return out;
}

event read_handoff_silent(event_head head, const record_reader& body, personal_source) {
  return handoff_silent{std::move(head), body.id("handoff")};
}

event read_sender_grade_kept(event_head head, const record_reader& body, personal_source) {
  sender_grade_kept out;
  out.head = std::move(head);
  out.contact = body.id("contact");
  out.partner = body.text("partner");
  out.sent = body.target("sent");
  out.target = body.target("target");
  out.raised = body.flag("raised");
  out.clock_from = body.time("clock_from");
  out.held_until = body.time("held_until");
  out.pathway = body.optional_text("pathway");
  out.promise = body.optional_text("promise");
  return out;
}

event read_incident_deferred(event_head head, const record_reader& body, personal_source) {
  return incident_deferred{std::move(head), body.text("reason_code"), body.time("review_at"), body.count("count")};
}

void write_partners(const incident& state, json& into) {
  const auto& work = state.partners;
  if (work == partner_work{}) return;
  json handoffs = json::array();
  for (const auto& one : work.handoffs) {
    handoffs.push_back(to_json(one));
    handoffs.back()["generation"] = one.generation;
    if (one.sending) write_referral_sending(*one.sending, handoffs.back());
  }
  json out = object_of(
      field{"police_attending", work.police_attending}, field{"handoffs", std::move(handoffs)},
      field{"deferrals", work.deferrals}, field{"review_at", time_or_null(work.review_at)}
  );
  if (work.sender) {
    out["sender"] = object_of(
        field{"partner", work.sender->partner}, field{"sent", target_json(work.sender->sent)},
        field{"held_until", to_rfc3339(work.sender->held_until)}
    );
  }
  into["partners"] = std::move(out);
}

void read_partners(const record_reader& record, incident& state) {
  if (record.find("partners") == nullptr) return;
  const auto body = record.inner("partners");
  auto& work = state.partners;
  work.police_attending = body.flag("police_attending");
  body.each("handoffs", [&](const record_reader& one) { work.handoffs.push_back(read_handoff(one)); });
  work.deferrals = body.count("deferrals");
  work.review_at = body.optional_time("review_at");
  if (body.find("sender") != nullptr) {
    const auto sender = body.inner("sender");
    work.sender = sender_grade{sender.text("partner"), sender.target("sent"), sender.time("held_until")};
  }
}

} // namespace frontdoor::triage
