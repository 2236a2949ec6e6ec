// Runs the DMN Technology Compatibility Kit and prints a table by folder.
//   tck_runner [--json FILE] [--folder PART]
// The kit is found by DMN_TCK_DIR (default ../shared/tck/TestCases from the source folder). Exit code 0 when the goal
// holds: every case of level 2, and of level 3 every case but those that ask for what is left out on purpose: calls of
// Java, and back-references in patterns.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/whole_file.hpp"
#include "tests/tck/test_cases.hpp"
#include "tests/tck/tzdb_zones.hpp"
#include "triage/dmn/reader.hpp"

namespace {

namespace fs = std::filesystem;
using namespace frontdoor;
using namespace frontdoor::triage::dmn;

struct settings {
  std::string json;
  std::string folder; // only folders with this in their name
};

struct tally {
  int passed = 0;
  int total = 0;
  int beyond = 0; // not passed because it asks for what is left out on purpose
};

struct failure {
  std::string folder, id, name, reason;
  bool beyond = false;
};

std::vector<fs::path> sorted(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (extension.empty() ? entry.is_directory() : entry.path().extension() == extension) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

evaluation_options options_for_kit() {
  static const tck::tzdb_zones zones;
  evaluation_options out;
  out.zones = &zones;
  out.now = parse_date_time("2026-01-02T03:04:05Z", nullptr);
  return out;
}

evaluation asked(const decision_model& model, const tck::test_case& one, const tck::expected_result& result) {
  const auto options = options_for_kit();
  switch (one.what) {
  case tck::subject::service:
    if (result.name == one.invocable) return model.evaluate_service(one.invocable, one.inputs, options);
    return model.evaluate_service_output(one.invocable, result.name, one.inputs, options);
  case tck::subject::knowledge:
    return model.evaluate_knowledge(one.invocable, one.inputs, options);
  case tck::subject::decision:
    break;
  }
  return model.evaluate_decision(result.name, one.inputs, options);
}

// Why the result is not as expected; empty when it is.
std::string difference(const tck::expected_result& expected, const evaluation& actual) {
  std::string why;
  if (!tck::agrees(expected.content, actual.result)) {
    why = "expected " + to_text(expected.content) + ", got " + to_text(actual.result);
  } else if (expected.error && actual.ok()) {
    why = "an error was expected";
  }
  if (why.empty()) return why;
  for (const auto& d : actual.diagnostics) {
    why += " [" + d.code + ": " + d.detail + "]";
    if (why.size() > 400) break;
  }
  return why;
}

// Whether the case asks for what is left out on purpose: functions outside FEEL, which would run Java, and
// back-references in patterns, which cannot be matched in linear time.
bool left_out(const evaluation& e) {
  return std::any_of(e.diagnostics.begin(), e.diagnostics.end(), [](const auto& d) {
    return d.code == "external_function" || d.code == "unsupported_pattern";
  });
}

class kit_run {
 public:
  explicit kit_run(settings chosen) : settings_(std::move(chosen)) {}

  tally level(const fs::path& folder) {
    tally sum;
    for (const auto& one : sorted(folder, "")) {
      if (one.filename().string().find(settings_.folder) == std::string::npos) continue;
      const auto t = run_folder(one);
      sum.passed += t.passed;
      sum.total += t.total;
      sum.beyond += t.beyond;
      std::cout << "  " << std::left << std::setw(56) << one.filename().string() << std::right << std::setw(5)
                << t.passed << " of " << std::setw(4) << t.total << '\n';
    }
    return sum;
  }

  const std::vector<failure>& failures() const { return failures_; }

 private:
  tally run_folder(const fs::path& folder) {
    std::map<std::string, std::shared_ptr<const definitions>> models;
    std::vector<std::shared_ptr<const definitions>> all;
    std::string unreadable;
    for (const auto& path : sorted(folder, ".dmn")) {
      auto read = read_definitions(tests::content_of(path), path.filename().string());
      if (read) {
        models[path.filename().string()] = std::make_shared<const definitions>(std::move(*read));
        all.push_back(models[path.filename().string()]);
      } else {
        unreadable = read.error().front().pointer + ": " + read.error().front().detail;
      }
    }
    tally out;
    for (const auto& path : sorted(folder, ".xml")) {
      const auto file = tck::read_test_file(tests::content_of(path));
      if (!file) {
        ++out.total;
        failures_.push_back({folder.filename().string(), "", path.filename().string(), "cannot be read", false});
        continue;
      }
      const auto source = models.find(file->model);
      const auto model = source == models.end() ? nullptr : decision_model::compile(source->second, all);
      for (const auto& one : file->cases) {
        ++out.total;
        if (!model) {
          failures_.push_back(
              {folder.filename().string(), one.id, file->model, "the model cannot be read: " + unreadable, false}
          );
          continue;
        }
        run_case(folder, *model, one, out);
      }
    }
    return out;
  }

  // A case passes when each of its results does.
  void run_case(const fs::path& folder, const decision_model& model, const tck::test_case& one, tally& out) {
    bool passed = !one.results.empty();
    if (!passed) failures_.push_back({folder.filename().string(), one.id, "", "the case expects nothing", false});
    bool beyond = false;
    for (const auto& result : one.results) {
      const auto actual = asked(model, one, result);
      const auto why = difference(result, actual);
      if (why.empty()) continue;
      passed = false;
      beyond = beyond || left_out(actual);
      failures_.push_back({folder.filename().string(), one.id, result.name, why, left_out(actual)});
    }
    if (passed)
      ++out.passed;
    else if (beyond)
      ++out.beyond;
  }

  settings settings_;
  std::vector<failure> failures_;
};

fs::path kit_folder() {
  if (const char* given = std::getenv("DMN_TCK_DIR"); given != nullptr && *given != '\0') return given;
  return fs::path(FRONTDOOR_SOURCE_DIR) / "../shared/tck/TestCases";
}

} // namespace

int main(int argc, char** argv) {
  settings chosen;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--json" && i + 1 < argc)
      chosen.json = argv[++i];
    else if (argument == "--folder" && i + 1 < argc)
      chosen.folder = argv[++i];
    else {
      std::cerr << "usage: tck_runner [--json FILE] [--folder PART]\n";
      return 2;
    }
  }
  const auto folder = kit_folder();
  if (!fs::exists(folder)) {
    std::cout << "skipped: the kit is not at " << folder.string() << " (set DMN_TCK_DIR)\n";
    return 0;
  }
  kit_run run(chosen);
  std::cout << "compliance level 2\n";
  const auto second = run.level(folder / "compliance-level-2");
  std::cout << "compliance level 3\n";
  const auto third = run.level(folder / "compliance-level-3");
  if (!run.failures().empty()) std::cout << "not passed\n";
  for (const auto& f : run.failures()) {
    std::cout << "  " << f.folder << " / " << f.id << " / " << f.name << ": "
              << (f.beyond ? "left out on purpose; " : "") << f.reason << '\n';
  }
  std::cout << "level 2: " << second.passed << " of " << second.total << "\nlevel 3: " << third.passed << " of "
            << third.total << " (" << third.beyond
            << " ask for what is left out on purpose: Java functions, back-references in patterns)\n";
  if (!chosen.json.empty()) {
    const nlohmann::json summary = {
        {"level2_pass", second.passed},
        {"level2_total", second.total},
        {"level3_pass", third.passed},
        {"level3_total", third.total}
    };
    std::ofstream(chosen.json) << summary.dump(2) << '\n';
  }
  return second.passed == second.total && third.passed + third.beyond == third.total ? 0 : 1;
}
