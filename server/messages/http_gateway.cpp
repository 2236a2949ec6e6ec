#include <nlohmann/json.hpp>

#include "server/messages/curl_handle.hpp"
#include "server/messages/gateways.hpp"

namespace frontdoor::messages {

namespace {

using nlohmann::json;

std::optional<std::string> reference_of(const std::string& text) {
  constexpr std::size_t reference_max = 200;
  const auto body = json::parse(text, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  for (const char* name : {"reference", "id"}) {
    const auto found = body.find(name);
    if (found == body.end() || !found->is_string()) continue;
    const auto& value = found->get_ref<const std::string&>();
    if (!value.empty() && value.size() <= reference_max) return value;
  }
  return std::nullopt;
}

delivery::kind meaning_of(long status) {
  if (status >= 200 && status < 300) return delivery::kind::sent;
  if (status == 408 || status == 425 || status == 429 || status >= 500) return delivery::kind::unavailable;
  return delivery::kind::refused;
}

class http_gateway final : public gateway {
 public:
  explicit http_gateway(gateway_options options) : options_(std::move(options)) {}

  delivery send(const outgoing& message) override {
    const auto handle = open_handle(options_.url, options_.timeout);
    if (!handle) return {};
    curl_list headers(nullptr, &curl_slist_free_all);
    add_line(headers, "Idempotency-Key: " + message.id);
    if (!options_.token_file.empty()) {
      const auto token = read_secret(options_.token_file);
      if (!token) return {};
      add_line(headers, "Authorization: Bearer " + *token);
    }
    const auto body = json{
        {"id", message.id}, {"to", message.to}, {"text", message.text}
    }.dump(-1, ' ', false, json::error_handler_t::replace);
    const auto answer = post_json(handle, std::move(headers), body, options_.answer_bytes_max);
    if (!answer) return {};
    const auto what = meaning_of(answer->status);
    return {what, what == delivery::kind::sent ? reference_of(answer->text) : std::nullopt};
  }

 private:
  gateway_options options_;
};

} // namespace

std::unique_ptr<gateway> make_http_gateway(gateway_options options) {
  return std::make_unique<http_gateway>(std::move(options));
}

std::unique_ptr<gateway> make_gateway(gateway_options options) {
  const std::string_view url = options.url;
  if (url.starts_with("http://") || url.starts_with("https://")) return make_http_gateway(std::move(options));
  if (url.starts_with("smtp://") || url.starts_with("smtps://")) return make_smtp_gateway(std::move(options));
  return nullptr;
}

} // namespace frontdoor::messages
