#pragma once
// What a request's head says about who sends it. Pure.

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/auth/api_keys.hpp"
#include "server/auth/secrets.hpp"
#include "server/http/message.hpp"

namespace frontdoor::auth {

enum class secure_cookie : std::uint8_t { automatic, always, never };
// "auto", "always", "never".
std::optional<secure_cookie> parse_secure_cookie(std::string_view text);

struct origin_rules {
  std::vector<std::string> allowed; // empty: the origin that has the request's own Host
  secure_cookie cookie = secure_cookie::automatic;
};

// Whether the request comes from a page that may use a session. Without an Origin header: false.
bool origin_matches(const http::request& head, const origin_rules& rules);

// Whether the session cookie set in answer to this request is to be Secure, with the __Host- prefix.
bool wants_secure_cookie(const http::request& head, const origin_rules& rules);

// The Set-Cookie value for a session's token, and the one that takes it away again.
std::string session_cookie(std::string_view token, bool secure, std::chrono::seconds lifetime);
std::string ended_session_cookie(bool secure);

enum class credential_fault : std::uint8_t { both, several, malformed };

// What the head presents: nothing, a session's token or an API key.
struct presented {
  std::optional<digest> session_token;
  std::optional<api_key_text> api_key;

  bool nothing() const { return !session_token && !api_key; }
};

// `both`: cookie and bearer at once. `several`: two different session cookies or two Authorization fields.
// `malformed`: an Authorization field that is no "Bearer fdk_...". A session cookie that cannot be a token is as good
// as none.
std::expected<presented, credential_fault> credentials_of(const http::request& head, const origin_rules& rules);

} // namespace frontdoor::auth
