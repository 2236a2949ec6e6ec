// The safety properties of each pack, tried on made-up contacts that meet their conditions. A proof is stronger; this
// needs no solver, and says what a property means.
#include <random>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/policy_pack_files.hpp"
#include "triage/assessment/grading.hpp"
#include "triage/contains.hpp"
#include "triage/policy/grade_called.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using nlohmann::json;

namespace {

constexpr int contacts_each = 500;

json safety_of(const std::string& pack) {
  return json::parse(tests::files_of("config/policies/" + pack).at("safety.json"));
}

struct condition {
  std::size_t slot;
  unary_cell test;
};

std::vector<condition> conditions_of(const policy_pack& pack, const json& when) {
  std::vector<condition> all;
  for (const auto& [name, text] : when.items()) {
    INFO(name);
    const auto slot = pack.tables.find_slot(name);
    REQUIRE(slot);
    auto test = unary_cell::read(text.get<std::string>(), pack.tables.slot(*slot));
    REQUIRE(test);
    all.push_back({*slot, std::move(*test)});
  }
  return all;
}

bool meets(const policy_pack& pack, const frame& now, const condition& condition) {
  const auto code = now.slots[condition.slot];
  const auto& domain = pack.tables.slot(condition.slot);
  if (code == code_without_value(domain.type)) return condition.test.any();
  if (domain.type != fact_type::set) return condition.test.accepts(code);
  return ((condition.test.members() & static_cast<std::uint32_t>(code)) != 0) != condition.test.negated();
}

bool meets_all(const policy_pack& pack, const frame& now, const std::vector<condition>& all) {
  return std::ranges::all_of(all, [&](const auto& each) { return meets(pack, now, each); });
}

class contacts {
 public:
  explicit contacts(const policy_pack& pack) : pack_(pack) {}

  // Facts that meet every condition on a fact, and any others.
  fact_set next(const std::vector<condition>& conditions) {
    fact_set facts(pack_.facts);
    const auto others = pick(14);
    for (std::size_t i = 0; i < others; ++i) {
      const auto fact = pick(pack_.facts.size());
      facts.set(fact, code_of(fact));
    }
    for (const auto& condition : conditions) {
      if (condition.slot < pack_.facts.size()) settle(facts, condition);
    }
    return facts;
  }

  std::size_t pick(std::size_t count) { return random_() % count; }

  std::int32_t code_of(std::size_t fact) {
    static constexpr std::array numbers{0, 1, 2, 3, 5, 10, 15, 17, 18, 65, 84, 500, 1440, 2000};
    const auto& definition = pack_.facts[fact];
    switch (definition.type) {
    case fact_type::boolean:
      return static_cast<std::int32_t>(pick(2)) + 1;
    case fact_type::enumeration:
      return static_cast<std::int32_t>(pick(definition.values.size())) + 1;
    case fact_type::set:
      return static_cast<std::int32_t>((1U << pick(definition.values.size())) | (1U << pick(definition.values.size())));
    case fact_type::integer:
      return std::min(numbers[pick(numbers.size())], definition.maximum);
    }
    return 0;
  }

 private:
  void settle(fact_set& facts, const condition& condition) {
    for (int tries = 0; tries < 1000; ++tries) {
      const auto code = code_of(condition.slot);
      facts.set(condition.slot, code);
      frame now;
      now.slots[condition.slot] = code;
      if (meets(pack_, now, condition)) return;
    }
    FAIL("no value meets the condition on " << pack_.facts[condition.slot].key);
  }

  const policy_pack& pack_;
  std::mt19937 random_{20260301};
};

struct outcome {
  frame now;
  std::optional<std::size_t> grade;
};

outcome assessed(const policy_pack& pack, const fact_set& facts) {
  outcome result;
  fill(result.now, pack, facts);
  evaluate(pack, pack.plan.before_grade, result.now);
  result.grade = grade_of(pack, result.now);
  result.now.slots[pack.grade_slot] = static_cast<std::int32_t>(result.grade.value_or(pack.grades.size())) + 1;
  evaluate(pack, pack.plan.after_grade, result.now);
  return result;
}

// What a property says of each contact that meets its conditions.
struct claim {
  std::optional<std::size_t> rank_at_most;
  std::optional<std::size_t> rank;
  bool never_without_deployment = false;
  bool excluded = false;
  std::vector<std::string> exclusions, flags, pathway_not;
};

claim claim_of(const policy_pack& pack, const json& then) {
  const urgency order(pack);
  const auto rank_of = [&](const char* key) -> std::optional<std::size_t> {
    if (!then.contains(key)) return std::nullopt;
    return order.rank(grade_called(pack, then[key].get<std::string>()));
  };
  const auto codes_of = [&](const char* key) { return then.value(key, std::vector<std::string>{}); };
  claim made{rank_of("grade_at_least"),     rank_of("grade_is"),    then.value("never_without_deployment", false),
             then.value("excluded", false), codes_of("exclusions"), codes_of("flags"),
             codes_of("pathway_not")};
  for (const auto& code : made.pathway_not) {
    INFO(code);
    REQUIRE(std::ranges::find(pack.pathways, code, &code_definition::code) != pack.pathways.end());
  }
  return made;
}

// Whether a rule that was met lists a code for which `wanted` holds.
template <typename Wanted>
bool given(
    const policy_pack& pack, const frame& now, const std::vector<listing_table>& tables,
    const std::vector<code_definition>& codes, Wanted wanted
) {
  for (const auto& listing : tables) {
    for (std::size_t rule = 0; rule < pack.tables[listing.table].rules.size(); ++rule) {
      const bool met = (now.matched[listing.table] >> rule & 1U) != 0;
      if (met && wanted(codes[listing.code_of_rule[rule]].code)) return true;
    }
  }
  return false;
}

// What of the claim does not hold; empty when all does.
std::string broken(const policy_pack& pack, const claim& then, const outcome& result) {
  const urgency order(pack);
  const auto rank = order.rank(result.grade);
  if (then.rank_at_most && rank > *then.rank_at_most) return "grade_at_least";
  if (then.rank && rank != *then.rank) return "grade_is";
  if (then.never_without_deployment && result.grade && !pack.grades[*result.grade].deploys)
    return "never_without_deployment";
  const auto excluded_by = [&](auto wanted) {
    return given(pack, result.now, pack.exclusion_tables, pack.exclusions, wanted);
  };
  if (then.excluded && !excluded_by([](const std::string&) { return true; })) return "excluded";
  for (const auto& code : then.exclusions) {
    if (!excluded_by([&](const std::string& one) { return one == code; })) return "exclusions " + code;
  }
  for (const auto& code : then.flags) {
    const auto wanted = [&](const std::string& one) { return one == code; };
    if (!given(pack, result.now, pack.flag_tables, pack.flags, wanted)) return "flags " + code;
  }
  const auto way = result.now.slots[pack.tables[pack.pathway->table].outputs[0].slot];
  if (way == no_value) return {};
  const auto& taken = pack.pathways[pack.pathway->code_of_result[static_cast<std::size_t>(way - 1)]].code;
  return contains(then.pathway_not, taken) ? "pathway_not " + taken : "";
}

void check_property(const policy_pack& pack, const json& property, contacts& source) {
  const auto when = conditions_of(pack, property["when"]);
  const auto then = claim_of(pack, property["then"]);
  std::vector<std::vector<condition>> excepted;
  for (const auto& except : property.value("except", json::array()))
    excepted.push_back(conditions_of(pack, except["when"]));
  int met = 0;
  for (int i = 0; i < contacts_each; ++i) {
    const auto facts = source.next(when);
    const auto result = assessed(pack, facts);
    if (!meets_all(pack, result.now, when)) continue;
    if (std::ranges::any_of(excepted, [&](const auto& each) { return meets_all(pack, result.now, each); })) continue;
    ++met;
    const auto fault = broken(pack, then, result);
    if (fault.empty()) continue;
    FAIL_CHECK(fault << " does not hold for " << to_json(pack.facts, facts));
    return;
  }
  CHECK(met > 20);
}

} // namespace

TEST_CASE("no made-up contact refutes a safety property") {
  const std::string name = GENERATE("gmp-2018", "gmp-2022", "nchs");
  const auto pack = tests::read_pack(name);
  const auto safety = safety_of(name);
  CHECK(safety["properties"].size() >= 25);
  contacts source(pack);
  std::set<std::string> ids;
  for (const auto& property : safety["properties"]) {
    INFO(name << " " << property["id"]);
    CHECK(ids.insert(property["id"]).second);
    check_property(pack, property, source);
  }
}

TEST_CASE("every exclusion of a pack has a safety property that names it") {
  const std::string name = GENERATE("gmp-2018", "gmp-2022", "nchs");
  const auto pack = tests::read_pack(name);
  std::set<std::string> named;
  for (const auto& property : safety_of(name)["properties"]) {
    for (const auto& code : property["then"].value("exclusions", json::array()))
      named.insert(code);
  }
  for (const auto& exclusion : pack.exclusions) {
    INFO(name << " " << exclusion.code);
    CHECK(named.contains(exclusion.code));
  }
}
