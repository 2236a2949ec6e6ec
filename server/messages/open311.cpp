#include "server/messages/open311.hpp"

#include <nlohmann/json.hpp>

#include "server/messages/curl_handle.hpp"

namespace frontdoor::messages {

namespace {

using nlohmann::json;
using came = triage::report_referral::outcome;

constexpr std::size_t number_max = 100; // as the receipt of a referral
constexpr std::size_t words_max = 500;

// The first entry of the answer: a list with one, which some systems wrap in service_requests or errors.
json first_entry(const std::string& text) {
  auto body = json::parse(text, nullptr, false);
  if (body.is_object()) {
    for (const char* name : {"service_requests", "errors"}) {
      if (const auto found = body.find(name); found != body.end())
        return found->is_array() && !found->empty() ? found->front() : json();
    }
    return body;
  }
  return body.is_array() && !body.empty() ? body.front() : json();
}

// Numbers and tokens come as texts or as numbers.
std::optional<std::string> identifier_in(const json& entry, const char* name) {
  if (!entry.is_object()) return std::nullopt;
  const auto found = entry.find(name);
  if (found == entry.end()) return std::nullopt;
  if (found->is_number_integer()) return found->dump();
  if (!found->is_string()) return std::nullopt;
  const auto& value = found->get_ref<const std::string&>();
  const bool fits = !value.empty() && value.size() <= number_max;
  return fits ? std::optional(value) : std::nullopt;
}

std::optional<std::string> words_in(const json& entry) {
  if (!entry.is_object()) return std::nullopt;
  const auto found = entry.find("description");
  if (found == entry.end() || !found->is_string()) return std::nullopt;
  auto words = found->get<std::string>();
  if (words.size() <= words_max) return words;
  std::size_t end = words_max;
  while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U)
    --end; // not within a character
  return words.substr(0, end);
}

bool taken(long status) {
  return status >= 200 && status < 300;
}

} // namespace

std::vector<std::pair<std::string, std::string>> open311_fields(
    const triage::service_request& request, const std::string& jurisdiction_id,
    const std::optional<std::string>& api_key
) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto add = [&](const char* name, const std::optional<std::string>& value) {
    if (value && !value->empty()) out.emplace_back(name, *value);
  };
  const auto& told = request.told;
  add("jurisdiction_id", jurisdiction_id);
  add("service_code", request.service_code);
  if (told.lat && told.lon) {
    out.emplace_back("lat", json(*told.lat).dump());
    out.emplace_back("long", json(*told.lon).dump());
  }
  add("address_string", told.address);
  add("description", told.description);
  add("first_name", told.first_name);
  add("last_name", told.last_name);
  add("phone", told.phone);
  add("email", told.email);
  add("api_key", api_key);
  return out;
}

open311_answer read_open311_request(long status, const std::string& text) {
  const auto entry = first_entry(text);
  if (taken(status)) {
    if (auto number = identifier_in(entry, "service_request_id")) return {came::number, {}, std::move(number)};
    if (auto token = identifier_in(entry, "token")) return {came::token, {}, std::move(token)};
    return {came::failed, "unreadable", std::nullopt};
  }
  auto words = words_in(entry);
  if (status == 429 || status == 503) return {came::not_reached, "busy", std::move(words)};
  return {came::failed, status >= 500 ? "no_answer" : "refused", std::move(words)};
}

open311_answer read_open311_token(long status, const std::string& text) {
  const auto entry = first_entry(text);
  auto number = taken(status) ? identifier_in(entry, "service_request_id") : std::nullopt;
  if (number) return {came::number, {}, std::move(number)};
  return {came::failed, "no_number_yet", words_in(entry)};
}

open311_answer post_open311(const open311_endpoint& to, const triage::service_request& request) {
  std::optional<std::string> key;
  if (!to.key_file.empty()) {
    key = read_secret(to.key_file);
    if (!key) return {came::not_reached, "no_key", std::nullopt};
  }
  const auto handle = open_handle(to.url + "/requests.json", to.timeout);
  if (!handle) return {came::not_reached, "not_reached", std::nullopt};
  curl_list headers(nullptr, &curl_slist_free_all);
  const auto fields = open311_fields(request, to.jurisdiction_id, key);
  const auto answer = post_form(handle, std::move(headers), fields, to.answer_bytes_max);
  if (answer) return read_open311_request(answer->status, answer->text);
  if (nothing_was_sent(handle)) return {came::not_reached, "not_reached", std::nullopt};
  return {came::failed, "no_answer", std::nullopt};
}

open311_answer ask_open311_token(const open311_endpoint& to, const std::string& token) {
  auto url = to.url + "/tokens/" + percent_encoded(token) + ".json";
  if (!to.jurisdiction_id.empty()) url += "?jurisdiction_id=" + percent_encoded(to.jurisdiction_id);
  const auto handle = open_handle(url, to.timeout);
  const auto answer = handle ? get(handle, to.answer_bytes_max) : std::nullopt;
  if (!answer) return {came::failed, "no_number_yet", std::nullopt};
  return read_open311_token(answer->status, answer->text);
}

} // namespace frontdoor::messages
