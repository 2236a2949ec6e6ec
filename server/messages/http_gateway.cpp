#include <nlohmann/json.hpp>

#include "server/messages/curl_handle.hpp"
#include "server/messages/gateways.hpp"

namespace frontdoor::messages {

namespace {

using nlohmann::json;

struct receiving {
  std::string text;
  std::size_t bytes_max = 0;
};

std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& answer = *static_cast<receiving*>(into);
  const auto length = size * count;
  if (answer.text.size() + length > answer.bytes_max) return 0; // ends the transfer
  answer.text.append(bytes, length);
  return length;
}

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
    add_line(headers, "Content-Type: application/json");
    add_line(headers, "Idempotency-Key: " + message.id);
    if (!options_.token_file.empty()) {
      const auto token = read_secret(options_.token_file);
      if (!token) return {};
      add_line(headers, "Authorization: Bearer " + *token);
    }
    const auto body = json{
        {"id", message.id}, {"to", message.to}, {"text", message.text}
    }.dump(-1, ' ', false, json::error_handler_t::replace);
    receiving answer{{}, options_.answer_bytes_max};
    auto* const curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    if (curl_easy_perform(curl) != CURLE_OK) return {};
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    const auto what = meaning_of(status);
    return {what, what == delivery::kind::sent ? reference_of(answer.text) : std::nullopt};
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
