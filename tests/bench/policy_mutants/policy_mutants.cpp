// Makes one small mistake at a time in a pack's tables and asks who notices: loading, the scenarios, or the proofs.
// Usage: policy_mutants PACK_FOLDER... [--sample N] [--seed N] [--json FILE] [--list] [--drafts FILE].
// Mistakes count when some contact sees a difference. The others are left out only when that is proved of all contacts.
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
#include "triage/policy/proof/effect.hpp"
#include "triage/policy/proof/verify.hpp"

using namespace frontdoor;
using namespace frontdoor::bench;
using nlohmann::json;
namespace proof = triage::proof;

namespace {

constexpr auto question_limit = std::chrono::seconds(10);

// By properties: of safety.json. By proofs: the other checks of `policy verify`.
enum class noticed { not_at_all, on_loading, by_scenarios, by_properties, by_proofs };
constexpr std::array<const char*, 5> noticed_words{"nobody", "loading", "scenarios", "properties", "proofs"};

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
  std::array<std::size_t, noticed_words.size()> by{}; // of those that count
  std::vector<std::string> without_effect;            // proved
  json missed = json::array();
  json drafts = json::array(); // scenarios that would have noticed

  std::size_t counted() const { return tried - without_effect.size(); }
  double share() const {
    return counted() == 0 ? 0 : 100.0 * static_cast<double>(counted() - by[0]) / static_cast<double>(counted());
  }
};

class mutation_check {
 public:
  explicit mutation_check(const std::string& folder)
      : files_(policy::read_pack_files(folder)), pack_(load(files_)), scenarios_(json::array()) {
    if (const auto it = files_.find(scenarios_file); it != files_.end()) scenarios_ = json::parse(it->second);
    const auto wrong = triage::check_scenarios(pack_, scenarios_, scenarios_file);
    if (!wrong.empty()) throw std::runtime_error(folder + ": " + proof::to_text(proof::refused(wrong)));
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
      std::cerr << '\r' << pack_.name << ": " << counted.tried << " of " << all.size() << " mistakes, "
                << counted.without_effect.size() << " without effect, " << counted.by[0] << " unnoticed " << std::flush;
    }
    std::cerr << '\n';
    return counted;
  }

  const std::string& name() const { return pack_.name; }

 private:
  static constexpr const char* scenarios_file = "scenarios.json";

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

  // The cheapest question first. A scenario that fails shows the difference as well, and a property that one contact
  // breaks is refuted by any proof.
  void try_one(const mutation& made, tally& counted) {
    ++counted.tried;
    const auto count = [&](noticed by) { ++counted.by[static_cast<std::size_t>(by)]; };
    const auto other = triage::load_pack(mutated(files_, made), "0");
    if (!other) return count(noticed::on_loading); // it never runs, so there is nothing to show it on
    if (!triage::check_scenarios(*other, scenarios_, scenarios_file).empty()) return count(noticed::by_scenarios);
    const auto shown = proof::find_effect(pack_, *other, question_limit);
    if (shown.decided && !shown.found) {
      counted.without_effect.push_back(made.told);
      return;
    }
    const auto by = noticed_by_proofs(*other, shown.found);
    count(by);
    if (by != noticed::not_at_all) return;
    miss(made, *other, shown.found, counted);
  }

  // What is not decided in time is not noticed.
  static noticed noticed_by_proofs(const triage::policy_pack& other, const std::optional<proof::effect>& shown) {
    if (shown && proof::breaks_a_property(other, shown->facts)) return noticed::by_properties;
    const auto report = proof::verify(other, {.limit = question_limit, .stop_at_first = true, .begun = {}});
    if (report.checks[static_cast<std::size_t>(proof::check::safety)].refuted != 0) return noticed::by_properties;
    const bool refuted = std::ranges::any_of(report.checks, [](const auto& each) { return each.refuted != 0; });
    return refuted ? noticed::by_proofs : noticed::not_at_all;
  }

  void miss(
      const mutation& made, const triage::policy_pack& other, const std::optional<proof::effect>& shown, tally& counted
  ) const {
    json missed{{"mistake", made.told}, {"file", made.file}, {"differs", "not decided in time"}, {"facts", nullptr}};
    if (shown) {
      missed["differs"] = proof::to_text(shown->what);
      missed["facts"] = triage::to_json(pack_.facts, shown->facts);
      counted.drafts.push_back(draft(made, shown->facts, other));
    }
    counted.missed.push_back(std::move(missed));
  }

  static json codes(const std::vector<std::uint16_t>& given, const std::vector<triage::code_definition>& all) {
    auto list = json::array();
    for (const auto each : given)
      list.push_back(all[each].code);
    return list;
  }

  // What comes of the contact by the pack as it is: for a person to judge, and to add to scenarios.json if it is right.
  json draft(const mutation& made, const triage::fact_set& facts, const triage::policy_pack& other) const {
    const auto result = triage::assess(pack_, facts);
    json scenario{
        {"id", "pin-" + made.told.substr(0, made.told.find(':'))},
        {"given", "Notices: " + made.told},
        {"facts", triage::to_json(pack_.facts, facts)},
        {"grade", result.proposed_grade ? json(pack_.grades[*result.proposed_grade].code) : json(nullptr)},
        {"pathway", result.pathway ? json(pack_.pathways[*result.pathway].code) : json(nullptr)},
        {"promotes", result.promotes_contact},
        {"flags", codes(result.flags, pack_.flags)},
        {"exclusions", codes(result.exclusions, pack_.exclusions)}
    };
    std::ranges::replace(scenario["id"].get_ref<std::string&>(), ' ', '-');
    for (const auto& flag : codes(triage::assess(other, facts).flags, other.flags)) {
      if (std::ranges::find(scenario["flags"], flag) == scenario["flags"].end())
        scenario["flags_absent"].push_back(flag);
    }
    return scenario;
  }

  const pack_files files_;
  const triage::policy_pack pack_;
  json scenarios_;
};

json described(const tally& counted) {
  json entry{
      {"mistakes", counted.tried},
      {"without_effect", counted.without_effect},
      {"counted", counted.counted()},
      {"caught_percent", counted.share()},
      {"missed", counted.missed}
  };
  for (std::size_t i = 0; i < noticed_words.size(); ++i)
    entry["noticed_by"][noticed_words[i]] = counted.by[i];
  return entry;
}

void print(const std::string& pack, const tally& counted, bool list) {
  std::cout << pack << ": " << counted.tried << " mistakes, " << counted.without_effect.size()
            << " proved to change nothing, of the other " << counted.counted() << " caught " << counted.share()
            << " % (";
  for (std::size_t i = 0; i < noticed_words.size(); ++i)
    std::cout << (i == 0 ? "" : ", ") << noticed_words[i] << ' ' << counted.by[i];
  std::cout << ")\n";
  if (!list) return;
  for (const auto& each : counted.missed)
    std::cout << "  unnoticed: " << each["mistake"].get<std::string>() << "  " << each["facts"] << '\n';
  for (const auto& each : counted.without_effect)
    std::cout << "  changes nothing: " << each << '\n';
}

int run(const options& given) {
  json document{{"packs", json::object()}};
  json drafts = json::object();
  double lowest = 100;
  for (const auto& folder : given.folders) {
    mutation_check check(folder);
    const auto counted = check.run(given);
    lowest = std::min(lowest, counted.share());
    print(check.name(), counted, given.list);
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
  program.add_flag("--list", given.list, "Print the mistakes that nobody notices, and those that change nothing");
  CLI11_PARSE(program, count, values);
  try {
    return run(given);
  } catch (const std::runtime_error& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
