#include "training_story.hpp"

#include <stdexcept>

#include "tests/support/policy_pack_files.hpp"
#include "triage/training/scenario.hpp"

namespace frontdoor::triage::training::testing {

using nlohmann::json;

namespace {

constexpr timestamp began{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{21}};

// As it would stand in a file: with whole numbers that have no sign.
json as_written(const json& document) {
  return json::parse(document.dump());
}

scenario read_as(const json& document) {
  auto read = read_scenario(document, document.at("scenario").get<std::string>() + ".json");
  if (!read) throw std::runtime_error(read.error().front().detail);
  return std::move(*read);
}

json said(const char* fact, json value, const char* words) {
  return {{"fact", fact}, {"value", std::move(value)}, {"words", words}};
}

} // namespace

json rules_document() {
  return as_written(
      {{"seed", 7},
       {"cannot_say", "I can't say."},
       {"exercises_a_day_max", 3},
       {"words", {{"characters_min", 12}, {"words_min", 3}, {"stock_phrases", {"as above"}}}},
       {"points", {{"grade", 50}, {"asked", 20}, {"heard", 10}, {"time", 10}, {"pathway", 5}, {"flags", 5}}},
       {"too_low", {{"percent_a_step", 100}, {"fails", true}}},
       {"too_high", {{"percent_a_step", 30}}},
       {"late", {{"nothing_at_percent", 200}}},
       {"pass_percent", 75},
       {"agreement", {{"trainees_min", 3}}}}
  );
}

json knife_document() {
  return as_written(
      {{"scenario", "a-knife"},
       {"version", 2},
       {"title", "On the parade"},
       {"channel", "999"},
       {"lines",
        {{{"after_s", 0}, {"who", "caller"}, {"text", "There's a man shouting."}},
         {{"after_s", 8}, {"who", "caller"}, {"text", "He has a knife."}}}},
       {"answers",
        {said("weapon", "seen", "In his hand."), said("weapon_type", "knife", "A kitchen knife."),
         said("suspect_present", true, "Yes, he's here."), said("location_quality", "exact", "By the chemist."),
         said("life_threat", "immediate", "He'll have somebody."), said("violence", "threatened", "He's lunging."),
         said("time_since_event", "now", "Now."), said("domestic", false, "No."), said("injury", "none", "No."),
         said("vulnerability", json::array(), "No."), said("other_danger", false, "No.")}},
       {"expected",
        {{"grades", {{"gmp-2018", "1"}}},
         {"pathway", "DEPLOY_EMERGENCY"},
         {"flags", {"KNIFE"}},
         {"must_ask", {"location_quality", "weapon", "suspect_present"}},
         {"grade_within_s", 40}}},
       {"teaching", "Place and knife are enough to send."}}
  );
}

json party_document() {
  return as_written(
      {{"scenario", "a-party"},
       {"version", 1},
       {"title", "Next door"},
       {"channel", "101"},
       {"lines", {{{"after_s", 0}, {"who", "caller"}, {"text", "They have the music on again."}}}},
       {"answers",
        {said("other_agency_lead", "council", "Isn't it the council?"), said("advice_only", true, "Who do I ring?"),
         said("life_threat", "none", "No."), said("violence", "none", "No."), said("weapon", "none", "No."),
         said("suspect_present", false, "No."), said("vulnerability", json::array(), "No."),
         said("location_quality", "exact", "61 Rosehill Terrace."), said("domestic", false, "No."),
         said("other_danger", false, "No.")}},
       {"expected",
        {{"grades", {{"gmp-2018", "5"}}},
         {"pathway", "SIGNPOST_COUNCIL"},
         {"flags", json::array()},
         {"must_ask", {"life_threat", "violence"}},
         {"grade_within_s", 120},
         {"contact_only", "advice_given"}}},
       {"teaching", "Noise is the council's."}}
  );
}

const rules& the_rules() {
  static const rules all = [] {
    auto read = read_rules(rules_document(), "training.json");
    if (!read) throw std::runtime_error(read.error().front().detail);
    read->scenarios = {read_as(knife_document()), read_as(party_document())};
    return std::move(*read);
  }();
  return all;
}

const policy_pack& the_pack() {
  return tests::gmp_2018();
}

exercise_context after(std::uint32_t seconds) {
  return {began + std::chrono::seconds(seconds), the_pack(), the_rules()};
}

exercise begun(const std::string& scenario, const std::string& trainee) {
  const auto id = *uuid::parse("018f6b1e-7a10-7cc3-9d3e-0a1b2c3d4e5f");
  return begin_exercise(id, trainee, *the_rules().find(scenario), after(0));
}

handed_in the_right_answer() {
  handed_in out;
  out.grade = "1";
  out.pathway = "DEPLOY_EMERGENCY";
  out.flags = {"KNIFE"};
  out.rationale = "The knife is in his hand and people stand within reach.";
  return out;
}

exercise all_asked() {
  const json facts{{"location_quality", "exact"}, {"weapon", "seen"}, {"suspect_present", true}};
  auto out = learn_facts(begun("a-knife"), facts, 20, after(20));
  if (!out) throw std::runtime_error(out.error().detail);
  return std::move(*out);
}

exercise handed(exercise of, handed_in what, std::uint32_t seconds) {
  auto out = hand_in(std::move(of), std::move(what), json::object(), seconds, after(seconds));
  if (!out) throw std::runtime_error(out.error().detail);
  return std::move(*out);
}

} // namespace frontdoor::triage::training::testing
