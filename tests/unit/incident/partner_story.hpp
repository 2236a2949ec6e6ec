#pragma once
// Incidents under the pack gmp-2018, whose partners and steps are data.

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "story.hpp"
#include "tests/support/calm_facts.hpp"
#include "tests/support/policy_pack_files.hpp"

namespace frontdoor::triage::testing {

using tests::calm;

// An incident with these facts beside the calm ones, at that grade, its dispatch acknowledged.
inline story graded(const std::string& grade, const nlohmann::json& more = nlohmann::json::object()) {
  story out(tests::gmp_2018());
  out.opened_with(calm(more));
  const auto& held = out.the_incident().grade;
  if (!held || held->grade != grade) out.must(set_grade{{grade, std::nullopt, std::nullopt}});
  out.by(dispatcher());
  if (const auto& dispatch = out.the_incident().dispatch) out.must(acknowledge_dispatch{dispatch->id});
  return out;
}

// gmp-2018 with a council whose system takes referrals: asked again after one and five minutes, answers within a
// minute, a token is asked about every quarter of an hour.
inline const policy_pack& pack_with_council() {
  static const auto pack = [] {
    auto out = tests::read_pack("gmp-2018");
    for (auto& one : out.working.partners.partners) {
      if (one.code != "council_referral") continue;
      one.open311 = open311_rule{
          {{"fly_tipping", "Fly-tipping"}, {"street_light", "Street light out"}},
          std::chrono::minutes(1),
          {std::chrono::minutes(1), std::chrono::minutes(5)},
          std::chrono::minutes(15)
      };
    }
    return out;
  }();
  return pack;
}

inline std::multiset<std::string> open_kinds(const story& incident) {
  std::multiset<std::string> out;
  for (const auto& one : incident.the_incident().tasks) {
    if (one.state == task_state::open) out.insert(one.kind);
  }
  return out;
}

inline uuid ask(story& incident, const std::string& partner = "ambulance", partner_kind kind = partner_kind::agency) {
  incident.must(request_handoff{kind, partner, "Please take this on", "A-731"});
  return incident.the_incident().partners.handoffs.back().id;
}

inline answer_handoff saying(const uuid& handoff, handoff_state answer) {
  answer_handoff out;
  out.handoff = handoff;
  out.answer = answer;
  return out;
}

inline const handoff& last_handoff(const story& incident) {
  return incident.the_incident().partners.handoffs.back();
}

inline add_facts_command now_known(const nlohmann::json& facts, fact_source kind = fact_source::handler) {
  add_facts_command out;
  out.facts = document(facts);
  out.kind = kind;
  return out;
}

inline close_incident closing_now(const story& incident, const std::string& outcome = "attended_dealt_with") {
  close_incident out{outcome, "Officers spoke to both of them", incident.version()};
  out.nsir.closing = "PSW-CFS";
  return out;
}

inline std::set<std::string> listed(const std::expected<decision, refusal>& made) {
  REQUIRE_FALSE(made);
  std::set<std::string> out;
  for (const auto& one : made.error().faults) {
    CHECK_FALSE(one.remedy.empty());
    out.insert(one.code);
  }
  return out;
}

// As `listed`, of a closing refused for what is still open.
inline std::set<std::string> open_on(const std::expected<decision, refusal>& made) {
  CHECK(refused_with(made) == "still_open");
  return listed(made);
}

// Log and snapshot both give the state that the decisions left.
inline void check_kept(const story& incident) {
  CHECK(folded(incident.events()) == incident.the_incident());
  const auto read = from_snapshot_text(to_snapshot(incident.the_incident()));
  REQUIRE(read);
  CHECK(*read == incident.the_incident());
  for (const auto& one : incident.events()) {
    const auto back = decode(stored(one));
    REQUIRE(back);
    CHECK(*back == one);
  }
}

} // namespace frontdoor::triage::testing
