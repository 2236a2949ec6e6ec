#include <catch2/catch.hpp>

#include "triage/policy/cues.hpp"

using namespace frontdoor::triage;

namespace {

cue_finder finder_of(const std::vector<cue_words>& cues) {
  auto finder = cue_finder::compile(cues);
  REQUIRE(finder);
  return std::move(*finder);
}

std::string marked(std::string_view narrative, const text_range& range) {
  return std::string(narrative.substr(range.from_byte, range.to_byte - range.from_byte));
}

} // namespace

TEST_CASE("words are found whole, in any case, with any space and apostrophe between them") {
  const auto finder = finder_of({{{pattern_of_words("can't breathe")}, {}}});
  for (const char* said : {"I can't breathe", "She CANT  BREATHE!", "can\u2019t\nbreathe"}) {
    INFO(said);
    CHECK(finder.find(said).size() == 1);
  }
  for (const char* said : {"", "I can breathe", "cannot", "uncan't breathe", "can't breathed"}) {
    INFO(said);
    CHECK(finder.find(said).empty());
  }
}

TEST_CASE("each place is given in bytes and in characters") {
  const auto finder = finder_of({{{"knife|knives"}, {}}});
  const std::string narrative = "Caf\u00e9 \U0001F52A: a knife, two Knives";
  const auto found = finder.find(narrative);
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].ranges.size() == 2);
  CHECK(marked(narrative, found[0].ranges[0]) == "knife");
  CHECK(marked(narrative, found[0].ranges[1]) == "Knives");
  CHECK(found[0].ranges[0] == text_range{14, 19, 10, 15});
}

TEST_CASE("a match that touches what it is not does not count, another one does") {
  const auto finder = finder_of({{{"knife"}, {"knife block", "butter knife"}}});
  CHECK(finder.find("They stole my knife block").empty());
  CHECK(finder.find("a butter knife").empty());
  const auto found = finder.find("They stole my knife block, and one has a knife");
  REQUIRE(found.size() == 1);
  CHECK(found[0].ranges.size() == 1);
}

TEST_CASE("several cues are found at once, in the order of the pack, at most twenty places each") {
  const auto finder = finder_of({{{"gun"}, {}}, {{"knife"}, {}}, {{"never"}, {}}});
  std::string narrative;
  for (int i = 0; i < 50; ++i)
    narrative += "knife ";
  const auto found = finder.find(narrative + "gun");
  REQUIRE(found.size() == 2);
  CHECK(found[0].cue == 0);
  CHECK(found[1].cue == 1);
  CHECK(found[1].ranges.size() == 20);
}

TEST_CASE("an expression that is not right is refused in RE2's words") {
  for (const char* wrong : {"(", "a{2", "[z-a]", "\\1", "(?=x)"}) {
    const auto compiled = cue_finder::compile({{{wrong}, {}}});
    INFO(wrong);
    if (!compiled) CHECK_FALSE(compiled.error().empty());
  }
  CHECK_FALSE(cue_finder::compile({{{"("}, {}}}));
  CHECK_FALSE(cue_finder::compile({{{"knife"}, {"("}}}));
}

TEST_CASE("a pack without cues finds none") {
  CHECK(cue_finder().find("a knife").empty());
  CHECK(finder_of({}).find("a knife").empty());
}
