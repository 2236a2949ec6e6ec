#include <atomic>
#include <thread>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "history_fixture.hpp"
#include "server/history/answer.hpp"
#include "server/history/http_source.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using std::chrono::milliseconds;
using triage::history::source_status;
using tcp = boost::asio::ip::tcp;

namespace {

// Another force's record: a real HTTP server that says the same to everybody, after a while.
class record_server {
 public:
  record_server(std::string answer, milliseconds after = milliseconds(0))
      : answer_(std::move(answer)), after_(after),
        acceptor_(io_, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)), thread_([this] { serve(); }) {}
  ~record_server() {
    stopping_ = true;
    boost::system::error_code ignored;
    tcp::socket(io_).connect(acceptor_.local_endpoint(), ignored); // wakes the accept
    thread_.join();
  }
  record_server(const record_server&) = delete;
  record_server& operator=(const record_server&) = delete;

  history::http_source_options options(milliseconds timeout = std::chrono::seconds(10)) const {
    history::http_source_options out;
    out.name = "other_force";
    out.url = "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/history";
    out.timeout = timeout;
    return out;
  }
  nlohmann::json asked() const { return nlohmann::json::parse(body_); }
  // Whether nobody has asked it.
  bool silent() const { return body_.empty(); }

 private:
  void serve() {
    std::vector<std::jthread> calls;
    for (;;) {
      tcp::socket socket(io_);
      acceptor_.accept(socket);
      if (stopping_) return;
      calls.emplace_back([this, socket = std::move(socket)]() mutable { answer(std::move(socket)); });
    }
  }

  void answer(tcp::socket socket) {
    boost::system::error_code ignored;
    boost::asio::streambuf buffer;
    const auto head_size = boost::asio::read_until(socket, buffer, "\r\n\r\n", ignored);
    std::string head(boost::asio::buffers_begin(buffer.data()), boost::asio::buffers_end(buffer.data()));
    const auto at = head.find("Content-Length: ");
    if (at == std::string::npos) return;
    const auto length = std::stoul(head.substr(at + 16));
    const auto have = buffer.size() - head_size;
    if (have < length) boost::asio::read(socket, buffer, boost::asio::transfer_exactly(length - have), ignored);
    const std::string all(boost::asio::buffers_begin(buffer.data()), boost::asio::buffers_end(buffer.data()));
    body_ = all.substr(head_size);
    boost::asio::steady_timer(io_, after_).wait();
    boost::asio::write(socket, boost::asio::buffer(answer_), ignored);
  }

  std::string answer_;
  milliseconds after_;
  boost::asio::io_context io_;
  tcp::acceptor acceptor_;
  std::atomic<bool> stopping_{false};
  std::string body_;
  std::thread thread_;
};

std::string ok(const std::string& body, const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

triage::history::traces a_person() {
  triage::contact contact = called_from("0161 234 5678");
  contact.subjects.push_back({"Roy Batty", "suspect", "1984-03-12", std::nullopt});
  contact.location.postcode = "M1 1AE";
  contact.vehicles.push_back({"AB12 CDE", std::nullopt});
  return triage::history::traces_of(contact);
}

history::enquiry by_person() {
  return {"user:jsmith", "domestic_abuse"};
}

triage::history::source_answer
ask(const history::http_source_options& options, const history::enquiry& asked = by_person()) {
  boost::asio::io_context io;
  const auto source = history::make_http_source(options);
  return run(io, source->ask(a_person(), asked, test_time()));
}

} // namespace

TEST_CASE("given PNC and a records system side by side, then each is told who asks and why, and each says what it is") {
  const record_server pnc(ok(
      R"({"results":[{"reference":"P1","text":"wanted on warrant"}],"markers":[{"marker":"violent","why":"Hit an officer",)"
      R"("valid_from":"2026-01-01T00:00:00Z","review_at":null,"valid_until":"2027-01-01T00:00:00Z","matched_by":"person"},)"
      R"({"marker":"weapons","why":"Carries a knife","valid_from":"2025-01-01T00:00:00Z","matched_by":"person_name"}]})"
  ));
  const record_server records(ok(R"({"results":[{"reference":"R7","text":"three reports"}]})"), milliseconds(20));
  history_server server(fresh_database(), 1, [&] {
    history::external_sources others;
    auto one = pnc.options();
    one.name = "pnc";
    one.kind = triage::history::source_kind::pnc;
    others.push_back(history::make_http_source(one));
    auto two = records.options();
    two.name = "niche";
    two.kind = triage::history::source_kind::records;
    others.push_back(history::make_http_source(two));
    return others;
  });
  server.project();
  auto contact = called_from("0161 234 5678");
  contact.subjects.push_back({"Roy Batty", "suspect", "1984-03-12", std::nullopt});
  const auto found = server.known(contact, test_time());
  const auto& national = source(found, "pnc");
  CHECK(national.kind == triage::history::source_kind::pnc);
  CHECK(national.status == source_status::found);
  REQUIRE(national.markers.size() == 2);
  CHECK(national.markers[0].source == "pnc");
  CHECK(national.markers[0].why == "Hit an officer");
  CHECK(national.markers[0].valid_until == triage::parse_rfc3339("2027-01-01T00:00:00Z"));
  CHECK(source(found, "niche").kind == triage::history::source_kind::records);
  CHECK(source(found, "niche").markers.empty());
  CHECK(source(found, "contacts").kind == triage::history::source_kind::own);
  CHECK(pnc.asked().at("kind") == "pnc");
  CHECK(records.asked().at("kind") == "records");
  for (const auto* record : {&pnc, &records}) {
    CHECK(record->asked().at("originator") == "user:test");
    CHECK(record->asked().at("reason_code") == "new_contact");
  }
  // Only what was found for sure is a fact; the other is for people.
  CHECK(triage::history::facts_of(found, test_time()).at("markers") == nlohmann::json{"violent"});
  // People, and the log, see which record said it.
  const std::vector<db::incident_head> no_heads;
  const history::shown how{no_heads, [](const db::incident_head&) { return true; }, true, 20};
  const auto shown = history::to_json(found, test_time(), how);
  const auto& of_pnc = shown.at("sources").at(2);
  CHECK(of_pnc.at("kind") == "pnc");
  CHECK(of_pnc.at("results").at(0).at("source_kind") == "pnc");
  CHECK(of_pnc.at("results").at(0).at("why_matched").at(0).at("by") == "person");
  const auto kept = history::record_of(found, test_time());
  CHECK(kept.at("sources").at(2).at("kind") == "pnc");
  CHECK(kept.at("sources").at(3).at("kind") == "records");
  CHECK_FALSE(kept.at("sources").at(0).contains("kind"));
}

TEST_CASE("given a national system, then it is asked in a person's name and for a reason, or is unavailable unasked") {
  using kind = triage::history::source_kind;
  const record_server record(ok(R"({"results":[]})"));
  auto options = record.options();
  for (const auto national : {kind::pnc, kind::pnd}) {
    options.kind = national;
    CHECK(ask(options, {"key:ambulance", "new_contact"}).status == source_status::unavailable);
    CHECK(ask(options, {"", "new_contact"}).status == source_status::unavailable);
    CHECK(ask(options, {"user:jsmith", ""}).status == source_status::unavailable);
    CHECK(record.silent());
  }
  for (const auto national : {kind::pnc, kind::pnd}) {
    options.kind = national;
    CHECK(ask(options).status == source_status::none);
  }
  options.kind = kind::records;
  CHECK(ask(options, {"key:ambulance", "new_contact"}).status == source_status::none);
}

TEST_CASE("given a marker that cannot be read, then the whole answer is unavailable: half of it would be a guess") {
  const auto with = [](const std::string& marker) {
    const record_server record(ok(R"({"results":[{"text":"wanted"}],"markers":[)" + marker + "]}"));
    const auto answer = ask(record.options());
    if (answer.status == source_status::unavailable) {
      CHECK(answer.other.empty());
      CHECK(answer.markers.empty());
    }
    return answer.status;
  };
  const std::string right =
      R"({"marker":"violent","why":"Hit an officer","valid_from":"2026-01-01T00:00:00Z","matched_by":"person"})";
  CHECK(with(right) == source_status::found);
  for (const auto& wrong :
       {std::string("7"), std::string("{}"),
        std::string(R"({"marker":"VI!","why":"x","valid_from":"2026-01-01T00:00:00Z","matched_by":"person"})"),
        std::string(R"({"marker":"violent","valid_from":"2026-01-01T00:00:00Z","matched_by":"person"})"),
        std::string(R"({"marker":"violent","why":"x","valid_from":"soon","matched_by":"person"})"),
        std::string(R"({"marker":"violent","why":"x","valid_from":"2026-01-01T00:00:00Z","matched_by":"face"})"),
        std::string(
            R"({"marker":"violent","why":"x","valid_from":"2026-01-01T00:00:00Z","valid_until":7,"matched_by":"person"})"
        ),
        right + ",{}"}) {
    CAPTURE(wrong);
    CHECK(with(wrong) == source_status::unavailable);
  }
}

TEST_CASE("given PNC, PND and the records system, then each has a status of its own: found, none, unavailable") {
  const record_server pnc(ok(R"({"results":[{"reference":"P1","text":"wanted on warrant"}]})"));
  const record_server pnd(ok(R"({"results":[]})"));
  const record_server records(ok("{}", "503 Service Unavailable"));
  const auto asked = [](const record_server& server, const char* name) {
    auto options = server.options();
    options.name = name;
    const auto answer = ask(options);
    CHECK(answer.source == name);
    return answer.status;
  };
  CHECK(asked(pnc, "pnc") == source_status::found);
  CHECK(asked(pnd, "pnd") == source_status::none);
  CHECK(asked(records, "records") == source_status::unavailable);
}

TEST_CASE("given another record that knows something, then it is found, and was asked what is known here") {
  const record_server record(ok(R"({"results":[{"reference":"X1","text":"wanted"}]})"));
  const auto answer = ask(record.options());
  CHECK(answer.source == "other_force");
  CHECK(answer.status == source_status::found);
  CHECK(answer.as_of == test_time());
  REQUIRE(answer.other.size() == 1);
  CHECK(nlohmann::json::parse(answer.other[0]) == nlohmann::json{{"reference", "X1"}, {"text", "wanted"}});
  const auto asked = record.asked();
  CHECK(asked.at("phones") == nlohmann::json{"0161 234 5678"});
  CHECK(asked.at("names") == nlohmann::json::array({{{"name", "Roy Batty"}, {"date_of_birth", "1984-03-12"}}}));
  CHECK(asked.at("postcode") == "M1 1AE");
  CHECK(asked.at("registrations") == nlohmann::json{"AB12 CDE"});
}

TEST_CASE("given another record that knows nothing, then none") {
  const record_server record(ok(R"({"results":[]})"));
  CHECK(ask(record.options()).status == source_status::none);
}

TEST_CASE("given another record that fails or speaks nonsense, then unavailable, never none") {
  for (const auto& said :
       {ok(R"({"results":[]})", "500 Internal Server Error"), ok(R"({"results":[]})", "204 No Content"), ok("no JSON"),
        ok("[]"), ok(R"({"found":[]})"), ok(R"({"results":{}})"), ok(R"({"results":["text"]})"),
        ok(R"({"results":[)" + std::string(300 * 1024, ' ') + "]}"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), std::string(),
        std::string("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")}) {
    CAPTURE(said.substr(0, 80));
    const record_server record(said);
    const auto answer = ask(record.options());
    CHECK(answer.status == source_status::unavailable);
    CHECK(answer.other.empty());
  }
  history::http_source_options nobody;
  nobody.name = "other_force";
  nobody.url = "http://127.0.0.1:9/"; // discard: nobody listens
  CHECK(ask(nobody).status == source_status::unavailable);
}

TEST_CASE("given another record that is slow, then unavailable when its time is over") {
  const record_server record(ok(R"({"results":[]})"), milliseconds(1500));
  const auto began = std::chrono::steady_clock::now();
  CHECK(ask(record.options(milliseconds(100))).status == source_status::unavailable);
  CHECK(std::chrono::steady_clock::now() - began < milliseconds(1400));
}

TEST_CASE("given as many requests under way as may be, then one more is unavailable at once") {
  const record_server record(ok(R"({"results":[]})"), milliseconds(1000));
  auto options = record.options();
  options.at_once_max = 1;
  boost::asio::io_context io;
  const auto source = history::make_http_source(options);
  std::optional<source_status> first;
  boost::asio::co_spawn(io, source->ask(a_person(), by_person(), test_time()), [&](std::exception_ptr, auto answer) {
    first = answer.status;
  });
  io.poll();
  CHECK(run(io, source->ask(a_person(), by_person(), test_time())).status == source_status::unavailable);
  CHECK_FALSE(first);
  run_until(io, [&] { return first.has_value(); });
  CHECK(first == source_status::none);
  CHECK(run(io, source->ask(a_person(), by_person(), test_time())).status == source_status::none);
}

TEST_CASE("given other records, then a look-up asks them too, and waits for none beyond its limit") {
  const record_server quick(ok(R"({"results":[{"text":"wanted"}]})"));
  const record_server slow(ok(R"({"results":[{"text":"wanted"}]})"), milliseconds(1500));
  const auto database = fresh_database();
  for (const auto* record : {&quick, &slow}) {
    history_server server(database, 1, [&] {
      history::external_sources others;
      others.push_back(history::make_http_source(record->options()));
      return others;
    });
    server.project();
    const bool is_quick = record == &quick;
    const auto limit = is_quick ? milliseconds(10'000) : milliseconds(300);
    const auto began = std::chrono::steady_clock::now();
    const auto found = server.known(called_from("0161 234 5678"), test_time(), limit);
    CHECK((is_quick || std::chrono::steady_clock::now() - began < milliseconds(1400)));
    CHECK(source(found, "other_force").status == (is_quick ? source_status::found : source_status::unavailable));
    if (is_quick) CHECK(source(found, "contacts").status == source_status::none);
    // The late one is still heard, by nobody.
    run_until(server.io, [&] { return is_quick || std::chrono::steady_clock::now() - began > milliseconds(2000); });
  }
}
