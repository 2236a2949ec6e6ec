#include "triage/crime/decision_choices.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace frontdoor::triage::crime {

namespace {

using nlohmann::json;

// The words of the grounds are the rules' own sense in plain words; what each needs is checked in
// record_cancelling.cpp.
struct cancelling_ground {
  const char* code;
  const char* text;
  std::array<const char*, 3> needs; // members of the request; nullptr: none further
};
constexpr std::array cancelling_grounds{
    cancelling_ground{"C1", "It happened in another force's area, which has it", {"force", "reference", nullptr}},
    cancelling_ground{
        "C2",
        "Further information, verified, shows that no notifiable crime was committed",
        {"account", "verified_by", "verified_how"}
    },
    cancelling_ground{"C3", "It is part of another crime, or the same", {"reference", nullptr, nullptr}},
    cancelling_ground{"C4", "It was recorded in error", {"account", nullptr, nullptr}},
    cancelling_ground{"C5", "Self-defence answers the offence of violence", {"account", nullptr, nullptr}},
};

json reasons_to_choose(const std::vector<reason>& reasons) {
  json out = json::array();
  for (const auto& one : reasons) {
    out.push_back({{"code", one.code}, {"text", one.text}, {"supervisor", one.supervisor}, {"reference", one.reference}}
    );
  }
  return out;
}

} // namespace

json decision_choices(const rules& rules) {
  json cancellations = json::array();
  for (const auto& ground : cancelling_grounds) {
    json needs = json::array();
    for (const char* member : ground.needs) {
      if (member != nullptr) needs.push_back(member);
    }
    cancellations.push_back({{"code", ground.code}, {"text", ground.text}, {"needs", std::move(needs)}});
  }
  const auto& settings = rules.settings;
  return {
      {"reasons",
       {{"crime_related", reasons_to_choose(settings.crime_related_reasons)},
        {"not_crime", reasons_to_choose(settings.not_crime_reasons)},
        {"n100", reasons_to_choose(settings.n100_reasons)}}},
      {"cancellations", std::move(cancellations)}
  };
}

} // namespace frontdoor::triage::crime
