#pragma once
// What all that leaves over libcurl asks of it: the gateways of this folder, server/webhooks, the records that
// server/history asks and the other servers that server/outage asks.

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <curl/curl.h>

namespace frontdoor::messages {

using curl_handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using curl_list = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// A handle for the URL with time-out and without signals, proxies or redirects; none where there is no memory for it.
curl_handle open_handle(const std::string& url, std::chrono::milliseconds timeout);

// Adds a line; the list owns it.
void add_line(curl_list& list, const std::string& line);

struct answered {
  long status = 0; // HTTP
  std::string text;
};

// Gets over http or https. None where nothing came back in time, or more than that. Blocks.
std::optional<answered> get(const curl_handle& handle, std::size_t answer_bytes_max);

// Posts JSON over http or https; answers as get().
std::optional<answered>
post_json(const curl_handle& handle, curl_list headers, const std::string& body, std::size_t answer_bytes_max);

// Letters, digits, "-", ".", "_" and "~" as they are, all else as %XX (RFC 3986): for a form's fields and for one
// segment of a URL.
std::string percent_encoded(std::string_view text);

// Posts form fields (application/x-www-form-urlencoded) over http or https; answers as get().
std::optional<answered> post_form(
    const curl_handle& handle, curl_list headers, const std::vector<std::pair<std::string, std::string>>& fields,
    std::size_t answer_bytes_max
);

// After one of the above: whether the other side cannot have got anything, since nothing was sent to it.
bool nothing_was_sent(const curl_handle& handle);

// The file's first line; none where it cannot be read. Read at each use: a secret may be changed while the server runs.
std::optional<std::string> read_secret(const std::string& file);

} // namespace frontdoor::messages
