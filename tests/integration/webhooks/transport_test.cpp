// One POST to a real receiver that takes it, fails, is silent, sends elsewhere.

#include "server/webhooks/transport.hpp"

#include <catch2/catch.hpp>

#include "tests/support/test_receiver.hpp"

using namespace frontdoor::webhooks;
using frontdoor::tests::receiver_answer;
using frontdoor::tests::test_receiver;
using kind = posted::kind;

namespace {

const destinations this_machine({"127.0.0.0/8"});

posting to(const std::string& url) {
  return {url, {"Content-Type: application/cloudevents+json", "Frontdoor-Webhook-Id: one"}, R"({"id":"x"})"};
}

transport_options quick() {
  transport_options out;
  out.timeout = std::chrono::milliseconds(5000);
  return out;
}

} // namespace

TEST_CASE("given a receiver that takes it, then it has body and headers, and is delivered") {
  const test_receiver there([](std::size_t) { return receiver_answer{204}; });
  CHECK(post(to(there.url("/in?key=1")), quick(), this_machine).what == kind::delivered);
  const auto posts = there.posts();
  REQUIRE(posts.size() == 1);
  CHECK(posts[0].path == "/in?key=1");
  CHECK(posts[0].body == R"({"id":"x"})");
  CHECK(posts[0].headers.at("content-type") == "application/cloudevents+json");
  CHECK(posts[0].headers.at("frontdoor-webhook-id") == "one");
  CHECK_FALSE(posts[0].headers.contains("expect"));
}

TEST_CASE("given a receiver that refuses, then it has failed by its status, and 410 says never again") {
  const auto status = GENERATE(400, 401, 404, 429, 500, 503);
  const test_receiver there([=](std::size_t) { return receiver_answer{status, "Retry-After: 7\r\n"}; });
  const auto came = post(to(there.url()), quick(), this_machine);
  CHECK(came.what == kind::failed);
  CHECK(came.failure == "status_" + std::to_string(status));
  CHECK(came.retry_after == std::chrono::seconds(7));
  const test_receiver gone([](std::size_t) { return receiver_answer{410}; });
  CHECK(post(to(gone.url()), quick(), this_machine).what == kind::gone);
}

TEST_CASE("given a receiver that sends elsewhere, then nobody goes there") {
  const test_receiver elsewhere;
  const test_receiver there([&](std::size_t) { return receiver_answer{307, "Location: " + elsewhere.url() + "\r\n"}; });
  const auto came = post(to(there.url()), quick(), this_machine);
  CHECK(came.what == kind::failed);
  CHECK(came.failure == "redirected");
  CHECK(elsewhere.posts().empty());
}

TEST_CASE("given a receiver that is silent, or nobody at all, then it has failed within the time-out") {
  const test_receiver there([](std::size_t) { return receiver_answer{200, "", true}; });
  auto options = quick();
  options.timeout = std::chrono::milliseconds(300);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(post(to(there.url()), options, this_machine).failure == "timed_out");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(4));
  CHECK(post(to("http://127.0.0.1:1/"), quick(), this_machine).failure == "not_reached");
}

TEST_CASE("given a receiver that answers for ever, then its answer is cut off and its status counts") {
  const test_receiver there([](std::size_t) { return receiver_answer{200, "", false, std::string(1'000'000, 'a')}; });
  CHECK(post(to(there.url()), quick(), this_machine).what == kind::delivered);
}

TEST_CASE("given an address that the setting does not name, then no connection is made, by whatever name it goes") {
  const test_receiver there;
  const destinations nowhere({});
  CHECK(post(to(there.url()), quick(), nowhere).failure == "address_refused");
  CHECK(
      post(to("http://localhost:" + std::to_string(there.port()) + "/"), quick(), nowhere).failure == "address_refused"
  );
  // A name that resolves to this machine, with encryption.
  CHECK(
      post(to("https://localhost:" + std::to_string(there.port()) + "/"), quick(), nowhere).failure == "address_refused"
  );
  CHECK(there.posts().empty());
}
