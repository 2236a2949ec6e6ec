#include "tests/integration/http/test_server.hpp"

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"

namespace frontdoor::tests {
namespace {

namespace asio = boost::asio;
using auth::access;
using auth::permission;
using http::request;
using http::response;
using std::chrono::milliseconds;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

struct shared {
  std::atomic<int> contacts = 0;
  std::atomic<int> held = 0;
  std::unique_ptr<asio::steady_timer> release;
};

asio::awaitable<response> live(request, auth::principal) {
  co_return response(200, "application/json", "{\"status\":\"live\"}");
}

asio::awaitable<response> echo(request r, auth::principal) {
  co_return response(200, "application/octet-stream", std::move(r.body));
}

asio::awaitable<response> thing(request r, auth::principal) {
  response answer(200, "text/plain; charset=utf-8", r.path_parameters.at("id") + "|" + r.remote_address);
  answer.headers.emplace_back("etag", "\"7\"");
  co_return answer;
}

asio::awaitable<response> large(request, auth::principal) {
  std::string text = "[";
  for (int i = 0; i < 5000; ++i)
    text += "{\"number\":" + std::to_string(i) + "},";
  text.back() = ']';
  co_return response(200, "application/json", std::move(text));
}

asio::awaitable<response> huge(request, auth::principal) {
  co_return response(200, "application/octet-stream", std::string(32 * 1024 * 1024, 'x'));
}

asio::awaitable<response> slow(request r, auth::principal) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(milliseconds(std::stoi(std::string(r.query_value("ms").value_or("0")))));
  co_await timer.async_wait(as_result);
  co_return response(200, "text/plain", "slept");
}

asio::awaitable<response> fails(request, auth::principal) {
  throw std::runtime_error("secret words of a database");
  co_return response();
}

asio::awaitable<response> split(request, auth::principal) {
  response answer(200, "text/plain", "ok");
  answer.headers.emplace_back("x-split", "a\r\nset-cookie: stolen=1");
  answer.headers.emplace_back("content-length", "99");
  answer.headers.emplace_back("set-cookie", "one=1");
  answer.headers.emplace_back("set-cookie", "two=2");
  co_return answer;
}

asio::awaitable<std::expected<auth::principal, http::problem>> who(const request& head, bool is_upgrade) {
  const auto key = head.header("authorization");
  const auto origin = head.header("origin");
  if (is_upgrade && origin && *origin != "http://localhost") {
    co_return std::unexpected(http::problem(403, "foreign_origin", "The page is from elsewhere."));
  }
  auth::principal caller;
  if (!key) co_return caller;
  if (*key != "Bearer good" && *key != "Bearer weak") {
    co_return std::unexpected(http::problem(401, "bad_credentials", "The key is not known."));
  }
  caller.credential = auth::credential::api_key;
  if (*key == "Bearer good") {
    caller.permissions.set(static_cast<std::size_t>(permission::contact_create));
    caller.permissions.set(static_cast<std::size_t>(permission::console_connect));
  }
  co_return caller;
}

asio::awaitable<response> take_contact(std::shared_ptr<shared> s) {
  ++s->contacts;
  co_return response(201, "application/json", "{}");
}

asio::awaitable<response> hold(std::shared_ptr<shared> s) {
  ++s->held;
  co_await s->release->async_wait(as_result);
  --s->held;
  co_return response(200, "text/plain", "released");
}

http::endpoints table(const std::shared_ptr<shared>& s) {
  using http::method;
  http::endpoints rows;
  rows.push_back({method::get, "/livez", access::anyone(), live, ""});
  rows.push_back({method::post, "/v1/echo", access::anyone(), echo, ""});
  rows.push_back({method::get, "/v1/things/{id}", access::anyone(), thing, ""});
  rows.push_back({method::delete_, "/v1/things/{id}", access::signed_in(), thing, ""});
  rows.push_back({method::get, "/v1/large", access::anyone(), large, ""});
  rows.push_back({method::get, "/v1/huge", access::anyone(), huge, ""});
  rows.push_back({method::get, "/v1/slow", access::anyone(), slow, ""});
  rows.push_back({method::get, "/v1/fails", access::anyone(), fails, ""});
  rows.push_back({method::get, "/v1/split", access::anyone(), split, ""});
  auto contact = [s](const request&, const auth::principal&) { return take_contact(s); };
  rows.push_back({method::post, "/v1/contacts", access::needs(permission::contact_create), contact, "contact.json"});
  auto held = [s](const request&, const auth::principal&) { return hold(s); };
  rows.push_back({method::get, "/v1/held", access::anyone(), held, "", false, 1});
  return rows;
}

} // namespace

http::server_options quick_options() {
  http::server_options o;
  o.port = 0;
  o.header_timeout = milliseconds(200);
  o.body_timeout = milliseconds(200);
  o.idle_timeout = milliseconds(1000);
  o.handler_timeout = milliseconds(400);
  o.write_timeout = milliseconds(500);
  o.linger_timeout = milliseconds(100);
  o.header_bytes_max = 8 * 1024;
  o.body_bytes_max = 64 * 1024;
  return o;
}

struct test_server::state {
  asio::io_context io{1};
  std::shared_ptr<shared> tried = std::make_shared<shared>();
  std::unique_ptr<observe::log> log = observe::make_silent_log();
  observe::metrics metrics;
  std::unique_ptr<http::server> server;
  std::promise<void> drained;
  std::future<void> drained_future = drained.get_future();
  std::uint16_t port = 0;
  std::thread thread;
};

test_server::test_server(http::server_options options, make_upgrades upgrades, http::fallback files)
    : state_(std::make_unique<state>()) {
  state_->tried->release = std::make_unique<asio::steady_timer>(state_->io, asio::steady_timer::time_point::max());
  std::vector<http::upgrade_point> points;
  if (upgrades) points = upgrades(state_->io);
  http::router routes(table(state_->tried), std::move(points), std::move(files));
  state_->server = std::make_unique<http::server>(
      state_->io, std::move(options), std::move(routes), who, *state_->log, state_->metrics
  );
  state_->server->listen();
  state_->port = state_->server->port();
  state_->thread = std::thread([s = state_.get()] { s->io.run(); });
}

// What it throws ends the test run, as it should.
// NOLINTNEXTLINE(bugprone-exception-escape)
test_server::~test_server() {
  release_held();
  asio::post(state_->io, [s = state_.get()] { s->server.reset(); });
  state_->thread.join(); // the context runs dry by itself: nothing is left behind
}

std::uint16_t test_server::port() const {
  return state_->port;
}
http::server& test_server::http() {
  return *state_->server;
}
asio::io_context& test_server::io() {
  return state_->io;
}

void test_server::on_io_thread(const std::function<void()>& work) {
  std::promise<void> done;
  asio::post(state_->io, [&] {
    work();
    done.set_value();
  });
  done.get_future().wait();
}

void test_server::start_drain(milliseconds deadline) {
  asio::co_spawn(state_->io, state_->server->drain(deadline), [s = state_.get()](std::exception_ptr) {
    s->drained.set_value();
  });
}

bool test_server::wait_drained(milliseconds limit) {
  return state_->drained_future.wait_for(limit) == std::future_status::ready;
}

int test_server::contacts_taken() const {
  return state_->tried->contacts;
}

void test_server::release_held() {
  asio::post(state_->io, [s = state_->tried] { s->release->cancel(); });
}

int test_server::held() const {
  return state_->tried->held;
}

} // namespace frontdoor::tests
