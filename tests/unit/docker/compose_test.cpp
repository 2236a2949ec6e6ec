// docker/compose.yaml: its structure after the Compose Specification as far as this file uses it, and what the parts
// must say of each other. No engine reads it here.

#include <filesystem>
#include <map>
#include <set>

#include <yaml-cpp/yaml.h>

#include "server/config/settings.hpp"
#include "tests/unit/docker/deployment_files.hpp"

using namespace frontdoor;
using namespace frontdoor::tests;

namespace {

const std::string path = "docker/compose.yaml";
using names = std::set<std::string>;

// The members of a mapping with those that "<<" takes from elsewhere; its own come first.
std::map<std::string, YAML::Node> members(const YAML::Node& mapping) {
  std::map<std::string, YAML::Node> out;
  for (const auto& one : mapping) {
    if (one.first.as<std::string>() != "<<") out[one.first.as<std::string>()] = one.second;
  }
  if (mapping["<<"]) {
    for (const auto& [name, value] : members(mapping["<<"]))
      out.emplace(name, value);
  }
  return out;
}

names keys_of(const std::map<std::string, YAML::Node>& mapping) {
  names out;
  for (const auto& [name, value] : mapping)
    out.insert(name);
  return out;
}

void check_known(const names& given, const names& known, const std::string& where) {
  for (const auto& name : given) {
    CAPTURE(where, name);
    CHECK((known.contains(name) || name.starts_with("x-")));
  }
}

std::map<std::string, std::map<std::string, YAML::Node>> services() {
  std::map<std::string, std::map<std::string, YAML::Node>> out;
  for (const auto& [name, value] : members(YAML::LoadFile(path)["services"]))
    out[name] = members(value);
  return out;
}

std::vector<std::string> list(const YAML::Node& node) {
  REQUIRE(node.IsSequence());
  return node.as<std::vector<std::string>>();
}

bool is_server(const std::string& name) {
  return name.starts_with("server_");
}

std::vector<std::pair<std::string, std::string>> environment_of(const std::map<std::string, YAML::Node>& service) {
  std::vector<std::pair<std::string, std::string>> out;
  if (!service.contains("environment")) return out;
  for (const auto& [name, value] : members(service.at("environment")))
    out.emplace_back(name, value.as<std::string>());
  return out;
}

} // namespace

TEST_CASE("given the compose file, then every key is one of the Compose Specification, at its place") {
  check_known(
      keys_of(members(YAML::LoadFile(path))), {"name", "services", "networks", "volumes", "secrets", "configs"}, "file"
  );
  for (const auto& [name, service] : services()) {
    check_known(
        keys_of(service),
        {"image", "build", "command", "environment", "secrets", "depends_on", "networks", "read_only", "tmpfs",
         "cap_drop", "security_opt", "restart", "stop_grace_period", "healthcheck", "volumes", "ports", "hostname",
         "shm_size"},
        name
    );
    check_known(
        keys_of(members(service.at("healthcheck"))), {"test", "interval", "timeout", "start_period", "retries"}, name
    );
    CHECK(list(service.at("healthcheck")["test"]).front() == "CMD");
  }
}

TEST_CASE(
    "given the services, then there are two servers, PostgreSQL and a proxy, each with a health check and a restart"
) {
  const auto all = services();
  names found;
  for (const auto& [name, service] : all) {
    CAPTURE(name);
    found.insert(name);
    CHECK(service.contains("image"));
    CHECK(service.contains("healthcheck"));
    CHECK(service.at("restart").as<std::string>() == "unless-stopped");
    for (const auto& [other, how] :
         service.contains("depends_on") ? members(service.at("depends_on")) : std::map<std::string, YAML::Node>()) {
      CAPTURE(other);
      CHECK(all.contains(other));
      CHECK(how["condition"].as<std::string>() == "service_healthy");
    }
  }
  CHECK(found == names{"database", "proxy", "server_a", "server_b"});
  CHECK(all.at("server_a").at("image").as<std::string>() == all.at("server_b").at("image").as<std::string>());
  CHECK_FALSE(all.at("server_a").contains("ports"));
  CHECK_FALSE(all.at("database").contains("ports"));
}

TEST_CASE("given the servers, then they have no rights beyond their own files and time to end in") {
  for (const auto& [name, service] : services()) {
    if (!is_server(name)) continue;
    CAPTURE(name);
    CHECK(service.at("read_only").as<bool>());
    CHECK(list(service.at("cap_drop")) == std::vector<std::string>{"ALL"});
    CHECK(list(service.at("security_opt")) == std::vector<std::string>{"no-new-privileges:true"});
    const auto grace = service.at("stop_grace_period").as<std::string>();
    REQUIRE(grace.ends_with("s"));
    const auto settings = config::load({});
    REQUIRE(settings);
    CHECK(std::chrono::seconds(std::stoi(grace)) > settings->server.drain);
  }
}

TEST_CASE("given the servers' environment, then it is settings that the server takes, and each has a name of its own") {
  names nodes;
  for (const auto& [name, service] : services()) {
    if (!is_server(name)) continue;
    CAPTURE(name);
    config::sources from;
    from.environment = environment_of(service);
    from.environment.emplace_back("FRONTDOOR_DATABASE_URL", "postgresql://database/frontdoor");
    from.environment.emplace_back("FRONTDOOR_DATABASE_OWNER_URL", "postgresql://database/frontdoor");
    from.environment.emplace_back("FRONTDOOR_HTTP_ADDRESS", "0.0.0.0");
    const auto settings = config::load(from);
    if (!settings) FAIL(config::to_text(settings.error()));
    CHECK(settings->history.secret_file == "/run/secrets/history_secret");
    CHECK(settings->webhooks.secret_file == "/run/secrets/webhooks_secret");
    nodes.insert(settings->server.node);
  }
  CHECK(nodes.size() == 2);
}

TEST_CASE("given the servers, then each knows where the other one is, which takes over from it") {
  std::map<std::string, std::string> addresses;
  std::map<std::string, std::vector<std::string>> peers;
  for (const auto& [name, service] : services()) {
    if (!is_server(name)) continue;
    addresses[name] = "http://" + service.at("networks")["inside"]["ipv4_address"].as<std::string>() + ":8080";
    config::sources from;
    from.environment = environment_of(service);
    const auto settings = config::load(from);
    if (!settings) FAIL(config::to_text(settings.error()));
    peers[name] = settings->outage.peers;
    // Only who comes by the proxy can be taken to the other one by it.
    CHECK(settings->http.trusted_proxies.size() == 1);
  }
  REQUIRE(addresses.size() == 2);
  CHECK(peers.at("server_a") == std::vector{addresses.at("server_b")});
  CHECK(peers.at("server_b") == std::vector{addresses.at("server_a")});
}

TEST_CASE("given secrets, then each comes from a file outside the repository, and none stands in the environment") {
  const auto document = YAML::LoadFile(path);
  const auto declared = members(document["secrets"]);
  names used;
  for (const auto& [name, service] : services()) {
    CAPTURE(name);
    if (service.contains("secrets")) {
      for (const auto& secret : list(service.at("secrets"))) {
        CAPTURE(secret);
        CHECK(declared.contains(secret));
        used.insert(secret);
      }
    }
    for (const auto& [variable, value] : environment_of(service)) {
      CAPTURE(variable);
      const bool of_secret =
          variable.find("PASSWORD") != std::string::npos || variable.find("SECRET") != std::string::npos;
      if (of_secret) CHECK((variable.ends_with("_FILE") && value.starts_with("/run/secrets/")));
    }
  }
  CHECK(used == keys_of(declared));
  for (const auto& [name, where] : declared)
    CHECK(where["file"].as<std::string>() == "./secrets/" + name);
  CHECK(tests::content_of(".gitignore").find("/docker/secrets/\n") != std::string::npos);
  CHECK(tests::content_of(".dockerignore").find("docker/secrets\n") != std::string::npos);
}

TEST_CASE("given volumes and networks, then each is declared or is a file of docker/, and addresses lie in the network"
) {
  const auto document = YAML::LoadFile(path);
  const auto volumes = members(document["volumes"]);
  const auto networks = members(document["networks"]);
  names addresses;
  for (const auto& [name, service] : services()) {
    CAPTURE(name);
    for (const auto& volume : service.contains("volumes") ? list(service.at("volumes")) : std::vector<std::string>()) {
      CAPTURE(volume);
      const auto from = volume.substr(0, volume.find(':'));
      CHECK((volumes.contains(from) || (from.starts_with("./") && std::filesystem::exists("docker/" + from))));
    }
    const auto& joined = service.at("networks");
    if (joined.IsSequence()) {
      for (const auto& one : list(joined))
        CHECK(networks.contains(one));
      continue;
    }
    for (const auto& [one, how] : members(joined)) {
      CHECK(networks.contains(one));
      if (!how["ipv4_address"]) continue;
      const auto address = how["ipv4_address"].as<std::string>();
      CHECK(address.starts_with("172.30.0."));
      CHECK(addresses.insert(address).second);
    }
  }
  CHECK(document["networks"]["inside"]["ipam"]["config"][0]["subnet"].as<std::string>() == "172.30.0.0/24");
  // The proxy's address is the one whose X-Forwarded-For is believed.
  const auto proxy = services().at("proxy").at("networks")["inside"]["ipv4_address"].as<std::string>();
  for (const auto& [variable, value] : environment_of(services().at("server_a"))) {
    if (variable == "FRONTDOOR_HTTP_TRUSTED_PROXIES") CHECK(value == proxy);
  }
}
