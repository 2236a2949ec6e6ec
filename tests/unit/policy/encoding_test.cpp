// The formulas and the engine say the same of any contact.
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "tests/support/policy_pack_files.hpp"
#include "tests/support/small_pack.hpp"
#include "triage/policy/proof/encoding.hpp"
#include "triage/policy/proof/witness.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::proof;

namespace {

// A pack's formulas, with one contact after the other put into them.
class asked_pack {
 public:
  explicit asked_pack(const policy_pack& pack)
      : pack_(pack), solving_(std::chrono::seconds(60)), facts_(solving_, pack.facts, cuts_of(pack)),
        formulas_(solving_, pack, facts_.all(), extent::whole) {}

  void agree_on(const fact_set& contact) {
    std::vector<z3::expr> values;
    for (std::size_t fact = 0; fact < pack_.facts.size(); ++fact)
      values.push_back(facts_.is(fact, contact.code(fact)));
    RC_ASSERT(solving_.ask(solving_.all_of(values)) == answer::possible);
    const auto seen = view(pack_, contact);
    RC_ASSERT(solving_.holds(formulas_.grade_is(seen.result.proposed_grade)));
    if (seen.result.pathway) RC_ASSERT(solving_.holds(formulas_.pathway_is(*seen.result.pathway)));
    for (std::size_t flag = 0; flag < pack_.flags.size(); ++flag) {
      const bool set = std::ranges::find(seen.result.flags, flag) != seen.result.flags.end();
      RC_ASSERT(solving_.holds(formulas_.flag_set(flag)) == set);
    }
    for (std::size_t table = 0; table < pack_.tables.size(); ++table) {
      for (std::size_t rule = 0; rule < pack_.tables[table].rules.size(); ++rule) {
        const bool matched = ((seen.now.matched[table] >> rule) & 1U) != 0;
        RC_ASSERT(solving_.holds(formulas_.matches(table, rule)) == matched);
      }
    }
  }

 private:
  const policy_pack& pack_;
  solver solving_;
  fact_variables facts_;
  encoding formulas_;
};

std::int32_t any_code(const fact_definition& fact) {
  switch (fact.type) {
  case fact_type::boolean:
    return *rc::gen::inRange<std::int32_t>(1, 3);
  case fact_type::enumeration:
    return *rc::gen::inRange<std::int32_t>(1, static_cast<std::int32_t>(fact.values.size()) + 1);
  case fact_type::integer:
    return *rc::gen::inRange<std::int32_t>(fact.minimum, std::min(fact.maximum, fact.minimum + 130) + 1);
  case fact_type::set:
    break;
  }
  return *rc::gen::inRange<std::int32_t>(0, std::int32_t{1} << fact.values.size());
}

// A third of the facts known, so that rules with few conditions and with many both match now and then.
fact_set any_contact(const vocabulary& words) {
  fact_set facts(words);
  for (std::size_t fact = 0; fact < words.size(); ++fact) {
    if (*rc::gen::inRange(0, 3) == 0) facts.set(fact, any_code(words[fact]));
  }
  return facts;
}

// Tables that add, count and compare, and one that wants a single match.
policy_pack pack_with_numbers() {
  tests::small_pack pack;
  const std::vector<std::string> inputs{"injured", "age", "needs"};
  const std::vector<std::vector<std::string>> rules{
      {"true", "-", "-", "3"}, {"-", "< 18", "-", "2"}, {"-", "-", "list contains(?, \"elderly\")", "-1"}
  };
  for (const auto& [name, policy] :
       {std::pair{"total", "COLLECT SUM"},
        {"number", "COLLECT COUNT"},
        {"least", "COLLECT MIN"},
        {"most", "COLLECT MAX"},
        {"first", "FIRST"},
        {"only", "UNIQUE"}})
    pack.with({name, policy, inputs, {}, rules, std::string(name) == "number" ? "" : "1"});
  pack.with(
      {"level_risk",
       "COLLECT",
       {"total", "number", "least", "most", "first", "only"},
       {},
       {{">= 2", "-", "-", "-", "-", "-", "\"low\""},
        {"-", "> 1", "-", "-", "-", "-", "\"low\""},
        {"-", "-", "< 2", "-", "-", "-", "\"low\""},
        {"-", "-", "-", "[1..2]", "-", "-", "\"low\""},
        {"-", "-", "-", "-", "not(3)", "-", "\"low\""},
        {"-", "-", "-", "-", "-", "2, -1", "\"low\""}}}
  );
  pack.roles()["promotion"] = "level_risk";
  pack.with({"level_risk_level", "FIRST", {"injured"}, {"none"}, {{"-", "\"none\""}}});
  pack.roles()["thrive"]["risk"] = "level_risk_level";
  return pack.load();
}

} // namespace

TEST_CASE("on the gmp-2018 pack") {
  asked_pack asked(tests::gmp_2018());
  CHECK(rc::check("formulas and engine agree", [&] { asked.agree_on(any_contact(tests::gmp_2018().facts)); }));
}

TEST_CASE("on tables that add, count and compare") {
  const auto pack = pack_with_numbers();
  asked_pack asked(pack);
  CHECK(rc::check("formulas and engine agree", [&] { asked.agree_on(any_contact(pack.facts)); }));
}
