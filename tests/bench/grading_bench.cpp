// Times the compiled tables on a grading policy of 25 facts, six linked tables and 80 rules, and checks every output.
// Usage: grading_bench WORKDIR PACK [--json FILE]. WORKDIR holds thr.dmn, facts.json and expected.csv as the peers'
// run.sh makes them; PACK is the folder of a policy pack, whose scenarios are assessed and timed.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <span>
#include <sstream>

#include <nlohmann/json.hpp>

#include "tests/bench/benchmark_pack.hpp"
#include "tests/support/policy_pack_files.hpp"
#include "tests/support/whole_file.hpp"
#include "triage/assessment/assess.hpp"
#include "triage/dmn/reader.hpp"
#include "triage/policy/compiled_tables.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;

namespace {

constexpr std::array outputs{"threat", "harm", "vuln_score", "vuln_band", "immediacy", "grade.grade", "grade.response"};
constexpr std::size_t grade_output = 5;

// The facts of the contacts as a vocabulary: their types and every value that occurs.
json vocabulary_of(const json& contacts) {
  json facts = json::array();
  for (const auto& [key, value] : contacts[0].items()) {
    json fact{{"key", key}, {"label", key}};
    if (value.is_boolean())
      fact["type"] = "boolean";
    else if (value.is_number())
      fact.update({{"type", "integer"}, {"minimum", 0}, {"maximum", 1'000'000}});
    else {
      std::set<std::string> values;
      for (const auto& contact : contacts)
        values.insert(contact[key]);
      fact.update({{"type", "enum"}, {"values", values}});
    }
    facts.push_back(std::move(fact));
  }
  return {{"facts", facts}};
}

using slot_array = std::array<std::int32_t, slots_max>;
using mask_array = std::array<rule_mask, tables_max>;

struct work {
  json vocabulary_file;
  vocabulary words;
  compiled_tables tables;
  std::vector<slot_array> contacts;
  std::vector<std::string> expected;
  std::array<std::size_t, outputs.size()> slot_of{};
};

work load(const std::string& folder) {
  work loaded;
  const auto contacts = json::parse(tests::content_of(folder + "/facts.json"));
  // "unknown" is a value of its own in this policy, so codes are looked up here and not through read_facts.
  loaded.vocabulary_file = vocabulary_of(contacts);
  auto words = vocabulary::read(loaded.vocabulary_file, "facts.json");
  if (!words) throw std::runtime_error(words.error().front().detail);
  loaded.words = std::move(*words);
  const auto model = dmn::read_definitions(tests::content_of(folder + "/thr.dmn"), "thr.dmn");
  if (!model) throw std::runtime_error(model.error().front().detail);
  auto tables = compiled_tables::compile(loaded.words, {}, std::span(&*model, 1));
  if (!tables) throw std::runtime_error(tables.error().front().pointer + ": " + tables.error().front().detail);
  loaded.tables = std::move(*tables);
  for (const auto& contact : contacts) {
    const auto facts = read_facts(loaded.words, contact, "");
    if (!facts) throw std::runtime_error(facts.error().front().detail);
    slot_array slots{};
    std::copy_n(facts->codes(), facts->size(), slots.begin());
    loaded.contacts.push_back(slots);
  }
  std::istringstream lines(tests::content_of(folder + "/expected.csv"));
  for (std::string line; std::getline(lines, line);)
    loaded.expected.push_back(line);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    loaded.slot_of[i] = loaded.tables.find_slot(outputs[i]).value();
  return loaded;
}

std::string shown(const work& with, const slot_array& slots) {
  std::string line;
  for (const auto slot : with.slot_of) {
    const auto& domain = with.tables.slot(slot);
    const auto code = slots[slot];
    if (!line.empty()) line += ',';
    line += domain.type == fact_type::integer
                ? std::to_string(code)
                : (code == no_value ? "" : domain.values[static_cast<std::size_t>(code - 1)]);
  }
  return line;
}

std::size_t mismatches(work& with) {
  std::size_t bad = 0;
  mask_array matched{};
  for (std::size_t i = 0; i < with.contacts.size(); ++i) {
    with.tables.evaluate(with.contacts[i].data(), matched.data());
    if (shown(with, with.contacts[i]) != with.expected[i]) ++bad;
  }
  return bad;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct rate {
  double wall = 0; // decisions a second
  double cpu = 0;  // decisions a second of this thread's processor time, which other work on the machine disturbs less
};

// Decisions a second with the masks of every decision kept, median of five runs. Contacts lie side by side, as in the
// peers.
rate decisions_per_second(const work& with) {
  constexpr int rounds = 50;
  const auto stride = with.tables.slot_count();
  const auto tables = with.tables.size();
  std::vector<std::int32_t> slots(with.contacts.size() * stride);
  for (std::size_t i = 0; i < with.contacts.size(); ++i)
    std::copy_n(with.contacts[i].begin(), stride, slots.data() + i * stride);
  std::vector<rule_mask> matched(with.contacts.size() * tables);
  std::vector<double> wall;
  std::vector<double> cpu;
  for (int run = 0; run < 5; ++run) {
    const auto start = std::chrono::steady_clock::now();
    const auto cpu_start = cpu_seconds();
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t i = 0; i < with.contacts.size(); ++i) {
        with.tables.evaluate(slots.data() + i * stride, matched.data() + i * tables);
      }
    }
    const auto decisions = static_cast<double>(with.contacts.size()) * rounds;
    wall.push_back(decisions / seconds_since(start));
    cpu.push_back(decisions / (cpu_seconds() - cpu_start));
  }
  std::ranges::sort(wall);
  std::ranges::sort(cpu);
  return {wall[2], cpu[2]};
}

// Contacts whose most urgent possible grade is less urgent than their true grade when three facts are asked and not
// known.
std::size_t weaker_on_unknown(const work& with, const policy_pack& pack) {
  std::mt19937 random(20240611);
  std::size_t weaker = 0;
  std::vector<std::size_t> facts(pack.facts.size());
  for (const auto& contact : with.contacts) {
    fact_set told(pack.facts);
    for (std::size_t i = 0; i < facts.size(); ++i) {
      facts[i] = i;
      told.set(i, contact[i]);
    }
    std::ranges::shuffle(facts, random);
    for (std::size_t i = 0; i < 3; ++i)
      told.clear(pack.facts, facts[i], fact_status::asked);
    const auto possible = assess(pack, told).most_urgent_possible;
    const auto truth = static_cast<std::size_t>(contact[with.slot_of[grade_output]] - 1);
    if (!possible || *possible > truth) ++weaker;
  }
  return weaker;
}

// Microseconds of processor time of one call for each contact in turn; the median of nine runs.
template <class Each> double microseconds(const std::vector<fact_set>& contacts, const Each& each) {
  constexpr int rounds = 40;
  std::vector<double> runs;
  for (int run = 0; run < 9; ++run) {
    const auto start = cpu_seconds();
    for (int round = 0; round < rounds; ++round) {
      for (const auto& contact : contacts)
        each(contact);
    }
    runs.push_back((cpu_seconds() - start) * 1e6 / (rounds * static_cast<double>(contacts.size())));
  }
  std::ranges::sort(runs);
  return runs[runs.size() / 2];
}

struct explaining {
  double whole = 0;    // with its reasons, range, questions and what-ifs, as JSON
  double what_ifs = 0; // every change of one fact tried
};

// The contacts of the pack's own scenarios: as much is known of them as handlers get to know.
explaining time_explaining(const std::string& folder) {
  const auto files = tests::files_of(folder);
  const auto pack = load_pack(files, "0");
  if (!pack) throw std::runtime_error(folder + ": " + pack.error().front().detail);
  std::vector<fact_set> contacts;
  for (const auto& scenario : json::parse(files.at("scenarios.json")).at("scenarios")) {
    auto facts = read_facts(pack->facts, scenario.at("facts"), "");
    if (!facts) throw std::runtime_error(folder + ": " + facts.error().front().detail);
    contacts.push_back(*facts);
  }
  std::size_t kept = 0; // so that no call is left out
  explaining result;
  result.whole =
      microseconds(contacts, [&](const auto& facts) { kept += to_json(assess(*pack, facts), *pack).size(); });
  result.what_ifs = microseconds(contacts, [&](const auto& facts) { kept += assess(*pack, facts).reasons.size(); });
  if (kept == 0) throw std::runtime_error(folder + ": nothing was assessed");
  return result;
}

} // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 3) throw std::runtime_error("usage: grading_bench WORKDIR PACK [--json FILE]");
    auto with = load(argv[1]);
    const auto bad = mismatches(with);
    const auto speed = decisions_per_second(with);
    const auto weaker = weaker_on_unknown(
        with, bench::benchmark_pack(tests::content_of(std::string(argv[1]) + "/thr.dmn"), with.vocabulary_file)
    );
    const auto explained = time_explaining(argv[2]);
    const json result{
        {"frontdoor_dps", speed.wall},    {"frontdoor_dps_cpu", speed.cpu},   {"mismatches", bad},
        {"weaker_on_unknown", weaker},    {"contacts", with.contacts.size()}, {"explain_us", explained.whole},
        {"whatif_us", explained.what_ifs}
    };
    std::cout << "compiled tables: " << static_cast<long>(speed.wall) << " decisions/s with matched-rule masks ("
              << static_cast<long>(speed.cpu) << " by processor time), " << bad << " mismatches of "
              << with.contacts.size() << ", " << weaker << " weaker with three facts unknown\n"
              << "assessment: " << explained.what_ifs << " us with its what-ifs, " << explained.whole
              << " us with its JSON\n";
    if (argc == 5 && std::string(argv[3]) == "--json") std::ofstream(argv[4]) << result.dump(2) << '\n';
    return bad == 0 && weaker == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "grading_bench: " << error.what() << '\n';
    return 2;
  }
}
