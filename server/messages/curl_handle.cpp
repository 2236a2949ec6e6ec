#include "server/messages/curl_handle.hpp"

#include <fstream>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

namespace frontdoor::messages {

namespace {

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

// What has been set on the handle, done.
std::optional<answered> perform(const curl_handle& handle, std::size_t answer_bytes_max) {
  receiving answer{{}, answer_bytes_max};
  auto* const curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &receive);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  if (curl_easy_perform(curl) != CURLE_OK) return std::nullopt;
  answered out;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &out.status);
  out.text = std::move(answer.text);
  return out;
}

} // namespace

std::string percent_encoded(std::string_view text) {
  if (text.empty()) return {}; // a length of 0 means "up to the end" to libcurl
  const std::unique_ptr<char, decltype(&curl_free)> escaped(
      curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size())), &curl_free
  );
  if (!escaped) throw std::bad_alloc();
  return escaped.get();
}

curl_handle open_handle(const std::string& url, std::chrono::milliseconds timeout) {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  curl_handle out(ready ? curl_easy_init() : nullptr, &curl_easy_cleanup);
  if (!out) return out;
  curl_easy_setopt(out.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(out.get(), CURLOPT_NOSIGNAL, 1L); // time-outs without signals: other threads run
  curl_easy_setopt(out.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  curl_easy_setopt(out.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(out.get(), CURLOPT_PROXY, ""); // none from the environment: what is sent goes to this address alone
  return out;
}

void add_line(curl_list& list, const std::string& line) {
  auto* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) return;
  list.release(); // NOLINT(bugprone-unused-return-value): it is the head of the longer list, or that list itself
  list.reset(longer);
}

std::optional<answered> get(const curl_handle& handle, std::size_t answer_bytes_max) {
  return perform(handle, answer_bytes_max);
}

std::optional<answered>
post_json(const curl_handle& handle, curl_list headers, const std::string& body, std::size_t answer_bytes_max) {
  add_line(headers, "Content-Type: application/json");
  auto* const curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  return perform(handle, answer_bytes_max);
}

std::optional<answered> post_form(
    const curl_handle& handle, curl_list headers, const std::vector<std::pair<std::string, std::string>>& fields,
    std::size_t answer_bytes_max
) {
  std::string body;
  for (const auto& [name, value] : fields)
    body += (body.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  add_line(headers, "Content-Type: application/x-www-form-urlencoded; charset=utf-8");
  add_line(headers, "Expect:"); // no round trip to ask whether the body may come
  auto* const curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  return perform(handle, answer_bytes_max);
}

bool nothing_was_sent(const curl_handle& handle) {
  long bytes = 0;
  return curl_easy_getinfo(handle.get(), CURLINFO_REQUEST_SIZE, &bytes) == CURLE_OK && bytes == 0;
}

std::optional<std::string> read_secret(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line.empty()) return std::nullopt;
  return line;
}

} // namespace frontdoor::messages
