#include "server/outage/board_page.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "server/outage/board_printer.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/incident/story.hpp"

using namespace frontdoor;
using namespace frontdoor::outage;
using namespace frontdoor::triage::testing;

namespace {

dispatch::board_entry an_entry() {
  story incident;
  incident.opened_with({{"weapon", "seen"}, {"suspect_present", true}});
  dispatch::board_entry out{incident.the_incident(), "GMP-20260301-000001", {}};
  out.state.personal = triage::incident_personal{"12 Mill <Lane>", "A man with a knife", "Ann Other", "+447700900123"};
  return out;
}

} // namespace

TEST_CASE("The page shows what is owed and where, and of people nothing else") {
  const auto page = board_page({line_of(an_entry())}, "fcc-1", "normal", nine_in_the_evening());
  CHECK(page.find("GMP-20260301-000001") != std::string::npos);
  CHECK(page.find("12 Mill &lt;Lane&gt;") != std::string::npos);
  CHECK(page.find("OWED by") != std::string::npos);
  CHECK(page.find("@media print") != std::string::npos);
  for (const char* private_word : {"Ann Other", "+447700900123", "A man with a knife"})
    CHECK(page.find(private_word) == std::string::npos);
  CHECK(page.find("class=\"mode\"") == std::string::npos);
}

TEST_CASE("In an outage the page says so, and the most urgent come first") {
  board_line low;
  low.rank = 3;
  low.number = "second";
  board_line high;
  high.rank = 1;
  high.number = "first";
  const auto page = board_page({low, high}, "fcc-1", "degraded", nine_in_the_evening());
  CHECK(page.find("class=\"mode\"") != std::string::npos);
  CHECK(page.find("first") < page.find("second"));
}

TEST_CASE("Pages are written whole, the latest under its own name, and the oldest go") {
  const frontdoor::testing::temporary_folder folder;
  for (const char* name : {"2026-03-01T210000", "2026-03-01T210100", "2026-03-01T210200"})
    board_printer::write(folder.path().string(), name, name, 2);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "board-2026-03-01T210000.html"));
  CHECK(std::filesystem::exists(folder.path() / "board-2026-03-01T210100.html"));
  std::ifstream latest(folder.path() / "board.html");
  std::string text;
  latest >> text;
  CHECK(text == "2026-03-01T210200");
  std::size_t files = 0;
  for (const auto& one : std::filesystem::directory_iterator(folder.path()))
    files += one.is_regular_file() ? 1U : 0U;
  CHECK(files == 3);
}
