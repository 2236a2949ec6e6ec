// Makes one small mistake at a time in a pack's tables and asks who notices: loading, the scenarios, or the proofs.
// Usage: policy_mutants PACK_FOLDER... [--sample N] [--seed N] [--json FILE] [--list] [--drafts FILE].
// Only real weakenings count: some
// contact gets a less urgent grade, or loses a flag, an exclusion or its pathway.
#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "server/policy/pack_directory.hpp"
#include "tests/bench/policy_mutants/mutations.hpp"
#include "triage/assessment/assess.hpp"
#include "triage/policy/day/chance.hpp"
#include "triage/policy/proof/verify.hpp"
#include "triage/policy/proof/weakening.hpp"

using namespace frontdoor;
using namespace frontdoor::bench;
using nlohmann::json;
namespace proof = triage::proof;

namespace {

constexpr auto question_limit = std::chrono::seconds(10);

enum class noticed { not_at_all, on_loading, by_scenarios, by_proofs };
constexpr std::array<const char*, 4> noticed_words{"nobody", "loading", "scenarios", "proofs"};

struct options {
  std::vector<std::string> folders;
  std::size_t sample = 400;
  std::uint64_t seed = 1;
  std::string json_file;
  std::string drafts_file;
  bool list = false;
};

struct tally {
  std::size_t tried = 0;
  std::size_t real = 0;
  std::array<std::size_t, noticed_words.size()> by{};
  json missed = json::array();
  json drafts = json::array(); // scenarios that would have noticed

  double share() const { return real == 0 ? 0 : 100.0 * static_cast<double>(real - by[0]) / static_cast<double>(real); }
};

class mutation_check {
 public:
  explicit mutation_check(const std::string& folder)
      : files_(policy::read_pack_files(folder)), pack_(load(files_)), scenarios_(json::array()) {
    if (const auto it = files_.find("scenarios.json"); it != files_.end()) scenarios_ = json::parse(it->second);
    const auto report = proof::verify(pack_, {.limit = question_limit, .stop_at_first = false, .begun = {}});
    if (!report.verified()) throw std::runtime_error(folder + " is not verified as it is:\n" + proof::to_text(report));
  }

  tally run(const options& given) {
    auto all = mutations_of(files_, pack_);
    shuffle(all, given.seed);
    if (given.sample != 0 && all.size() > given.sample) all.resize(given.sample);
    tally counted;
    for (const auto& made : all) {
      try_one(made, counted);
      std::cerr << '\r' << pack_.name << ": " << counted.tried << " of " << all.size() << " mistakes, " << counted.real
                << " weaken, " << counted.by[0] << " unnoticed " << std::flush;
    }
    std::cerr << '\n';
    return counted;
  }

  const std::string& name() const { return pack_.name; }

 private:
  static triage::policy_pack load(const pack_files& files) {
    auto pack = triage::load_pack(files, "0");
    if (!pack) throw std::runtime_error(pack.error().front().file + ": " + pack.error().front().detail);
    return std::move(*pack);
  }

  static void shuffle(std::vector<mutation>& all, std::uint64_t seed) {
    triage::chance chance(seed);
    for (std::size_t i = all.size(); i > 1; --i)
      std::swap(all[i - 1], all[static_cast<std::size_t>(chance.between(0, static_cast<std::int32_t>(i) - 1))]);
  }

  void try_one(const mutation& made, tally& counted) {
    ++counted.tried;
    const auto weaker = triage::load_pack(mutated(files_, made), "0");
    if (!weaker) { // it never runs, so there is nothing to show it on
      ++counted.real;
      ++counted.by[static_cast<std::size_t>(noticed::on_loading)];
      return;
    }
    const auto shown = proof::find_weakening(pack_, *weaker, question_limit);
    if (!shown) return;
    ++counted.real;
    const auto by = noticed_by(*weaker);
    ++counted.by[static_cast<std::size_t>(by)];
    if (by != noticed::not_at_all) return;
    counted.drafts.push_back(draft(made, shown->facts));
    counted.missed.push_back(
        {{"mistake", made.told},
         {"file", made.file},
         {"lost", proof::to_text(shown->what)},
         {"facts", triage::to_json(pack_.facts, shown->facts)}}
    );
  }

  noticed noticed_by(const triage::policy_pack& weaker) const {
    if (!triage::check_scenarios(weaker, scenarios_, "scenarios.json").empty()) return noticed::by_scenarios;
    const auto report = proof::verify(weaker, {.limit = question_limit, .stop_at_first = true, .begun = {}});
    return report.verified() ? noticed::not_at_all : noticed::by_proofs;
  }

  // What comes of the contact by the pack as it is: for a person to judge, and to add to scenarios.json if it is right.
  json draft(const mutation& made, const triage::fact_set& facts) const {
    const auto result = triage::assess(pack_, facts);
    json scenario{
        {"id", "pin-" + made.told.substr(0, made.told.find(':'))},
        {"given", "Notices: " + made.told},
        {"facts", triage::to_json(pack_.facts, facts)},
        {"grade", result.proposed_grade ? json(pack_.grades[*result.proposed_grade].code) : json(nullptr)}
    };
    std::ranges::replace(scenario["id"].get_ref<std::string&>(), ' ', '-');
    if (result.pathway) scenario["pathway"] = pack_.pathways[*result.pathway].code;
    for (const auto flag : result.flags)
      scenario["flags"].push_back(pack_.flags[flag].code);
    for (const auto exclusion : result.exclusions)
      scenario["exclusions"].push_back(pack_.exclusions[exclusion].code);
    return scenario;
  }

  const pack_files files_;
  const triage::policy_pack pack_;
  json scenarios_;
};

json described(const tally& counted) {
  json entry{
      {"mistakes", counted.tried},
      {"real_weakenings", counted.real},
      {"caught_percent", counted.share()},
      {"missed", counted.missed}
  };
  for (std::size_t i = 0; i < noticed_words.size(); ++i)
    entry["noticed_by"][noticed_words[i]] = counted.by[i];
  return entry;
}

int run(const options& given) {
  json document{{"packs", json::object()}};
  json drafts = json::object();
  double lowest = 100;
  for (const auto& folder : given.folders) {
    mutation_check check(folder);
    const auto counted = check.run(given);
    lowest = std::min(lowest, counted.share());
    std::cout << check.name() << ": " << counted.tried << " mistakes, " << counted.real << " real weakenings, caught "
              << counted.share() << " % (loading " << counted.by[1] << ", scenarios " << counted.by[2] << ", proofs "
              << counted.by[3] << ")\n";
    for (const auto& each : counted.missed) {
      if (given.list)
        std::cout << "  unnoticed: " << each["mistake"].get<std::string>() << "  " << each["facts"] << '\n';
    }
    document["packs"][check.name()] = described(counted);
    drafts[check.name()] = {{"scenarios", counted.drafts}};
  }
  document["caught_percent_lowest"] = lowest;
  if (!given.json_file.empty()) std::ofstream(given.json_file) << document.dump(2) << '\n';
  if (!given.drafts_file.empty()) std::ofstream(given.drafts_file) << drafts.dump(2) << '\n';
  return 0;
}

} // namespace

int main(int count, char** values) {
  options given;
  CLI::App program("Which small mistakes in a pack would be noticed", "policy_mutants");
  program.add_option("folders", given.folders, "The packs' folders")->required();
  program.add_option("--sample", given.sample, "So many mistakes of each pack, chosen by the seed; 0 for all (400)");
  program.add_option("--seed", given.seed, "Which mistakes are chosen (1)");
  program.add_option("--json", given.json_file, "Write the result there");
  program.add_option("--drafts", given.drafts_file, "Write scenarios there that would notice the others, by pack");
  program.add_flag("--list", given.list, "Print the mistakes that nobody notices");
  CLI11_PARSE(program, count, values);
  try {
    return run(given);
  } catch (const std::runtime_error& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
