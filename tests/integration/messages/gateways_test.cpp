// The gateways against real servers on this machine.

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/messages/gateways.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor::messages;
using kind = delivery::kind;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

// local_provider.py, which takes one message and ends.
class provider {
 public:
  explicit provider(const std::string& arguments)
      : output_(popen(("exec /usr/bin/python3 tests/integration/messages/local_provider.py " + arguments).c_str(), "r")
        ) {
    REQUIRE(output_ != nullptr);
    port_ = std::stoi(line());
  }
  ~provider() { pclose(output_); }
  provider(const provider&) = delete;
  provider& operator=(const provider&) = delete;

  std::string url(const std::string& scheme) const { return scheme + "://127.0.0.1:" + std::to_string(port_); }
  // What it was sent; waits for it.
  json seen() { return json::parse(line()); }

 private:
  std::string line() {
    std::string out;
    for (int c = std::fgetc(output_); c != EOF && c != '\n'; c = std::fgetc(output_))
      out += static_cast<char>(c);
    return out;
  }

  FILE* output_;
  int port_ = 0;
};

outgoing a_text() {
  return {"018f6b1e-7a10-7cc3-9d3e-0a1b2c3d4e71", "+447700900123", "Officers are on their way, Zo\xc3\xab."};
}

gateway_options options_for(const std::string& url) {
  gateway_options out;
  out.url = url;
  out.timeout = milliseconds(20'000);
  out.from = "control.room@police.example";
  out.domain = "texts.example";
  out.tls_required = false;
  return out;
}

} // namespace

TEST_CASE("given an HTTP provider that takes it, then the text is sent once by its id, with the token and a reference"
) {
  provider there("http 202");
  const frontdoor::testing::temporary_folder folder;
  const auto token_file = (folder.path() / "token").string();
  std::ofstream(token_file) << "s3cret\n";
  auto options = options_for(there.url("http"));
  options.token_file = token_file;
  const auto answer = make_gateway(options)->send(a_text());
  CHECK(answer.what == kind::sent);
  CHECK(answer.reference == "prov-7");
  const auto seen = there.seen();
  CHECK(seen.at("body").at("to") == "+447700900123");
  CHECK(seen.at("body").at("text") == a_text().text);
  CHECK(seen.at("key") == a_text().id);
  CHECK(seen.at("authorization") == "Bearer s3cret");
}

TEST_CASE("given an HTTP provider that says no, then no is told from not now") {
  const auto [status, expected] = GENERATE(table<int, kind>(
      {{400, kind::refused},
       {422, kind::refused},
       {429, kind::unavailable},
       {503, kind::unavailable},
       {302, kind::refused}}
  ));
  provider there("http " + std::to_string(status));
  const auto answer = make_gateway(options_for(there.url("http")))->send(a_text());
  CHECK(answer.what == expected);
  CHECK_FALSE(answer.reference);
}

TEST_CASE("given a provider that is slow, or nobody at all, then it is unavailable within the time-out") {
  provider slow("http 202 5");
  auto options = options_for(slow.url("http"));
  options.timeout = milliseconds(500);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(make_gateway(options)->send(a_text()).what == kind::unavailable);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(4));
  CHECK(make_gateway(options_for("http://127.0.0.1:1"))->send(a_text()).what == kind::unavailable);
  CHECK(make_gateway(options_for("smtp://127.0.0.1:1"))->send(a_text()).what == kind::unavailable);
}

TEST_CASE("given a mail server that takes it, then the text is a mail to the number's mailbox, in UTF-8, with its id") {
  provider there("smtp 250");
  const auto answer = make_gateway(options_for(there.url("smtp")))->send(a_text());
  CHECK(answer.what == kind::sent);
  CHECK(answer.reference == "<" + a_text().id + "@texts.example>");
  const auto seen = there.seen();
  CHECK(seen.at("sender") == "control.room@police.example");
  CHECK(seen.at("recipients") == json::array({"447700900123@texts.example"}));
  const auto mail = seen.at("mail").get<std::string>();
  CHECK(mail.find("Message-ID: <" + a_text().id + "@texts.example>") != std::string::npos);
  CHECK(mail.find("charset=utf-8") != std::string::npos);
  CHECK(mail.find("Officers are on their way, Zo=C3=AB.") != std::string::npos);
}

TEST_CASE("given a mail server that says no, then for good is told from for now") {
  const auto [code, expected] = GENERATE(table<int, kind>({{550, kind::refused}, {451, kind::unavailable}}));
  provider there("smtp " + std::to_string(code));
  CHECK(make_gateway(options_for(there.url("smtp")))->send(a_text()).what == expected);
}

TEST_CASE("given a mail server without encryption, then nothing is sent to it where encryption is required") {
  provider there("smtp 250");
  auto options = options_for(there.url("smtp"));
  options.tls_required = true;
  CHECK(make_gateway(options)->send(a_text()).what == kind::unavailable);
  // The same server still waits for its one mail, so nothing has reached it.
  options.tls_required = false;
  CHECK(make_gateway(options)->send(a_text()).what == kind::sent);
}

TEST_CASE("given what is no number, then no mail goes to it; and no gateway is made for another scheme") {
  auto text = a_text();
  text.to = "someone@elsewhere.example";
  CHECK(make_gateway(options_for("smtp://127.0.0.1:1"))->send(text).what == kind::refused);
  CHECK(make_gateway(options_for("ftp://127.0.0.1/x")) == nullptr);
}
