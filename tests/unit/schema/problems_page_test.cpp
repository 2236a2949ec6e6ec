// A problem's type leads to /docs/problems#<code>: every code the server gives must be explained there.
#include <catch2/catch.hpp>

#include <filesystem>
#include <re2/re2.h>
#include <set>
#include <string>

#include "tests/unit/schema/contract_files.hpp"

TEST_CASE("Every problem the server gives is explained under /docs/problems") {
  const auto page = frontdoor::tests::content_of("console/docs-viewer/src/problems.html");
  REQUIRE_FALSE(page.empty());
  const re2::RE2 status_and_code(R"re(\b(4[0-9]{2}|5[0-9]{2}),\s*"([a-z][a-z_]+)")re");
  std::set<std::string> codes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("server")) {
    if (entry.path().extension() != ".cpp") continue;
    const auto text = frontdoor::tests::content_of(entry.path().string());
    re2::StringPiece rest(text);
    std::string status;
    std::string code;
    while (re2::RE2::FindAndConsume(&rest, status_and_code, &status, &code))
      codes.insert(code);
  }
  // The domain's refusals become problems with their own codes.
  const re2::RE2 kind_and_code(R"re(refusal_kind::[a-z_]+,\s*"([a-z][a-z_]+)")re");
  for (const auto& entry : std::filesystem::directory_iterator("triage/incident")) {
    if (entry.path().extension() != ".cpp") continue;
    const auto text = frontdoor::tests::content_of(entry.path().string());
    re2::StringPiece rest(text);
    std::string code;
    while (re2::RE2::FindAndConsume(&rest, kind_and_code, &code))
      codes.insert(code);
  }
  CHECK(codes.size() > 60);
  for (const auto& code : codes) {
    INFO(code);
    CHECK(page.find("id=\"" + code + "\"") != std::string::npos);
  }
}
