#include <utility>

#include <nlohmann/json.hpp>

#include "triage/assessment/assess.hpp"
#include "triage/training/scenario.hpp"

namespace frontdoor::triage::training {

namespace {

std::string grade_words(const policy_pack& pack, std::optional<std::size_t> grade) {
  return grade ? "grade " + pack.grades[*grade].code : "no grade";
}

} // namespace

faults check_scenario(const scenario& one, const policy_pack& pack, const std::string& file) {
  faults found;
  const auto* wanted = one.grade_for(pack.name);
  if (wanted == nullptr) return found;
  const auto facts = read_facts(pack.facts, one.all_facts(), "/answers");
  if (!facts) {
    found = facts.error();
    for (auto& fault : found)
      fault.file = file;
    return found;
  }
  const auto fail = [&](const char* pointer, std::string detail) {
    found.push_back(
        {pointer, "scenario_fails", pack.name + ": " + std::move(detail),
         "Mend the answers, the expectation or the rules, and raise the version.", file}
    );
  };
  const auto said = assess(pack, *facts);
  const auto expected = pack.find_grade(*wanted);
  if (!expected)
    fail("/expected/grades", "there is no grade " + *wanted + ".");
  else if (said.proposed_grade != expected)
    fail(
        "/expected/grades",
        "the rules say " + grade_words(pack, said.proposed_grade) + ", grade " + *wanted + " is expected."
    );
  if (said.most_urgent_possible != said.proposed_grade)
    fail("/answers", "with these answers it could still be " + grade_words(pack, said.most_urgent_possible) + ".");
  const auto pathway = said.pathway ? pack.pathways[*said.pathway].code : std::string("none");
  if (pathway != one.expected.pathway)
    fail("/expected/pathway", "the rules say " + pathway + ", " + one.expected.pathway + " is expected.");
  for (const auto& flag : one.expected.flags) {
    bool given = false;
    for (const auto index : said.flags)
      given = given || pack.flags[index].code == flag;
    if (!given) fail("/expected/flags", "the rules do not give the flag " + flag + ".");
  }
  if (one.expected.contact_only && said.promotes_contact)
    fail("/expected/contact_only", "the rules make an incident of it.");
  return found;
}

} // namespace frontdoor::triage::training
