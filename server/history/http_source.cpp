#include "server/history/http_source.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "server/messages/curl_handle.hpp"

namespace frontdoor::history {

namespace asio = boost::asio;
namespace core = triage::history;
using nlohmann::json;

namespace {

std::string request_text(const core::traces& about) {
  const auto optional = [](const std::optional<std::string>& value) { return value ? json(*value) : json(); };
  json out{
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

// Fills in status and results.
void read_answer(core::source_answer& into, const std::optional<std::string>& text) {
  if (!text) return;
  const auto body = json::parse(*text, nullptr, false);
  if (!body.is_object()) return;
  const auto results = body.find("results");
  if (results == body.end() || !results->is_array()) return;
  for (const auto& one : *results) {
    if (!one.is_object()) return into.other.clear();
    into.other.push_back(one.dump(-1, ' ', false, json::error_handler_t::replace));
  }
  into.status = into.other.empty() ? core::source_status::none : core::source_status::found;
}

class http_source final : public external_source {
 public:
  http_source(asio::any_io_executor io, http_source_options options)
      : io_(std::move(io)), options_(std::move(options)), threads_(options_.at_once_max) {}
  ~http_source() override { threads_.join(); }
  http_source(const http_source&) = delete;
  http_source& operator=(const http_source&) = delete;

  const std::string& name() const override { return options_.name; }

  asio::awaitable<core::source_answer> ask(core::traces about, triage::timestamp now) override {
    core::source_answer answer;
    answer.source = options_.name;
    answer.as_of = now;
    // More than that at once would wait for a thread, and its own time-out with it.
    if (under_way_ >= options_.at_once_max) co_return answer;
    ++under_way_;
    const auto got = std::make_shared<std::optional<std::string>>();
    auto initiate = [](auto handler, http_source* self, std::shared_ptr<std::optional<std::string>> into,
                       std::string body) {
      auto guard = asio::make_work_guard(handler);
      auto resume =
          std::make_shared<std::pair<decltype(handler), decltype(guard)>>(std::move(handler), std::move(guard));
      asio::post(self->threads_, [self, into, resume, body = std::move(body)] {
        *into = post(self->options_, body);
        asio::post(self->io_, [resume] {
          auto go_on = std::move(resume->first);
          resume->second.reset();
          std::move(go_on)();
        });
      });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        initiate, asio::use_awaitable, this, got, request_text(about)
    );
    --under_way_;
    read_answer(answer, *got);
    co_return answer;
  }

 private:
  asio::any_io_executor io_;
  http_source_options options_;
  asio::thread_pool threads_;
  std::size_t under_way_ = 0; // on the I/O thread alone
};

} // namespace

std::unique_ptr<external_source> make_http_source(asio::any_io_executor io, http_source_options options) {
  return std::make_unique<http_source>(std::move(io), std::move(options));
}

} // namespace frontdoor::history
