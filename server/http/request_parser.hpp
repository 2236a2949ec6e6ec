#pragma once
// Beast's parser filling our request directly, with the checks that Beast leaves to its users. Only session.cpp
// includes this.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "server/http/ascii.hpp"
#include "server/http/message.hpp"

namespace frontdoor::http {

class request_parser final : public boost::beast::http::basic_parser<true> {
 public:
  using error_code = boost::beast::error_code;
  using text = boost::beast::string_view;

  // What is wrong with a head beyond its syntax.
  enum class defect { none, too_many_fields, repeated_field, folded_field, long_chunk_extension };

  request_parser(std::size_t header_bytes_max, std::size_t fields_max, std::size_t body_bytes_max)
      : fields_max_(fields_max) {
    header_limit(static_cast<std::uint32_t>(header_bytes_max));
    body_limit(boost::optional<std::uint64_t>(body_bytes_max));
  }

  request head;            // verb, headers and, once read, body
  std::string target_text; // as sent
  int version = 11;
  bool discard_body = false;
  defect found = defect::none;

  // How many headers of a name (lower case) there are.
  std::size_t count(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::count(head.headers, name, [](const auto& h) -> std::string_view {
      return h.first;
    }));
  }

 private:
  static constexpr std::size_t chunk_extension_bytes_max = 4096;

  static method verb_of(boost::beast::http::verb v) {
    switch (v) {
    case boost::beast::http::verb::get:
      return method::get;
    case boost::beast::http::verb::head:
      return method::head;
    case boost::beast::http::verb::post:
      return method::post;
    case boost::beast::http::verb::put:
      return method::put;
    case boost::beast::http::verb::patch:
      return method::patch;
    case boost::beast::http::verb::delete_:
      return method::delete_;
    case boost::beast::http::verb::options:
      return method::options;
    default:
      return method::other;
    }
  }

  // Headers of which a second one would let two readers see two different requests.
  static bool is_single(std::string_view name) {
    constexpr std::array<std::string_view, 12> single = {"authorization",
                                                         "content-length",
                                                         "content-type",
                                                         "cookie",
                                                         "expect",
                                                         "host",
                                                         "origin",
                                                         "x-csrf-token",
                                                         "x-request-id",
                                                         "idempotency-key",
                                                         "sec-websocket-key",
                                                         "transfer-encoding"};
    return std::ranges::find(single, name) != single.end();
  }

  // Beast unfolds obs-fold into a buffer of its own; a plain value lies behind its name, with no line's end between.
  static bool is_folded(text name, text value) {
    const char* const after = name.data() + name.size();
    if (value.data() < after || value.data() > after + header_span) return true;
    return std::find(after, value.data(), '\r') != value.data();
  }

  void fail(defect why, error_code& ec) {
    found = why;
    ec = boost::beast::http::error::bad_field;
  }

  void on_request_impl(boost::beast::http::verb v, text, text target, int number, error_code&) override {
    head.verb = verb_of(v);
    target_text.assign(target.data(), target.size());
    version = number;
    head.headers.reserve(12);
  }

  void on_response_impl(int, text, int, error_code&) override {}

  void on_field_impl(boost::beast::http::field, text name, text value, error_code& ec) override {
    if (header_done_) return; // trailers: read, and ignored
    if (is_folded(name, value)) return fail(defect::folded_field, ec);
    if (head.headers.size() >= fields_max_) return fail(defect::too_many_fields, ec);
    std::string lowered(name.data(), name.size());
    std::ranges::transform(lowered, lowered.begin(), lower);
    if (is_single(lowered) && count(lowered) > 0) return fail(defect::repeated_field, ec);
    head.headers.emplace_back(std::move(lowered), std::string(value.data(), value.size()));
  }

  void on_header_impl(error_code&) override { header_done_ = true; }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    constexpr std::uint64_t reserve_max = 64 * 1024; // a promise costs the sender nothing, so believe little of it
    if (length && !discard_body) head.body.reserve(static_cast<std::size_t>(std::min(*length, reserve_max)));
  }

  std::size_t on_body_impl(text part, error_code&) override {
    if (!discard_body) head.body.append(part.data(), part.size());
    return part.size();
  }

  void on_chunk_header_impl(std::uint64_t, text extensions, error_code& ec) override {
    chunk_extension_bytes_ += extensions.size();
    if (chunk_extension_bytes_ > chunk_extension_bytes_max) fail(defect::long_chunk_extension, ec);
  }

  std::size_t on_chunk_body_impl(std::uint64_t, text part, error_code& ec) override { return on_body_impl(part, ec); }

  void on_finish_impl(error_code&) override {}

  static constexpr std::ptrdiff_t header_span = 1024 * 1024; // more than any header limit
  std::size_t fields_max_;
  std::size_t chunk_extension_bytes_ = 0;
  bool header_done_ = false;
};

} // namespace frontdoor::http
