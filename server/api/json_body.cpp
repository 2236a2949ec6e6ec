#include "server/api/json_body.hpp"

#include "server/http/head_checks.hpp"
#include "server/schema/strict_json.hpp"

namespace frontdoor::api {

using nlohmann::json;

std::expected<json, http::problem>
read_body(const http::request& request, const schema::schema_set& schemas, std::string_view schema_file) {
  const auto type = request.header("content-type");
  if (!type || !http::is_json(*type)) {
    return std::unexpected(
        http::problem(415, "not_json", "This call takes JSON", "Send the body with Content-Type: application/json.")
    );
  }
  auto parsed = schema::parse_strict(request.body);
  if (!parsed) {
    return std::unexpected(http::problem(
        400, "malformed_body", "The body is not JSON as this server takes it", "Each fault is listed in errors.",
        std::move(parsed.error())
    ));
  }
  auto faults = schemas.validate(schema_file, *parsed);
  if (!faults.empty()) return std::unexpected(invalid_body(std::move(faults)));
  return std::move(*parsed);
}

http::response json_response(int status, const json& value) {
  return json_text_response(status, value.dump());
}

http::response json_text_response(int status, std::string text) {
  return http::response(status, "application/json", std::move(text));
}

http::response kept_nowhere(http::response answer) {
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

http::response with_version(http::response answer, std::uint64_t version) {
  answer.headers.emplace_back("ETag", "\"" + std::to_string(version) + "\"");
  return kept_nowhere(std::move(answer));
}

http::problem invalid_body(triage::faults faults) {
  return http::problem(
      422, "invalid_body", "The body does not hold to its schema",
      "Nothing was stored. Each fault is listed in errors, with what to do about it.", std::move(faults)
  );
}

http::problem unavailable() {
  http::problem p(
      503, "unavailable", "The record cannot be reached",
      "Nothing was stored. Send the same request again, with the same Idempotency-Key."
  );
  p.retry_after_s = 2;
  return p;
}

http::problem degraded() {
  http::problem p(
      503, "degraded", "The record cannot be reached, and this waits until it can",
      "Nothing was stored. Contacts, grades raised or confirmed, notes and acknowledgements go on, on what this server "
      "holds in memory. For all else use radio and phone, write down what was done, and send it when the banner is "
      "gone."
  );
  p.retry_after_s = 10;
  return p;
}

http::problem handed_over() {
  http::problem p(
      503, "handed_over", "Another server does this: send it there",
      "Nothing was stored. This server cannot reach the record, and another one can. A proxy before them turns there "
      "by "
      "itself; sent again with the same Idempotency-Key it is stored once."
  );
  p.retry_after_s = 1;
  return p;
}

http::problem not_found(std::string_view what) {
  return http::problem(404, "not_found", "There is no such " + std::string(what), "It may not be yours to see.");
}

} // namespace frontdoor::api
