// Referrals of the built server to a council's own system, a real receiver on this machine: domain.md 8.5.

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "tests/support/eventually.hpp"
#include "tests/support/policy_pack_files.hpp"
#include "tests/support/served_frontdoor.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_receiver.hpp"

using namespace frontdoor::tests;
using nlohmann::json;

namespace {

const char* const api_key_text = "k-7f3a91";

// The repository's packs, where the council of gmp-2018 has a system that takes referrals; and the key's file.
class force_with_council {
 public:
  force_with_council() {
    std::filesystem::copy("config/policies", folder_.path() / "policies", std::filesystem::copy_options::recursive);
    const auto file = folder_.path() / "policies/gmp-2018/working.json";
    auto working = json::parse(content_of(file));
    for (auto& one : working.at("partners").at("list")) {
      if (one.at("partner") != "council_referral") continue;
      one["open311"] = {
          {"services", {{{"code", "fly_tipping"}, {"text", "Fly-tipping"}}}},
          {"answer_within", "PT20S"},
          {"retry_after", {"PT1S"}},
          {"token_asked_every", "PT1S"}
      };
    }
    std::ofstream(file) << working.dump(2);
    std::ofstream(folder_.path() / "key") << api_key_text << '\n';
  }

  serve_options serving(const std::string& council) const {
    return serve_options{
        {"--set", "policy.folder=" + (folder_.path() / "policies").string(), "--set",
         "referrals.endpoints=council_referral=" + council, "--set",
         "referrals.jurisdictions=council_referral=oldham.example", "--set",
         "referrals.key_files=council_referral=" + (folder_.path() / "key").string(), "--set",
         "referrals.timeout_ms=1000"},
        {},
        {}
    };
  }

 private:
  frontdoor::testing::temporary_folder folder_;
};

json well(const reply& answer) {
  CAPTURE(answer.body);
  REQUIRE(answer.status / 100 == 2);
  return answer.body_json;
}

std::string an_incident(const served_frontdoor& server) {
  const json contact{
      {"channel", "101"},
      {"narrative", "Somebody has dumped mattresses, and I am afraid of who it was."},
      {"caller", {{"name", "Ada Quill"}, {"phone", "0161 496 0132"}}}
  };
  return well(server.person("handler").post("/v1/contacts", contact)).at("incident").at("id");
}

json for_the_council() {
  return {
      {"service", "council_referral"},
      {"reason", "She fears her neighbour, so the council does it."},
      {"open311",
       {{"service_code", "fly_tipping"},
        {"description", "Mattresses block the footway."},
        {"address", "Comfrey Close, Oldham"}}}
  };
}

json detail_of_incident(const served_frontdoor& server, const std::string& id) {
  return well(server.person("supervisor").get("/v1/incidents/" + id));
}

json sending_of(const served_frontdoor& server, const std::string& id) {
  return detail_of_incident(server, id).at("handoffs").at(0).at("sending");
}

bool has_open_task(const json& detail, const std::string& kind) {
  for (const auto& task : detail.at("tasks")) {
    if (task.at("kind") == kind && task.at("state") == "open") return true;
  }
  return false;
}

} // namespace

TEST_CASE("given a council's system, when an incident is referred, then its number becomes the receipt by itself") {
  const force_with_council force;
  test_receiver council([](std::size_t before) {
    receiver_answer out;
    out.body = before == 0 ? R"([{"token":"T-9"}])" : R"([{"service_request_id":"FT-20417","token":"T-9"}])";
    return out;
  });
  const served_frontdoor server(force.serving(council.url("/v2/")));
  const auto handler = server.person("handler");
  const auto id = an_incident(server);
  const auto path = "/v1/incidents/" + id + "/referrals";
  auto nothing = for_the_council();
  nothing.erase("open311");
  CHECK(handler.post(path, nothing).code() == "service_request_missing");
  const auto asked = handler.post(path, for_the_council());
  CAPTURE(asked.body);
  REQUIRE(asked.status == 201);
  CHECK(asked.body_json.at("handoff").at("sending").at("service_code") == "fly_tipping");
  REQUIRE(eventually([&] { return sending_of(server, id).at("state") == "settled"; }, std::chrono::seconds(30)));
  const auto detail = detail_of_incident(server, id);
  CHECK(detail.at("handoffs").at(0).at("state") == "accepted");
  CHECK_FALSE(has_open_task(detail, "referral_receipt"));
  const auto posts = council.posts();
  REQUIRE(posts.size() == 2);
  CHECK(posts.at(0).path == "/v2/requests.json");
  CHECK(posts.at(0).body.find("description=Mattresses") != std::string::npos);
  CHECK(posts.at(0).body.find(std::string("api_key=") + api_key_text) != std::string::npos);
  CHECK(posts.at(1).path.starts_with("/v2/tokens/T-9.json"));
  // Nothing of the caller, and nothing of why, has left; the key is in no address and no log.
  for (const auto& post : posts) {
    for (const auto* word : {"Ada", "Quill", "4960132", "496", "afraid", "neighbour"})
      CHECK(post.body.find(word) == std::string::npos);
    CHECK(post.path.find(api_key_text) == std::string::npos);
  }
  CHECK(content_of(server.folder() / "server.log").find(api_key_text) == std::string::npos);
  // The council's number is with the incident's other personal data.
  const auto log = well(server.person("supervisor").get("/v1/incidents/" + id + "/log"));
  CHECK(log.dump().find("FT-20417") != std::string::npos);
}

TEST_CASE("given a council's system that refuses, or says nothing, then the referral comes back as a task, sent once") {
  const force_with_council force;
  const bool silent = GENERATE(false, true);
  test_receiver council([silent](std::size_t) {
    receiver_answer out;
    out.status = 400;
    out.body = R"([{"code":400,"description":"This is a duplicate."}])";
    out.silent = silent;
    return out;
  });
  const served_frontdoor server(force.serving(council.url("/v2")));
  const auto id = an_incident(server);
  well(server.person("handler").post("/v1/incidents/" + id + "/referrals", for_the_council()));
  REQUIRE(eventually([&] { return sending_of(server, id).at("state") == "given_up"; }, std::chrono::seconds(30)));
  const auto detail = detail_of_incident(server, id);
  CHECK(detail.at("handoffs").at(0).at("sending").at("reason_code") == (silent ? "no_answer" : "refused"));
  CHECK(detail.at("handoffs").at(0).at("returned") == true);
  CHECK(has_open_task(detail, "referral_failed"));
  CHECK(has_open_task(detail, "referral_receipt"));
  CHECK(council.posts().size() == 1);
}

TEST_CASE("given a council's system that is not reached at first, then it is asked again") {
  const force_with_council force;
  test_receiver council([](std::size_t before) {
    receiver_answer out;
    out.status = before == 0 ? 503 : 201;
    if (before > 0) out.body = R"([{"service_request_id":77}])";
    return out;
  });
  const served_frontdoor server(force.serving(council.url("/v2")));
  const auto id = an_incident(server);
  well(server.person("handler").post("/v1/incidents/" + id + "/referrals", for_the_council()));
  REQUIRE(eventually([&] { return sending_of(server, id).at("state") == "settled"; }, std::chrono::seconds(30)));
  CHECK(sending_of(server, id).at("attempts") == 2);
}
