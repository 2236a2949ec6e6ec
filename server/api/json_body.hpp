#pragma once
// Bodies as the endpoints take and give them.

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "server/http/message.hpp"
#include "server/http/problem.hpp"
#include "server/schema/json_schema.hpp"

namespace frontdoor::api {

// Reads a request's body strictly and checks it with a file of schemas/. All faults at once: 400 malformed_body when it
// is not JSON as this server takes it, 422 invalid_body when it does not hold to the schema, 415 for another media
// type.
std::expected<nlohmann::json, http::problem>
read_body(const http::request& request, const schema::schema_set& schemas, std::string_view schema_file);

http::response json_response(int status, const nlohmann::json& value);
http::response json_text_response(int status, std::string text);

// The answer, of which nobody on the way keeps a copy: it holds personal data, or what is only true now.
http::response kept_nowhere(http::response answer);
// The same, with the version to be named in If-Match.
http::response with_version(http::response answer, std::uint64_t version);

// The answer for what a domain refusal, an append or a query could not do.
http::problem invalid_body(triage::faults faults);
http::problem unavailable();
// While the record is away: what this server still does, and what to do instead.
http::problem degraded();
// Another server does this one's work while it cannot reach the record.
http::problem handed_over();
http::problem not_found(std::string_view what);

} // namespace frontdoor::api
