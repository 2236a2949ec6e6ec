#include "server/history/http_source.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/thread_pool.hpp>
#include <nlohmann/json.hpp>

#include "server/messages/curl_handle.hpp"
#include "server/run_on.hpp"

namespace frontdoor::history {

namespace asio = boost::asio;
namespace core = triage::history;
using nlohmann::json;

namespace {

constexpr std::size_t marker_code_max = 64;
constexpr std::size_t marker_why_max = 500;

std::string request_text(const core::traces& about, core::source_kind kind, const enquiry& asked) {
  const auto optional = [](const std::optional<std::string>& value) { return value ? json(*value) : json(); };
  json out{
      {"kind", to_string(kind)},
      {"originator", asked.originator},
      {"reason_code", asked.reason_code},
      {"phones", json::array()},
      {"names", json::array()},
      {"uprn", optional(about.place.uprn)},
      {"postcode", optional(about.place.postcode)},
      {"address", optional(about.place.text)},
      {"registrations", about.vehicles}
  };
  for (const auto& [number, role] : about.phones)
    out["phones"].push_back(number);
  for (const auto& who : about.people)
    out["names"].push_back({{"name", who.name}, {"date_of_birth", optional(who.date_of_birth)}});
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

// The body of a 200 within the time-out; none for anything else. Blocks.
std::optional<std::string> post(const http_source_options& options, const std::string& body) {
  const auto handle = messages::open_handle(options.url, options.timeout);
  if (!handle) return std::nullopt;
  messages::curl_list headers(nullptr, &curl_slist_free_all);
  auto answer = messages::post_json(handle, std::move(headers), body, options.answer_bytes_max);
  if (!answer || answer->status != 200) return std::nullopt;
  return std::move(answer->text);
}

std::optional<std::string> text_in(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

// A warning that another record holds; none where it cannot be read.
std::optional<core::marker> read_marker(const json& from, const std::string& source) {
  if (!from.is_object()) return std::nullopt;
  core::marker out;
  out.source = source;
  out.code = text_in(from, "marker").value_or("");
  out.why = text_in(from, "why").value_or("");
  const bool coded =
      !out.code.empty() && out.code.size() <= marker_code_max && std::ranges::all_of(out.code, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      });
  if (!coded || out.why.empty() || out.why.size() > marker_why_max) return std::nullopt;
  const auto matched = core::parse_key_kind(text_in(from, "matched_by").value_or(""));
  const auto valid_from = triage::parse_rfc3339(text_in(from, "valid_from").value_or(""));
  if (!matched || !valid_from) return std::nullopt;
  out.matched = *matched;
  out.valid_from = *valid_from;
  for (const auto& [name, into] :
       {std::pair{"review_at", &out.review_at}, std::pair{"valid_until", &out.valid_until}}) {
    const auto given = from.find(name);
    if (given == from.end() || given->is_null()) continue;
    *into = triage::parse_rfc3339(text_in(from, name).value_or(""));
    if (!*into) return std::nullopt;
  }
  return out;
}

// Fills in status, results and markers: all of them, or none where one is nonsense.
void read_answer(core::source_answer& into, const std::optional<std::string>& text) {
  if (!text) return;
  const auto body = json::parse(*text, nullptr, false);
  if (!body.is_object()) return;
  const auto results = body.find("results");
  if (results == body.end() || !results->is_array()) return;
  std::vector<std::string> shown;
  for (const auto& one : *results) {
    if (!one.is_object()) return;
    shown.push_back(one.dump(-1, ' ', false, json::error_handler_t::replace));
  }
  std::vector<core::marker> held;
  if (const auto markers = body.find("markers"); markers != body.end()) {
    if (!markers->is_array()) return;
    for (const auto& one : *markers) {
      auto read = read_marker(one, into.source);
      if (!read) return;
      held.push_back(std::move(*read));
    }
  }
  into.other = std::move(shown);
  into.markers = std::move(held);
  const bool nothing = into.other.empty() && into.markers.empty();
  into.status = nothing ? core::source_status::none : core::source_status::found;
}

class http_source final : public external_source {
 public:
  explicit http_source(http_source_options options) : options_(std::move(options)), threads_(options_.at_once_max) {}
  ~http_source() override { threads_.join(); }
  http_source(const http_source&) = delete;
  http_source& operator=(const http_source&) = delete;

  const std::string& name() const override { return options_.name; }
  core::source_kind kind() const override { return options_.kind; }

  asio::awaitable<core::source_answer> ask(core::traces about, enquiry asked, triage::timestamp now) override {
    core::source_answer answer;
    answer.source = options_.name;
    answer.kind = options_.kind;
    answer.as_of = now;
    // A national system is asked in somebody's name, or not at all.
    const bool named = asked.originator.starts_with("user:") && !asked.reason_code.empty();
    if (needs_originator(options_.kind) && !named) co_return answer;
    // More than that at once would wait for a thread, and its own time-out with it.
    if (under_way_ >= options_.at_once_max) co_return answer;
    ++under_way_;
    auto ask_it = [own = &options_, body = request_text(about, options_.kind, asked)] { return post(*own, body); };
    const auto got = co_await run_on(threads_, std::move(ask_it));
    --under_way_;
    read_answer(answer, got);
    co_return answer;
  }

 private:
  http_source_options options_;
  asio::thread_pool threads_;
  std::size_t under_way_ = 0; // on the I/O thread alone
};

} // namespace

std::unique_ptr<external_source> make_http_source(http_source_options options) {
  return std::make_unique<http_source>(std::move(options));
}

} // namespace frontdoor::history
