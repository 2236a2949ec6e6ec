#include <filesystem>
#include <fstream>
#include <thread>

#include <catch2/catch.hpp>

#include "server/history/keyed_hash.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
using history::keyed_hash;
using testing::temporary_folder;
using triage::history::key;
using triage::history::key_kind;

TEST_CASE("given no secret, when it is opened, then one is made for its owner alone and stays") {
  const temporary_folder folder;
  const auto file = (folder.path() / "data" / "history.secret").string();
  const auto made = keyed_hash::open(file);
  REQUIRE(made);
  CHECK(std::filesystem::status(file).permissions() == std::filesystem::perms(0600));
  CHECK(keyed_hash::open(file)->check() == made->check());
  const auto other = keyed_hash::open((folder.path() / "other").string());
  REQUIRE(other);
  CHECK(other->check() != made->check());
}

TEST_CASE("given servers that start together, then they have one secret") {
  const temporary_folder folder;
  const auto file = (folder.path() / "history.secret").string();
  std::vector<std::optional<auth::digest>> checks(4);
  {
    std::vector<std::jthread> servers;
    for (auto& check : checks)
      servers.emplace_back([&check, &file] { check = keyed_hash::open(file).value().check(); });
  }
  for (const auto& check : checks)
    CHECK(check == checks.front());
}

TEST_CASE("given a file with something else in it, then that is an error and the file stays as it is") {
  const temporary_folder folder;
  const auto file = (folder.path() / "history.secret").string();
  std::ofstream(file) << "secret\n";
  const auto read = keyed_hash::open(file);
  REQUIRE_FALSE(read);
  CHECK(read.error().find("64 hexadecimal digits") != std::string::npos);
  CHECK_FALSE(keyed_hash::open("/proc/none/history.secret"));
}

TEST_CASE("The same text is another key as another kind, and under another secret") {
  auth::digest one{};
  auth::digest two{};
  two.fill(2);
  const key phone{key_kind::phone, "+441612345678", "victim"};
  CHECK(keyed_hash(one).of(phone) == keyed_hash(one).of({key_kind::phone, "+441612345678", "witness"}));
  CHECK(keyed_hash(one).of(phone) != keyed_hash(one).of({key_kind::property, "+441612345678", ""}));
  CHECK(keyed_hash(one).of(phone) != keyed_hash(two).of(phone));
}
