#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "server/config/settings.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/whole_file.hpp"

using namespace frontdoor;

namespace {

// With FRONTDOOR_TEST_WRITE=1 the files are written instead of compared.
void compare_or_write(const std::string& path, const std::string& expected) {
  if (const char* write = std::getenv("FRONTDOOR_TEST_WRITE"); write != nullptr && *write == '1') {
    std::ofstream(path) << expected;
  }
  INFO("run FRONTDOOR_TEST_WRITE=1 unit_config to write " << path << " anew");
  CHECK(tests::content_of(path) == expected);
}

} // namespace

TEST_CASE("docs/configuration.md is what the table of keys says") {
  compare_or_write("docs/configuration.md", config::reference_markdown());
}

TEST_CASE("config/frontdoor.toml is what the table of keys says, and changes nothing as it stands") {
  compare_or_write("config/frontdoor.toml", config::sample_file());
  config::sources from;
  from.file = "config/frontdoor.toml";
  CHECK(config::load(from));
}

TEST_CASE("the sample file is valid with every line in effect") {
  std::istringstream sample(config::sample_file());
  const frontdoor::testing::temporary_folder folder;
  const auto path = (folder.path() / "frontdoor.toml").string();
  {
    std::ofstream out(path);
    for (std::string line; std::getline(sample, line);) {
      const bool setting =
          line.starts_with("# ") && line.find(" = ") != std::string::npos && line.find('`') == std::string::npos;
      out << (setting ? line.substr(2) : line) << "\n";
    }
  }
  config::sources from;
  from.file = path;
  const auto loaded = config::load(from);
  INFO((loaded ? std::string() : config::to_text(loaded.error())));
  CHECK(loaded);
}
