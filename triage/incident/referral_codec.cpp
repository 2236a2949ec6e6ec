#include "triage/incident/referral_codec.hpp"

#include <utility>

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using personal_source = const std::optional<json>&;

} // namespace

json body_json(const referral_queued& e) {
  return object_of(field{"referral", e.referral.to_string()}, field{"service_code", e.service_code});
}

json body_json(const referral_attempted& e) {
  return object_of(
      field{"referral", e.referral.to_string()}, field{"attempt", e.attempt}, field{"for_token", e.for_token},
      field{"answer_by", to_rfc3339(e.answer_by)}
  );
}

json body_json(const referral_sent& e) {
  return object_of(field{"referral", e.referral.to_string()}, field{"ask_at", time_or_null(e.ask_at)});
}

json body_json(const referral_failed& e) {
  return object_of(
      field{"referral", e.referral.to_string()}, field{"reason_code", e.reason_code},
      field{"next_at", time_or_null(e.next_at)}
  );
}

json personal_json(const service_request::personal_part& personal) {
  json out = object_of(field{"description", personal.description});
  put(out, "address", personal.address);
  put(out, "lat", personal.lat);
  put(out, "lon", personal.lon);
  put(out, "first_name", personal.first_name);
  put(out, "last_name", personal.last_name);
  put(out, "phone", personal.phone);
  put(out, "email", personal.email);
  return out;
}

event read_referral_queued(event_head head, const record_reader& body, personal_source personal) {
  referral_queued out;
  out.head = std::move(head);
  out.referral = body.id("referral");
  out.service_code = body.text("service_code");
  if (!personal) return out;
  service_request::personal_part told;
  told.description = text_of(*personal, "description").value_or("");
  told.address = text_of(*personal, "address");
  told.lat = number_of(*personal, "lat");
  told.lon = number_of(*personal, "lon");
  told.first_name = text_of(*personal, "first_name");
  told.last_name = text_of(*personal, "last_name");
  told.phone = text_of(*personal, "phone");
  told.email = text_of(*personal, "email");
  out.personal = std::move(told);
  return out;
}

event read_referral_attempted(event_head head, const record_reader& body, personal_source) {
  return referral_attempted{
      std::move(head), body.id("referral"), body.count("attempt"), body.flag("for_token"), body.time("answer_by")
  };
}

event read_referral_sent(event_head head, const record_reader& body, personal_source personal) {
  return referral_sent{std::move(head), body.id("referral"), body.optional_time("ask_at"), words_of(personal)};
}

event read_referral_failed(event_head head, const record_reader& body, personal_source personal) {
  return referral_failed{
      std::move(head), body.id("referral"), body.text("reason_code"), body.optional_time("next_at"), words_of(personal)
  };
}

void write_referral_sending(const referral_sending& value, json& into) {
  into["sending"] = to_json(value);
  into["sending"]["for_token"] = value.for_token;
  into["sending"]["generation"] = value.generation;
}

referral_sending read_referral_sending(const record_reader& record) {
  referral_sending out;
  const auto state = parse_referral_sending_state(record.text("state"));
  if (!state) record.fail("state");
  out.state = state.value_or(referral_sending_state::given_up);
  out.service_code = record.text("service_code");
  out.attempts = record.count("attempts");
  out.due_at = record.optional_time("due_at");
  out.reason_code = record.optional_text("reason_code");
  out.for_token = record.flag("for_token");
  out.generation = record.count("generation");
  return out;
}

} // namespace frontdoor::triage
