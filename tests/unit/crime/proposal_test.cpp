// How many crimes, which is the principal one, and how each is recorded at first contact (domain.md 4.1 to 4.4).
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include "crime_rules_files.hpp"

using namespace frontdoor;
using namespace frontdoor::triage::crime;
using nlohmann::json;

namespace {

std::vector<proposal> proposed(const json& facts) {
  const auto& vocabulary = tests::gmp_2018().facts;
  const auto read = triage::read_facts(vocabulary, facts, "/facts");
  REQUIRE(read);
  return propose(tests::crime_rules(), vocabulary, *read);
}

proposal only(const json& facts) {
  auto all = proposed(facts);
  REQUIRE(all.size() == 1);
  return std::move(all.front());
}

alleged_offence offence(std::string code, std::string victim = "1", part how = part::offence) {
  alleged_offence out;
  out.code = std::move(code);
  out.part = how;
  out.victim = std::move(victim);
  return out;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("two boys robbed together are two robberies") {
  const auto all = proposed({{"caller_role", "victim"}, {"robbery", true}, {"victims_count", 2}});
  REQUIRE(all.size() == 2);
  CHECK(all[0].principal == "34B");
  CHECK(all[1].principal == "34B");
  CHECK(all[0].key != all[1].key);
}

TEST_CASE("a household of three has one burglary") {
  const auto one =
      only({{"caller_role", "victim"}, {"entry_forced", true}, {"premises", "dwelling"}, {"victims_count", 3}});
  CHECK(one.principal == "28E");
}

TEST_CASE("a door kicked in and threats to kill by a former partner are one crime, the damage kept inside") {
  const auto one = only(
      {{"caller_role", "victim"},
       {"domestic", true},
       {"relationship", "ex_partner"},
       {"violence", "threatened"},
       {"life_threat", "immediate"},
       {"damage", true},
       {"premises", "dwelling"}}
  );
  CHECK(one.principal == "3B");
  CHECK(one.included == texts{"58A"});
  CHECK(one.recording == recording::record);
}

TEST_CASE("a car window broken to steal is theft from a vehicle, whatever damage may carry") {
  const auto one = only({{"caller_role", "victim"}, {"damage", true}, {"theft", true}, {"premises", "vehicle"}});
  CHECK(one.principal == "45");
  CHECK(one.included == texts{"58C"});
}

TEST_CASE("the principal crime: longest sentence, then violence and sexual offences, then the table's order") {
  const auto& table = tests::crime_rules().table;
  SECTION("maximum sentence") {
    const auto all = group_offences(table, std::vector{offence("8N"), offence("28E"), offence("9A")});
    REQUIRE(all.size() == 1);
    CHECK(all[0].principal == "28E");
    CHECK(all[0].included == texts{"8N", "9A"});
  }
  SECTION("violence before property of the same maximum") {
    const auto all = group_offences(table, std::vector{offence("58A"), offence("3B")});
    CHECK(all[0].principal == "3B");
  }
  SECTION("the table's order") {
    const auto all = group_offences(table, std::vector{offence("49"), offence("45")});
    CHECK(all[0].principal == "45");
  }
  SECTION("a code without a maximum is never silently placed") {
    CHECK(group_offences(table, std::vector{offence("8N"), offence("66")})[0].order_uncertain);
    CHECK_FALSE(group_offences(table, std::vector{offence("8N"), offence("3B")})[0].order_uncertain);
  }
  SECTION("what is not notifiable is kept, and never the crime while there is one") {
    const auto all =
        group_offences(table, std::vector{offence("ZZ"), offence("28A"), offence("NFIB90"), offence("9A")});
    CHECK(all[0].principal == "9A");
    CHECK(all[0].included == texts{"NFIB90", "28A", "ZZ"});
  }
}

TEST_CASE("each victim, group of offenders and occasion is a finished incident of its own") {
  const auto& table = tests::crime_rules().table;
  auto other_day = offence("8N");
  other_day.occasion = "2";
  auto other_man = offence("8N");
  other_man.offenders = "2";
  CHECK(
      group_offences(table, std::vector{offence("8N"), offence("105A"), other_day, other_man, offence("8N", "2")})
          .size() == 4
  );
}

TEST_CASE("third parties (4.3)") {
  json facts{{"violence", "used"}, {"injury", "minor"}};
  const auto recording_for = [&](json who) {
    who.update(facts);
    return only(who).recording;
  };
  CHECK(recording_for({{"caller_role", "victim"}}) == recording::record);
  CHECK(recording_for({{"caller_role", "professional"}, {"acting_for_victim", true}}) == recording::record);
  CHECK(recording_for({{"caller_role", "professional"}}) == recording::record);
  CHECK(recording_for({{"caller_role", "third_party"}, {"acting_for_victim", true}}) == recording::record);
  CHECK(recording_for({{"caller_role", "third_party"}}) == recording::crime_related);
  CHECK(recording_for({{"caller_role", "witness"}, {"anonymous", true}}) == recording::crime_related);
  CHECK(recording_for({{"caller_role", "suspect"}}) == recording::crime_related);
  CHECK(recording_for(json::object()) == recording::crime_related);
  CHECK(recording_for({{"caller_role", "victim"}, {"other_agency_lead", "other_force"}}) == recording::other_force);
}

TEST_CASE("a report of rape is a crime or a reported incident of rape, never nothing") {
  json facts{{"rape", true}, {"victim_age", 12}};
  facts["caller_role"] = "victim";
  CHECK(only(facts).recording == recording::record);
  CHECK(only(facts).principal == "19E");
  CHECK(only(facts).alternatives == texts{"19H"});
  facts["victim_sex"] = "male";
  CHECK(only(facts).principal == "19H");
  CHECK(only(facts).alternatives.empty());
  for (const char* role : {"witness", "suspect", "third_party"}) {
    facts["caller_role"] = role;
    CHECK(only(facts).recording == recording::n100);
  }
  facts.erase("caller_role");
  CHECK(only(facts).recording == recording::n100);
}

TEST_CASE("an update or a retraction is no new crime; violence told with it is") {
  json facts{
      {"caller_role", "victim"},
      {"existing_crime", true},
      {"retraction", true},
      {"entry_forced", true},
      {"premises", "dwelling"}
  };
  CHECK(proposed(facts).empty());
  facts["violence"] = "used";
  CHECK_FALSE(proposed(facts).empty());
}

TEST_CASE("fraud is counted nationally") {
  const auto one = only({{"caller_role", "victim"}, {"fraud_stage", "completed"}});
  CHECK(one.recording == recording::national);
}

TEST_CASE("nothing told, nothing proposed") {
  CHECK(proposed({{"caller_role", "victim"}, {"violence", "none"}, {"asb", true}}).empty());
  CHECK(proposed(json::object()).empty());
}

TEST_CASE("properties of grouping: nothing alleged is lost, and nothing outranks the principal") {
  const auto& table = tests::crime_rules().table;
  CHECK(rc::check("for any offences", [&] {
    const auto size = *rc::gen::inRange<std::size_t>(1, 12);
    std::vector<alleged_offence> offences;
    for (std::size_t i = 0; i < size; ++i) {
      auto one = offence(table.codes[*rc::gen::inRange<std::size_t>(0, table.codes.size())].number);
      one.victim = std::to_string(*rc::gen::inRange(1, 4));
      one.offenders = std::to_string(*rc::gen::inRange(1, 3));
      offences.push_back(one);
    }
    const auto all = group_offences(table, offences);
    std::set<std::pair<std::string, std::string>> alleged;
    std::set<std::pair<std::string, std::string>> kept;
    for (const auto& one : offences)
      alleged.emplace(one.victim + "/" + one.offenders + "/" + one.occasion, one.code);
    for (const auto& one : all) {
      kept.emplace(one.key, one.principal);
      for (const auto& code : one.included)
        RC_ASSERT(kept.emplace(one.key, code).second);
      const auto& principal = table.codes[*table.find(one.principal)];
      for (const auto& other : one.offences) {
        const auto& entry = table.codes[*table.find(other.code)];
        if (recordable(entry) && !entry.closed) RC_ASSERT(!longer(entry.sentence, principal.sentence));
      }
    }
    RC_ASSERT(alleged == kept);
    auto reversed = offences;
    std::reverse(reversed.begin(), reversed.end());
    const auto again = group_offences(table, reversed);
    RC_ASSERT(again.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      RC_ASSERT(again[i].principal == all[i].principal);
      RC_ASSERT(again[i].included == all[i].included);
    }
  }));
}
