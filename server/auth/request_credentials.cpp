#include "server/auth/request_credentials.hpp"

#include <algorithm>

namespace frontdoor::auth {

namespace {

constexpr std::string_view plain_name = "frontdoor_session";
constexpr std::string_view host_name = "__Host-frontdoor_session";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return lower(x) == lower(y);
  });
}

// Values of all cookies of a name, over all Cookie fields (RFC 6265 section 4.2).
std::vector<std::string_view> cookies(const http::request& head, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [field, text] : head.headers) {
    if (field != "cookie") continue;
    std::string_view rest(text);
    while (!rest.empty()) {
      const auto end = rest.find(';');
      const auto pair = trimmed(rest.substr(0, end));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) values.push_back(pair.substr(equals + 1));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }
  return values;
}

// The host (and port) that an http or https origin names.
std::optional<std::string_view> host_of(std::string_view origin) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (origin.starts_with(scheme)) return origin.substr(scheme.size());
  }
  return std::nullopt;
}

} // namespace

std::optional<secure_cookie> parse_secure_cookie(std::string_view text) {
  if (text == "auto") return secure_cookie::automatic;
  if (text == "always") return secure_cookie::always;
  if (text == "never") return secure_cookie::never;
  return std::nullopt;
}

bool origin_matches(const http::request& head, const origin_rules& rules) {
  std::optional<std::string_view> origin;
  for (const auto& [field, value] : head.headers) {
    if (field != "origin") continue;
    if (origin) return false;
    origin = value;
  }
  if (!origin || origin->empty()) return false;
  if (!rules.allowed.empty()) {
    return std::any_of(rules.allowed.begin(), rules.allowed.end(), [&](const auto& allowed) {
      return same_letters(allowed, *origin);
    });
  }
  const auto host = head.header("host");
  const auto named = host_of(*origin);
  return host && named && !named->empty() && same_letters(*host, *named);
}

bool wants_secure_cookie(const http::request& head, const origin_rules& rules) {
  if (rules.cookie != secure_cookie::automatic) return rules.cookie == secure_cookie::always;
  const auto origin = head.header("origin");
  return origin && origin->starts_with("https://");
}

std::string session_cookie(std::string_view token, bool secure, std::chrono::seconds lifetime) {
  std::string text(secure ? host_name : plain_name);
  text += "=";
  text += token;
  text += "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(lifetime.count());
  if (secure) text += "; Secure";
  return text;
}

std::string ended_session_cookie(bool secure) {
  return session_cookie("", secure, std::chrono::seconds(0));
}

std::expected<presented, credential_fault> credentials_of(const http::request& head, const origin_rules& rules) {
  presented result;
  std::optional<std::string_view> authorization;
  for (const auto& [field, value] : head.headers) {
    if (field != "authorization") continue;
    if (authorization) return std::unexpected(credential_fault::several);
    authorization = value;
  }

  auto tokens = cookies(head, host_name);
  if (tokens.empty() && rules.cookie != secure_cookie::always) tokens = cookies(head, plain_name);
  for (const auto token : tokens) {
    if (token != tokens.front()) return std::unexpected(credential_fault::several);
  }

  if (authorization) {
    if (!tokens.empty()) return std::unexpected(credential_fault::both);
    constexpr std::string_view scheme = "Bearer ";
    if (authorization->size() < scheme.size() || !same_letters(authorization->substr(0, scheme.size()), scheme)) {
      return std::unexpected(credential_fault::malformed);
    }
    result.api_key = api_key_text::parse(trimmed(authorization->substr(scheme.size())));
    if (!result.api_key) return std::unexpected(credential_fault::malformed);
  }
  if (!tokens.empty()) result.session_token = from_base64url(tokens.front());
  return result;
}

} // namespace frontdoor::auth
