// The rules of rules.hpp over the whole checkout, which is the working directory of every test.
#include <catch2/catch.hpp>

#include "tests/unit/source_tidy/rules.hpp"

using namespace frontdoor::tidy;

namespace {

const std::vector<source_file>& tree() {
  static const auto files = read_tree(".");
  return files;
}

void check_everywhere(rule keeps) {
  findings found;
  for (const auto& file : tree()) {
    for (auto& one : keeps(file))
      found.push_back(std::move(one));
  }
  INFO("\n" << report(found));
  CHECK(found.empty());
}

} // namespace

TEST_CASE("the checkout is where the tests think it is") {
  REQUIRE(tree().size() > 20);
  CHECK(std::ranges::any_of(tree(), [](const source_file& file) { return file.path == "triage/uuid.hpp"; }));
}

TEST_CASE("triage is pure") {
  check_everywhere(triage_is_pure);
}
TEST_CASE("triage does not know the server") {
  check_everywhere(triage_does_not_know_the_server);
}
TEST_CASE("Beast stays in its files") {
  check_everywhere(beast_stays_in_its_files);
}
TEST_CASE("SQL stays in server/db") {
  check_everywhere(sql_stays_in_server_db);
  check_everywhere(sqlite_stays_in_server_journal);
}
TEST_CASE("reads keep the body limit") {
  check_everywhere(reads_keep_the_body_limit);
}
TEST_CASE("no temporaries beside co_await") {
  check_everywhere(no_temporaries_beside_co_await);
}
TEST_CASE("no co_await in conditions") {
  check_everywhere(no_co_await_in_conditions);
}
TEST_CASE("only programs print") {
  check_everywhere(only_programs_print);
}
TEST_CASE("tests do not sleep") {
  check_everywhere(tests_do_not_sleep);
}
TEST_CASE("files stay readable") {
  check_everywhere(files_stay_readable);
}
TEST_CASE("functions stay readable") {
  check_everywhere(functions_stay_readable);
}
TEST_CASE("headers guard themselves") {
  check_everywhere(headers_guard_themselves);
}
TEST_CASE("nothing is unfinished") {
  check_everywhere(nothing_is_unfinished);
}
TEST_CASE("no words of a workbench") {
  check_everywhere(no_words_of_a_workbench);
}

TEST_CASE("every C++ file is built") {
  const auto found = orphans(tree());
  INFO("\n" << report(found));
  CHECK(found.empty());
}

TEST_CASE("no helper has the name of another one of its library") {
  const auto found = helpers_named_twice(tree());
  INFO("\n" << report(found));
  CHECK(found.empty());
}
