// One HTTP connection. The only file that includes Beast's HTTP.

#include <array>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <typeinfo>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "server/http/head_checks.hpp"
#include "server/http/request_parser.hpp"
#include "server/http/server_state.hpp"
#include "server/http/target.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"

namespace frontdoor::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_bytes = 8 * 1024;
constexpr std::size_t body_read_bytes = 64 * 1024;
constexpr std::size_t joined_body_max = 16 * 1024; // smaller bodies are copied behind their head: one write
constexpr std::size_t pipelined_turn = 32;         // requests answered before others get a turn

// What an exception may say in the log: its words where they are ours or the system's, else its type alone, since
// a database's message can quote the row.
std::string describe(const std::exception& e) {
  if (dynamic_cast<const std::logic_error*>(&e) != nullptr || dynamic_cast<const std::system_error*>(&e) != nullptr) {
    return e.what();
  }
  return typeid(e).name();
}

// Counts a request as in flight for as long as its handler runs, also when nobody waits for it any more.
class in_flight_mark {
 public:
  in_flight_mark(std::shared_ptr<server_state> state, std::size_t index) : state_(std::move(state)), index_(index) {
    ++state_->in_flight;
    ++state_->in_flight_by_endpoint[index_];
  }
  ~in_flight_mark() {
    --state_->in_flight;
    --state_->in_flight_by_endpoint[index_];
  }
  in_flight_mark(const in_flight_mark&) = delete;
  in_flight_mark& operator=(const in_flight_mark&) = delete;

 private:
  std::shared_ptr<server_state> state_;
  std::size_t index_;
};

class session final : public watched, public std::enable_shared_from_this<session> {
 public:
  session(std::shared_ptr<server_state> state, tcp::socket socket)
      : state_(std::move(state)), socket_(std::move(socket)) {
    boost::system::error_code error;
    const auto peer = socket_.remote_endpoint(error);
    if (!error) peer_ = peer.address();
    peer_text_ = state_->proxies.client(peer_, std::nullopt);
    state_->enter(*this);
    state_->metrics.http_connections(1);
  }
  ~session() override {
    state_->metrics.http_connections(-1);
    state_->leave(*this);
  }

  asio::awaitable<void> run();

  void check(steady_clock::time_point now) override;
  void begin_drain() override {
    if (stage_ == stage::idle) abort();
  }
  void abort() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  enum class stage { idle, header, body, handler, write, linger, answered_late };

  void enter(stage next, milliseconds time) {
    stage_ = next;
    deadline_ = steady_clock::now() + time;
    timed_out_ = false;
  }

  // Each returns whether the connection goes on.
  asio::awaitable<bool> read_header();
  asio::awaitable<bool> serve();
  asio::awaitable<bool> serve_endpoint(router::found where);
  asio::awaitable<bool> serve_upgrade(const upgrade_point& point);
  asio::awaitable<bool> serve_file(std::string_view allow);
  asio::awaitable<bool> read_body();
  asio::awaitable<bool> refuse(problem p);
  asio::awaitable<bool> refuse_and_close(problem p);
  asio::awaitable<bool> answer(response r);

  asio::awaitable<std::optional<problem>> admit(const auth::access& access, bool is_upgrade, auth::principal& caller);
  asio::awaitable<std::optional<response>> call(const endpoint& row, auth::principal caller);
  asio::awaitable<bool> write_all(std::array<asio::const_buffer, 2> parts);
  asio::awaitable<void> linger();
  asio::awaitable<void> answer_late();

  std::optional<problem> check_head();
  problem explain(const beast::error_code& error) const;
  void begin_request();
  bool finish_buffered_body();
  void compress(response& r);
  void note(int status);

  std::shared_ptr<server_state> state_;
  tcp::socket socket_;
  asio::ip::address peer_;
  std::string peer_text_;
  beast::flat_buffer buffer_;
  std::optional<request_parser> parser_;
  std::string out_; // the head being written, and small bodies

  stage stage_ = stage::idle;
  steady_clock::time_point deadline_ = steady_clock::time_point::max();
  bool timed_out_ = false;

  // Of the request being served.
  steady_clock::time_point started_;
  std::string request_id_;
  std::string_view label_; // how metrics and logs call it
  method verb_ = method::other;
  bool http_1_0_ = false;
  bool keep_alive_ = false;
  bool takes_gzip_ = false;
  bool handed_over_ = false;
  bool answered_ = false;

  std::size_t served_ = 0;
};

asio::awaitable<void> session::run() {
  bool open = true;
  while (open && !handed_over_) {
    begin_request();
    open = co_await read_header();
    if (open) open = co_await serve();
    ++served_;
    if (served_ % pipelined_turn == 0 && buffer_.size() > 0) co_await asio::post(asio::use_awaitable);
  }
  if (handed_over_ || stage_ == stage::answered_late) co_return;
  if (answered_) co_await linger();
  abort();
}

void session::begin_request() {
  const server_options& o = state_->options;
  parser_.emplace(o.header_bytes_max, o.header_fields_max, o.body_bytes_max);
  request_id_.clear();
  label_ = "unrouted";
  verb_ = method::other;
  http_1_0_ = keep_alive_ = takes_gzip_ = answered_ = false;
  if (buffer_.size() == 0 && buffer_.capacity() > 2 * read_bytes) buffer_ = beast::flat_buffer();
  if (out_.capacity() > 2 * joined_body_max) out_ = std::string();
}

// ---- deadlines
// --------------------------------------------------------------------------------------------------------

void session::check(steady_clock::time_point now) {
  if (now < deadline_) return;
  deadline_ = steady_clock::time_point::max();
  switch (stage_) {
  case stage::header:
  case stage::body: {
    timed_out_ = true; // the read ends and answers 408
    boost::system::error_code ignored;
    socket_.cancel(ignored);
    break;
  }
  case stage::handler: {
    // The handler goes on and its result is dropped: a caller is told in time that nobody knows.
    stage_ = stage::answered_late;
    auto self = shared_from_this();
    asio::co_spawn(
        state_->io, [](std::shared_ptr<session> s) -> asio::awaitable<void> { co_await s->answer_late(); }(self),
        [self](std::exception_ptr) { self->abort(); }
    );
    break;
  }
  case stage::idle:
  case stage::write:
  case stage::linger:
    abort();
    break;
  case stage::answered_late:
    abort();
    break;
  }
}

asio::awaitable<void> session::answer_late() {
  deadline_ = steady_clock::now() + state_->options.write_timeout;
  problem p(
      503, "took_too_long", "The server did not finish in time.",
      "Whether the request took effect is not known. Repeat it with the same Idempotency-Key."
  );
  p.retry_after_s = 1;
  const response r = to_response(p, request_id_);
  framing frame;
  frame.date = state_->date.at(std::time(nullptr));
  frame.request_id = request_id_;
  frame.mode = state_->mode;
  frame.security_policy = state_->options.content_security_policy;
  frame.length = r.body->size();
  frame.keep_alive = false;
  std::string text;
  append_head(text, r, frame);
  text += *r.body;
  std::array<asio::const_buffer, 2> parts{asio::buffer(text), asio::const_buffer()};
  co_await write_all(parts);
  note(r.status);
  boost::system::error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

// ---- reading
// ----------------------------------------------------------------------------------------------------------

asio::awaitable<bool> session::read_header() {
  enter(stage::idle, state_->options.idle_timeout);
  if (state_->draining && buffer_.size() == 0) co_return false;
  bool begun = false;
  for (;;) {
    // Empty lines before a request are skipped (RFC 9112 section 2.2).
    while (!begun && buffer_.size() >= 2 &&
           std::string_view(static_cast<const char*>(buffer_.data().data()), 2) == "\r\n") {
      buffer_.consume(2);
    }
    if (buffer_.size() > 0) {
      if (!begun) {
        begun = true;
        enter(stage::header, state_->options.header_timeout);
        started_ = steady_clock::now();
      }
      beast::error_code error;
      buffer_.consume(parser_->put(buffer_.data(), error));
      if (!error) co_return true;
      if (error != beast::http::error::need_more) {
        check_head();
        problem p = explain(error);
        co_return co_await refuse_and_close(std::move(p));
      }
    }
    auto space = buffer_.prepare(read_bytes);
    auto [error, size] = co_await socket_.async_read_some(space, as_result);
    buffer_.commit(size);
    if (!error) continue;
    if (!begun) co_return false;
    check_head();
    if (timed_out_) {
      problem p(408, "header_timeout", "The request's header did not arrive in time.");
      co_return co_await refuse_and_close(std::move(p));
    }
    if (error != asio::error::eof) co_return false;
    problem p = malformed("The connection ended inside the header.");
    co_return co_await refuse_and_close(std::move(p));
  }
}

asio::awaitable<bool> session::read_body() {
  enter(stage::body, state_->options.body_timeout);
  parser_->eager(true);
  while (!parser_->is_done()) {
    beast::error_code error;
    if (buffer_.size() > 0) {
      buffer_.consume(parser_->put(buffer_.data(), error));
      if (parser_->is_done()) break;
      if (error && error != beast::http::error::need_more) {
        problem p = explain(error);
        co_return co_await refuse_and_close(std::move(p));
      }
    }
    if (buffer_.size() >= body_read_bytes) { // only a chunk's header or the trailers can pile up unread
      problem p = malformed("A chunk's header or the trailers are too long.");
      co_return co_await refuse_and_close(std::move(p));
    }
    auto space = buffer_.prepare(body_read_bytes - buffer_.size()); // never more than that piles up, however it arrives
    auto [failure, size] = co_await socket_.async_read_some(space, as_result);
    buffer_.commit(size);
    if (!failure) continue;
    if (timed_out_) {
      problem p(408, "body_timeout", "The request's body did not arrive in time.");
      co_return co_await refuse_and_close(std::move(p));
    }
    if (failure != asio::error::eof) {
      answered_ = false;
      co_return false;
    }
    problem p = malformed("The connection ended inside the body.");
    co_return co_await refuse_and_close(std::move(p));
  }
  co_return true;
}

// An answer that does not need the body: if the rest of it has already arrived it is skipped, and the connection lives.
bool session::finish_buffered_body() {
  if (parser_->is_done()) return true;
  if (!parser_->is_header_done()) return false;
  parser_->discard_body = true;
  parser_->eager(true);
  beast::error_code error;
  while (buffer_.size() > 0 && !parser_->is_done() && !error) {
    buffer_.consume(parser_->put(buffer_.data(), error));
  }
  return parser_->is_done();
}

problem session::explain(const beast::error_code& error) const {
  using http_error = beast::http::error;
  if (error == http_error::header_limit) {
    return problem(431, "header_too_large", "The request's header is larger than this server reads.");
  }
  if (error == http_error::body_limit) {
    const auto limit = std::to_string(state_->options.body_bytes_max);
    return problem(413, "body_too_large", "The request's body is too large.", "At most " + limit + " bytes are taken.");
  }
  switch (parser_->found) {
  case request_parser::defect::too_many_fields:
    return problem(431, "too_many_headers", "The request has more headers than this server reads.");
  case request_parser::defect::repeated_field:
    return malformed("A header that may occur once is there twice.");
  case request_parser::defect::folded_field:
    return malformed("A header is folded over several lines.");
  case request_parser::defect::long_chunk_extension:
    return malformed("The chunk extensions are too long.");
  case request_parser::defect::none:
    break;
  }
  return malformed(error.message());
}

// ---- what is checked of every head
// --------------------------------------------------------------------------------------

// Takes from the parser what answers need. Nullopt: the head is sound; else the refusal, after which we close.
std::optional<problem> session::check_head() {
  request& head = parser_->head;
  verb_ = head.verb;
  http_1_0_ = parser_->version < 11;
  request_id_ = std::string(head.header("x-request-id").value_or(""));
  if (!is_request_id(request_id_)) request_id_ = state_->new_request_id();
  head.request_id = request_id_;
  if (const auto forwarded = head.header("x-forwarded-for")) {
    head.remote_address = state_->proxies.client(peer_, forwarded);
    head.by_proxy = state_->proxies.trusts(peer_);
  } else {
    head.remote_address = peer_text_;
  }
  takes_gzip_ = accepts_gzip(head.header("accept-encoding").value_or(""));
  if (!parser_->is_header_done()) return std::nullopt;
  keep_alive_ = parser_->keep_alive();
  if (auto wrong = check_framing(head, http_1_0_)) return wrong;
  if (head.verb == method::other) {
    return problem(501, "unknown_method", "This server does not know the method.");
  }
  auto target = parse_target(parser_->target_text, head.verb);
  if (!target) return problem(400, "bad_target", "The request's target is not well-formed.", std::move(target.error()));
  const auto host = head.header("host").value_or("");
  if (!target->authority.empty() && !host.empty() && target->authority != host) {
    return malformed("The target names another host than the Host header.");
  }
  head.path = std::move(target->path);
  head.query = std::move(target->query);
  return std::nullopt;
}

// ---- serving
// ------------------------------------------------------------------------------------------------------------

asio::awaitable<bool> session::serve() {
  if (auto wrong = check_head()) co_return co_await refuse_and_close(std::move(*wrong));
  request& head = parser_->head;
  if (head.path == "*") {
    response r(204, "", "");
    r.headers.emplace_back("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    co_return co_await answer(std::move(r));
  }
  const router::found where = state_->routes.find(head.verb, head.path, head.path_parameters);
  if (where.row != nullptr) co_return co_await serve_endpoint(where);
  if (where.upgrade != nullptr) co_return co_await serve_upgrade(*where.upgrade);
  co_return co_await serve_file(where.allow);
}

// What no endpoint does: OPTIONS, 405, files, 404.
asio::awaitable<bool> session::serve_file(std::string_view allow) {
  if (!allow.empty()) {
    response r;
    if (verb_ == method::options) {
      r = response(204, "", "");
    } else {
      r = to_response(problem(405, "method_not_allowed", "This path does not know the method."), request_id_);
    }
    r.headers.emplace_back("allow", std::string(allow));
    co_return co_await answer(std::move(r));
  }
  if (verb_ == method::get || verb_ == method::head) {
    if (auto file = state_->routes.file(parser_->head)) {
      label_ = "file";
      co_return co_await answer(std::move(*file));
    }
  }
  problem p(404, "not_found", "There is nothing at this path.");
  co_return co_await refuse(std::move(p));
}

asio::awaitable<bool> session::serve_endpoint(router::found where) {
  const endpoint& row = *where.row;
  label_ = state_->routes.label(where.index);
  auth::principal caller;
  if (auto refused = co_await admit(row.access, false, caller)) {
    if (stage_ == stage::answered_late) co_return false;
    co_return co_await refuse(std::move(*refused));
  }
  if (stage_ == stage::answered_late) co_return false;
  if (!parser_->is_done()) {
    auto wrong = check_body_type(parser_->head, !row.body_schema.empty());
    if (wrong) co_return co_await refuse(std::move(*wrong));
  }

  const server_options& o = state_->options;
  const std::size_t most = row.in_flight_max != 0 ? row.in_flight_max : o.in_flight_per_endpoint_max;
  if (state_->in_flight >= o.in_flight_max || state_->in_flight_by_endpoint[where.index] >= most) {
    problem p(503, "busy", "The server is busy.", "Nothing was done. Try again.");
    p.retry_after_s = 1;
    co_return co_await refuse(std::move(p));
  }
  const in_flight_mark mark(state_, where.index); // from here, so that bodies being read are bounded as well
  if (!parser_->is_done()) {
    if (buffer_.size() == 0 && parser_->head.header("expect") && !http_1_0_) {
      enter(stage::write, o.write_timeout);
      constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      std::array<asio::const_buffer, 2> parts{asio::buffer(go_on), asio::const_buffer()};
      if (!co_await write_all(parts)) co_return false;
    }
    const bool whole = co_await read_body();
    if (!whole) co_return false;
  }
  auto r = co_await call(row, std::move(caller));
  if (!r) co_return false;
  co_return co_await answer(std::move(*r));
}

// Who asks and whether they may. Fills `caller`, or tells the refusal.
asio::awaitable<std::optional<problem>>
session::admit(const auth::access& access, bool is_upgrade, auth::principal& caller) {
  if (access.what == auth::access::kind::anyone) co_return std::nullopt;
  enter(stage::handler, state_->options.handler_timeout);
  try {
    auto asked = co_await state_->who(parser_->head, is_upgrade);
    if (!asked) co_return std::move(asked.error());
    caller = std::move(*asked);
  } catch (const std::exception& e) {
    state_->log.error("authentication_failed", {{"request_id", request_id_}, {"error", describe(e)}});
    co_return problem(500, "internal", "The server failed to handle the request.");
  }
  if (caller.credential == auth::credential::none) {
    co_return problem(401, "not_signed_in", "Sign in, or send an API key.");
  }
  if (access.what == auth::access::kind::needs && !caller.may(access.needed)) {
    co_return problem(403, "not_permitted", "Your role does not permit this.");
  }
  co_return std::nullopt;
}

// Runs the handler. Nullopt: it took so long that the caller has been answered without it.
asio::awaitable<std::optional<response>> session::call(const endpoint& row, auth::principal caller) {
  enter(stage::handler, state_->options.handler_timeout);
  std::optional<response> result;
  std::string failure;
  try {
    request r = std::move(parser_->head);
    result = co_await row.handler(std::move(r), std::move(caller));
  } catch (const std::exception& e) {
    failure = describe(e);
  } catch (...) {
    failure = "an exception of unknown type";
  }
  if (!failure.empty()) {
    state_->log.error("handler_failed", {{"endpoint", label_}, {"request_id", request_id_}, {"error", failure}});
    result = to_response(problem(500, "internal", "The server failed to handle the request."), request_id_);
  }
  if (stage_ == stage::answered_late) {
    state_->log.warning("handler_late", {{"endpoint", label_}, {"request_id", request_id_}});
    co_return std::nullopt;
  }
  co_return result;
}

asio::awaitable<bool> session::serve_upgrade(const upgrade_point& point) {
  label_ = point.path;
  const request& head = parser_->head;
  const bool clean = parser_->is_done() && buffer_.size() == 0 && !http_1_0_;
  handshake_verdict verdict = check_handshake(head, point.subprotocol);
  if (!verdict.refused && !clean) verdict.refused = malformed("Data follows the handshake before it is answered.");
  if (verdict.refused) {
    keep_alive_ = false;
    response r = to_response(*verdict.refused, request_id_);
    for (auto& header : verdict.headers)
      r.headers.push_back(std::move(header));
    co_return co_await answer(std::move(r));
  }
  auth::principal caller;
  if (auto refused = co_await admit(point.access, true, caller)) {
    if (stage_ == stage::answered_late) co_return false;
    co_return co_await refuse(std::move(*refused));
  }
  if (stage_ == stage::answered_late) co_return false;
  if (state_->draining || (point.has_room && !point.has_room())) {
    problem p(503, "busy", "The server takes no more connections here at the moment.");
    p.retry_after_s = 1;
    co_return co_await refuse(std::move(p));
  }
  deadline_ = steady_clock::time_point::max();
  handed_over_ = true;
  note(101);
  upgraded handed(std::move(socket_), std::move(parser_->head), std::move(caller));
  point.take(std::move(handed));
  co_return false;
}

// ---- answering
// ------------------------------------------------------------------------------------------------------------

asio::awaitable<bool> session::refuse(problem p) {
  response r = to_response(p, request_id_);
  co_return co_await answer(std::move(r));
}

// After what leaves unclear where the next request would begin.
asio::awaitable<bool> session::refuse_and_close(problem p) {
  keep_alive_ = false;
  if (request_id_.empty()) request_id_ = state_->new_request_id();
  response r = to_response(p, request_id_);
  co_return co_await answer(std::move(r));
}

void session::compress(response& r) {
  const server_options& o = state_->options;
  const std::size_t size = r.body->size();
  if (size < o.gzip_bytes_min || size > o.gzip_bytes_max || !is_compressible(r.content_type)) return;
  for (const auto& [name, value] : r.headers) {
    // A strong ETag names these very bytes (RFC 9110 section 8.8.3), and what is encoded already stays so.
    if (name == "content-encoding" || (name == "etag" && !value.starts_with("W/"))) return;
  }
  r.headers.emplace_back("vary", "Accept-Encoding");
  if (!takes_gzip_) return;
  if (auto smaller = state_->gzip.compress(*r.body)) {
    r.body = std::make_shared<const std::string>(std::move(*smaller));
    r.headers.emplace_back("content-encoding", "gzip");
  }
}

asio::awaitable<bool> session::answer(response r) {
  const server_options& o = state_->options;
  if (!finish_buffered_body()) keep_alive_ = false;
  if (state_->draining || served_ + 1 >= o.requests_per_connection_max) keep_alive_ = false;
  compress(r);
  const bool bodiless = r.status == 204 || r.status == 304;
  framing frame;
  frame.date = state_->date.at(std::time(nullptr));
  frame.request_id = request_id_;
  frame.mode = state_->mode;
  frame.security_policy = o.content_security_policy;
  if (!bodiless) frame.length = r.body->size();
  frame.keep_alive = keep_alive_;
  frame.http_1_0 = http_1_0_;
  out_.clear();
  if (append_head(out_, r, frame) > 0) {
    state_->log.error("header_left_out", {{"endpoint", label_}, {"request_id", request_id_}});
  }
  std::array<asio::const_buffer, 2> parts{};
  if (!bodiless && verb_ != method::head) {
    if (r.body->size() <= joined_body_max) {
      out_ += *r.body;
    } else {
      parts[1] = asio::buffer(*r.body);
    }
  }
  parts[0] = asio::buffer(out_);
  enter(stage::write, o.write_timeout);
  const bool written = co_await write_all(parts);
  answered_ = written;
  note(r.status);
  co_return written&& keep_alive_;
}

asio::awaitable<bool> session::write_all(std::array<asio::const_buffer, 2> parts) {
  for (;;) {
    while (parts[0].size() == 0) {
      if (parts[1].size() == 0) co_return true;
      std::swap(parts[0], parts[1]);
    }
    // Straight to the kernel first: an answer nearly always fits, and needs no turn of the event loop then.
    boost::system::error_code error;
    std::size_t size = socket_.write_some(parts, error);
    if (error == asio::error::would_block) {
      auto [failure, written] = co_await socket_.async_write_some(parts, as_result);
      error = failure;
      size = written;
    }
    if (error) co_return false;
    for (auto& part : parts) {
      const std::size_t taken = std::min(size, part.size());
      part += taken;
      size -= taken;
    }
  }
}

// Reads on for a while after the last answer: closing on unread data would reset the connection and lose the answer.
asio::awaitable<void> session::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  enter(stage::linger, state_->options.linger_timeout);
  buffer_.clear();
  auto space = buffer_.prepare(read_bytes);
  for (;;) {
    auto [error, size] = co_await socket_.async_read_some(space, as_result);
    if (error) co_return;
  }
}

void session::note(int status) {
  const double seconds = std::chrono::duration<double>(steady_clock::now() - started_).count();
  state_->metrics.request_served(label_, status, seconds);
  const auto severity = status >= 500 && status != 503 ? observe::level::warning : observe::level::debug;
  state_->log.write(
      severity, "request", {{"request_id", request_id_}, {"endpoint", label_}, {"status", status}, {"seconds", seconds}}
  );
}

asio::awaitable<void> run_session(std::shared_ptr<session> connection) {
  co_await connection->run();
}

} // namespace

void start_session(std::shared_ptr<server_state> state, tcp::socket socket) {
  auto connection = std::make_shared<session>(state, std::move(socket));
  asio::co_spawn(state->io, run_session(std::move(connection)), [state](std::exception_ptr failure) {
    if (!failure) return;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& e) {
      state->log.error("connection_failed", {{"error", describe(e)}});
    }
  });
}

} // namespace frontdoor::http
