// docker/Dockerfile and the scripts it takes along: every COPY names what there is, every RUN commands that its stage
// has.

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "tests/unit/docker/deployment_files.hpp"

using namespace frontdoor::tests;
namespace fs = std::filesystem;

namespace {

struct instruction {
  std::string word;
  std::vector<std::string> rest;
};

struct stage {
  std::string name;
  std::string base;
  std::vector<instruction> steps;
};

std::vector<stage> stages() {
  std::vector<stage> out;
  std::istringstream text(frontdoor::tests::content_of("docker/Dockerfile"));
  for (std::string line; std::getline(text, line);) {
    auto words = words_of(line);
    if (words.empty() || words.front().starts_with("#")) continue;
    instruction one{words.front(), {words.begin() + 1, words.end()}};
    if (one.word == "FROM") {
      out.push_back({one.rest.size() == 3 ? one.rest[2] : "", one.rest[0], {}});
      continue;
    }
    REQUIRE_FALSE(out.empty());
    out.back().steps.push_back(std::move(one));
  }
  return out;
}

std::set<std::string> build_packages() {
  std::set<std::string> out;
  std::istringstream text(frontdoor::tests::content_of("tools/dev/packages.txt"));
  for (std::string line; std::getline(text, line);) {
    const auto words = words_of(line);
    if (words.size() > 1 && words[0] == "build") out.insert(words[1]);
  }
  return out;
}

// Commands of a RUN: the first word of each part between && and |, and behind xargs.
std::vector<std::string> commands_of(const instruction& run) {
  std::vector<std::string> out;
  bool first = true;
  for (const auto& word : run.rest) {
    if (word == "&&" || word == "|") {
      first = true;
    } else if (first) {
      out.push_back(word);
      first = word == "xargs";
    }
  }
  return out;
}

} // namespace

TEST_CASE("given the image, then it is Debian 12, ends with the smallest stage, and is run by a user without rights") {
  const auto all = stages();
  REQUIRE(all.size() == 3);
  CHECK(all[1].base == "debian:12-slim");
  CHECK(all[2].base == "debian:12-slim");
  CHECK(all[2].name.empty());
  std::map<std::string, std::vector<std::string>> last;
  for (const auto& step : all.back().steps)
    last[step.word] = step.rest;
  CHECK(last.at("USER") == std::vector<std::string>{"frontdoor"});
  CHECK(last.contains("HEALTHCHECK"));
  CHECK(last.at("ENTRYPOINT").front() == "[\"/usr/local/bin/frontdoor-start\"]");
}

TEST_CASE("given each COPY, then what it copies is in the repository, or comes out of a stage before it") {
  // What the stages make, by the commands that make it.
  const std::map<std::string, std::set<std::string>> made{
      {"server", {"/source/build/release/server/frontdoor"}},
      {"console", {"/source/console/dist", "/source/console/docs-viewer/dist"}}
  };
  std::set<std::string> ignored;
  std::istringstream ignore(frontdoor::tests::content_of(".dockerignore"));
  for (std::string line; std::getline(ignore, line);)
    ignored.insert(line);
  for (const auto& one : stages()) {
    for (const auto& step : one.steps) {
      if (step.word != "COPY") continue;
      REQUIRE(step.rest.size() >= 2);
      for (std::size_t i = 0; i + 1 < step.rest.size(); ++i) {
        const auto& from = step.rest[i];
        CAPTURE(one.name, from);
        if (from.starts_with("--from=")) {
          CHECK(made.at(from.substr(7)).contains(step.rest.at(i + 1)));
          break;
        }
        CHECK(fs::exists(from));
        CHECK_FALSE(ignored.contains(from.substr(0, from.find('/'))));
      }
    }
  }
}

TEST_CASE("given each RUN, then its commands are of the stage's base or of the packages that it has installed") {
  const auto packages = build_packages();
  const std::map<std::string, std::string> of_package{
      {"cmake", "cmake"}, {"ninja", "ninja-build"}, {"strip", "clang-19"}
  };
  const std::set<std::string> of_debian{"apt-get", "awk", "xargs", "rm", "groupadd", "useradd", "install"};
  for (const auto& one : stages()) {
    for (const auto& step : one.steps) {
      if (step.word != "RUN") continue;
      for (const auto& command : commands_of(step)) {
        CAPTURE(one.name, command);
        if (command == "npm") {
          CHECK(one.base.starts_with("node:22"));
        } else if (of_package.contains(command)) {
          CHECK(one.name == "server");
          CHECK(packages.contains(of_package.at(command)));
        } else {
          CHECK(of_debian.contains(command));
        }
      }
    }
  }
  for (const auto* folder : {"console", "console/docs-viewer"}) {
    CHECK(fs::exists(std::string(folder) + "/package-lock.json"));
    CHECK(frontdoor::tests::content_of(std::string(folder) + "/package.json").find("\"build\":") != std::string::npos);
  }
  CHECK(frontdoor::tests::content_of("CMakePresets.json").find("\"name\": \"release\"") != std::string::npos);
}

TEST_CASE("given the folders that the server reads, then the image has each of them") {
  std::set<std::string> copied;
  const auto all = stages();
  for (const auto& step : all.back().steps) {
    if (step.word == "COPY") copied.insert(step.rest.back());
  }
  for (const auto* folder : {"config", "schemas", "migrations", "console/dist", "console/docs-viewer/dist"})
    CHECK(copied.contains(folder));
}

TEST_CASE("given the scripts that containers start with, then they can be run and know each other's names") {
  const auto may_run = [](const char* script) {
    return (fs::status(script).permissions() & fs::perms::others_exec) != fs::perms::none;
  };
  CHECK(may_run("docker/start.sh"));
  CHECK(may_run("docker/database-roles.sh"));
  const auto start = frontdoor::tests::content_of("docker/start.sh");
  const auto roles = frontdoor::tests::content_of("docker/database-roles.sh");
  const auto compose = frontdoor::tests::content_of("docker/compose.yaml");
  for (const auto* role : {"frontdoor_server", "frontdoor_owner"}) {
    CHECK(start.find(role) != std::string::npos);
    CHECK(roles.find(role) != std::string::npos);
  }
  for (const auto* variable : {"SERVER_PASSWORD_FILE", "OWNER_PASSWORD_FILE", "DATABASE_HOST"}) {
    CHECK(start.find(variable) != std::string::npos);
    CHECK(compose.find(variable) != std::string::npos);
  }
}
