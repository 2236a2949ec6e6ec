#include "server/http/documents.hpp"

namespace frontdoor::http {

namespace {

constexpr std::string_view root = "/docs";

// The viewer sets styles on its elements; scripts are its own files only, and it speaks to this server alone.
constexpr std::string_view viewer_security_policy = "default-src 'none'; script-src 'self'; style-src 'self' "
                                                    "'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
                                                    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

} // namespace

std::optional<response> documents::find(const request& r) const {
  if (!r.path.starts_with(root)) return std::nullopt;
  if (r.path == root) {
    response moved(308, "text/plain", "");
    moved.headers.emplace_back("Location", "/docs/");
    return moved;
  }
  if (r.path[root.size()] != '/') return std::nullopt;
  request inner = r;
  inner.path = r.path.substr(root.size());
  auto found = files_.find(inner);
  if (!found) return std::nullopt;
  std::erase_if(found->headers, [](const auto& header) { return header.first == "Content-Security-Policy"; });
  found->headers.emplace_back("Content-Security-Policy", std::string(viewer_security_policy));
  return found;
}

} // namespace frontdoor::http
