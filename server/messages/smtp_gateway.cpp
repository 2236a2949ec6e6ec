#include "server/messages/curl_handle.hpp"
#include "server/messages/gateways.hpp"

namespace frontdoor::messages {

namespace {

using mime_handle = std::unique_ptr<curl_mime, decltype(&curl_mime_free)>;

// A number in the form of a mailbox: digits alone. Empty for anything else, which then goes nowhere.
std::string mailbox_of(const std::string& phone) {
  std::string out;
  for (std::size_t i = 0; i < phone.size(); ++i) {
    if (i == 0 && phone[i] == '+') continue;
    if (phone[i] < '0' || phone[i] > '9') return {};
    out += phone[i];
  }
  return out;
}

class smtp_gateway final : public gateway {
 public:
  explicit smtp_gateway(gateway_options options) : options_(std::move(options)) {}

  delivery send(const outgoing& message) override {
    const auto mailbox = mailbox_of(message.to);
    if (mailbox.empty()) return {delivery::kind::refused, std::nullopt};
    const auto handle = open_handle(options_.url, options_.timeout);
    if (!handle) return {};
    auto* const curl = handle.get();
    const auto to = "<" + mailbox + "@" + options_.domain + ">";
    const auto from = "<" + options_.from + ">";
    const auto message_id = "<" + message.id + "@" + options_.domain + ">";
    curl_list recipients(nullptr, &curl_slist_free_all);
    add_line(recipients, to);
    curl_list headers(nullptr, &curl_slist_free_all);
    for (const auto& line :
         {"From: " + from, "To: " + to, "Message-ID: " + message_id, std::string("Subject: Police message"),
          std::string("Auto-Submitted: auto-generated")})
      add_line(headers, line);
    const mime_handle mime(curl_mime_init(curl), &curl_mime_free);
    auto* const part = mime ? curl_mime_addpart(mime.get()) : nullptr;
    if (part == nullptr) return {};
    curl_mime_data(part, message.text.data(), message.text.size());
    curl_mime_type(part, "text/plain; charset=utf-8");
    curl_mime_encoder(part, "quoted-printable");
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(options_.tls_required ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime.get());
    if (!options_.user.empty()) {
      const auto password = read_secret(options_.password_file);
      if (!password) return {};
      curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
      curl_easy_setopt(curl, CURLOPT_PASSWORD, password->c_str());
    }
    if (curl_easy_perform(curl) == CURLE_OK) return {delivery::kind::sent, message_id};
    long code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    return {code >= 500 && code < 600 ? delivery::kind::refused : delivery::kind::unavailable, std::nullopt};
  }

 private:
  gateway_options options_;
};

} // namespace

std::unique_ptr<gateway> make_smtp_gateway(gateway_options options) {
  return std::make_unique<smtp_gateway>(std::move(options));
}

} // namespace frontdoor::messages
