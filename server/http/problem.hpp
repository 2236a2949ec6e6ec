#pragma once
// RFC 9457 problem details: every refusal of the API has this one shape.

#include <optional>
#include <string>
#include <string_view>

#include "server/http/message.hpp"
#include "triage/fault.hpp"

namespace frontdoor::http {

// One problem. `code` is stable snake_case for programs ("stale_version"), `title` and `detail` are plain words for
// people and never hold personal data. `faults` become `errors[]` with pointer, code, detail and remedy.
struct problem {
  int status = 400;
  std::string code;
  std::string title;
  std::string detail;
  triage::faults faults;
  std::optional<int> retry_after_s;

  problem(
      int status_code, std::string code_text, std::string title_text, std::string detail_text = {},
      triage::faults found = {}
  )
      : status(status_code), code(std::move(code_text)), title(std::move(title_text)), detail(std::move(detail_text)),
        faults(std::move(found)) {}
};

// application/problem+json with type "/docs/problems#<code>", status, title, code, detail, request_id and errors[].
response to_response(const problem& p, std::string_view request_id);

} // namespace frontdoor::http
