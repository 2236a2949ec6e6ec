// Referrals by Open311 against a real HTTP server on this machine: domain.md 8.5.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "server/messages/open311.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_receiver.hpp"

using namespace frontdoor;
using namespace frontdoor::messages;
using came = triage::report_referral::outcome;
using std::chrono::milliseconds;

namespace {

triage::service_request rubbish() {
  triage::service_request out;
  out.service_code = "fly_tipping";
  out.told.description = "Mattresses & a fridge block the footway, caf\xc3\xa9 side.";
  out.told.lat = 53.5409;
  out.told.lon = -2.1114;
  return out;
}

tests::receiver_answer saying(int status, const std::string& body) {
  tests::receiver_answer out;
  out.status = status;
  out.body = body;
  return out;
}

open311_endpoint at(const tests::test_receiver& council) {
  open311_endpoint out;
  out.url = council.url("/open311/v2");
  out.jurisdiction_id = "oldham.example";
  out.timeout = milliseconds(20'000);
  return out;
}

} // namespace

TEST_CASE("given a council's system, when it is told, then as a form in the standard's names, with nothing else in it"
) {
  const tests::test_receiver council([](std::size_t) { return saying(201, R"([{"service_request_id":293944}])"); });
  const auto answer = post_open311(at(council), rubbish());
  CHECK(answer.what == came::number);
  CHECK(answer.said == "293944");
  const auto posts = council.posts();
  REQUIRE(posts.size() == 1);
  CHECK(posts.front().path == "/open311/v2/requests.json");
  CHECK(posts.front().headers.at("content-type").starts_with("application/x-www-form-urlencoded"));
  CHECK(
      posts.front().body == "jurisdiction_id=oldham.example&service_code=fly_tipping&lat=53.5409&long=-2.1114&"
                            "description=Mattresses%20%26%20a%20fridge%20block%20the%20footway%2C%20caf%C3%A9%20side."
  );
}

TEST_CASE("given a key, then it goes in the body and in no address; a key that cannot be read is not left out") {
  const tests::test_receiver council([](std::size_t) { return saying(200, R"([{"token":"T 9/1"}])"); });
  const frontdoor::testing::temporary_folder folder;
  const auto file = (folder.path() / "key").string();
  std::ofstream(file) << "s3cret\n";
  auto to = at(council);
  to.key_file = file;
  const auto answer = post_open311(to, rubbish());
  CHECK(answer.what == came::token);
  CHECK(answer.said == "T 9/1");
  CHECK(council.posts().front().body.find("&api_key=s3cret") != std::string::npos);
  CHECK(council.posts().front().path.find("s3cret") == std::string::npos);
  std::filesystem::remove(file);
  const auto without = post_open311(to, rubbish());
  CHECK(without.what == came::not_reached);
  CHECK(without.reason_code == "no_key");
  CHECK(council.posts().size() == 1);
}

TEST_CASE("given a token, when its number is asked for, then there is one or none yet") {
  tests::test_receiver council([](std::size_t) { return saying(200, R"([{"token":"T 9/1"}])"); });
  auto answer = ask_open311_token(at(council), "T 9/1");
  CHECK(answer.what == came::failed);
  CHECK(answer.reason_code == "no_number_yet");
  CHECK(council.posts().front().path == "/open311/v2/tokens/T%209%2F1.json?jurisdiction_id=oldham.example");
  council.answer_with([](std::size_t) {
    return saying(200, R"({"service_requests":[{"service_request_id":"FT-20417","token":"T 9/1"}]})");
  });
  answer = ask_open311_token(at(council), "T 9/1");
  CHECK(answer.what == came::number);
  CHECK(answer.said == "FT-20417");
}

TEST_CASE("given a council's system that says no, then not now is told from no, with its words") {
  const auto [status, what, reason] = GENERATE(table<int, came, std::string>(
      {{400, came::failed, "refused"},
       {403, came::failed, "refused"},
       {302, came::failed, "refused"},
       {429, came::not_reached, "busy"},
       {503, came::not_reached, "busy"},
       {500, came::failed, "no_answer"}}
  ));
  const int code = status;
  const tests::test_receiver council([code](std::size_t) {
    return saying(code, R"([{"code":"403","description":"This is a duplicate."}])");
  });
  const auto answer = post_open311(at(council), rubbish());
  CHECK(answer.what == what);
  CHECK(answer.reason_code == reason);
  CHECK(answer.said == "This is a duplicate.");
}

TEST_CASE("given nobody there, then it was not reached; given silence, then nobody knows, within the time-out") {
  open311_endpoint nobody;
  nobody.url = "http://127.0.0.1:1";
  CHECK(post_open311(nobody, rubbish()).what == came::not_reached);
  CHECK(ask_open311_token(nobody, "T").reason_code == "no_number_yet");
  const tests::test_receiver silent([](std::size_t) {
    tests::receiver_answer out;
    out.silent = true;
    return out;
  });
  auto to = at(silent);
  to.timeout = milliseconds(500);
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = post_open311(to, rubbish());
  CHECK(answer.what == came::failed);
  CHECK(answer.reason_code == "no_answer");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(4));
}

TEST_CASE("given an answer that is none, or too long a one, then nobody knows, and a person asks") {
  for (const auto* text : {"", "thank you", "[]", "{}", R"([{"service_request_id":""}])", R"([{"token":null}])"}) {
    CAPTURE(text);
    const auto answer = read_open311_request(200, text);
    CHECK(answer.what == came::failed);
    CHECK(answer.reason_code == "unreadable");
  }
  const tests::test_receiver council([](std::size_t) { return saying(200, std::string(5000, 'x')); });
  auto to = at(council);
  to.answer_bytes_max = 1024;
  CHECK(post_open311(to, rubbish()).reason_code == "no_answer");
}

TEST_CASE("given what a person wrote for the service to know of somebody, then that goes, in the standard's names") {
  auto request = rubbish();
  request.told.lat.reset();
  request.told.lon.reset();
  request.told.address = "Comfrey Close";
  request.told.first_name = "Jo";
  request.told.phone = "0161 496 0132";
  const auto fields = open311_fields(request, "", std::nullopt);
  std::vector<std::string> names;
  for (const auto& one : fields)
    names.push_back(one.first);
  CHECK(names == std::vector<std::string>{"service_code", "address_string", "description", "first_name", "phone"});
}
