#include "server/http/response_head.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "server/http/ascii.hpp"

namespace frontdoor::http {
namespace {

bool is_token(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
}

bool is_value(std::string_view value) {
  return std::ranges::none_of(value, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; });
}

bool has(const response& answer, std::string_view name) {
  return std::ranges::any_of(answer.headers, [name](const auto& h) { return is_same_word(h.first, name); });
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.append(text.data(), end);
}

// Framing is the session's business alone.
bool is_reserved(std::string_view name) {
  constexpr std::array<std::string_view, 6> reserved = {"connection", "content-length", "content-type",
                                                        "date",       "keep-alive",     "transfer-encoding"};
  return std::ranges::any_of(reserved, [name](std::string_view r) { return is_same_word(r, name); });
}

void append_security(std::string& out, const response& answer, std::string_view policy) {
  // What nearly every answer gets, as one text.
  constexpr std::string_view all = "X-Content-Type-Options: nosniff\r\n"
                                   "Referrer-Policy: same-origin\r\n"
                                   "X-Frame-Options: DENY\r\n"
                                   "Cross-Origin-Resource-Policy: same-origin\r\n";
  out.append(all);
  if (!has(answer, "content-security-policy")) append_line(out, "Content-Security-Policy", policy);
  if (!has(answer, "cache-control")) out.append("Cache-Control: no-store\r\n");
}

} // namespace

std::string_view reason_phrase(int status) {
  switch (status) {
  case 200:
    return "OK";
  case 201:
    return "Created";
  case 202:
    return "Accepted";
  case 204:
    return "No Content";
  case 304:
    return "Not Modified";
  case 400:
    return "Bad Request";
  case 401:
    return "Unauthorized";
  case 403:
    return "Forbidden";
  case 404:
    return "Not Found";
  case 405:
    return "Method Not Allowed";
  case 406:
    return "Not Acceptable";
  case 408:
    return "Request Timeout";
  case 409:
    return "Conflict";
  case 410:
    return "Gone";
  case 412:
    return "Precondition Failed";
  case 413:
    return "Content Too Large";
  case 414:
    return "URI Too Long";
  case 415:
    return "Unsupported Media Type";
  case 417:
    return "Expectation Failed";
  case 422:
    return "Unprocessable Content";
  case 426:
    return "Upgrade Required";
  case 428:
    return "Precondition Required";
  case 429:
    return "Too Many Requests";
  case 431:
    return "Request Header Fields Too Large";
  case 500:
    return "Internal Server Error";
  case 501:
    return "Not Implemented";
  case 503:
    return "Service Unavailable";
  case 504:
    return "Gateway Timeout";
  case 505:
    return "HTTP Version Not Supported";
  default:
    return status < 400 ? "Done" : "Refused";
  }
}

std::string_view date_header::at(std::time_t now) {
  if (now == second_) return text_;
  constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  gmtime_r(&now, &parts);
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  text_ = "Date: ";
  text_ += days[static_cast<std::size_t>(parts.tm_wday)];
  text_ += ", " + two(parts.tm_mday) + " " + months[static_cast<std::size_t>(parts.tm_mon)] + " ";
  text_ += std::to_string(parts.tm_year + 1900) + " " + two(parts.tm_hour) + ":" + two(parts.tm_min) + ":";
  text_ += two(parts.tm_sec) + " GMT\r\n";
  second_ = now;
  return text_;
}

std::size_t append_head(std::string& out, const response& answer, const framing& frame) {
  std::size_t left_out = 0;
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::uint64_t>(answer.status));
  out.append(" ").append(reason_phrase(answer.status)).append("\r\n").append(frame.date);
  if (answer.status != 204 && answer.status != 304) append_line(out, "Content-Type", answer.content_type);
  if (frame.length) {
    out.append("Content-Length: ");
    append_number(out, *frame.length);
    out.append("\r\n");
  }
  if (!frame.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (frame.http_1_0) {
    out.append("Connection: keep-alive\r\n");
  }
  append_line(out, "X-Request-Id", frame.request_id);
  if (!frame.mode.empty()) append_line(out, "Frontdoor-Mode", frame.mode);
  append_security(out, answer, frame.security_policy);
  for (const auto& [name, value] : answer.headers) {
    if (is_token(name) && is_value(value) && !is_reserved(name)) {
      append_line(out, name, value);
    } else {
      ++left_out;
    }
  }
  out.append("\r\n");
  return left_out;
}

} // namespace frontdoor::http
