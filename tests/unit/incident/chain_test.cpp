// From the dispatch to the scene: domain.md 6.1 and 6.2; practice.md 11 and 13; lessons.md R13, R20.
#include "partner_story.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

report_unit saying_of(unit_state state, std::optional<std::string> reason = std::nullopt) {
  return {"BT21", state, std::move(reason), std::nullopt};
}

std::vector<std::string> steps_of(const story& incident) {
  std::vector<std::string> out;
  for (const auto& one : chain_json(incident.the_incident()))
    out.push_back(one.at("step"));
  return out;
}

// A grade 1 whose dispatch nobody has acknowledged.
story pushed() {
  story out(tests::gmp_2018());
  auto facts = calm();
  facts.update({{"life_threat", "immediate"}});
  out.opened_with(facts);
  if (out.the_incident().grade->grade != "1") out.must(set_grade{{"1", std::nullopt, std::nullopt}});
  out.by(dispatcher());
  return out;
}

} // namespace

TEST_CASE("Each step of the chain has its time and its person") {
  auto incident = graded("2");
  incident.must(saying_of(unit_state::assigned));
  incident.must(saying_of(unit_state::accepted));
  CHECK(resourcing_of(incident.the_incident()) == "resourced");
  incident.must(saying_of(unit_state::en_route));
  incident.must(saying_of(unit_state::at_scene));
  CHECK(resourcing_of(incident.the_incident()) == "attended");
  incident.must(saying_of(unit_state::resulted));
  CHECK(
      steps_of(incident) ==
      std::vector<std::string>{
          "created", "pushed", "acknowledged", "assigned", "accepted", "en_route", "at_scene", "resulted"
      }
  );
  const auto chain = chain_json(incident.the_incident());
  CHECK(chain.back().at("unit") == "BT21");
  CHECK(chain.back().at("by") == "user:radio");
  check_kept(incident);
}

TEST_CASE("Assigned in silence is not resourced: the unit has to accept") {
  auto incident = graded("2");
  incident.must(saying_of(unit_state::assigned));
  CHECK(resourcing_of(incident.the_incident()) == "unresourced");
}

TEST_CASE("A refusal and a release need a reason of the policy") {
  auto incident = graded("2");
  CHECK(refused_with(incident.when(saying_of(unit_state::refused))) == "unknown_reason_code");
  CHECK(refused_with(incident.when(saying_of(unit_state::released, "tea"))) == "unknown_reason_code");
  incident.must(saying_of(unit_state::refused, "committed"));
  CHECK(incident.the_incident().units.at(0).steps.at(0).reason_code == "committed");
  check_kept(incident);
}

TEST_CASE("What is reported twice is recorded once, and only a person reports") {
  auto incident = graded("2");
  incident.must(saying_of(unit_state::accepted));
  CHECK(incident.must(saying_of(unit_state::accepted)).events.empty());
  CHECK(refused_with(incident.by(integrator()).when(saying_of(unit_state::en_route))) == "named_person_required");
  CHECK(refused_with(incident.by(machine()).when(saying_of(unit_state::en_route))) == "named_person_required");
}

TEST_CASE("An incident has so many units and no more; those it has are still reported of") {
  auto incident = graded("2");
  for (std::size_t i = 0; i < units_max; ++i)
    incident.must(report_unit{"U" + std::to_string(i), unit_state::assigned, {}, {}});
  CHECK(refused_with(incident.when(report_unit{"U64", unit_state::assigned, {}, {}})) == "too_many_units");
  incident.must(report_unit{"U63", unit_state::accepted, {}, {}});
}

TEST_CASE("A grade 1 is owed a spoken word, and a console's acknowledgement is none") {
  auto incident = pushed();
  CHECK(incident.the_incident().dispatch->voice == voice_state::owed);
  incident.must(acknowledge_dispatch{incident.the_incident().dispatch->id, {}});
  CHECK(incident.the_incident().dispatch->voice == voice_state::owed);
  CHECK(card(incident.the_incident(), "n").at("dispatch").at("voice") == "owed");
  check_kept(incident);
}

TEST_CASE("Heard by radio, the officer's name is recorded, sealed, by whoever heard it") {
  auto incident = pushed();
  const auto dispatch = incident.the_incident().dispatch->id;
  CHECK(
      refused_with(incident.when(acknowledge_dispatch{dispatch, named_officer{"Sgt Vale", "smoke"}})) == "unknown_means"
  );
  const auto made = incident.must(acknowledge_dispatch{dispatch, named_officer{"Sgt Vale", "radio"}});
  CHECK(types_of(made) == "dispatch.acknowledged, dispatch.voiced");
  CHECK(only<dispatch_voiced>(made).personal->text == "Sgt Vale");
  CHECK(encode(made.events.back()).body.find("Vale") == std::string::npos);
  CHECK(incident.the_incident().dispatch->voice == voice_state::given);
  check_kept(incident);
}

TEST_CASE("A colleague records the spoken word of a dispatch that somebody else has taken on") {
  auto incident = pushed();
  const auto dispatch = incident.the_incident().dispatch->id;
  incident.must(acknowledge_dispatch{dispatch, {}});
  incident.by(dispatcher("user:second"));
  CHECK(refused_with(incident.when(acknowledge_dispatch{dispatch, {}})) == "already_acknowledged");
  CHECK(
      types_of(incident.must(acknowledge_dispatch{dispatch, named_officer{"Sgt Vale", "phone"}})) == "dispatch.voiced"
  );
}

TEST_CASE("Whoever reports the unit that goes has taken the dispatch on, and a unit heard by radio has heard it") {
  auto incident = pushed();
  report_unit heard{"BT21", unit_state::accepted, {}, named_officer{"PC Reed", "radio"}};
  CHECK(types_of(incident.must(heard)) == "dispatch.unit_reported, dispatch.acknowledged, dispatch.voiced");
  check_kept(incident);
}

TEST_CASE("Whoever leaves the desk gives back what they had, for a colleague; what others have stays") {
  auto incident = graded("2");
  const auto before = incident.the_incident().dispatch->id;
  CHECK(incident.by(dispatcher("user:second")).must(leave_desk{"break"}).events.empty());
  const auto made = incident.by(dispatcher()).must(leave_desk{"break"});
  CHECK(types_of(made) == "dispatch.returned, dispatch.requested");
  CHECK(incident.the_incident().dispatch->state == dispatch_state::pushed);
  CHECK(incident.the_incident().dispatch->id != before);
  CHECK(incident.the_incident().dispatch->acknowledge_by == nine_in_the_evening() + std::chrono::minutes(3));
  CHECK(incident.must(leave_desk{"break"}).events.empty());
  check_kept(incident);
}

TEST_CASE("Bodies are read with every fault") {
  CHECK_FALSE(report_unit_from_json(json::object()));
  CHECK(report_unit_from_json({{"unit", "BT21"}, {"state", "at_scene"}})->state == unit_state::at_scene);
  CHECK(report_unit_from_json({{"unit", "BT21"}, {"state", "asleep"}}).error().at(0).code == "unknown_code");
  CHECK(officer_from_json({{"officer", {{"name", "Sgt Vale"}}}}).error().at(0).pointer == "/officer/means");
  CHECK(
      acknowledge_escalation_from_json({{"review_at", "soon"}}, triage::testing::id(1)).error().at(0).code ==
      "wrong_format"
  );
}
