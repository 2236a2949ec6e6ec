#include "server/http/problem.hpp"

#include <nlohmann/json.hpp>

namespace frontdoor::http {

response to_response(const problem& p, std::string_view request_id) {
  nlohmann::ordered_json body;
  body["type"] = "/docs/problems#" + p.code;
  body["title"] = p.title;
  body["status"] = p.status;
  if (!p.detail.empty()) body["detail"] = p.detail;
  body["code"] = p.code;
  body["request_id"] = request_id;
  if (!p.faults.empty()) {
    auto& errors = body["errors"] = nlohmann::ordered_json::array();
    for (const triage::fault& fault : p.faults) {
      nlohmann::ordered_json error;
      error["pointer"] = fault.pointer;
      error["code"] = fault.code;
      error["detail"] = fault.detail;
      if (!fault.remedy.empty()) error["remedy"] = fault.remedy;
      if (!fault.file.empty()) error["file"] = fault.file;
      errors.push_back(std::move(error));
    }
  }
  // A fault may quote what the sender wrote; bytes that are no UTF-8 become U+FFFD instead of an exception.
  response answer(
      p.status, "application/problem+json", body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
  );
  if (p.retry_after_s) answer.headers.emplace_back("retry-after", std::to_string(*p.retry_after_s));
  if (p.status == 401) answer.headers.emplace_back("www-authenticate", "Bearer realm=\"frontdoor\"");
  return answer;
}

} // namespace frontdoor::http
