// Plays cases on the built server and says which it prevents.
//   cases [--json FILE] [--dir FOLDER] [--only REGEX] [--servers N] [--narratives yes|no]
// The server is FRONTDOOR_TEST_BINARY. Narratives are found under FRONTDOOR_SHARED (or FRONTDOOR_SHARED_DIR, or
// ../shared) in domain/narratives.jsonl, with --dir in FOLDER/narratives.jsonl. Exit code 0 when nothing failed.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include <fmt/format.h>

#include "tests/cases/narratives.hpp"
#include "tests/cases/player.hpp"

namespace {

namespace fs = std::filesystem;
using namespace frontdoor;
using namespace frontdoor::cases;

struct settings {
  std::string json;
  fs::path folder = "tests/cases";
  bool own_cases = true;
  std::string only;
  std::size_t servers = 1;
  bool narratives = true;
};

std::optional<settings> read_arguments(int count, char** arguments) {
  settings out;
  for (int i = 1; i < count; i += 2) {
    const std::string name = arguments[i];
    if (i + 1 == count) return std::nullopt;
    const std::string value = arguments[i + 1];
    if (name == "--json") {
      out.json = value;
    } else if (name == "--dir") {
      out.folder = value;
      out.own_cases = false;
    } else if (name == "--only") {
      out.only = value;
    } else if (name == "--servers" && value.size() == 1 && value[0] >= '1' && value[0] <= '4') {
      out.servers = static_cast<std::size_t>(value[0] - '0');
    } else if (name == "--narratives" && (value == "yes" || value == "no")) {
      out.narratives = value == "yes";
    } else {
      return std::nullopt;
    }
  }
  return out;
}

struct tally {
  int good = 0;
  int total = 0;
};

struct kind_words {
  const char* kind;
  const char* good;
  const char* bad;
  const char* heading;
};
constexpr std::array kinds{
    kind_words{"failure", "prevented", "NOT PREVENTED", "failures prevented"},
    kind_words{"control", "quiet", "NOT QUIET", "controls quiet"},
    kind_words{"edge", "held", "NOT HELD", "edge cases held"},
    kind_words{"narrative", "as expected", "NOT AS EXPECTED", "narratives as expected"},
};

const kind_words& words_for(const std::string& kind) {
  const auto found = std::ranges::find(kinds, kind, [](const kind_words& one) { return std::string(one.kind); });
  return found == kinds.end() ? kinds.front() : *found;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words)
    out += (out.empty() ? "" : ", ") + word;
  return out;
}

class run {
 public:
  explicit run(settings chosen) : chosen_(std::move(chosen)) {}

  int all() {
    auto listed = read_cases(chosen_.folder);
    if (!chosen_.only.empty()) {
      const std::regex wanted(chosen_.only);
      std::erase_if(listed, [&](const case_data& one) { return !std::regex_search(one.id, wanted); });
    }
    stage where(first_instant(listed), chosen_.servers);
    int number = 0;
    for (const auto& one : listed)
      play_one(where, one, ++number);
    if (chosen_.narratives) narratives(where);
    return summary();
  }

 private:
  // The clock never goes back: it starts a day before the earliest case that names an instant.
  static triage::timestamp first_instant(const std::vector<case_data>& listed) {
    if (!listed.empty() && !listed.front().starts.empty()) {
      if (const auto at = triage::parse_rfc3339(listed.front().starts)) return *at - std::chrono::hours(24);
    }
    return *triage::parse_rfc3339("2026-11-02T07:00:00Z");
  }

  void play_one(stage& where, const case_data& one, int number) {
    const auto& words = words_for(one.kind);
    auto& count = counts_[words.kind];
    ++count.total;
    if (!one.faults.empty()) return bad(one, words, {{0, 0, "the file", one.faults}});
    if (!one.skipped.empty()) {
      ++skipped_;
      std::cout << fmt::format("{:16} {}\n    {}\n", "skipped", one.id, one.skipped);
      return;
    }
    // Cases do not disturb one another: places and numbers differ, and half a day lies between them.
    const auto next = where.now() + std::chrono::hours(12);
    const auto named = one.starts.empty() ? std::nullopt : triage::parse_rfc3339(one.starts);
    where.advance_to(named ? *named : next);
    const auto failed = play(where, one, number);
    if (!failed.empty()) return bad(one, words, failed);
    ++count.good;
    ++passed_;
    std::cout << fmt::format("{:16} {}\n", words.good, one.id) << std::flush;
  }

  void bad(const case_data& one, const kind_words& words, const std::vector<failed_step>& failed) {
    ++failed_;
    const auto needs = one.needs.empty() ? std::string() : " (needs " + joined(one.needs) + ")";
    std::cout << fmt::format("{:16} {}{}: {}\n", words.bad, one.id, needs, one.title);
    for (const auto& step : failed) {
      std::cout << fmt::format("    step {} at +{:g} min, {}\n", step.number, step.at, step.what);
      for (const auto& fault : step.faults)
        std::cout << "        " << fault << '\n';
    }
    std::cout << std::flush;
    for (const auto& need : one.needs)
      ++waiting_[need];
  }

  fs::path narratives_file() const {
    if (!chosen_.own_cases) return chosen_.folder / "narratives.jsonl";
    for (const auto* name : {"FRONTDOOR_SHARED", "FRONTDOOR_SHARED_DIR"}) {
      if (const char* folder = std::getenv(name)) return fs::path(folder) / "domain" / "narratives.jsonl";
    }
    return "../shared/domain/narratives.jsonl";
  }

  void narratives(stage& where) {
    const auto file = narratives_file();
    if (!fs::exists(file)) {
      if (chosen_.own_cases) {
        ++skipped_;
        std::cout << "skipped: no narratives, since there is no " << file.string() << '\n';
      }
      return;
    }
    auto& count = counts_["narrative"];
    for (const auto& one : play_narratives(where, file)) {
      ++count.total;
      if (one.faults.empty()) {
        ++count.good;
        ++passed_;
        const auto argued = one.argued.empty() ? std::string() : ", argued: " + joined(one.argued);
        std::cout << fmt::format("{:16} {}{}\n", "as expected", one.id, argued);
        continue;
      }
      ++failed_;
      std::cout << fmt::format("{:16} {}\n", "NOT AS EXPECTED", one.id);
      for (const auto& fault : one.faults)
        std::cout << "    " << fault << '\n';
    }
  }

  int summary() {
    std::cout << '\n';
    for (const auto& words : kinds) {
      const auto& count = counts_[words.kind];
      std::cout << fmt::format("{}: {} of {}\n", words.heading, count.good, count.total);
    }
    for (const auto& [need, count] : waiting_)
      std::cout << fmt::format("    of those that failed, {} need {}\n", count, need);
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    std::cout << fmt::format("{} skipped, {:.0f} s\n", skipped_, seconds);
    if (!chosen_.json.empty()) write_json();
    std::cout << fmt::format("{} passed, {} failed\n", passed_, failed_);
    return failed_ == 0 ? 0 : 1;
  }

  void write_json() {
    const nlohmann::json out{
        {"prevented", counts_["failure"].good},       {"total", counts_["failure"].total},
        {"controls_quiet", counts_["control"].good},  {"controls_total", counts_["control"].total},
        {"edges_held", counts_["edge"].good},         {"edges_total", counts_["edge"].total},
        {"narratives_ok", counts_["narrative"].good}, {"narratives_total", counts_["narrative"].total},
    };
    std::ofstream(chosen_.json) << out.dump() << '\n';
  }

  settings chosen_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::map<std::string, tally> counts_;
  std::map<std::string, int> waiting_; // failed cases by what they need
  int passed_ = 0;
  int failed_ = 0;
  int skipped_ = 0;
};

} // namespace

int main(int count, char** arguments) {
  const auto chosen = read_arguments(count, arguments);
  if (!chosen) {
    std::cerr << "cases [--json FILE] [--dir FOLDER] [--only REGEX] [--servers 1 to 4] [--narratives yes|no]\n";
    return 2;
  }
  try {
    return run(*chosen).all();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
