// Webhooks of the built server, to a real receiver on this machine; and incidents for other systems.

#include <algorithm>

#include <catch2/catch.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "tests/support/eventually.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_database.hpp"
#include "tests/support/test_receiver.hpp"
#include "tests/system/contacts.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

// Short waits, and leave to send to this machine.
std::vector<std::string> arguments(std::vector<std::string> more = {}) {
  std::vector<std::string> out{"--set", "webhooks.networks_allowed=127.0.0.0/8",
                               "--set", "webhooks.retry_delay_min_ms=20",
                               "--set", "webhooks.retry_delay_max_ms=100",
                               "--set", "webhooks.timeout_ms=300",
                               "--set", "webhooks.interval_ms=20"};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::string key_id(const served_frontdoor& server) {
  auto id = server.api_key().substr(4, 32);
  for (const std::size_t at : {8U, 13U, 18U, 23U})
    id.insert(at, "-");
  return id;
}

json subscribed(const served_frontdoor& server, const std::string& url, json more = json::object()) {
  json hook{{"label", "receiver"}, {"url", url}, {"api_key", key_id(server)}};
  hook.update(more);
  const auto answer = server.person("admin").post("/v1/webhooks", hook);
  CAPTURE(answer.body);
  REQUIRE(answer.status == 201);
  return answer.body_json;
}

json stands(const served_frontdoor& server, const json& hook) {
  return server.person("admin").get("/v1/webhooks/" + hook.at("id").get<std::string>()).body_json;
}

json taken(const http_caller& who) {
  const auto answer = who.post("/v1/contacts", knife_contact());
  CAPTURE(answer.body);
  REQUIRE(answer.status == 201);
  return answer.body_json.at("incident");
}

// What a receiver computes.
std::string signature(const std::string& secret, const received_post& post) {
  const auto text = post.headers.at("frontdoor-webhook-timestamp") + "." + post.body;
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  HMAC(
      EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
      static_cast<const unsigned char*>(static_cast<const void*>(text.data())), text.size(), digest, &length
  );
  std::string out = "v1=";
  for (unsigned i = 0; i < length; ++i) {
    constexpr const char* digits = "0123456789abcdef";
    out += digits[digest[i] >> 4];
    out += digits[digest[i] & 15];
  }
  return out;
}

std::vector<std::uint64_t> positions(const test_receiver& receiver) {
  std::vector<std::uint64_t> out;
  for (const auto& post : receiver.posts())
    out.push_back(json::parse(post.body).at("position").get<std::uint64_t>());
  return out;
}

std::uint64_t last_position(const served_frontdoor& server) {
  return whole_log(server.program()).back().at("position").get<std::uint64_t>();
}

// Timers add events at any time: both sides are looked at up to the same position.
std::vector<std::uint64_t> until(std::vector<std::uint64_t> all, std::uint64_t last) {
  std::erase_if(all, [last](std::uint64_t position) { return position > last; });
  return all;
}

std::vector<std::uint64_t> seen_until(const served_frontdoor& server, std::uint64_t last) {
  std::vector<std::uint64_t> out;
  for (const auto& event : whole_log(server.program()))
    out.push_back(event.at("position").get<std::uint64_t>());
  return until(std::move(out), last);
}

bool has_all(const test_receiver& receiver, std::uint64_t last) {
  const auto got = positions(receiver);
  return std::ranges::find(got, last) != got.end();
}

} // namespace

TEST_CASE(
    "given a contact of its key, then a receiver is sent what that key sees at GET /v1/events, in order and signed"
) {
  const test_receiver receiver;
  served_frontdoor server{serve_options{arguments(), {}, {}}};
  const auto hook = subscribed(server, receiver.url());
  const auto incident = taken(server.program());
  taken(server.person("handler")); // somebody else's
  const auto seen = whole_log(server.program());
  REQUIRE(eventually([&] { return receiver.posts().size() >= seen.size(); }));
  const auto posts = receiver.posts();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    CHECK(json::parse(posts[i].body) == seen[i]);
    CHECK(posts[i].headers.at("frontdoor-webhook-signature") == signature(hook.at("secret"), posts[i]));
    CHECK_FALSE(json::parse(posts[i].body).contains("personal"));
  }
  CHECK_FALSE(server.person("admin").get("/v1/webhooks").body_json.at("items")[0].contains("secret"));
  // Set back, everything is sent again.
  const auto path = "/v1/webhooks/" + hook.at("id").get<std::string>();
  CHECK(server.person("admin").post(path + "/replay", {{"after", 0}}).status == 200);
  CHECK(eventually([&] { return receiver.posts().size() >= 2 * seen.size(); }));
}

TEST_CASE("given a receiver that is silent, sends elsewhere and fails, then nothing is lost once it is back") {
  const test_receiver elsewhere;
  test_receiver receiver([&](std::size_t before) {
    if (before == 0) return receiver_answer{200, "", true};
    if (before == 1) return receiver_answer{302, "Location: " + elsewhere.url() + "\r\n"};
    return receiver_answer{before < 5 ? 500 : 200};
  });
  served_frontdoor server{serve_options{arguments(), {}, {}}};
  const auto hook = subscribed(server, receiver.url());
  taken(server.program());
  const auto last = last_position(server);
  REQUIRE(eventually([&] { return has_all(receiver, last); }));
  CHECK(elsewhere.posts().empty());
  auto got = positions(receiver);
  CHECK(std::ranges::is_sorted(got));
  got.erase(std::unique(got.begin(), got.end()), got.end());
  CHECK(until(std::move(got), last) == seen_until(server, last));
  CHECK(eventually([&] { return stands(server, hook).at("attempts") == 0; }));
  CHECK(stands(server, hook).at("dead_letters") == 0);
}

TEST_CASE("given a webhook that is disabled, then it is sent nothing until it is enabled, and then what it missed") {
  const test_receiver receiver;
  served_frontdoor server{serve_options{arguments(), {}, {}}};
  const auto hook = subscribed(server, receiver.url(), {{"types", {"incident.opened"}}});
  const auto path = "/v1/webhooks/" + hook.at("id").get<std::string>();
  const auto admin = server.person("admin");
  CHECK(admin.call("PATCH", path, R"({"disabled":true})").status == 200);
  taken(server.program());
  CHECK(stands(server, hook).at("state") == "disabled");
  CHECK(receiver.posts().empty());
  CHECK(admin.call("PATCH", path, R"({"disabled":false})").status == 200);
  REQUIRE(eventually([&] { return receiver.posts().size() == 1; }));
  CHECK(json::parse(receiver.posts()[0].body).at("type") == "uk.police.frontdoor.incident.opened.v1");
  CHECK(admin.call("DELETE", path).status == 204);
  CHECK(admin.get(path).status == 404);
}

TEST_CASE("given an address in a private network, or a key that may not read events, then there is no such webhook") {
  served_frontdoor server{serve_options{{}, {}, {}}};
  const auto admin = server.person("admin");
  const auto refused = [&](const std::string& url, const std::string& key) {
    const auto answer = admin.post("/v1/webhooks", {{"label", "receiver"}, {"url", url}, {"api_key", key}});
    CHECK(answer.status == 422);
    return answer.body_json.at("errors")[0].at("pointer").get<std::string>();
  };
  for (const auto* url :
       {"http://127.0.0.1:9/", "https://10.0.0.1/", "https://169.254.169.254/", "http://receiver.example/", "ftp://x/"
       }) {
    CAPTURE(url);
    CHECK(refused(url, key_id(server)) == "/url");
  }
  const auto blind = admin.post("/v1/api-keys", {{"label", "blind"}, {"permissions", {"assess"}}}).body_json;
  CHECK(refused("https://receiver.example/", blind.at("id")) == "/api_key");
  CHECK(admin.get("/v1/webhooks").body_json.at("items").empty());
}

TEST_CASE("given two servers, one of which is killed, then every event reaches the receiver in order, at most doubled"
) {
  const test_receiver receiver;
  const auto database = frontdoor::testing::fresh_database();
  const frontdoor::testing::temporary_folder folder;
  const auto secret = (folder.path() / "webhooks.secret").string();
  const auto shared = arguments({"--set", "webhooks.secret_file=" + secret});
  served_frontdoor a{serve_options{shared, database, {}}};
  served_frontdoor b{serve_options{shared, database, a.api_key()}};
  subscribed(a, receiver.url());
  for (int i = 0; i < 10; ++i)
    taken((i % 2 == 0 ? a : b).program());
  a.kill();
  for (int i = 0; i < 5; ++i)
    taken(b.program());
  const auto last = last_position(b);
  REQUIRE(eventually([&] { return has_all(receiver, last); }, std::chrono::seconds(60)));
  auto got = positions(receiver);
  CHECK(std::ranges::is_sorted(got));
  got.erase(std::unique(got.begin(), got.end()), got.end());
  CHECK(until(std::move(got), last) == seen_until(b, last));
}

TEST_CASE("given an incident, then it is exported in both styles, with personal data only for who may read that") {
  served_frontdoor server{serve_options{{}, {}, {}}};
  const auto path = "/v1/incidents/" + taken(server.program()).at("id").get<std::string>() + "/export?format=";
  const auto supervisor = server.person("supervisor");
  const auto eido = supervisor.get(path + "eido");
  CHECK(eido.status == 200);
  CHECK(eido.body_json.at("eidoVersion") == "1.0");
  CHECK_FALSE(eido.body_json.contains("notesComponent"));
  CHECK(supervisor.get(path + "eido&personal=yes").body_json.contains("notesComponent"));
  const auto mait = server.program().get(path + "mait");
  CHECK(mait.status == 200);
  CHECK(mait.header("content-type").starts_with("application/xml"));
  CHECK(mait.body.find("MAIT style, not certified") != std::string::npos);
  CHECK(server.program().get(path + "mait&personal=yes").code() == "personal_data_not_allowed");
  CHECK(supervisor.get(path + "cap").code() == "bad_parameter");
  CHECK(supervisor.get(path + "mait&to=nobody").code() == "bad_parameter");
}
