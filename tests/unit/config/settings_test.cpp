#include <algorithm>
#include <fstream>
#include <set>

#include <catch2/catch.hpp>

#include "server/config/settings.hpp"
#include "server/config/settings_table.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
using namespace std::chrono_literals;

namespace {

// A TOML file that is gone at the end of its test.
struct toml_file {
  frontdoor::testing::temporary_folder folder;
  std::string path = (folder.path() / "frontdoor.toml").string();
  explicit toml_file(const std::string& text) { std::ofstream(path) << text; }
};

config::sources from_file(const toml_file& file) {
  config::sources from;
  from.file = file.path;
  return from;
}

triage::faults faults_of(const config::sources& from) {
  auto result = config::load(from);
  return result ? triage::faults{} : result.error();
}

} // namespace

TEST_CASE("with nothing said, every key has its default") {
  const auto s = config::load({});
  REQUIRE(s);
  CHECK(s->http.address == "127.0.0.1");
  CHECK(s->http.port == 8080);
  CHECK(s->http.body_bytes_max == 262144);
  CHECK(s->database.batch_max == 128);
  CHECK(s->console.heartbeat == 10s);
  CHECK(s->auth.session_lifetime == 12h);
  CHECK(s->auth.session_idle == 30min);
  CHECK(s->auth.allowed_origins.empty());
  CHECK(s->force.number_prefix == "GMP");
  CHECK(s->server.clock == "system");
}

TEST_CASE("the table of keys is sound") {
  std::set<std::string> names;
  std::set<std::string> variables;
  for (const auto& k : config::keys()) {
    INFO(k.name);
    CHECK(names.emplace(k.name).second);
    CHECK(variables.insert(k.environment_name()).second);
    const auto section = k.name.substr(0, k.name.find('.'));
    const auto all = config::sections();
    CHECK(std::any_of(all.begin(), all.end(), [&](const auto& s) { return s.name == section; }));
    CHECK(!k.meaning.empty());
    CHECK(k.meaning.find('|') == std::string_view::npos);
    if (std::holds_alternative<config::duration_field>(k.field))
      CHECK((k.name.ends_with("_ms") || k.name.ends_with("_s")));
  }
}

TEST_CASE("the file, the environment and the command line override one another in this order") {
  const toml_file file("[http]\nport = 1001\naddress = \"::1\"\n[auth]\nallowed_origins = [\"https://a.example\"]\n"
                       "[console]\nheartbeat_s = 20\n");
  auto from = from_file(file);
  from.environment = {
      {"FRONTDOOR_HTTP_PORT", "1002"},
      {"FRONTDOOR_AUTH_ALLOWED_ORIGINS", "https://b.example, https://c.example"},
      {"FRONTDOOR_SHARED_DIR", "/elsewhere"},
      {"PATH", "/bin"}
  };
  from.overrides = {"http.port=1003"};
  const auto s = config::load(from);
  REQUIRE(s);
  CHECK(s->http.address == "::1");
  CHECK(s->http.port == 1003);
  CHECK(s->console.heartbeat == 20s);
  CHECK(s->auth.allowed_origins == std::vector<std::string>{"https://b.example", "https://c.example"});
}

TEST_CASE("every fault of every source is told at once, with the key and where it stands") {
  const toml_file file("[http]\nport = \"eighty\"\nadress = \"::1\"\n[htp]\nport = 1\n");
  auto from = from_file(file);
  from.environment = {{"FRONTDOOR_HTTP_PROT", "1"}, {"FRONTDOOR_DATABASE_BATCH_MAX", "100000"}};
  from.overrides = {"log.level=loud", "nothing"};
  const auto found = faults_of(from);
  REQUIRE(found.size() == 7);
  CHECK(found[0].pointer == "htp.port");
  CHECK(found[0].remedy == "Did you mean http.port?");
  CHECK(found[1].pointer == "http.adress");
  CHECK(found[1].remedy == "Did you mean http.address?");
  CHECK(found[1].file == file.path + ":3");
  CHECK(found[2].code == "wrong_type");
  CHECK(found[3].remedy == "Did you mean FRONTDOOR_HTTP_PORT?");
  CHECK(found[4].code == "out_of_range");
  CHECK(found[4].file == "environment");
  CHECK(found[5].code == "not_a_choice");
  CHECK(found[6].code == "malformed");
  CHECK(config::to_text(found).find("environment: database.batch_max is out of its limits.") != std::string::npos);
}

TEST_CASE("settings that contradict one another are refused") {
  config::sources from;
  from.overrides = {
      "database.watchdog_ms=1000", "database.url=postgresql:///frontdoor", "server.clock=manual",
      "http.address=0.0.0.0", "auth.allowed_origins=https://a.example/path,b.example"
  };
  const auto found = faults_of(from);
  std::vector<std::string> names;
  for (const auto& f : found)
    names.push_back(f.pointer);
  CHECK(
      names ==
      std::vector<std::string>{
          "database.watchdog_ms", "database.owner_url", "server.clock", "auth.allowed_origins", "auth.allowed_origins"
      }
  );
}

TEST_CASE("another server of outage.peers is an address without a path") {
  const auto with = [](const std::string& peer) {
    config::sources from;
    from.overrides = {"outage.peers=" + peer};
    return config::load(from);
  };
  const auto good = with("http://server-b:8080");
  REQUIRE(good);
  CHECK(good->outage.peers == std::vector<std::string>{"http://server-b:8080"});
  for (const auto* bad : {"server-b:8080", "ftp://server-b:8080", "http://server-b:8080/", "http://server-b/readyz"}) {
    CAPTURE(bad);
    const auto refused = with(bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().front().pointer == "outage.peers");
  }
}

TEST_CASE("another record has one address, and a kind and a time of its own where they are given") {
  const auto with = [](const std::string& external, const std::string& kinds, const std::string& times) {
    config::sources from;
    from.overrides = {
        "history.external=" + external, "history.external_kinds=" + kinds, "history.external_timeouts_ms=" + times
    };
    const auto result = config::load(from);
    return result ? std::string() : result.error().front().pointer;
  };
  const std::string two = "pnc=https://pnc.gateway.example/ask,niche=https://niche.example/ask";
  CHECK(with(two, "", "").empty());
  CHECK(with(two, "niche=records", "pnc=3000,niche=10").empty());
  CHECK(with("pnc=ftp://x", "", "") == "history.external");
  CHECK(with("contacts=https://x", "", "") == "history.external");
  CHECK(with("pnc=https://x,pnc=https://y", "", "") == "history.external");
  CHECK(with(two, "niche=own", "") == "history.external_kinds");
  CHECK(with(two, "other=pnd", "") == "history.external_kinds");
  CHECK(with(two, "", "pnc=9") == "history.external_timeouts_ms");
  CHECK(with(two, "", "pnc=soon") == "history.external_timeouts_ms");
  CHECK(with(two, "", "pnd=3000") == "history.external_timeouts_ms");
}

TEST_CASE("a service whose system takes referrals has one address, and no key goes to it in the clear") {
  const auto with = [](const std::string& endpoint, const std::string& key, const std::string& jurisdiction) {
    config::sources from;
    from.overrides = {
        "referrals.endpoints=" + endpoint, "referrals.key_files=" + key, "referrals.jurisdictions=" + jurisdiction
    };
    return config::load(from);
  };
  CHECK(with("council=https://open311.council.example/v2", "council=/etc/key", "council=city.example"));
  CHECK(with("council=http://127.0.0.1:9000/v2", "council=/etc/key", ""));
  CHECK(with("council=http://[::1]:9000/v2", "council=/etc/key", ""));
  CHECK(with("council=http://inside.example/v2", "", ""));
  const auto refused = [&](const std::string& endpoint, const std::string& key, const std::string& jurisdiction) {
    const auto result = with(endpoint, key, jurisdiction);
    REQUIRE_FALSE(result);
    CHECK_FALSE(result.error().front().remedy.empty());
    return result.error().front().pointer;
  };
  CHECK(refused("council", "", "") == "referrals.endpoints");
  CHECK(refused("=https://a.example", "", "") == "referrals.endpoints");
  CHECK(refused("council=ftp://a.example", "", "") == "referrals.endpoints");
  CHECK(refused("council=https://a.example?api_key=1", "", "") == "referrals.endpoints");
  CHECK(refused("council=https://user:word@a.example", "", "") == "referrals.endpoints");
  CHECK(refused("council=https://a.example,council=https://b.example", "", "") == "referrals.endpoints");
  CHECK(refused("council=https://a.example", "other=/etc/key", "") == "referrals.key_files");
  CHECK(refused("council=http://a.example", "council=/etc/key", "") == "referrals.key_files");
  CHECK(refused("council=https://a.example", "", "other=city.example") == "referrals.jurisdictions");
}

TEST_CASE("a value is never repeated in a fault, since it may be a password") {
  config::sources from;
  from.overrides = {"database.url=" + std::string(5000, 'p'), "http.port=hunter2", "log.level=hunter2"};
  CHECK(faults_of(from).size() == 3);
  CHECK(config::to_text(faults_of(from)).find("hunter2") == std::string::npos);
  CHECK(config::to_text(faults_of(from)).find("ppp") == std::string::npos);
}

TEST_CASE("a file that was asked for must be there and be TOML; the standard one may lack") {
  config::sources from;
  from.file = "/nonexistent/frontdoor.toml";
  CHECK(faults_of(from).at(0).code == "unreadable");
  from.file_may_lack = true;
  CHECK(config::load(from));
  const toml_file broken("[http\nport = 1");
  CHECK(faults_of(from_file(broken)).at(0).code == "malformed");
}

TEST_CASE("the address of the map's tiles has the places for a tile, and an origin that a browser can be held to") {
  const auto with = [](const std::string& address) {
    config::sources from;
    from.overrides = {"map.tiles=" + address};
    return config::load(from);
  };
  const auto none = config::load({});
  REQUIRE(none);
  CHECK(none->map.tiles.empty());
  CHECK(config::tile_origin(*none).empty());
  const auto good = with("https://tiles.force.example:8443/light/{z}/{x}/{y}.png");
  REQUIRE(good);
  CHECK(config::tile_origin(*good) == "https://tiles.force.example:8443");
  for (const auto* address :
       {"tiles.example/{z}/{x}/{y}", "https://tiles.example/{z}/{x}.png", "ftp://tiles.example/{z}/{x}/{y}",
        "https:///{z}/{x}/{y}", "https://a.example; script-src */{z}/{x}/{y}", "https://{s}.example/{z}/{x}/{y}",
        "https://user:word@tiles.example/{z}/{x}/{y}"}) {
    CAPTURE(address);
    const auto refused = with(address);
    REQUIRE(!refused);
    CHECK(refused.error().front().pointer == "map.tiles");
  }
  config::sources unsaid;
  unsaid.overrides = {"map.attribution=Somebody"};
  CHECK(faults_of(unsaid).front().pointer == "map.attribution");
}
