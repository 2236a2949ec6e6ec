#include "server/webhooks/transport.hpp"

#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/messages/curl_handle.hpp"

namespace frontdoor::webhooks {

namespace {

using boost::asio::ip::address;

struct connecting {
  const destinations& allowed;
  bool encrypted = true;
  bool refused = false;
};

std::optional<address> address_of(const curl_sockaddr& given) {
  if (given.family == AF_INET) {
    sockaddr_in plain{};
    std::memcpy(&plain, &given.addr, sizeof plain);
    return boost::asio::ip::make_address_v4(ntohl(plain.sin_addr.s_addr));
  }
  if (given.family == AF_INET6) {
    sockaddr_in6 plain{};
    // libcurl gives as much as the address needs behind its own struct.
    std::memcpy(&plain, static_cast<const void*>(&given.addr), sizeof plain);
    boost::asio::ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), &plain.sin6_addr, bytes.size());
    return boost::asio::ip::make_address_v6(bytes);
  }
  return std::nullopt;
}

curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* given) {
  auto& now = *static_cast<connecting*>(context);
  const auto to = address_of(*given);
  if (!to || !now.allowed.may_connect(*to, now.encrypted)) {
    now.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(given->family, given->socktype | SOCK_CLOEXEC, given->protocol);
}

struct reading {
  std::size_t bytes = 0;
  std::size_t bytes_max = 0;
};

// What a receiver says is not kept. What goes on for too long ends the transfer, whose status has come by then.
std::size_t read_away(char*, std::size_t size, std::size_t count, void* context) {
  auto& sum = *static_cast<reading*>(context);
  sum.bytes += size * count;
  return sum.bytes > sum.bytes_max ? 0 : size * count;
}

std::string failure_of(CURLcode code, const connecting& now) {
  if (now.refused) return "address_refused";
  if (code == CURLE_OPERATION_TIMEDOUT) return "timed_out";
  if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE) return "certificate";
  return "not_reached";
}

posted meaning_of(CURL* curl) {
  posted out;
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300) {
    out.what = posted::kind::delivered;
    return out;
  }
  if (status == 410) out.what = posted::kind::gone;
  const bool elsewhere = status >= 300 && status < 400;
  out.failure = elsewhere ? "redirected" : "status_" + std::to_string(status);
  curl_off_t wait = 0;
  if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0)
    out.retry_after = std::chrono::seconds(wait);
  return out;
}

} // namespace

posted post(const posting& what, const transport_options& options, const destinations& allowed) {
  posted failed;
  const auto where = read_destination(what.url);
  if (!where) {
    failed.failure = "address_refused";
    return failed;
  }
  const auto handle = messages::open_handle(what.url, options.timeout);
  failed.failure = "not_reached";
  if (!handle) return failed;
  messages::curl_list headers(nullptr, &curl_slist_free_all);
  for (const auto& line : what.headers)
    messages::add_line(headers, line);
  messages::add_line(headers, "Expect:"); // no round trip to ask whether the body may come
  connecting now{allowed, where->encrypted};
  reading answer{0, options.answer_bytes_max};
  auto* const curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "frontdoor-webhook/1");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(what.body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, what.body.c_str());
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &now);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &read_away);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  if (!options.ca_file.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  }
  const auto code = curl_easy_perform(curl);
  const bool cut_off = code == CURLE_WRITE_ERROR && answer.bytes > answer.bytes_max;
  if (code != CURLE_OK && !cut_off) {
    failed.failure = failure_of(code, now);
    return failed;
  }
  return meaning_of(curl);
}

} // namespace frontdoor::webhooks
