#include "server/webhooks/secret.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
using namespace frontdoor::webhooks;

namespace {

const triage::uuid one = *triage::uuid::parse("018f6b1e-0c00-7aaa-8bbb-0d0d0d0d0d0d");
const triage::uuid other = *triage::uuid::parse("018f6b1e-0c00-7aaa-8bbb-0d0d0d0d0d0e");

} // namespace

TEST_CASE("given a secret, a time and a body, then the signature is HMAC-SHA-256 of time, dot and body") {
  // printf '%s' '1772398451.{"a":1}' | openssl dgst -sha256 -hmac fdw_secret
  CHECK(
      signature("fdw_secret", "1772398451", R"({"a":1})") ==
      "v1=fadba07d2af2fba3d7b1e2f80f317bb80e5ae1ec902822379c8f04899700b18d"
  );
}

TEST_CASE("given another time, body or secret, then the signature is another") {
  const auto plain = signature("fdw_secret", "1772398451", "body");
  CHECK(plain != signature("fdw_secret", "1772398452", "body"));
  CHECK(plain != signature("fdw_secret", "1772398451", "bodY"));
  CHECK(plain != signature("fdw_secreT", "1772398451", "body"));
  CHECK(plain.size() == 3 + 64);
}

TEST_CASE("given an instant, then its time is seconds since 1970, those that are over") {
  CHECK(signed_time(*triage::parse_rfc3339("2026-03-01T20:54:11.999999Z")) == "1772398451");
}

TEST_CASE("given the installation's secret, then each subscription has its own, the same each time") {
  auth::digest installation{};
  installation[0] = 1;
  const secrets made(installation);
  CHECK(made.of(one) == secrets(installation).of(one));
  CHECK(made.of(one) != made.of(other));
  CHECK(made.of(one).starts_with("fdw_"));
  CHECK(made.of(one).size() == 4 + 43);
  CHECK(made.check_of(one) == secrets(installation).check_of(one));
  CHECK(made.check_of(one) != made.check_of(other));
  installation[0] = 2;
  CHECK(made.of(one) != secrets(installation).of(one));
  CHECK(made.check_of(one) != secrets(installation).check_of(one));
}

TEST_CASE("given no file, then one is made for its owner alone; given something else in it, then that is said") {
  const testing::temporary_folder folder;
  const auto path = (folder.path() / "webhooks.secret").string();
  const auto made = secrets::open(path);
  REQUIRE(made);
  CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms(0600));
  CHECK(secrets::open(path)->of(one) == made->of(one));
  std::ofstream(path) << "not it\n";
  const auto read = secrets::open(path);
  REQUIRE_FALSE(read);
  CHECK(read.error().find("webhooks.secret_file") != std::string::npos);
  CHECK(read.error().find("not it") == std::string::npos);
}
