#include "server/messages/curl_handle.hpp"

#include <fstream>

namespace frontdoor::messages {

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

std::optional<std::string> read_secret(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line.empty()) return std::nullopt;
  return line;
}

} // namespace frontdoor::messages
