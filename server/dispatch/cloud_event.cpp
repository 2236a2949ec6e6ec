#include "server/dispatch/cloud_event.hpp"

#include "server/db/batch_text.hpp"

namespace frontdoor::dispatch {

std::string cloud_event(const db::committed_event& event, std::string_view card, bool with_personal) {
  const auto stream = event.stream_id.to_string();
  std::string out;
  out.reserve(512 + event.body.size() + card.size() + (event.personal ? event.personal->size() : 0));
  out += R"({"specversion":"1.0","id":")";
  out += stream;
  out += '/';
  out += std::to_string(event.version);
  out += R"(","source":"/frontdoor","type":"uk.police.frontdoor.)";
  out += event.type;
  out += ".v";
  out += std::to_string(event.schema_version);
  out += R"(","subject":")";
  out += event.stream_type;
  out += '/';
  out += stream;
  out += R"(","time":")";
  out += triage::to_rfc3339(event.occurred_at);
  out += R"(","datacontenttype":"application/json","position":)";
  out += std::to_string(event.position);
  out += R"(,"version":)";
  out += std::to_string(event.version);
  out += R"(,"recordedat":")";
  out += triage::to_rfc3339(event.recorded_at);
  out += R"(","actor":)";
  db::append_json_string(out, event.actor);
  if (!event.number.empty()) {
    out += R"(,"number":)";
    db::append_json_string(out, event.number);
  }
  out += R"(,"data":)";
  if (card.empty()) {
    out += event.body;
  } else {
    // The body is an object's text; the card goes in before its last brace.
    out.append(event.body, 0, event.body.size() - 1);
    if (event.body.size() > 2) out += ',';
    out += R"("incident":)";
    out += card;
    out += '}';
  }
  if (with_personal && event.personal) {
    out += R"(,"personal":)";
    out += *event.personal;
  }
  out += '}';
  return out;
}

} // namespace frontdoor::dispatch
