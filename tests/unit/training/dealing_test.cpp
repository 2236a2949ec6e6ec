// Which scenario a trainee gets who asks for none.
#include <set>

#include <catch2/catch.hpp>

#include "training_story.hpp"
#include "triage/training/dealing.hpp"

using namespace frontdoor::triage::training;
using namespace frontdoor::triage::training::testing;

namespace {

std::string
dealt(const rules& with, const char* trainee, const std::map<std::string, std::uint64_t, std::less<>>& done) {
  const auto* one = deal(with, "gmp-2018", trainee, done);
  return one == nullptr ? "" : one->code;
}

} // namespace

TEST_CASE("given scenarios done some times, then the one done least often is dealt") {
  CHECK(dealt(the_rules(), "user:one", {{"a-knife", 2}, {"a-party", 1}}) == "a-party");
  CHECK(dealt(the_rules(), "user:one", {{"a-party", 1}}) == "a-knife");
  CHECK(dealt(the_rules(), "user:two", {{"a-knife", 2}, {"a-party", 1}}) == "a-party");
}

TEST_CASE("given equals, then the seed decides, the same again each time, and not the same for everybody") {
  std::set<std::string> first;
  for (const auto* trainee : {"user:a", "user:b", "user:c", "user:d", "user:e", "user:f", "user:g", "user:h"}) {
    const auto code = dealt(the_rules(), trainee, {});
    CHECK(code == dealt(the_rules(), trainee, {}));
    first.insert(code);
  }
  CHECK(first.size() == 2);
}

TEST_CASE("given a pack that plays none of them, then nothing is dealt") {
  CHECK(deal(the_rules(), "nchs", "user:one", {}) == nullptr);
}
